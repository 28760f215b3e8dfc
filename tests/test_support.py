"""Who supports what, where: whom to call for a territory and a theme, and where nobody is recorded."""

import pytest
from django.urls import reverse

from actors import white_zones
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.reading import text_of

pytestmark = pytest.mark.django_db
WHOM = "/qui-appeler/"


def place(ref):
    return Territory.objects.get_by_ref(ref)


def offer(name, ref, **values):
    return make.SupportOfferFactory(published=True, name=name, territory=place(ref), **values)


def zone(code):
    return next(zone for zone in white_zones.departments() if zone.department.code == code)


def test_the_nearest_offers_come_first_with_whom_to_call_and_for_what(client):
    fund = offer("Fonds national", "pays-FR", kind="financement")
    club = offer("Club normand", "region-28", kind="financement", audience="pôles naissants")
    club.providers.add(make.StructureFactory(published=True, name="Ardes"))
    offer("Prêt breton", "region-53", kind="financement")

    page = client.get(WHOM, {"territoire": "commune-61309"})

    (support,) = page.context["supports"]
    assert [each.name for each in support.offers] == [club.name, fund.name]
    assert "Club normand (Normandie) : appeler Ardes pour pôles naissants" in text_of(page)
    assert "Fonds national (France) : organisme non renseigné" in text_of(page)


def test_a_theme_keeps_its_offers_then_those_that_name_none(client):
    wood, food = make.ThemeFactory(label="Bois"), make.ThemeFactory(label="Alimentation")
    for name, themes in (("De tout", []), ("Du bois", [wood]), ("Du pain", [food])):
        offer(name, "region-28", kind="formation").themes.set(themes)

    page = client.get(WHOM, {"territoire": "region-28", "theme": wood.slug})

    (support,) = page.context["supports"]
    assert ([each.name for each in support.offers], support.total) == (["Du bois", "De tout"], 2)


def test_a_network_that_another_took_over_is_not_to_be_called(client):
    now, before = (make.NetworkFactory(published=True, name=name) for name in ("Cress", "Cress d’avant"))
    for network in (now, before):
        network.territories.add(place("region-28"))
    make.SuccessionFactory(predecessor=before, successor=now)

    assert list(client.get(WHOM, {"territoire": "region-28"}).context["networks"]) == [now]


def test_what_is_not_published_is_not_to_be_called(client):
    make.SupportOfferFactory(draft=True, territory=place("region-28"))
    shown = offer("Atelier", "region-28")
    shown.providers.add(make.StructureFactory(draft=True, name="Caché"))

    page = client.get(WHOM, {"territoire": "region-28"})

    assert sum(support.total for support in page.context["supports"]) == 1
    assert "Caché" not in page.content.decode()


def test_nothing_recorded_is_said_as_such(client):
    assert "Aucun accompagnement n’est encore recensé ici" in text_of(client.get(WHOM, {"territoire": "region-28"}))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"territoire": "zzz"}, "Aucun territoire ne répond à « zzz »"),
        ({"territoire": "Saint-Denis"}, "Plusieurs territoires répondent"),
        ({"theme": "zzz"}, "Aucun thème n’a cette adresse"),
        ({"territoire": "a\x00"}, "caractère"),
    ],
)
def test_a_wrong_value_is_named(client, asked, said):
    page = client.get(WHOM, asked)

    assert page.status_code == 400
    assert said in text_of(page)


def test_it_costs_the_same_whatever_is_recorded(queries_of):
    offer("Un", "region-28").providers.add(make.StructureFactory(published=True))
    few = queries_of(f"{WHOM}?territoire=region-28")
    for number in range(6):
        offer(f"N° {number}", "region-28").providers.add(make.StructureFactory(published=True))
        make.NetworkFactory(published=True).territories.add(place("region-28"))
    assert queries_of(f"{WHOM}?territoire=region-28") == few


# --- White zones ----------------------------------------------------------------------------------------------------


def test_a_department_is_served_by_what_holds_it_and_by_what_is_within_it_not_by_the_country():
    assert (zone("61").offers, zone("61").networks) == (0, 0)
    offer("Partout", "pays-FR")
    assert zone("61").offers == 0
    offer("En Normandie", "region-28")
    offer("À Nocé", "commune-61309")
    make.NetworkFactory(published=True).territories.set([place("region-28"), place("departement-61")])
    assert (zone("61").offers, zone("61").networks) == (2, 1)
    assert (zone("14").offers, zone("35").offers) == (1, 0)


def test_the_list_of_offers_leads_to_whom_to_call_and_this_to_what_poles_share(client):
    assert 'href="/qui-appeler/"' in client.get("/accompagnement/").text
    assert 'href="/besoins-et-partages/?territoire=region-28"' in client.get(f"{WHOM}?territoire=region-28").text


def test_the_staff_see_where_nobody_is_recorded_and_nobody_else_does(client):
    page = reverse("admin:actors_supportoffer_white_zones")
    assert client.get(page).status_code == 302
    theme = make.ThemeFactory(label="Zinc")
    offer("À Nocé", "commune-61309").themes.add(theme)

    client.force_login(make.UserFactory(editor=True, national=True))
    shown = client.get(page)

    assert {zone.department.code for zone in shown.context["served"]} == {"61"}
    assert len(shown.context["bare"]) == 100
    assert {each.label: each.offers for each in shown.context["themes"]}["Zinc"] == 1
