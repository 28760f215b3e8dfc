"""The drawing of France, and the official outlines and points that a host may load."""

import csv
import gzip
import json
import math
import os
from pathlib import Path

import pytest
from django.core.management import CommandError

from ptce_hub.directory.maps.drawing import draw_territory
from ptce_hub.territories.geography import DATA, Geography, Place
from ptce_hub.territories.models import Kind, OfficialPoint, Outline, Territory
from ptce_hub.territories.official_points import place_officially
from ptce_hub.territories.outlines import box_of, draw, shipped_paths
from ptce_hub.territories.projection import drawing, project
from tests.commands import said_by

pytestmark = pytest.mark.django_db

#: A folder of official files to try the importers on (regions, departments, epci .geojson, communes_points.csv.gz).
OFFICIAL = Path(os.environ.get("OFFICIAL_GEOGRAPHY", "/nowhere"))
KM_IN_A_DEGREE = 111.195


# --- The drawing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("point", "expected"),
    [((46.5, 3), (567.452, 410.149)), ((16.18, -61.394), (65, 545)), ((14.643, -61.02), (187, 545)),
     ((3.928, -53.132), (65, 667)), ((-21.116, 55.54), (187, 667)), ((-12.818, 45.167), (65, 789))],
)  # fmt: skip
def test_the_origin_of_each_zone_falls_where_the_drawing_says(point, expected):
    assert project(*point) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("point", "scale"),
    [((46.5, 3), 0.784), ((16.18, -61.394), 1.112), ((14.643, -61.02), 1.842), ((3.928, -53.132), 0.238),
     ((-21.116, 55.54), 1.471), ((-12.818, 45.167), 2.525)],
)  # fmt: skip
def test_a_kilometre_has_the_length_of_its_zone(point, scale):
    latitude, longitude = point
    x, y = project(*point)
    east, north = project(latitude, longitude + 0.1), project(latitude + 0.1, longitude)
    assert math.dist((x, y), north) / (0.1 * KM_IN_A_DEGREE) == pytest.approx(scale, rel=0.01)
    width = 0.1 * KM_IN_A_DEGREE * math.cos(math.radians(latitude))
    assert math.dist((x, y), east) / width == pytest.approx(scale, rel=0.01)


@pytest.mark.parametrize("point", [(18.07, -63.05), (0, 0), (-17.53, -149.56), (52.5, 13.4)])
def test_what_the_drawing_does_not_show_has_no_place(point):
    assert project(*point) is None


def test_outlines_drawn_from_degrees_fall_on_the_shipped_drawing():
    shipped = shipped_paths(Kind.DEPARTMENT)
    features = json.loads((DATA / "departments.geojson").read_text())["features"]
    assert len(features) == len(shipped) == 101
    for feature in features:
        code = feature["properties"]["code"]
        assert box_of(draw(feature["geometry"])) == pytest.approx(box_of(shipped[code]), abs=5), code


def test_communes_fall_on_their_department():
    known = Territory.objects.filter(
        kind=Kind.COMMUNE, approximate=False, latitude__isnull=False, zone__in=["metro", "drom"]
    )
    boxes = {code: box_of(path) for code, path in shipped_paths(Kind.DEPARTMENT).items()}
    rows = known.values_list("department__code", "latitude", "longitude")
    beyond = 0
    for code, latitude, longitude in rows:
        (x, y), box = project(latitude, longitude), boxes[code]
        assert box.left - 3.5 <= x <= box.right + 3.5 and box.top - 3.5 <= y <= box.bottom + 3.5, code
        beyond += not (box.left <= x <= box.right and box.top <= y <= box.bottom)
    assert beyond < 0.025 * len(rows)


def test_every_region_and_department_has_its_label():
    for some in (drawing()["regions"], drawing()["departments"]):
        assert all(len(shape["label"]) == 2 for shape in some.values())


# --- Outlines -----------------------------------------------------------------------------------------------------

SQUARE = [[0.05, 48.4], [0.15, 48.4], [0.15, 48.5], [0.05, 48.5], [0.05, 48.4]]


def feature(code="246100663", geometry=None, **properties):
    geometry = geometry or {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": {"code": code} | properties, "geometry": geometry}


@pytest.fixture
def collection(tmp_path):
    def write(*features, name="contours.geojson"):
        path = tmp_path / name
        text = json.dumps({"type": "FeatureCollection", "features": features})
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


@pytest.mark.parametrize("name", ["contours.geojson", "contours.geojson.gz"])
def test_the_same_outlines_twice_change_nothing(collection, name):
    path = collection(feature(), name=name)
    assert said_by("import_outlines", path, "--source", "IGN") == "Contours ajoutés : 1 ; changés : 0 ; inchangés : 0."
    assert said_by("import_outlines", path, "--source", "IGN") == "Contours ajoutés : 0 ; changés : 0 ; inchangés : 1."
    assert said_by("import_outlines", path, "--source", "X") == "Contours ajoutés : 0 ; changés : 1 ; inchangés : 0."


def test_an_official_outline_is_drawn_and_its_source_said(collection):
    epci = Territory.objects.select_related("department", "region").get_by_ref("epci-246100663")
    before = draw_territory(epci)
    said_by("import_outlines", collection(feature()), "--source", "IGN 2026")
    after = draw_territory(epci)
    assert (before.shape, bool(before.communes), before.outline_sources) == ("", True, [])
    assert (bool(after.shape), after.communes, after.outline_sources) == (True, "", ["IGN 2026"])


def test_the_level_is_deduced_from_codes_and_names(collection):
    ain = {"type": "Polygon", "coordinates": [[[4.8, 45.7], [6.1, 45.7], [6.1, 46.4], [4.8, 46.4], [4.8, 45.7]]]}
    said_by("import_outlines", collection(feature("01", ain, name="Ain")))
    assert Outline.objects.get().territory.kind == Kind.DEPARTMENT


def shape(coordinates, kind="Polygon"):
    return {"type": kind, "coordinates": coordinates}


swapped = [[latitude, longitude] for longitude, latitude in SQUARE]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        (feature("999999999"), "properties.code", "aucun territoire"),
        (feature(["x"]), "properties.code", "aucun territoire"),
        (feature(), "properties.code", "déjà plus haut"),
        (feature("200068468", shape([0, 48], "Point")), "geometry.type", "Polygon ou MultiPolygon"),
        (feature("200068468", shape([SQUARE[:-1]])), "geometry.coordinates", "anneaux fermés"),
        (feature("200068468", shape([["x"] * 4])), "geometry.coordinates", "anneaux fermés"),
        (feature("200068468", shape(None)), "geometry.coordinates", "anneaux fermés"),
        (feature("200068468", shape([])), "geometry.coordinates", "pas de surface"),
        (feature("200068468", shape([[[500, 48], [501, 48], [501, 49], [500, 48]]])), "geometry.coordinates", "500"),
        (feature("200068468", shape([swapped])), "geometry.coordinates", "inversées"),
    ],
)
def test_a_wrong_outline_is_named_and_nothing_is_loaded(collection, wrong, field, words):
    with pytest.raises(CommandError) as refusal:
        said_by("import_outlines", collection(feature(), wrong), "--level", "epci")
    line = str(refusal.value).splitlines()[1]
    assert "contours.geojson, entité 2" in line
    assert f"colonne « {field} »" in line
    assert words in line
    assert not Outline.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"features": []}', b'{"features": [1]}', b"\xff\xfe", b"[" * 99999]
)
def test_a_file_that_is_no_collection_is_refused(tmp_path, content):
    path = tmp_path / "contours.geojson"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"contours\.geojson : "):
        said_by("import_outlines", path)


def test_a_missing_file_is_said():
    for command in ("import_outlines", "import_points"):
        with pytest.raises(CommandError, match="n'existe pas"):
            said_by(command, "/nulle/part.csv")


# --- Points -------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path):
    def write(*rows, name="points.csv"):
        text = "\n".join(["code,lat,lon", *rows]) + "\n"
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


@pytest.mark.parametrize("name", ["points.csv", "points.csv.gz"])
def test_the_same_points_twice_change_nothing(table, name):
    path = table("61309,48.37,0.68", name=name)
    assert said_by("import_points", path).startswith("Communes déplacées : 1 ;")
    commune = Territory.objects.get(kind=Kind.COMMUNE, code="61309")
    assert (commune.latitude, commune.longitude, commune.approximate) == (48.37, 0.68, False)
    assert said_by("import_points", path) == "Communes déplacées : 0 ; inchangées : 1 ; codes passés : 0."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("61999,48.3,0.6", "aucune commune n'a ce code"),
        ("61309,48.3,0.6", "déjà plus haut"),
        ("61001,0.6,48.3", "inversées"),
        ("61001,,", "attendu : un point"),
        ("61001,north,0.6", "degrés décimaux"),
        ("61001,95,0.6", "degrés décimaux"),
        ("x,48,0", "code Insee"),
        ("61001,48", "cellules au lieu de 3"),
    ],
)
def test_a_wrong_point_is_named_and_nothing_is_moved(table, wrong, words):
    before = list(Territory.objects.filter(code="61309").values("latitude"))
    with pytest.raises(CommandError) as refusal:
        said_by("import_points", table("61309,48.37,0.68", wrong))
    assert "points.csv, ligne 3" in str(refusal.value)
    assert words in str(refusal.value)
    assert list(Territory.objects.filter(code="61309").values("latitude")) == before
    assert not OfficialPoint.objects.exists()


def test_codes_that_no_commune_has_are_passed_when_asked(table):
    done = said_by("import_points", table("61999,48.3,0.6", "61309,48.37,0.68"), "--skip-unknown")
    assert done == "Communes déplacées : 1 ; inchangées : 0 ; codes passés : 1."


def test_official_points_outlive_a_loading_of_the_territories(table):
    said_by("import_points", table("61309,48.37,0.68"))
    geography = Geography(DATA)
    geography.add_place(Place(Kind.COMMUNE, "61309", "Perche en Nocé", latitude=1.0, longitude=2.0, approximate=True))
    place_officially(geography)
    place = geography.places[Kind.COMMUNE, "61309"]
    assert (place.latitude, place.longitude, place.approximate) == (48.37, 0.68, False)


# --- The official files -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="OFFICIAL_GEOGRAPHY ne désigne aucun dossier de fichiers officiels.")
@pytest.mark.parametrize(("name", "count"), [("regions", 18), ("departments", 101), ("epci", 1255)])
def test_official_outlines_load_whole(name, count):
    path = OFFICIAL / f"{name}.geojson"
    assert said_by("import_outlines", path) == f"Contours ajoutés : {count} ; changés : 0 ; inchangés : 0."
    assert said_by("import_outlines", path) == f"Contours ajoutés : 0 ; changés : 0 ; inchangés : {count}."
    assert not Outline.objects.filter(path="").exists()


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="OFFICIAL_GEOGRAPHY ne désigne aucun dossier de fichiers officiels.")
def test_official_points_load_whole():
    path = OFFICIAL / "communes_points.csv.gz"
    with gzip.open(path, "rt") as stream:
        count = sum(1 for _ in csv.DictReader(stream))
    assert said_by("import_points", path) == f"Communes déplacées : {count} ; inchangées : 0 ; codes passés : 0."
    assert not Territory.objects.filter(kind=Kind.COMMUNE, zone="metro", approximate=True).exists()
