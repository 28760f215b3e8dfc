"""What loading the shipped geography gives, and the command that does it."""

import shutil
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from ptce_hub.territories.geography import DATA
from ptce_hub.territories.importing import is_loaded
from ptce_hub.territories.models import Alias, Kind, LoadedVintage, Territory
from ptce_hub.territories.reading import read_geography
from tests.commands import said_by

from .territory_files import Folder

pytestmark = pytest.mark.django_db


def get(ref):
    return Territory.objects.get_by_ref(ref)


def test_every_level_is_there():
    counts = Counter(Territory.objects.values_list("kind", flat=True))

    assert {kind: counts[kind] for kind in Kind.values if kind != Kind.AREA} == {
        "country": 1,
        "region": 18,
        "former_region": 27,
        "department": 101,
        "epci": 1255,
        "commune": 34969,
    }
    assert Territory.objects.filter(kind=Kind.AREA, nature="EPT").count() == 11
    assert Alias.objects.filter(nature__in=["deleguee", "associee", "ancien-code", "arrondissement"]).count() == 4285


@pytest.mark.parametrize(
    ("ref", "slug"),
    [
        ("pays-FR", "france"),
        ("commune-61309", "perche-en-noce"),
        ("commune-97411", "saint-denis-974"),
        ("commune-94038", "l-hay-les-roses"),
        ("departement-2A", "corse-du-sud"),
        ("region-93", "provence-alpes-cote-d-azur"),
        ("epci-200069854", "grand-poitiers"),
        ("epci-200046977", "lyon"),
        ("zone-200057867", "plaine-commune"),
        ("ancienne-region-24", "centre"),
    ],
)
def test_the_address_is_the_name_and_the_department_for_homonyms(ref, slug):
    assert get(ref).slug == slug


def test_a_commune_carries_its_levels_point_and_vintage():
    commune = get("commune-61309")

    assert (commune.department.code, commune.region.code, commune.epci.code) == ("61", "28", "200068435")
    assert (commune.zone, commune.vintage, commune.population) == ("metro", "2026", 1956)
    assert (commune.latitude, commune.longitude, commune.approximate) == (48.37908, 0.68138, False)
    assert get("commune-01001").approximate is True


def test_overseas_collectivities_have_communes_and_nothing_between():
    communes = Territory.objects.filter(kind=Kind.COMMUNE, zone="com")

    assert communes.count() == 94
    assert not communes.exclude(region=None, department=None, epci=None).exists()


def test_a_former_region_knows_its_departments_and_what_it_became():
    region = get("ancienne-region-23")

    assert {each.code for each in region.anchors.all()} == {"27", "76"}
    assert [each.ref for each in region.successors.all()] == ["region-28"]
    assert region.ended == "2015-12-31"
    assert get("ancienne-region-53").ended == ""


def test_no_two_of_a_kind_share_an_address():
    shared = Territory.objects.values("kind", "slug").annotate(number=Count("pk")).filter(number__gt=1)

    assert not shared.exists()


# --- The command --------------------------------------------------------------------------------------------------


def test_the_shipped_folder_is_known_as_loaded():
    assert is_loaded()

    LoadedVintage.objects.all().delete()
    assert not is_loaded()


def test_a_later_vintage_keeps_the_shipped_one_from_coming_back():
    LoadedVintage.objects.all().delete()
    LoadedVintage.objects.create(digest="0" * 64, vintage="2031")

    assert is_loaded()


def test_another_folder_is_not_known_as_loaded(tmp_path):
    folder = Folder(tmp_path)
    assert is_loaded(folder.path)  # the same files elsewhere

    folder.change("regions.csv", 2, name="Karukera")
    assert not is_loaded(folder.path)


def test_if_new_says_and_does_nothing_when_loaded(django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert said_by("load_territories", if_new=True) == ""


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(CommandError, match="n'existe pas"):
        call_command("load_territories", tmp_path / "nowhere")


def test_gzipped_and_plain_tables_are_the_same_folder_content(tmp_path):
    folder = Folder(tmp_path)
    shutil.rmtree(folder.path)
    shutil.copytree(DATA, folder.path)
    folder.write("communes.csv", folder.rows("communes.csv"))

    assert read_geography(folder.path).places == read_geography(DATA).places
