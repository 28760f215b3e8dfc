"""One version of the analysis grid, from a file; versions live side by side and answers keep theirs."""

import hashlib
import json

from poles.models import Degree, GeneralObjective, Grid, Indicator, Objective
from ptce_hub.directory.records import Record, read_json


def import_grid(batch, path):
    """Write the grid of ``path`` unless it is there already, word for word.

    ``Refused`` when a version that has answers would change: give the new text a version of its own.
    """
    content = Record(path.name, "grille", read_json(path))
    digest = hashlib.sha256(json.dumps(content.data, sort_keys=True).encode()).hexdigest()
    meta = content.object("meta")
    version = meta.text("version")
    there = Grid.objects.filter(version=version).first()
    if there and there.digest == digest:
        batch.report.count(Grid, "sans changement")
        return there
    if there and there.diagnoses.exists():
        raise meta.refused("version", f"« {version} » a déjà des réponses : donnez au nouveau texte une autre version.")
    if there:
        there.delete()
    grid = write_grid(content, meta, version, digest)
    batch.report.count(Grid, "mises à jour" if there else "créations")
    return grid


def write_grid(content, meta, version, digest):
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
