"""How one follows a list of events: the page that explains it, the list in a frame, the feeds."""

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.reading import plain, text_of

pytestmark = pytest.mark.django_db

FOLLOW, EMBED, COMING = "/evenements/s-abonner/", "/evenements/integrer/", "/evenements-a-venir.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def event(**facts):
    facts = {"published": True, "start": "2190-11-14"} | facts
    return make.EventFactory(**facts)


def alencon():
    return Territory.objects.get(kind=Kind.COMMUNE, code="61001")


@pytest.fixture
def theme():
    return make.ThemeFactory(slug="bois-et-foret", label="Bois & forêt")


def test_the_addresses_to_follow_are_those_of_the_very_list_asked_for(client, theme):
    context = client.get(f"{FOLLOW}?territoire=region-28&theme={theme.slug}&vue=carte&page=3").context
    asked = f"testserver/evenements.ics?territoire=region-28&theme={theme.slug}"
    assert context["address"] == f"http://{asked}"
    assert context["webcal"] == f"webcal://{asked}"
    assert parse_qs(urlsplit(context["google"]).query) == {"cid": [f"webcal://{asked}"]}
    for outlook in ("outlook", "office"):
        assert parse_qs(urlsplit(context[outlook]).query)["url"] == [f"http://{asked}"]


def test_the_code_to_copy_is_text_and_names_the_frame(client, theme):
    page = client.get(f"{FOLLOW}?theme={theme.slug}").content.decode()
    assert "&lt;iframe src=&quot;http" not in page
    assert '&lt;iframe src="http://testserver/evenements/integrer/?theme=bois-et-foret"' in page
    assert 'title="Événements (Thème : Bois &amp; forêt)"' in page


def test_the_list_and_the_event_lead_to_their_calendars(client):
    event(slug="fete", territory=alencon())
    assert (
        'href="/evenements/s-abonner/?territoire=region-28"'
        in client.get("/evenements/?territoire=region-28&page=1").content.decode()
    )
    page = client.get("/evenements/fete/").content.decode()
    assert 'href="/evenements/fete.ics"' in page
    assert 'href="/evenements/s-abonner/?territoire=commune-61001"' in page


def test_an_event_without_a_day_is_not_offered_to_calendars(client):
    event(slug="un-mois", start="2190-11")
    assert ".ics" not in client.get("/evenements/un-mois/").content.decode()


@pytest.mark.parametrize("address", [FOLLOW, EMBED])
def test_a_wrong_filter_is_named(client, address):
    response = client.get(f"{address}?theme=inconnu")
    assert response.status_code == 400
    assert "inconnu" in response.content.decode()


def test_any_site_may_show_the_list_in_a_frame_and_nothing_else(client):
    response = client.get(EMBED)
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    for address in (FOLLOW, "/evenements/"):
        response = client.get(address)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_the_frame_shows_what_is_coming_soonest_first(client):
    event(name="Après", start="2190-12-01", start_time="10:00", territory=Territory.objects.get_by_ref("region-04"))
    event(name="Avant", start="2190-11-01", holding="annulé", territory=alencon())
    event(name="Passé", start="2020-11-01")
    make.EventFactory(draft=True, name="Brouillon", start="2190-11-14")
    response = client.get(EMBED)
    assert [each.name for each in response.context["events"]] == ["Avant", "Après"]
    assert '<base target="_top">' in response.content.decode()
    assert "10 h, heure de La Réunion" in text_of(response)
    assert "annulé" in response.content.decode()
    assert [each.name for each in client.get(f"{EMBED}?territoire=region-28").context["events"]] == ["Avant"]


@pytest.mark.parametrize("address", [FOLLOW, EMBED, COMING])
def test_queries_do_not_grow_with_events(client, address, theme):
    counts = []
    for number in (2, 20):
        for _ in range(number):
            event(territory=alencon(), themes=[theme])
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{address}?theme={theme.slug}").getvalue()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_feed_gives_what_is_coming_soonest_first_with_its_day_and_place(client):
    event(name="Après", start="2190-12-01")
    event(name="Avant", start="2190-11-01", holding="annulé", territory=alencon(), venue="Halle", summary="Venez.")
    event(name="Passé", start="2020-11-01")
    feed = ElementTree.fromstring(client.get(COMING).getvalue())  # noqa: S314 (our own)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}title").text == "Événements à venir – PTCE Hub"
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Avant", "Après"]
    assert plain(entries[0].find(f"{ATOM}summary").text) == (
        "annulé · lundi 1er novembre 2190 · Halle, Alençon · Venez."
    )


def test_the_list_tells_readers_of_feeds_and_calendars_where_they_are(client):
    page = client.get("/evenements/?territoire=region-28").content.decode()
    for kind, address in (("text/calendar", ".ics"), ("application/atom+xml", "-a-venir.atom")):
        assert f'type="{kind}"' in page
        assert f'href="http://testserver/evenements{address}?territoire=region-28"' in page
