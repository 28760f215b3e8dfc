"""Official points of communes that a host has: they replace the shipped ones, and outlive a later vintage."""

from django.db import connection, transaction

from .models import Kind, OfficialPoint, Territory
from .reading import COMMUNE
from .rows import Problems, read_table

#: Degrees by which a point may stand outside the box of its department.
TOLERANCE = 0.5
BATCH = 500


def import_points(path, source, skip_unknown=False):
    """How many communes were ``moved`` or ``unchanged`` and how many codes ``skipped``.

    ``InvalidFolder`` tells what is wrong, and then nothing changed.
    """
    problems = Problems()
    rows = read_table(path.parent, path.name, ["code", "lat", "lon"], problems)
    communes = {each.code: each for each in known_communes()}
    departments = Territory.objects.filter(kind=Kind.DEPARTMENT).in_bulk()
    skipped = [row for row in rows if skip_unknown and row.cells["code"] not in communes]
    points = {}
    for row in rows if not skipped else [row for row in rows if row.cells["code"] in communes]:
        read_point(row, communes, departments, points)
    problems.stop_if_any()
    moved = [
        (*point, communes[code].pk)
        for code, point in points.items()
        if (communes[code].latitude, communes[code].longitude, communes[code].approximate) != (*point, False)
    ]
    with transaction.atomic():
        keep(points, source)
        move(moved)
    return {"moved": len(moved), "unchanged": len(points) - len(moved), "skipped": len(skipped)}


def known_communes():
    """As rows: the country's 35,000 communes are read in a quarter of the time that objects take."""
    columns = ("pk", "code", "name", "latitude", "longitude", "approximate", "department_id")
    return Territory.objects.filter(kind=Kind.COMMUNE).order_by().values_list(*columns, named=True)


def read_point(row, communes, departments, points):
    """Adds the row's point to ``points``, by code, or notes why not."""
    code, point = row.code("code", COMMUNE), row.point()
    commune = communes.get(code)
    if commune is None:
        row.refuse("code", "aucune commune n'a ce code ; corrigez-le, ou passez-le avec --skip-unknown.")
    elif code in points:
        row.refuse("code", "cette commune est déjà plus haut ; gardez une seule ligne.")
    elif None in point.values() or is_outside(departments.get(commune.department_id), **point):
        row.refuse("lat", f"attendu : un point de {commune.name} ; latitude et longitude sont-elles inversées ?")
    else:
        points[code] = (point["latitude"], point["longitude"])


def is_outside(department, latitude, longitude):
    if department is None or department.west is None:
        return False
    across = department.west - TOLERANCE <= longitude <= department.east + TOLERANCE
    return not (across and department.south - TOLERANCE <= latitude <= department.north + TOLERANCE)


def keep(points, source):
    """So that ``load_territories`` finds them again."""
    OfficialPoint.objects.bulk_create(
        [
            OfficialPoint(code=code, latitude=point[0], longitude=point[1], source=source)
            for code, point in points.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["latitude", "longitude", "source"],
    )


def move(rows):
    """One statement for all: ``bulk_update`` would take a minute for the country."""
    table = connection.ops.quote_name(Territory._meta.db_table)
    statement = f"UPDATE {table} SET latitude = %s, longitude = %s, approximate = %s WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(latitude, longitude, False, pk) for latitude, longitude, pk in rows])


def place_officially(geography):
    """Puts the official points in a geography that is read again, whatever its files say."""
    for code, latitude, longitude in OfficialPoint.objects.values_list("code", "latitude", "longitude"):
        if place := geography.places.get((Kind.COMMUNE, code)):
            place.latitude, place.longitude, place.approximate = latitude, longitude, False
