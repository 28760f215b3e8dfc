"""What lies within, covers or overlaps what."""

import pytest

from ptce_hub.territories import containment
from ptce_hub.territories.models import Containment, Kind, Territory

pytestmark = pytest.mark.django_db

INSIDE, ACROSS, APART = True, False, None


def get(ref):
    return Territory.objects.get_by_ref(ref)


def relation(outer, inner):
    return Containment.objects.filter(outer=get(outer), inner=get(inner)).values_list("whole", flat=True).first()


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("pays-FR", "commune-98832", INSIDE),  # an overseas collectivity is in nothing else
        ("region-28", "commune-61309", INSIDE),
        ("region-28", "departement-61", INSIDE),
        ("departement-61", "region-28", APART),
        ("region-28", "departement-75", APART),
        ("region-28", "ancienne-region-23", INSIDE),  # Haute-Normandie
        ("ancienne-region-23", "departement-76", INSIDE),
        ("ancienne-region-23", "departement-61", APART),
        ("region-53", "ancienne-region-53", INSIDE),  # same communes: the wider level covers
        ("ancienne-region-53", "region-53", APART),
        ("region-01", "departement-971", INSIDE),  # a region of one department
        ("departement-971", "region-01", APART),
        ("departement-75", "commune-75056", INSIDE),  # Paris is both
        ("commune-75056", "departement-75", APART),
        ("epci-200054781", "departement-75", INSIDE),  # Grand Paris holds Paris whole
        ("epci-200054781", "departement-91", ACROSS),
        ("epci-200054781", "zone-200057875", INSIDE),  # Est Ensemble
        ("departement-93", "zone-200057875", INSIDE),
        ("departement-69", "epci-200046977", INSIDE),  # métropole de Lyon
        ("epci-200046977", "commune-69123", INSIDE),
        ("departement-44", "epci-243500741", ACROSS),  # Redon Agglomération: three departments, two regions
        ("epci-243500741", "departement-44", ACROSS),
        ("region-53", "epci-243500741", ACROSS),
        ("ancienne-region-52", "epci-243500741", ACROSS),
        ("departement-33", "zone-scot-sud-gironde", INSIDE),
        ("region-75", "zone-scot-sud-gironde", INSIDE),
        ("ancienne-region-72", "zone-scot-sud-gironde", INSIDE),
        ("departement-84", "zone-pnr-luberon", ACROSS),
        ("zone-pnr-luberon", "departement-04", ACROSS),
        ("region-93", "zone-pnr-luberon", INSIDE),
        ("region-53", "zone-pays-redon-vilaine", ACROSS),  # touches a department of it
        ("pays-FR", "zone-pays-redon-vilaine", INSIDE),
        ("commune-67482", "zone-coop-strasbourg", INSIDE),
        ("epci-246700488", "zone-coop-strasbourg", INSIDE),
        ("commune-67482", "zone-strasbourg-kehl", ACROSS),
        ("region-44", "zone-strasbourg-kehl", ACROSS),
    ],
)
def test_two_territories_are_inside_across_or_apart(outer, inner, expected):
    assert relation(outer, inner) is expected


def test_covering_gives_the_widest_first():
    assert [str(each) for each in Territory.objects.covering(get("commune-61309"))] == [
        "France",
        "Normandie",
        "Basse-Normandie",
        "Orne",
        "CC Coeur du Perche",
    ]


def test_within_a_department_are_all_its_communes_and_no_other():
    communes = Territory.objects.within(get("departement-90")).filter(kind=Kind.COMMUNE)

    assert set(communes.values_list("department__code", flat=True)) == {"90"}
    assert communes.count() == Territory.objects.filter(kind=Kind.COMMUNE, department__code="90").count() > 100


def test_every_commune_of_a_region_lies_in_it_and_in_its_own_levels():
    for kind in ("region", "department", "epci"):
        communes = Territory.objects.filter(**{"kind": Kind.COMMUNE, f"{kind}__isnull": False}).count()
        links = Containment.objects.filter(outer__kind=kind, inner__kind=Kind.COMMUNE, whole=True).count()
        assert links == communes


def test_overlaps_are_said_both_ways():
    across = set(Containment.objects.filter(whole=False).values_list("outer", "inner"))

    assert across == {(inner, outer) for outer, inner in across}


def test_an_area_takes_the_columns_of_what_covers_it():
    area = get("zone-scot-sud-gironde")

    assert (area.region.code, area.department.code, area.epci) == ("75", "33", None)


def test_refreshing_an_area_places_it_by_its_communes():
    area = get("zone-scot-sud-gironde")
    area.anchors.clear()
    area.communes.set([get("commune-33063"), get("commune-40192")])

    containment.refresh(area)

    assert relation("departement-33", "zone-scot-sud-gironde") is ACROSS
    assert relation("region-75", "zone-scot-sud-gironde") is INSIDE
    assert relation("zone-scot-sud-gironde", "commune-33063") is INSIDE
    area.refresh_from_db()
    assert area.department is None


def test_refreshing_one_area_gives_what_rebuilding_all_gives():
    area = get("zone-pnr-luberon")
    area.anchors.set([get("departement-84")])
    leaning = Territory.objects.create(kind=Kind.AREA, code="ocres", name="Ocres", slug="ocres", nature="massif")
    leaning.anchors.set([area])

    containment.refresh(area)
    refreshed = set(Containment.objects.values_list("outer", "inner", "whole"))

    assert (get("departement-84").pk, leaning.pk, True) in refreshed
    assert containment.rebuild() == {"written": 0, "removed": 0}
    assert set(Containment.objects.values_list("outer", "inner", "whole")) == refreshed


def test_areas_that_lean_on_each_other_do_not_stop_the_rest():
    one, other = get("zone-pnr-luberon"), get("zone-val-allier")
    one.anchors.set([other])
    other.anchors.set([one])

    containment.rebuild()

    assert relation("pays-FR", "zone-pnr-luberon") is INSIDE
    assert relation("departement-33", "zone-scot-sud-gironde") is INSIDE
