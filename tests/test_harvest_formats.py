"""Sources in OpenAgenda's format, and pages that describe events: what is taken of them, what is refused."""
# ruff: noqa: F811 (fixtures are taken by their names)

import datetime

import pytest

from events.models import Event
from tests.harvesting import ALENCON, FILES, at_source, calendar, event, harvest, harvest_as, normandie, source, vevent  # noqa: F401

pytestmark = pytest.mark.django_db


def test_openagenda_gives_an_event_for_each_of_its_hours(harvest_as):
    content = (FILES / "openagenda.json").read_bytes()
    outcome = harvest_as("openagenda", content)
    first, second, full = Event.objects.order_by("outside_id")

    assert (first.outside_id, second.outside_id) == ("81234567", "81234567/20991121T0830")
    assert (first.territory.code, first.start_time, first.is_free, first.registration_url) == (
        "61001", datetime.time(9, 30), True, "https://inscription.example.fr/cafe",
    )  # fmt: skip
    assert (first.summary, full.holding, full.territory.code) == ("On répare ensemble.", "complet", "14118")
    assert "« Visite impossible » n'est pas écrit selon la norme" in outcome
    assert "3 inchangés" in harvest_as("openagenda", content)

    cancelled = content.replace(b'"status": 1', b'"status": 6')
    assert "2 annulés, 1 inchangé" in harvest_as("openagenda", cancelled)


def test_a_part_of_an_openagenda_archives_nothing(harvest_as):
    content = (FILES / "openagenda.json").read_bytes()
    harvest_as("openagenda", content)
    outcome = harvest_as("openagenda", b'{"total": 300, "events": []}')

    assert "0 événements sur 300" in outcome
    assert Event.objects.published().count() == 3


def test_a_page_gives_the_events_that_it_describes(harvest_as):
    content = (FILES / "page.html").read_bytes()
    harvest_as("jsonld", content)
    fete, forum = Event.objects.order_by("start")

    assert (fete.name, fete.start_time, fete.territory.code) == ("Fête", datetime.time(18), "61001")
    assert (forum.name, forum.start.iso, forum.end.iso, forum.holding, forum.is_free, forum.territory.code) == (
        "Forum de l'ESS", "2099-11-20", "2099-11-21", "reporté", True, "14118",
    )  # fmt: skip
    assert harvest_as("jsonld", content) == "2 événements lus : 2 inchangés."


@pytest.mark.parametrize("kind", ["openagenda", "jsonld"])
@pytest.mark.parametrize("said", [b"[" * 200_000, b"{}", b"<html>", b'{"events": "x"}', b"\xff\xfe\x00", ALENCON])
def test_what_is_not_of_the_format_is_a_failure_that_takes_nothing_away(harvest_as, source, kind, said):
    harvest_as("ics", calendar(vevent("a")))
    outcome = harvest_as(kind, said)

    assert source.failed and "erreur du site" not in outcome
    assert event("a").is_published
