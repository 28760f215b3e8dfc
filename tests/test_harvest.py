"""Agendas kept elsewhere: taken up, followed, never emptied by a failure, never a way into the host's own network."""
# ruff: noqa: F811 (fixtures are taken by their names)

import datetime

import pytest

from events.harvest import reading as readings
from events.harvest.read_ics import read_ics
from events.models import Event
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.commands import said_by
from tests.harvesting import ALENCON, at_source, calendar, event, harvest, normandie, source, vevent  # noqa: F401

pytestmark = pytest.mark.django_db


def test_an_agenda_is_taken_up_with_its_days_hours_and_places(harvest, source):
    outcome = harvest(ALENCON)

    atelier, salon, visio = event("atelier"), event("salon"), event("visio")
    assert (atelier.start.iso, atelier.start_time, atelier.end_time, atelier.zone) == (
        "2099-11-14", datetime.time(9, 30), datetime.time(12, 30), "",
    )  # fmt: skip
    assert (atelier.name, atelier.territory.code, atelier.end) == ("Atelier : réparer ensemble 🔧", "61001", None)
    assert atelier.summary == "Venez avec vos objets en panne.\nOuvert à tous\xa0!"
    assert (salon.start.iso, salon.end.iso, salon.start_time, salon.territory.code) == (
        "2099-11-20", "2099-11-21", None, "61001",
    )  # fmt: skip
    assert (visio.start_time, visio.end_time, visio.format) == (datetime.time(18), datetime.time(19, 30), "en ligne")
    assert visio.territory == source.territory
    assert Event.objects.published().count() == 3  # the one in Lyon is not of Normandie
    assert outcome == "4 événements lus : 3 nouveaux, 1 hors du territoire, laissé."


def test_the_same_agenda_twice_changes_nothing(harvest):
    harvest(ALENCON)
    before = list(Event.objects.values())

    assert harvest(ALENCON) == "4 événements lus : 3 inchangés, 1 hors du territoire, laissé."
    assert list(Event.objects.values()) == before


def test_what_changes_is_cancelled_or_goes_at_the_source_does_here(harvest):
    harvest(ALENCON)
    head, atelier, salon, *_ = ALENCON.decode().split("BEGIN:VEVENT")
    changed = [
        head,
        atelier.replace("093000", "100000").replace("SEQUENCE:0", "SEQUENCE:1"),
        salon.replace("END:VEVENT", "STATUS:CANCELLED\nEND:VEVENT"),
    ]
    outcome = harvest(("BEGIN:VEVENT".join(changed) + "END:VCALENDAR").encode())

    assert outcome == "2 événements lus : 1 modifié, 1 annulé. 1 disparu de la source, archivé."
    assert (event("atelier").start_time, event("atelier").sequence) == (datetime.time(10), 1)
    assert (event("salon").holding, event("salon").is_published) == ("annulé", True)
    assert (event("visio").holding, event("visio").status) == ("prévu", "archived")
    assert event("visio").history.first().history_change_reason.startswith("N'est plus dans « Agenda d'Alençon »")

    harvest(ALENCON)
    assert (event("salon").holding, event("visio").status) == ("prévu", "published")


def test_what_is_past_stays_when_it_leaves_the_source(harvest):
    harvest(calendar(vevent("vieux", "20200101T100000"), vevent("neuf")))
    harvest(calendar(vevent("neuf")))

    assert event("vieux").is_published


def test_what_a_moderator_archived_is_not_published_again(harvest):
    harvest(calendar(vevent("a")))
    archived = event("a")
    archived.status = "archived"
    archived.save()
    harvest(calendar(vevent("a", "20990102T100000")))

    assert (event("a").status, event("a").start.iso) == ("archived", "2099-01-02")


BROKEN = {
    "a page": (b"<!doctype html><title>Erreur</title>", "pas un agenda ICS"),
    "cut": (ALENCON[:900], "coupé avant sa fin"),
    "empty": (calendar(), "ne donne plus aucun événement"),
    "nonsense": (calendar("BEGIN:VEVENT", "%%%", "END:VTODO"), ""),
    "a failure": ("« agenda » répond 500 : réessayez plus tard.", "répond 500"),
    "a million events": (calendar(*["BEGIN:VEVENT\r\nEND:VEVENT"] * 150_000), "plus de 5000 événements"),
    "a million lines": (calendar(*["X:1"] * 400_000), "plus de 100000 lignes"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_source_that_fails_says_so_and_takes_nothing_away(harvest, source, client, name):
    harvest(calendar(vevent("a"), vevent("b")))
    said, words = BROKEN[name]
    outcome = harvest(said)

    assert words in outcome
    assert source.failed and outcome.endswith("Les événements déjà repris restent.")
    assert Event.objects.published().count() == 2


REFUSED = {
    "finit avant d'avoir commencé": vevent("x", "20990101T100000", "DTEND:20990101T090000"),
    "dure plus d'un an": vevent("x", "20990101T100000", "DTEND:21010101T090000"),
    "n'a pas une date qui existe": vevent("x", "20990230T100000"),
    "n'a pas de date de début": "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Fête\r\nEND:VEVENT",
    "revient plus souvent que chaque jour": vevent("x", "20990101T100000", "RRULE:FREQ=SECONDLY"),
    "règle impossible": vevent("x", "20990101T100000", "RRULE:FREQ=DAILY;INTERVAL=0"),
}


@pytest.mark.parametrize("words", REFUSED)
def test_an_event_that_cannot_be_read_is_told_and_loses_no_other(harvest, source, words):
    harvest(calendar(vevent("x"), vevent("b")))
    outcome = harvest(calendar(REFUSED[words], vevent("b", "20990102T100000")))

    assert "« Fête »" in outcome and words in outcome
    assert event("x").is_published and event("b").start.iso == "2099-01-02"
    assert not source.failed


def test_what_comes_again_is_bounded():
    """Rules that no day answers are given up in the end, not walked for ever."""
    day = datetime.date.today()
    other_day = "MO" if day.weekday() else "TU"
    rules = ["DAILY", "YEARLY;BYMONTH=2;BYMONTHDAY=30", f"DAILY;INTERVAL=7;BYDAY={other_day}"]
    start = f"{day:%Y%m%d}T100000"
    read = read_ics(calendar(*(vevent(f"r{n}", start, f"RRULE:FREQ={rule}") for n, rule in enumerate(rules))))

    assert "200 dates au plus" in read.notes[0]
    assert [sum(found.outside_id.startswith(uid) for found in read.found) for uid in ("r0", "r1", "r2")] == [200, 1, 1]


def test_an_occurrence_moved_or_left_out_is(harvest):
    day = datetime.date.today() + datetime.timedelta(days=1)
    dates = [day + datetime.timedelta(weeks=number) for number in range(3)]
    main = vevent("s", f"{day:%Y%m%d}T100000", "RRULE:FREQ=WEEKLY;COUNT=3", f"EXDATE:{dates[1]:%Y%m%d}T100000")
    moved = vevent("s", f"{dates[2]:%Y%m%d}T150000", f"RECURRENCE-ID:{dates[2]:%Y%m%d}T100000")
    harvest(calendar(main, moved))

    found = [(event.start.iso, event.start_time.hour) for event in Event.objects.order_by("start")]
    assert found == [(dates[0].isoformat(), 10), (dates[2].isoformat(), 15)]


def test_a_wrong_encoding_and_control_characters_lose_no_word(harvest):
    text = calendar(vevent("a", "20990101T100000", "LOCATION:Café\x07 de la gare")).decode()
    outcome = harvest(text.encode("cp1252"))

    assert "Windows-1252" in outcome
    assert event("a").venue == "Café de la gare"


def test_an_overseas_event_keeps_the_hour_of_its_place(at_source):
    reunion = Territory.objects.get(kind=Kind.REGION, code="04")
    source = make.SourceFactory(territory=reunion)
    at_source(calendar(vevent("z", "20990714T060000Z", "LOCATION:Mairie\\, 97400 Saint-Denis")))
    readings.read_source(source)

    assert (event("z").start_time, event("z").zone, event("z").territory.code) == (datetime.time(10), "", "97411")


def test_the_command_reads_every_source_and_says_what_it_did(source, at_source):
    make.SourceFactory(name="Arrêtée", active=False)
    at_source(ALENCON)
    first, none = said_by("harvest").splitlines()
    at_source("« agenda » répond 500.")
    second, one = said_by("harvest").splitlines()
    assert first.startswith("Agenda d'Alençon : 4 événements lus : 3 nouveaux")
    assert second.startswith("Agenda d'Alençon : EN PANNE. « agenda » répond 500.")
    assert (none, one) == ("Sources en panne : 0.", "Sources en panne : 1.")
