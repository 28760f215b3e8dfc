"""A test as a table to take away, a line an indicator."""

import csv
import io

from ptce_hub.directory.files.writing import cell

HEADER = [
    "version", "objectif_general", "objectif", "code", "indicateur", "echelle", "reponse", "points_sur_4",
    "origine_du_texte",
]  # fmt: skip


def write_csv(reading):
    """UTF-8, comma, as the site's other tables; every line says where the text comes from."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(HEADER)
    for row in reading.objectives:
        for one in row.said:
            item = one.indicator
            words = [reading.grid.version, row.objective.general_objective.label, row.objective.label, item.code,
                     item.label, item.scale, one.words if one.value in ("", "so") else one.value]  # fmt: skip
            writer.writerow(map(cell, [*words, one.points, reading.grid.authenticity]))
    return lines.getvalue()
