"""The editors find a place quickly and change only what is theirs."""

import pytest
from django.urls import reverse

from ptce_hub.territories.models import Containment, Kind, Territory
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:territories_territory_changelist")
ALIASES = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def get(ref):
    return Territory.objects.get_by_ref(ref)


def edit_page(territory):
    return reverse("admin:territories_territory_change", args=[territory.pk])


def found(editor, words):
    return {each.ref for each in editor.get(LIST, {"q": words}).context["cl"].result_list}


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("PERCHE-EN-NOCE", "commune-61309"),
        ("Nocé", "commune-61309"),
        ("61309", "commune-61309"),
        ("2a004", "commune-2A004"),
        ("caux vallée de seine", "epci-200010700"),
        ("scot-sud-gironde", "zone-scot-sud-gironde"),
    ],
)
def test_a_place_is_found_by_any_name_or_code(editor, words, ref):
    assert ref in found(editor, words)


def test_words_that_name_nothing_find_nothing(editor):
    assert found(editor, "!!!") == set()


def test_the_list_costs_the_same_few_queries_whatever_it_holds(editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        editor.get(LIST)
    with django_assert_max_num_queries(9):
        editor.get(LIST, {"q": "saint", "kind__exact": "commune"})


def test_what_the_cog_gives_is_read_only(editor):
    commune = get("commune-61309")

    form = editor.get(edit_page(commune)).context["adminform"].form
    assert set(form.fields) == {"ended", "successors"}

    editor.post(edit_page(commune), {"name": "Autre", "code": "00000", "ended": "", **ALIASES})
    commune.refresh_from_db()
    assert (commune.name, commune.code) == ("Perche en Nocé", "61309")


def test_saving_an_area_places_it_again(editor):
    area = get("zone-scot-sud-gironde")

    editor.post(
        edit_page(area),
        {"name": area.name, "nature": area.nature, "anchors": [get("departement-40").pk], "ended": "", **ALIASES},
    )

    links = Containment.objects.filter(inner=area, whole=True).values_list("outer__code", flat=True)
    assert "40" in links
    assert "33" not in links


def test_a_new_territory_is_an_area(editor):
    page = reverse("admin:territories_territory_add")
    values = {"code": "pays-d-ouche", "name": "Pays d'Ouche", "slug": "pays-d-ouche", "nature": "pays"}

    editor.post(page, {**values, "kind": "region", "anchors": [get("departement-61").pk], **ALIASES})
    assert not Territory.objects.filter(code="pays-d-ouche").exists()

    editor.post(page, {**values, "kind": "area", "anchors": [get("departement-61").pk], **ALIASES})
    area = Territory.objects.get(kind=Kind.AREA, code="pays-d-ouche")
    assert area.region.code == "28"
    assert area in Territory.objects.within(get("departement-61"))


def test_two_areas_cannot_share_a_code(editor):
    values = {"kind": "area", "code": "pnr-luberon", "name": "X", "slug": "x", "nature": "pays", "ended": "", **ALIASES}

    answer = editor.post(reverse("admin:territories_territory_add"), values)

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors


def test_a_territory_of_the_cog_cannot_be_deleted(editor):
    page = reverse("admin:territories_territory_delete", args=[get("commune-61309").pk])

    assert editor.post(page, {"post": "yes"}).status_code == 403
    assert get("commune-61309")
