"""Reads the areas that nest in nothing: the districts of Grand Paris, and our own list (SCoT, bassins, quartiers…)."""

import json
import re

from .geography import Place
from .models import Kind
from .rows import Shape

SIREN = Shape(r"\d{9}", "un numéro Siren de neuf chiffres")
SHORT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
FIELDS = {"code", "name", "nature", "communes", "anchors"}


def read_districts_of_grand_paris(geography):
    communes = geography.codes(Kind.COMMUNE)
    rows = geography.table("ept", "code name communes", optional=True)
    for row in rows:
        code, name = row.code("code", SIREN), row.text("name")
        members = tuple((Kind.COMMUNE, commune) for commune in row.parts("communes", communes))
        geography.add(row, Place(Kind.AREA, code, name, nature="EPT", communes=members))
    return len(rows)


def read_areas(geography):
    path = geography.folder / "areas.json"
    try:
        records = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    except ValueError as error:
        geography.problems.add(path.name, None, None, None, f"ce fichier n'est pas du JSON valide ({error}).")
        return 0
    for rank, record in enumerate(records, start=1):
        place, mend = read_area(record, geography)
        if mend:
            geography.problems.add(path.name, rank, "code", record, mend)
        else:
            geography.add_place(place)
    return len(records)


def read_area(record, geography):
    """The area, or what to mend in it."""
    if not isinstance(record, dict) or not {"code", "name", "nature"} <= set(record) <= FIELDS:
        return None, "attendu : un objet avec code, name, nature, et au choix communes ou anchors."
    code = str(record["code"])
    if not SHORT_NAME.fullmatch(code) or (Kind.AREA, code) in geography.places:
        return None, "le code doit être un nom court en minuscules et traits d'union, unique."
    communes = tuple((Kind.COMMUNE, commune) for commune in record.get("communes", ()))
    anchors = tuple(tuple(str(anchor).split(":", 1)) for anchor in record.get("anchors", ()))
    unknown = [":".join(link) for link in communes + anchors if link not in geography.places]
    if unknown:
        return None, f"aucun territoire n'a ce niveau et ce code : {', '.join(unknown[:5])}."
    if not communes and not anchors:
        return None, "dites au moins une commune, ou un territoire qu'elle touche (« department:33 »)."
    zones = {geography.places[commune].zone for commune in communes}
    zone = "com" if zones == {"com"} else ""
    return Place(Kind.AREA, code, record["name"], record["nature"], zone=zone, communes=communes, anchors=anchors), ""
