"""Records written out piece by piece, so that memory does not grow with their number: CSV, JSON, GeoJSON."""

import csv
import io
import json
from dataclasses import dataclass
from itertools import batched

from django.conf import settings

from ptce_hub.directory.files.columns import Ties

BATCH = 100  # records a piece
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
ATTRIBUTION = (
    "Codes et noms des territoires : Insee, DGCL, La Poste, via Etalab (Licence Ouverte). "
    "Points approchés : GeoNames (CC BY 4.0), modifié."
)


@dataclass(frozen=True)
class Extract:
    """The records asked for: a noun's ``columns``, its ``entries``, and the whole addresses to write."""

    columns: object
    entries: object
    title: str
    base: str
    page: str
    twin: str
    schema: str

    def records(self):
        for entry in self.columns.rows(self.entries):
            yield self.columns.record(entry, self.base)

    def about(self):
        """What whoever opens the file must know to use it again."""
        return {
            "titre": self.title,
            "page": self.page,
            "schema": self.schema,
            "licence": {"nom": settings.DATA_LICENCE_NAME, "adresse": settings.DATA_LICENCE_URL},
            "attribution": f"{settings.PUBLISHER_NAME or 'PTCE Hub'}. {ATTRIBUTION}",
        }


def write_csv(extract, delimiter=",", mark=""):
    """Lines of UTF-8 text; ``mark`` is the byte order mark that some spreadsheets need."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter)
    writer.writerow([name for name, _, _ in extract.columns.flat])
    yield mark + drained(lines)
    for records in batched(extract.records(), BATCH):
        writer.writerows(cells(extract.columns, record) for record in records)
        yield drained(lines)


def write_for_spreadsheets(extract):
    """As a French spreadsheet opens it without a question."""
    return write_csv(extract, delimiter=";", mark="\ufeff")


def drained(lines):
    text = lines.getvalue()
    lines.seek(0)
    lines.truncate()
    return text


def cells(columns, record):
    """The record as a row of a table, where nothing can be taken for a formula."""
    for column in columns.all:
        if isinstance(column, Ties):
            for fact in column.columns:
                yield cell([tie[fact.name] for tie in record[column.name]])
        else:
            yield cell(record[column.name])


def cell(value):
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case list():
            value = "|".join("" if item is None else " ".join(str(item).replace("|", "/").split()) for item in value)
    return f"'{value}" if value.startswith(RISKY) else value


def write_json(extract):
    about = extract.about() | {"total": extract.entries.count()}
    yield f'{json.dumps(about, ensure_ascii=False)[:-1]}, "fiches": [\n'
    yield from items(extract.records())
    yield "\n]}\n"


def write_geojson(extract):
    """RFC 7946. The box comes last, once every point is known; without any point there is none."""
    box = Box()
    about = json.dumps({"type": "FeatureCollection"} | extract.about(), ensure_ascii=False)
    yield f'{about[:-1]}, "features": [\n'
    yield from items(feature(record, box) for record in extract.records())
    yield f'\n], "bbox": {json.dumps(box.edges)}}}\n' if box.edges else "\n]}\n"


def feature(record, box):
    point = record["longitude"], record["latitude"]
    geometry = None
    if None not in point:
        box.hold(*point)
        geometry = {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": record["page"], "geometry": geometry, "properties": record}


class Box:
    """West, south, east, north of the points held so far; None before the first."""

    edges = None

    def hold(self, longitude, latitude):
        west, south, east, north = self.edges or (longitude, latitude, longitude, latitude)
        self.edges = min(west, longitude), min(south, latitude), max(east, longitude), max(north, latitude)


def items(values):
    """The JSON values with commas between."""
    comma = ""
    for some in batched(values, BATCH):
        yield comma + ",\n".join(json.dumps(value, ensure_ascii=False) for value in some)
        comma = ",\n"
