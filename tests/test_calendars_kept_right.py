"""Calendars of events stay right when things change: each refresh shows it, and the next shows nothing more."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.models import Event
from ptce_hub.directory.history.deletions import restore
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.models import Status
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.calendars import LIST, Subscriber, change, commune, event, nothing_in_memory, text, unfolded  # noqa: F401

pytestmark = pytest.mark.django_db

PARIS_AT_NINE = datetime.datetime(2026, 11, 14, 9, tzinfo=ZoneInfo("Europe/Paris"))


MOVES = {
    "date": ({"start": "2026-11-21"}, "dtstart", datetime.date(2026, 11, 21)),
    "last day": ({"end": "2026-11-15"}, "dtend", datetime.date(2026, 11, 16)),
    "hour": ({"start_time": datetime.time(9)}, "dtstart", PARIS_AT_NINE),
    "place": ({"venue": "Ailleurs"}, "location", "Ailleurs"),
    "postponed": ({"holding": "reporté"}, "status", "TENTATIVE"),
    "cancelled": ({"holding": "annulé"}, "status", "CANCELLED"),
    "archived": ({"status": Status.ARCHIVED}, "status", "CANCELLED"),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "name", "value"), MOVES.values(), ids=MOVES)
def test_a_change_of_date_place_or_holding_is_a_new_revision_seen_at_the_next_refresh(client, facts, name, value):
    made = event()
    subscriber = Subscriber(client)
    change(made, **facts)

    assert subscriber.refresh()
    assert subscriber.value(name) == value
    assert (subscriber.value("uid"), subscriber.revision) == (made.uid, 1)
    assert not subscriber.refresh()


def retitled(made):
    change(made, name="Autre titre")


def themed(made):
    made.themes.add(make.ThemeFactory())


def given_a_session(made):
    make.SessionFactory(event=made)


@pytest.mark.parametrize("act", [retitled, themed, given_a_session])
def test_any_other_visible_change_is_seen_and_is_no_new_revision(client, act):
    made = event()
    subscriber = Subscriber(client)
    before = Event.objects.get().calendar_changed
    act(made)

    assert subscriber.refresh()
    assert subscriber.revision == 0
    assert Event.objects.get().calendar_changed > before
    assert not subscriber.refresh()


def test_a_session_or_a_theme_that_changes_or_goes_is_seen(client):
    theme = make.ThemeFactory(label="Avant")
    made = event(themes=[theme])
    session = make.SessionFactory(event=made)
    subscriber = Subscriber(client)
    for act in (
        lambda: (setattr(session, "room", "B"), session.save()),
        session.delete,
        lambda: (setattr(theme, "label", "Après"), theme.save()),
        made.themes.clear,
    ):
        act()
        assert subscriber.refresh()
        assert not subscriber.refresh()


def test_a_place_renamed_is_seen(client):
    place = make.TerritoryFactory(name="Avant")
    event(territory=place)
    subscriber = Subscriber(client)
    Territory.objects.filter(pk=place.pk).update(name="Après")
    assert subscriber.refresh()
    assert subscriber.value("location") == "Après"


@pytest.mark.parametrize("facts", [{}, {"staff_notes": "Rappeler"}, {"sources": ["Ouest-France"]}, {"uid": "autre"}])
def test_saving_what_no_calendar_shows_changes_nothing(client, facts):
    made = event(territory=commune("61001"), start_time=datetime.time(9))
    session = make.SessionFactory(event=made, day="2026-11-14")
    subscriber = Subscriber(client)
    change(made, **facts)
    made.save()
    session.save()
    Event.objects.get().themes.set([])
    assert not subscriber.refresh()
    assert Event.objects.get().uid == made.uid


def test_a_save_of_some_fields_keeps_the_revision_too(client):
    made = Event.objects.get(pk=event().pk)
    subscriber = Subscriber(client)
    made.name, made.start = "Non écrit", "2026-11-20"
    made.save(update_fields=["start"])
    assert subscriber.refresh()
    assert (subscriber.revision, subscriber.value("summary") == "Non écrit") == (1, False)


def test_what_nobody_has_seen_has_no_revision():
    made = make.EventFactory(draft=True, start="2026-11-14")
    change(made, start="2026-11-15")
    change(made, status=Status.PUBLISHED)
    assert Event.objects.get().sequence == 0


def test_what_is_cancelled_or_has_left_the_site_stays_thirty_days(client):
    event(name="Annulé", holding="annulé")
    change(event(name="Secret"), status=Status.ARCHIVED)
    make.EventFactory(archived=True, start="2026-11-14")
    make.EventFactory(draft=True, holding="annulé", start="2026-11-14")
    assert unfolded(client).count("STATUS:CANCELLED") == 2

    today = timezone.localdate()
    for days, count in ((30, 2), (31, 0)):
        Event.objects.exclude(cancelled_on=None).update(cancelled_on=today - datetime.timedelta(days=days))
        assert unfolded(client).count("BEGIN:VEVENT") == count


def test_a_calendar_of_words_tells_those_it_had_and_no_other_that_have_left_the_site(client):
    change(event(name="Atelier vannerie", slug="a"), status=Status.ARCHIVED)
    change(event(name="Bal", slug="b"), status=Status.ARCHIVED)
    make.EventFactory(draft=True, name="Vannerie secrète", start="2026-11-14")
    change(event(name="Fête de la vannerie", slug="c"), holding="annulé")
    make.EventFactory(published=True, name="Vannerie en famille", start="2026-11-14")
    lines = unfolded(client, f"{LIST}?q=vannerie")
    uids = {line.removeprefix("UID:") for line in lines if line.startswith("UID:")}
    assert uids == set(Event.objects.exclude(slug="b").exclude(status=Status.DRAFT).values_list("uid", flat=True))
    assert lines.count("STATUS:CANCELLED") == 2
    assert "STATUS:CANCELLED" not in text(client, f"{LIST}?q=vannerie&tarif=gratuit")


def test_what_has_left_the_site_is_only_told_to_be_cancelled(client):
    made = event(name="Secret", summary="Secret", venue="Secret", slug="secret", themes=[make.ThemeFactory()])
    change(made, status=Status.ARCHIVED)
    for address in (LIST, "/evenements/secret.ics"):
        whole = text(client, address)
        assert made.uid in whole
        assert "Secret" not in whole
        assert "CATEGORIES" not in whole


def test_what_is_deleted_stays_as_cancelled_then_comes_back_as_a_later_revision(client):
    made = event(territory=commune("61001"), slug="fete")
    here, elsewhere = Subscriber(client, f"{LIST}?territoire=region-28"), f"{LIST}?territoire=region-53"
    make.EventFactory(draft=True, start="2026-11-14", territory=commune("61001")).delete()
    made = Event.objects.get(pk=made.pk)
    made.delete()

    assert here.refresh()
    assert (here.value("uid"), here.value("status"), here.revision) == (made.uid, "CANCELLED", 1)
    assert not here.refresh()
    assert "VEVENT" not in text(client, elsewhere)
    assert "STATUS:CANCELLED" in text(client, "/evenements/fete.ics")

    restore(Deletion.objects.first())
    assert here.refresh()
    assert (here.value("uid"), here.value("status"), here.revision) == (made.uid, "CONFIRMED", 2)
    assert not here.refresh()


def test_a_cancelled_event_that_is_held_after_all_is_a_later_revision(client):
    made = event(holding="annulé")
    subscriber = Subscriber(client)
    change(made, holding="prévu")
    assert subscriber.refresh()
    assert (subscriber.value("status"), subscriber.revision) == ("CONFIRMED", 1)
    assert Event.objects.get().cancelled_on is None
