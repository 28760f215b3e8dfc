"""Reads a folder of geography files and checks it whole before anything is written.

The files are those of ``data/README.md``; a later vintage is another folder with the same files.
"""

import json
import re
from collections import Counter
from pathlib import Path

from .areas import read_areas, read_districts_of_grand_paris
from .geography import Geography, OtherName, Place
from .models import Alias, Kind
from .names import usual_epci_names
from .rows import Shape

REGION = Shape(r"\d{2}", "deux chiffres (« 28 »)")
DEPARTMENT = Shape(r"\d{2}|2[AB]|97\d", "deux caractères, ou trois outre-mer (« 61 », « 2A », « 974 »)")
COMMUNE = Shape(r"(\d{2}|2[AB])\d{3}", "un code Insee de cinq caractères (« 61309 », « 2A004 »)")
SIREN = Shape(r"\d{9}", "un numéro Siren de neuf chiffres")
POSTAL = Shape(r"\d{5}", "un code postal de cinq chiffres")
DAY = Shape(r"\d{4}-\d{2}-\d{2}", "une date AAAA-MM-JJ, ou rien")

FORMER_NATURES = ("deleguee", "associee", "ancien-code", "arrondissement")
USUAL_NATURES = ("usual", "ancien-nom", "fusion", "deleguee", "associee")


def read_geography(folder, vintage=""):
    """Everything the folder says; ``InvalidFolder`` with the whole list of what is wrong."""
    geography = Geography(Path(folder))
    counts = read_stated(geography, vintage)
    geography.add_place(Place(Kind.COUNTRY, "FR", "France"))
    read = {name: reader(geography) for name, reader in READERS.items()}
    for name, expected in counts.items():
        if name in read and read[name] != expected:
            mend = f"{read[name]} lignes au lieu de {expected} (counts.json) ; le fichier est-il entier ?"
            geography.problems.add(f"{name}.csv", None, None, None, mend)
    geography.problems.stop_if_any()
    return geography


def stated_counts(folder):
    """The vintage and the rows of each file, as the folder says; {} when it does not."""
    path = folder / "counts.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def stated_vintage(folder):
    """The year, or one beyond all others when the folder does not say."""
    try:
        return str(stated_counts(folder)["vintage"])
    except (KeyError, TypeError, ValueError):
        return "9999"


def read_stated(geography, vintage):
    """Settles the vintage, and gives the number of rows that the folder says each file has."""
    counts = {}
    try:
        counts = stated_counts(geography.folder)
    except (ValueError, TypeError) as error:
        mend = f"ce fichier n'est pas un objet JSON valide ({error})."
        geography.problems.add("counts.json", None, None, None, mend)
    geography.vintage = str(vintage or counts.get("vintage", ""))
    if not re.fullmatch(r"(19|20)\d{2}", geography.vintage, re.ASCII):
        mend = "indiquez le millésime du COG (quatre chiffres) dans ce fichier ou par --vintage."
        geography.problems.add("counts.json", None, "vintage", geography.vintage, mend)
    return counts


# --- Levels -------------------------------------------------------------------------------------------------------


def read_regions(geography):
    rows = geography.table("regions", "code name zone capital population lat lon west south east north")
    for row in rows:
        geography.add(
            row,
            Place(
                Kind.REGION,
                row.code("code", REGION),
                row.text("name"),
                zone=row.choice("zone", ("metro", "drom")),
                population=row.count("population"),
                **row.point(),
                **row.box(),
            ),
        )
    geography.capitals += rows
    return len(rows)


def read_departments(geography):
    regions = geography.codes(Kind.REGION)
    rows = geography.table("departments", "code name zone region capital population lat lon west south east north")
    for row in rows:
        geography.add(
            row,
            Place(
                Kind.DEPARTMENT,
                row.code("code", DEPARTMENT),
                row.text("name"),
                region=row.known("region", regions, "regions.csv"),
                zone=row.choice("zone", ("metro", "drom")),
                population=row.count("population"),
                **row.point(),
                **row.box(),
            ),
        )
    geography.capitals += rows
    return len(rows)


def read_former_regions(geography):
    """A former region is made of whole departments: they are its anchors."""
    regions, departments = geography.codes(Kind.REGION), geography.codes(Kind.DEPARTMENT)
    rows = geography.table("former_regions", "code name current_region departments until")
    for row in rows:
        region = row.known("current_region", regions, "regions.csv")
        geography.add(
            row,
            Place(
                Kind.FORMER_REGION,
                row.code("code", REGION),
                row.text("name"),
                region=region,
                ended=row.code("until", DAY, blank=True),
                anchors=tuple((Kind.DEPARTMENT, code) for code in row.parts("departments", departments)),
                successors=((Kind.REGION, region),),
            ),
        )
    return len(rows)


def read_epci(geography):
    departments = geography.of_kind(Kind.DEPARTMENT)
    rows = geography.table("epci", "code name nature department communes population lat lon west south east north")
    for row in rows:
        department = row.known("department", departments, "departments.csv")
        place = Place(
            Kind.EPCI,
            row.code("code", SIREN),
            row.text("name"),
            nature=row.choice("nature", ("CC", "CA", "CU", "ME")),
            department=department,
            region=departments[department].region if department in departments else "",
            population=row.count("population"),
            **row.point(),
            **row.box(),
        )
        geography.add(row, place)
        for name in usual_epci_names(place.name):
            geography.names.append(OtherName((Kind.EPCI, place.code), Alias.Nature.USUAL, "", name))
    geography.epci_rows = rows
    return len(rows)


def read_communes(geography):
    """The communes of overseas collectivities have no department, region or intercommunality in the other files."""
    departments, epci = geography.of_kind(Kind.DEPARTMENT), geography.codes(Kind.EPCI)
    rows = geography.table("communes", "code name postal_codes department region epci population lat lon zone")
    for row in rows:
        place = Place(
            Kind.COMMUNE,
            row.code("code", COMMUNE),
            row.text("name"),
            zone=row.choice("zone", ("metro", "drom", "com")),
            population=row.count("population"),
            approximate=row.cells.get("point_source") in ("epci", "department"),
            **row.point(),
        )
        if place.zone != "com":
            place.department = row.known("department", departments, "departments.csv")
            place.epci = row.known("epci", epci, "epci.csv", blank=True)
            place.region = row.cells["region"]
            if place.department in departments and place.region != departments[place.department].region:
                row.refuse("region", f"le département {place.department} est dans une autre région (departments.csv).")
        geography.add(row, place)
        for code in row.parts("postal_codes", shape=POSTAL):
            geography.names.append(OtherName((Kind.COMMUNE, place.code), Alias.Nature.POSTAL, code, ""))
    check_capitals(geography)
    check_epci_counts(geography)
    return len(rows)


def check_capitals(geography):
    communes = geography.codes(Kind.COMMUNE)
    for row in geography.capitals:
        row.known("capital", communes, "communes.csv")


def check_epci_counts(geography):
    """An intercommunality says how many communes it has; as many must name it."""
    named = Counter(place.epci for place in geography.places.values() if place.kind == Kind.COMMUNE)
    for row in geography.epci_rows:
        if row.count("communes") != named[row.cells["code"]]:
            row.refuse("communes", f"{named[row.cells['code']]} communes s'y rattachent dans communes.csv.")


# --- Other names --------------------------------------------------------------------------------------------------


def read_former_communes(geography):
    communes, seen = geography.codes(Kind.COMMUNE), set()
    rows = geography.table("former_communes", "code name current_code kind")
    for row in rows:
        nature = row.choice("kind", FORMER_NATURES)
        code = row.code("code", COMMUNE)
        name = row.cells["name"] if nature == Alias.Nature.FORMER_CODE else row.text("name")
        target = row.known("current_code", communes, "communes.csv")
        if (code, nature) in seen:
            row.refuse("code", "cette ligne est déjà plus haut ; gardez-en une.")
        seen.add((code, nature))
        geography.names.append(OtherName((Kind.COMMUNE, target), nature, code, name))
    return len(rows)


def read_usual_names(geography):
    rows = geography.table("usual_names", "nature kind code name", optional=True)
    for row in rows:
        kind, code = row.choice("kind", Kind.values), row.text("code", 60)
        if (kind, code) not in geography.places:
            row.refuse("code", "aucun territoire n'a ce niveau et ce code ; corrigez l'un ou l'autre.")
        geography.names.append(OtherName((kind, code), row.choice("nature", USUAL_NATURES), "", row.text("name")))
    return len(rows)


def read_changes(geography):
    """What became of codes that vanish, where ``former_communes.csv`` does not say: a line for each successor."""
    codes = {code for _, code in geography.places}
    rows = geography.table("changes", "old_code new_code", optional=True)
    for row in rows:
        new = row.known("new_code", codes, "les autres fichiers")
        geography.changes.setdefault(row.text("old_code", 60), []).append(new)
    return len(rows)


#: In this order: each refers only to what is above it.
READERS = {
    "regions": read_regions,
    "departments": read_departments,
    "former_regions": read_former_regions,
    "epci": read_epci,
    "communes": read_communes,
    "ept": read_districts_of_grand_paris,
    "areas": read_areas,
    "former_communes": read_former_communes,
    "usual_names": read_usual_names,
    "changes": read_changes,
}
