"""The pages of a past day: not indexed, with wrong days and other views refused, and at the same cost."""

import pytest
from django.utils import timezone

from tests import factories
from tests.reading import plain

pytestmark = pytest.mark.django_db


def test_a_page_of_a_past_day_is_not_indexed_and_leads_back_to_today(client):
    pole, place = factories.PoleFactory(published=True), factories.TerritoryFactory(region=True)

    for address, today in [
        (f"{pole.get_absolute_url()}?au=2015-06-30", pole.get_absolute_url()),
        ("/poles/?theme=&au=2015-06-30", "/poles/"),
        (f"{place.get_absolute_url()}?au=30/06/2015", place.get_absolute_url()),
    ]:
        text = client.get(address).text
        assert '<meta name="robots" content="noindex">' in text
        assert f'<link rel="canonical" href="http://testserver{today}">' in text
        assert f'<a href="{today}">Revenir' in text
        assert "Tel qu’enregistré le 30" in text
        assert "le 30 juin 2015" in plain(text)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2015", "ne dit pas quel jour"),
        ("2015-06", "ne dit pas quel jour"),
        ("2015-02-30", "n’est pas une date"),
        ("hier", "n’est pas une date"),
        ("2150-01-01", "n’est pas encore passé"),
        ("'; drop table", "n’est pas une date"),
    ],
)
def test_a_wrong_day_is_refused_with_what_to_mend(client, day, why):
    pole, place = factories.PoleFactory(published=True), factories.TerritoryFactory(region=True)

    for address in (pole.get_absolute_url(), "/poles/", place.get_absolute_url()):
        response = client.get(address, {"au": day})
        assert response.status_code == 400
        assert why in response.text


def test_two_days_are_refused(client):
    response = client.get("/poles/", {"au": ["2015-06-30", "2016-06-30"]})

    assert (response.status_code, "qu’une valeur" in response.text) == (400, True)


@pytest.mark.parametrize("ending", [".csv", "-tableur.csv", ".json", ".geojson", ".atom"])
def test_the_twins_refuse_a_past_day_by_its_name(client, ending):
    response = client.get(f"/poles{ending}", {"au": "2015-06-30"})

    assert (response.status_code, "(au)" in response.text) == (400, True)


@pytest.mark.parametrize("view", ["carte", "points"])
def test_the_map_refuses_a_past_day_by_its_name(client, view):
    response = client.get("/poles/", {"au": "2015-06-30", "vue": view})

    assert (response.status_code, "(au)" in response.text) == (400, True)


def test_a_wrong_filter_is_still_named_on_a_past_day(client):
    response = client.get("/poles/", {"au": "2015-06-30", "theme": "inconnu"})

    assert (response.status_code, "Aucun thème" in response.text) == (400, True)


def test_the_queries_do_not_depend_on_the_rows(queries_of):
    place = factories.TerritoryFactory(region=True)
    small, large = (factories.PoleFactory(published=True, started="2010", territory=place) for _ in range(2))
    day = f"?au={timezone.localdate()}"
    factories.MembershipFactory(pole=small, structure__published=True, since="2013")
    factories.CooperationFactory(pole=small, published=True, started="2012")
    factories.CooperationFactory(published=True, territory=place, started="2012")
    lists = ["/poles/", "/cooperations/", place.get_absolute_url()]
    before = [queries_of(address + day) for address in lists]
    for number in range(3):
        factories.MembershipFactory(pole=large, structure__published=True, since="2013")
        factories.CooperationFactory(pole=large, published=True, started=f"201{number}", territory=place)
        factories.PoleFactory(published=True, territory=place, started="2011")

    assert [queries_of(address + day) for address in lists] == before
    assert queries_of(large.get_absolute_url() + day) == queries_of(small.get_absolute_url() + day)


def test_an_address_that_leads_to_another_keeps_the_day_and_what_else_is_asked_for(client):
    network, pole = factories.NetworkFactory(published=True), factories.PoleFactory(published=True, slug="avant")
    pole.slug = "apres"
    pole.save()
    asked = "?au=2015-06-30&membres=2&q=caf%C3%A9%0D%0A"
    for old, new in (
        (f"/acteurs/{network.slug}/", f"/reseaux/{network.slug}/"),
        ("/poles/avant/", "/poles/apres/"),
        ("/poles/avant/corriger/", "/poles/apres/corriger/"),
        ("/territoires/commune/noce/", "/territoires/commune/perche-en-noce/"),
    ):
        response = client.get(old + asked)
        assert (response.status_code, response["Location"]) == (301, new + asked)
        assert client.get(old)["Location"] == new
    assert client.get("/territoires/inconnu/noce/?au=2015-06-30").status_code == 404
