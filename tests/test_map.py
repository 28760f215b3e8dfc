"""The map of a list: the same query, the same counts, what is not placed said."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from poles.models import Pole
from ptce_hub.directory.maps.drawing import draw_territory
from ptce_hub.directory.maps.places import counts, unplaced
from ptce_hub.directory.maps.views import MOST_POINTS
from ptce_hub.directory.search.indexing import indexed_together
from ptce_hub.environment import tile_layer
from ptce_hub.settings import SECURE_CSP
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.nouns import FACTORIES

pytestmark = pytest.mark.django_db

each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.url_name)


def get(ref):
    return Territory.objects.select_related("department", "region").get_by_ref(ref)


def drawing_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.context["drawing"]


# --- Counts -------------------------------------------------------------------------------------------------------


def test_an_entry_astride_two_departments_counts_in_none_of_them():
    make.PoleFactory(published=True, territory=get("epci-246100663"))
    entries = make.PoleFactory._meta.model.objects.published()
    assert counts(entries, Kind.DEPARTMENT) == ({}, 1)


def test_an_entry_of_several_departments_counts_once_in_each():
    pole = make.PoleFactory(published=True, territory=get("commune-61309"))
    pole.scope.set([get("departement-61"), get("departement-28"), get("commune-28088")])
    found, without = counts(type(pole).objects.published(), Kind.DEPARTMENT)
    assert (found, without) == ({get("departement-61").pk: 1, get("departement-28").pk: 1}, 0)


@each_noun
def test_a_map_costs_the_same_whatever_it_shows(noun, queries_of):
    factory = FACTORIES[noun.model]
    addresses = [f"{reverse(noun.url_name)}?vue={view}" for view in ("carte", "carte&territoire=departement-61")]
    addresses.append(f"{reverse(noun.url_name)}?vue=points&emprise=-5,41,10,51")
    factory(published=True, territory=get("commune-61309"))
    factory(published=True)
    few = [queries_of(address) for address in addresses]
    for territory in Territory.objects.filter(kind=Kind.COMMUNE, department=get("departement-61"))[:15]:
        factory(published=True, territory=territory)
    assert [queries_of(address) for address in addresses] == few


# --- Points -------------------------------------------------------------------------------------------------------


def test_its_own_point_comes_before_its_communes():
    make.PoleFactory(published=True, territory=get("commune-61309"), mapped=True)
    place = draw_territory(get("departement-61"), [make.PoleFactory._meta.model.objects.published()]).dots[0].place
    assert (place.latitude, place.longitude, place.approximate) == (48.5, 0.25, False)


def test_an_approximate_position_is_drawn_and_said_as_such(client):
    commune = Territory.objects.filter(kind=Kind.COMMUNE, department__code="61", approximate=True).first()
    make.PoleFactory(published=True, territory=commune)
    page = client.get("/poles/?vue=carte&territoire=departement-61").content.decode()
    assert 'class="map-dot rough"' in page
    assert "position approchée" in page


def test_what_has_no_point_is_counted_and_listed(client):
    make.PoleFactory(published=True, name="Sans point", territory=get("departement-61"))
    make.PoleFactory(published=True, name="Avec point", territory=get("commune-61309"))
    drawing = drawing_of(client, "/poles/?vue=carte&territoire=departement-61")
    assert (drawing.placed, drawing.unplaced) == (1, 1)
    assert [entry.name for entry in drawing.unplaced_entries] == ["Sans point"]
    assert unplaced(make.PoleFactory._meta.model.objects.published()).get().name == "Sans point"


def test_a_draft_is_on_no_map(client):
    make.PoleFactory(draft=True, territory=get("commune-61309"))
    assert not drawing_of(client, "/poles/?vue=carte").areas
    assert drawing_of(client, "/poles/?vue=carte&territoire=departement-61").placed == 0
    assert client.get("/poles/?vue=points").json() == {"total": 0, "sans": 0, "departements": []}
    assert client.get("/poles/?vue=points&emprise=-5,41,10,51").json() == {"total": 0, "points": [], "fiches": []}


def test_the_points_of_a_thousand_entries_stay_under_60_kb(client):
    communes = Territory.objects.filter(kind=Kind.COMMUNE, latitude__isnull=False, zone="metro")[:MOST_POINTS]
    with indexed_together():
        for number, commune in enumerate(communes):
            make.SharedPlaceFactory(published=True, name=f"{number} {'Un nom fort long ' * 8}", territory=commune)

    response = client.get("/lieux/?vue=points&emprise=-6,41,10,52")

    assert response.json()["total"] == MOST_POINTS == sum(point[3] for point in response.json()["points"])
    assert len(response.content) <= 60_000
    make.SharedPlaceFactory(published=True, territory=get("commune-61309"))
    crowded = client.get("/lieux/?vue=points&emprise=-6,41,10,52").json()
    assert (crowded["total"], crowded["points"]) == (MOST_POINTS + 1, [])


def test_points_answer_the_filters_of_the_list(client):
    for code in ("61309", "59350"):
        make.PoleFactory(published=True, name=f"Pôle {code}", territory=get(f"commune-{code}"))
    found = client.get("/poles/?vue=points&territoire=region-28&emprise=-6,41,10,52").json()
    assert [name for name, _ in found["fiches"]] == ["Pôle 61309"]
    assert client.get("/poles/?vue=points&territoire=region-28").json()["departements"][0][0] == "Orne"


# --- Mistakes, weight, words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("vue=globe", "La vue (vue) «\N{NO-BREAK SPACE}globe\N{NO-BREAK SPACE}» n’existe pas"),
        ("vue=points&emprise=1,2,3", "ouest,sud,est,nord"),
        ("vue=points&emprise=a,b,c,d", "ouest,sud,est,nord"),
        ("vue=points&emprise=nan,nan,nan,nan", "sort du globe"),
        ("vue=points&emprise=9,41,-5,51", "sort du globe"),
        ("vue=points&territoire=zzzz", "Le filtre est à corriger"),
    ],
)
def test_a_wrong_view_or_box_is_named(client, query, message):
    response = client.get(f"/poles/?{query}")
    text = response.json()["erreur"] if "points" in query else response.content.decode()
    assert (response.status_code, message in text) == (400, True)


def test_a_wrong_filter_shows_its_message_and_no_map(client):
    response = client.get("/poles/?vue=carte&territoire=zzzz")
    assert response.status_code == 400
    assert "drawing" not in response.context


@pytest.mark.parametrize("ref", ["pays-FR", "region-28", "ancienne-region-31", "departement-976", "commune-97701"])
def test_any_territory_is_drawn(ref):
    assert "nan" not in draw_territory(get(ref)).view_box


def test_outlines_are_cached_and_compressed(client):
    response = client.get("/carte/contours.geojson", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 80_000
    again = client.get("/carte/contours.geojson", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert "max-age=86400" in response["Cache-Control"]


# --- Background of images -----------------------------------------------------------------------------------------


def test_no_image_comes_from_elsewhere_unless_the_host_says_so(client, settings):
    assert "data-tiles=" not in client.get("/poles/?vue=carte").content.decode()
    assert all("https:" not in str(source) for source in SECURE_CSP["img-src"])
    settings.TILES = tile_layer("https://{s}.tuiles.exemple.fr/{z}/{x}/{y}.png", "Exemple, ODbL")
    assert settings.TILES["origin"] == "https://*.tuiles.exemple.fr"
    assert 'data-tiles-credit="Exemple, ODbL"' in client.get("/poles/?vue=carte").content.decode()


@pytest.mark.parametrize(
    ("url", "attribution"),
    [
        ("http://exemple.fr/{z}/{x}/{y}.png", "Exemple"),
        ("https://exemple.fr/carte.png", "Exemple"),
        ("https://exemple.fr/{z}/{x}/{y}.png", ""),
        ("https://a{s}.exemple.fr/{z}/{x}/{y}.png", "Exemple"),
        ("https://exemple.fr; script-src */{z}/{x}/{y}.png", "Exemple"),
    ],
)
def test_a_wrong_background_stops_the_start(url, attribution):
    with pytest.raises(ImproperlyConfigured, match=r"^TILE_(URL|ATTRIBUTION) : "):
        tile_layer(url, attribution)


def test_the_neighbouring_countries_lie_under_the_whole_country_alone(client):
    asked = {
        ref: client.get("/poles/", {"vue": "carte", "territoire": ref}).content.decode() for ref in ("", "region-28")
    }
    assert {ref: 'class="map-abroad"' in page for ref, page in asked.items()} == {"": True, "region-28": False}
    page = asked[""]
    assert page.index("map-abroad") < page.index("map-inset") < page.index("map-shape")


def test_an_unknown_view_is_a_page_of_the_site_that_leads_to_the_others(client):
    response = client.get("/poles/?vue=globe&theme=bois")
    page = response.content.decode()
    assert (response.status_code, page.count("<main")) == (400, 1)
    assert 'href="?vue=liste&amp;theme=bois"' in page and 'href="?vue=carte&amp;theme=bois"' in page


def test_an_overseas_collectivity_counts_in_the_country_as_a_region_does(client):
    for ref in ("commune-98735", "zone-polynesie-francaise", "commune-61309"):
        make.PoleFactory(published=True, territory=get(ref))
    response = client.get("/poles/?vue=carte")
    drawing = response.context["drawing"]
    areas = {area.territory.name: (area.count, area.url) for area in drawing.areas}
    assert areas["Polynésie française"] == (2, "?territoire=zone-polynesie-francaise")
    assert (len(areas), drawing.unplaced, len(drawing.names)) == (2, 0, 7)
    facet = response.context["filterset"].filters["territoire"].counted(Pole.objects.published())
    assert {value.label: value.count for value in facet} == {"Normandie": 1, "Polynésie française": 2}
    assert client.get("/poles/?territoire=zone-polynesie-francaise").context["paginator"].count == 2
