"""The page of a territory: here, wider, across; what is near when nothing is; what grew; what it was."""

import json
import re

import pytest
from django.urls import reverse

from poles.models import Pole
from ptce_hub.directory.listing.reach import by_reach
from ptce_hub.site.growth import Period, growth_of
from ptce_hub.site.surroundings import nearest_entries, neighbours, parts, wider_and_across
from ptce_hub.territories.distances import distance_km
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.reading import text_of

pytestmark = pytest.mark.django_db

get = Territory.objects.get_by_ref


# --- Distances --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((48.8566, 2.3522), (43.2965, 5.3698), 660.5),  # Paris to Marseille
        ((-20.8789, 55.4481), (48.8566, 2.3522), 9362),  # Saint-Denis de La Réunion to Paris
        ((0, 179.5), (0, -179.5), 111.19),  # across the line of dates
        ((90, 0), (-90, 77), 20015.11),  # from pole to pole: half a circle
        ((1, 2), (1, 2), 0),
    ],
)
def test_a_distance_is_that_of_the_great_circle(here, there, km):
    assert distance_km(here, there) == distance_km(there, here) == pytest.approx(km, rel=0.002, abs=0.01)


@pytest.mark.parametrize("point", [(90.1, 0), (-91, 0), (float("nan"), 0), (0, float("inf"))])
def test_a_point_that_is_not_on_earth_is_refused(point):
    with pytest.raises(ValueError, match="not a point of the Earth"):
        distance_km(point, (0, 0))


# --- Here, wider, across ----------------------------------------------------------------------------------------------


def test_a_pole_of_several_territories_stands_at_its_nearest():
    orne, normandie = get("departement-61"), get("region-28")
    pole = make.PoleFactory(published=True, territory=get("commune-61309"))
    pole.scope.set([normandie, get("epci-246100663")])
    assert [row.reach for row in by_reach(Pole.objects.all(), orne.pk)] == ["ici"]
    assert [row.reach for row in by_reach(Pole.objects.all(), get("commune-61001").pk)] == ["plus-large"]


def test_the_first_of_a_noun_are_followed_by_a_link_to_them_all(client):
    nocé = get("commune-61309")
    make.PoleFactory.create_batch(7, published=True, territory=nocé)
    make.CooperationFactory.create_batch(6, published=True, territory=nocé)
    page = client.get(nocé.get_absolute_url())
    assert "Tout voir : 7 pôles" in page.content.decode()
    assert f"{reverse('poles')}?territoire=commune-61309" in page.content.decode()
    assert "Tout voir : 6" not in page.content.decode()


def test_no_draft_is_shown_nor_counted_nor_drawn(client):
    nocé = get("commune-61309")
    for factory in (make.PoleFactory, make.CooperationFactory, make.EventFactory, make.SharedPlaceFactory):
        factory(draft=True, name="Caché", territory=nocé)
    make.PoleFactory(draft=True, name="Caché", territory=get("region-28"), started="2010")
    response = client.get(nocé.get_absolute_url())
    assert "Caché" not in response.content.decode()
    assert (response.context["growth"], response.context["drawing"].placed) == (None, 0)


def test_only_events_to_come_are_announced_soonest_first(client):
    nocé = get("commune-61309")
    for name, start in (("Passé", "2011"), ("Loin", "2190-02-03"), ("Bientôt", "2100-01-05"), ("Au mois", "2100-02")):
        make.EventFactory(published=True, name=name, start=start, territory=nocé)
    coming = client.get(get("departement-61").get_absolute_url()).context["coming"]
    assert [event.name for event in coming] == ["Bientôt", "Loin"]


def test_networks_and_offers_that_serve_it_are_told_apart_by_reach(client):
    make.NetworkFactory(published=True, name="Le régional").territories.add(get("region-28"))
    make.SupportOfferFactory(published=True, name="Le local", territory=get("commune-61309"))
    serving = client.get(get("departement-61").get_absolute_url()).context["serving"]
    assert [(noun.url_name, reach, entry.name) for noun, rows in serving for reach, _, _, [entry] in rows] == [
        ("networks", "plus-large", "Le régional"),
        ("support_offers", "ici", "Le local"),
    ]


# --- Where nothing is -------------------------------------------------------------------------------------------------


def test_where_nothing_is_the_nearest_are_shown_with_their_distance(client):
    near, far = get("commune-61309"), get("commune-59350")
    make.PoleFactory(published=True, name="Au loin", territory=far)
    make.PoleFactory(published=True, name="Tout près", territory=near)
    make.PoleFactory(draft=True, name="Caché", territory=near)
    alençon = get("commune-61001")

    [(_, found)] = nearest_entries(alençon)

    assert [row.entry.name for row in found] == ["Tout près", "Au loin"]
    expected = distance_km((alençon.latitude, alençon.longitude), (near.latitude, near.longitude))
    assert found[0].km == pytest.approx(expected)
    assert f"Perche en Nocé ({expected:.0f} km)" in text_of(client.get(alençon.get_absolute_url()))


def test_where_something_is_nothing_farther_is_shown(client):
    make.PoleFactory(published=True, territory=get("commune-61309"))
    assert client.get(get("commune-61309").get_absolute_url()).context["nearest"] == []


def test_the_nearest_are_right_across_the_line_of_dates():
    west = make.TerritoryFactory(latitude=-14, longitude=-179)
    east, europe = (make.TerritoryFactory(latitude=-14, longitude=longitude) for longitude in (179, 0))
    for name, territory in (("De l'autre côté", east), ("En face", europe)):
        make.PoleFactory(published=True, name=name, territory=territory)
    [(_, found)] = nearest_entries(west)
    assert [row.entry.name for row in found] == ["De l'autre côté", "En face"]


def test_a_territory_that_has_no_point_answers_all_the_same(client):
    make.PoleFactory(published=True, territory=get("commune-61309"))
    lost = make.TerritoryFactory(area=True)
    assert nearest_entries(lost) == []
    assert client.get(lost.get_absolute_url()).status_code == 200


# --- In time ----------------------------------------------------------------------------------------------------------


def test_growth_counts_what_began_each_year_and_only_what_is_dated():
    nocé, lille = get("commune-61309"), get("commune-59350")
    for started, territory in (("2010-05", nocé), ("2010", nocé), (None, nocé), ("2010", lille)):
        make.CooperationFactory(published=True, started=started, territory=territory)
    make.PoleFactory(published=True, started="2012", recognised="2014-12-14", territory=nocé)

    seen = growth_of(get("departement-61")).seen

    assert seen == [Period(2010, 2010, (2, 0, 0)), Period(2012, 2012, (0, 1, 0)), Period(2014, 2014, (0, 0, 1))]
    assert [(str(period.date), period.words) for period in seen][:2] == [
        ("2010", "2 coopérations commencées"),
        ("2012", "1 pôle né"),
    ]


def test_growth_over_a_long_time_is_told_by_several_years():
    for started in ("1980", "2026"):
        make.CooperationFactory(published=True, started=started, territory=get("commune-61309"))
    seen = growth_of(get("region-28")).seen
    assert [(period.first, period.last) for period in seen] == [(1980, 1984), (2025, 2026)]


# --- Around -----------------------------------------------------------------------------------------------------------


def test_an_old_region_is_the_union_of_its_departments_and_leads_to_its_successor(client):
    make.PoleFactory(published=True, name="Au Havre", territory=get("commune-76351"))
    make.PoleFactory(published=True, name="À Alençon", territory=get("commune-61001"))
    response = client.get(get("ancienne-region-23").get_absolute_url())
    assert [part.name for part in response.context["parts"]] == ["Eure", "Seine-Maritime"]
    page = text_of(response)
    assert "a pris fin le 31 décembre 2015. Il est devenu : Normandie" in page
    assert "Au Havre" in page
    assert "À Alençon" not in page


@pytest.mark.parametrize(
    ("ref", "kind"),
    [("region-28", "department"), ("departement-61", "epci"), ("epci-200065597", "commune")],
)
def test_a_territory_leads_to_the_level_below(ref, kind):
    assert {part.kind for part in parts(get(ref))} == {kind}


def test_the_country_leads_to_its_regions_and_to_the_collectivities_that_are_in_none():
    below = list(parts(get("pays-FR")))
    assert [part.kind for part in below].count("region") == 18
    overseas = [part.ref for part in below if part.kind == "area"]
    assert (len(overseas), overseas[0]) == (7, "zone-nouvelle-caledonie")


def test_a_territory_leads_to_what_holds_it_widest_first():
    wider, across = wider_and_across(get("departement-61"))
    assert [other.name for other in wider] == ["France", "Normandie", "Basse-Normandie"]
    assert "CU d'Alençon" in [other.name for other in across]


@pytest.mark.parametrize("ref", ["commune-61309", "epci-200065597", "departement-61", "region-28"])
def test_neighbours_are_of_the_same_kind_nearest_first(ref):
    territory = get(ref)
    found = neighbours(territory).rows
    assert {other.kind for _, other in found} == {territory.kind}
    assert territory not in [other for _, other in found]
    assert [km for km, _ in found] == sorted(km for km, _ in found)


def test_the_former_names_of_a_commune_say_what_they_were(client):
    page = text_of(client.get(get("commune-61309").get_absolute_url()))
    assert "Commune déléguée (5) Colonard-Corubert, Dancé" in page
    assert "Réuni depuis à un autre territoire Nocé" in page


# --- Its cost ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["region-28", "commune-61309", "pays-FR"])
def test_a_territory_costs_the_same_whatever_it_holds(queries_of, ref):
    address, nocé = get(ref).get_absolute_url(), get("commune-61309")
    costs = []
    for count in (1, 9):
        for factory in (make.PoleFactory, make.CooperationFactory, make.StructureFactory, make.EventFactory):
            factory.create_batch(count, published=True, territory=nocé)
        costs.append(queries_of(address))
    assert costs[0] == costs[1] <= 32


@pytest.mark.parametrize("number", ["0", "2", "x", "9" * 40])
def test_a_page_of_parts_that_does_not_exist_is_a_404(client, number):
    assert client.get(get("departement-61").get_absolute_url(), {"dedans": number}).status_code == 404


def test_every_kind_of_territory_has_a_page(client):
    for kind in Kind:
        assert client.get(Territory.objects.filter(kind=kind).first().get_absolute_url()).status_code == 200


def test_machines_read_what_a_territory_is_and_the_way_to_it(client):
    page = client.get(get("commune-61309").get_absolute_url()).content.decode()
    area, way = json.loads(re.search(r"<script type=.application/ld.json.>(.*?)</script>", page)[1])["@graph"]
    holders = ["Normandie", "Orne", "CC Coeur du Perche"]
    assert (area["@type"], area["name"], area["identifier"]) == ("AdministrativeArea", "Perche en Nocé", "61309")
    assert [holder["name"] for holder in area["containedInPlace"]] == holders
    steps = [step["name"] for step in way["itemListElement"]]
    assert steps == ["Accueil", "Territoires", *holders, "Perche en Nocé"]
