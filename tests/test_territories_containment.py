"""What lies within, covers or overlaps what."""

import pytest

from ptce_hub.territories.models import Containment, Territory

pytestmark = pytest.mark.django_db


def get(kind, code):
    return Territory.objects.get(kind=kind, code=code)


def names(territories):
    return {str(each) for each in territories}


def whole(outer, inner):
    return Containment.objects.get(outer=get(*outer), inner=get(*inner)).whole


def test_a_commune_lies_in_every_level_above_it():
    assert names(get("commune", "61309").outer_links.filter(whole=True).values_list("outer__name", flat=True)) == {
        "France",
        "Normandie",
        "Basse-Normandie",
        "Orne",
        "CC Coeur du Perche",
    }


def test_covering_gives_the_widest_first():
    kinds = [each.kind for each in Territory.objects.covering(get("commune", "61309"))]

    assert kinds == ["country", "region", "former_region", "department", "epci"]
