"""One version of the analysis grid, from a file; versions live side by side and answers keep theirs."""

import hashlib
import json
import re
from collections import Counter

from poles.models import Degree, GeneralObjective, Grid, Indicator, Objective
from ptce_hub.directory.records import Record, read_json


def import_grid(batch, path):
    """Write the grid of ``path`` unless it is there already, word for word.

    ``Refused`` when its lines are not each told once, or when a version that has answers would change: give the new
    text a version of its own.
    """
    content = Record(path.name, "grille", read_json(path))
    check_codes(content)
    digest = hashlib.sha256(json.dumps(content.data, sort_keys=True).encode()).hexdigest()
    meta = content.object("meta")
    version = meta.text("version")
    there = Grid.objects.filter(version=version).first()
    if there and there.digest == digest:
        batch.report.count(Grid, "sans changement")
        return there
    if there and there.diagnoses.exists():
        raise meta.refused("version", f"« {version} » a déjà des réponses : donnez au nouveau texte une autre version.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", version):
        raise meta.refused("version", "donnez-lui un nom court, de lettres, chiffres et tirets, comme « labo-2012 ».")
    is_current = there.is_current if there else not Grid.objects.filter(is_current=True).exists()
    if there:
        there.delete()
    grid = write_grid(content, meta, version, digest, is_current)
    batch.report.count(Grid, "mises à jour" if there else "créations")
    return grid


def check_codes(content):
    """``Refused``, with the place, for a code missing or given twice, and for another shape than ``meta`` says."""
    shape = needed(needed(content, "meta"), "structure")
    generals = content.objects("general_objectives")
    objectives = [row for general in generals for row in general.objects("principal_objectives")]
    indicators = [row for objective in objectives for row in objective.objects("indicators")]
    levels = {"general_objectives": generals, "principal_objectives": objectives, "indicators": indicators}
    for level, rows in levels.items():
        seen = {}
        for row in rows:
            if not (code := row.text("code")):
                raise row.refused("code", "il est vide : donnez à chaque ligne un code, comme « I07 ».")
            if code in seen:
                raise row.refused("code", f"« {code} » est déjà celui de « {seen[code]} » : donnez-lui le sien.")
            if not 0 < len(label := row.text("label")) <= 250:
                raise row.refused("label", "un libellé de 1 à 250 caractères est attendu.")
            seen[code] = label
        if len(rows) != (told := shape.number(level)):
            said = f"le fichier a {len(rows)} {level}, meta.structure en annonce {told}"
            raise content.refused(level, f"{said} : ajoutez ce qui manque, retirez ce qui est de trop.")
    for row in indicators:
        check_scale(row)


def needed(record, field):
    """The object of a field that cannot be unknown."""
    found = record.object(field)
    if found is None:
        raise record.refused(field, "un objet { … } est attendu, au lieu de null.")
    return found


def check_scale(row):
    scale = row.text("scale")
    if scale not in Indicator.Scale.values:
        raise row.refused("scale", f"« {scale} » n'est pas une échelle : {', '.join(Indicator.Scale.values)}.")
    if scale == Indicator.Scale.CHOICE:
        values = row.texts("choices")
        if len(values) < 2 or any(count > 1 for count in Counter(values).values()):
            raise row.refused("choices", "un choix demande au moins deux valeurs, toutes différentes.")


def write_grid(content, meta, version, digest, is_current):
    typology = content.object("cooperation_typology")
    grid = Grid.objects.create(
        version=version,
        title=meta.text("title"),
        authenticity=meta.text("authenticity"),
        sources=meta.texts("sources"),
        scales=meta.raw("scales"),
        material={
            "shape": meta.raw("structure"),
            "uses": meta.raw("uses"),
            "scales_origin": meta.text("scales_origin"),
            **content.raw("authentic_material"),
        },
        degrees_origin=typology.text("origin"),
        degrees_note=typology.text("note"),
        degrees_sources=typology.texts("sources"),
        digest=digest,
        is_current=is_current,
    )
    meta.finish()
    write_degrees(grid, typology)
    typology.finish()
    for rank, general in enumerate(content.objects("general_objectives"), start=1):
        row = GeneralObjective.objects.create(grid=grid, position=rank, **item(general))
        for place, objective in enumerate(general.objects("principal_objectives"), start=1):
            write_objective(row, place, objective)
        general.finish()
    content.finish()
    return grid


def item(record):
    return {"code": record.text("code"), "label": record.text("label"), "origin": record.text("origin")}


def write_degrees(grid, typology):
    for said in typology.objects("degrees"):
        Degree.objects.create(
            grid=grid,
            degree=said.number("degree"),
            slug=said.text("slug"),
            label=said.text("label"),
            description=said.text("description"),
            origin=said.text("origin"),
        )
        said.finish()


def write_objective(general, rank, record):
    objective = Objective.objects.create(
        general_objective=general, position=rank, grounding=record.raw("grounding"), **item(record)
    )
    for place, said in enumerate(record.objects("indicators"), start=1):
        Indicator.objects.create(
            objective=objective,
            position=place,
            scale=said.text("scale"),
            choices=said.texts("choices") if "choices" in said.data else [],
            grounding=said.raw("grounding"),
            **item(said),
        )
        said.finish()
    record.finish()
