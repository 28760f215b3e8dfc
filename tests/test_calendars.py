"""Calendars of events: what readers of three hands make of them, for any list and for one event."""

import datetime

import ical.calendar_stream
import ics
import pytest
import vobject

from events.calendars.files import COMPONENTS
from events.models import Event
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.calendars import LIST, change, commune, event, nothing_in_memory, only, queries, text, unfolded  # noqa: F401

pytestmark = pytest.mark.django_db

UTC = datetime.UTC


def moment(hour):
    return datetime.time.fromisoformat(hour)


# --- Readers of three hands ------------------------------------------------------------------------------------------


def instant(value):
    """A day, or the moment in UTC."""
    return value.astimezone(UTC) if isinstance(value, datetime.datetime) else value


def read_by_vobject(text):
    for each in vobject.readOne(text).vevent_list:
        end = each.dtend.value if hasattr(each, "dtend") else None
        yield each.uid.value, instant(each.dtstart.value), end and instant(end)


def read_by_ics(text):
    for each in ics.Calendar(text).events:
        days = each.all_day
        begin, end = ((moment.date() if days else moment.datetime.astimezone(UTC)) for moment in (each.begin, each.end))
        yield each.uid, begin, end if each.has_end() else None


def read_by_ical(text):
    for each in ical.calendar_stream.IcsCalendarStream.calendar_from_ics(text).events:
        yield each.uid, instant(each.dtstart), each.dtend and instant(each.dtend)


READERS = (read_by_vobject, read_by_ics, read_by_ical)

#: Where, first day, hours, last day, hours; the instants as UTC has them.
HOURS = {
    "winter": ("75056", "2026-11-14", "09:00", None, "12:30", "2026-11-14T08:00", "2026-11-14T11:30"),
    "summer": ("75056", "2026-07-14", "09:00", None, "12:30", "2026-07-14T07:00", "2026-07-14T10:30"),
    "night of October": ("75056", "2026-10-24", "20:00", "2026-10-25", "10:00", "2026-10-24T18:00", "2026-10-25T09:00"),
    "day of 29 March": ("75056", "2026-03-28", "20:00", "2026-03-29", "10:00", "2026-03-28T19:00", "2026-03-29T08:00"),
    "after midnight": ("75056", "2026-11-14", "20:00", None, "01:00", "2026-11-14T19:00", "2026-11-15T00:00"),
    "Réunion": ("97411", "2026-11-14", "09:00", None, "12:30", "2026-11-14T05:00", "2026-11-14T08:30"),
    "Guadeloupe": ("97105", "2026-07-14", "09:00", None, "12:30", "2026-07-14T13:00", "2026-07-14T16:30"),
    "Guyane": ("97302", "2026-11-14", "22:00", None, "23:30", "2026-11-15T01:00", "2026-11-15T02:30"),
    "Saint-Pierre in summer": ("97502", "2026-07-14", "09:00", None, "10:00", "2026-07-14T11:00", "2026-07-14T12:00"),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_the_same_instants_here_and_overseas(client, reader):
    expected = {}
    for code, start, opens, end, closes, begins_at, ends_at in HOURS.values():
        made = event(territory=commune(code), start=start, end=end, start_time=moment(opens), end_time=moment(closes))
        expected[made.uid] = tuple(
            datetime.datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (begins_at, ends_at)
        )

    found = {uid: (start, end) for uid, start, end in reader(text(client))}

    assert found == expected


@pytest.mark.parametrize("reader", READERS)
def test_a_day_ends_on_the_day_after_for_whoever_reads_it(client, reader):
    one, three = event(), event(start="2026-11-03", end="2026-11-05")

    found = {uid: (start, end) for uid, start, end in reader(text(client))}

    assert found == {
        one.uid: (datetime.date(2026, 11, 14), datetime.date(2026, 11, 15)),
        three.uid: (datetime.date(2026, 11, 3), datetime.date(2026, 11, 6)),
    }


def test_what_has_no_day_or_no_hour_gets_none(client):
    event(start="2026-11"), event(start="2026"), event(start=None)
    event(name="Soir", start_time=moment("20:00"))
    lines = unfolded(client)
    assert lines.count("BEGIN:VEVENT") == 1
    assert "DTSTART;TZID=Europe/Paris:20261114T200000" in lines
    assert not [line for line in lines if line.startswith("DTEND")]


def test_the_clocks_of_a_place_are_told_by_rules(client):
    event(start_time=moment("09:00"))
    event(start_time=moment("09:00"), territory=commune("97411"))
    lines = unfolded(client)
    assert lines.count("BEGIN:VTIMEZONE") == 2
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in lines
    assert "DTSTART:20260329T020000" in lines  # the hour that it ends
    assert "DTSTART:20261025T030000" in lines


@pytest.mark.parametrize("reader", READERS)
def test_text_of_any_kind_leaves_the_file_whole(client, reader):
    nasty = "Fête; « 50 % », <b>ici</b> \\n \x01\x1b\x85\u2028BEGIN:VEVENT\r\nEND:VCALENDAR 🎉" + "é🏳️‍🌈" * 60
    made = event(name=nasty[:250], summary=nasty, venue=nasty[:250], themes=[make.ThemeFactory(label="a,b;c")])
    make.SessionFactory(event=made, title=nasty[:300])

    whole = text(client)

    assert [uid for uid, *_ in reader(whole)] == [made.uid]
    assert all(len(line.encode()) <= 75 for line in whole.split("\r\n"))
    assert "<b>ici</b>" in vobject.readOne(whole).vevent.summary.value


def test_a_calendar_says_what_it_is_where_it_comes_from_and_when_to_come_back(client):
    normandie = Territory.objects.get(kind=Kind.REGION, code="28")
    theme = make.ThemeFactory(label="Alimentation")
    alencon = commune("61001")
    event(name="Fête", territory=alencon, venue="Halle", themes=[theme], slug="fete", summary="Venez.", capacity=80)
    make.SessionFactory(event=Event.objects.get(), title="Débat", start_time=moment("09:30"), room="salle 2")
    lines = unfolded(client, f"{LIST}?territoire={normandie.ref}")
    for line in (
        "NAME:Événements (Territoire : Normandie) – PTCE Hub",
        "X-WR-CALNAME:Événements (Territoire : Normandie) – PTCE Hub",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:http://testserver/evenements.ics?territoire=region-28",
        "URL:http://testserver/evenements/?territoire=region-28",
        "URL:http://testserver/evenements/fete/",
        "SUMMARY:Fête",
        "LOCATION:Halle\\, Alençon",
        "CATEGORIES:Alimentation",
        "STATUS:CONFIRMED",
        f"GEO:{alencon.latitude:.6f};{alencon.longitude:.6f}".replace("0;", ";").rstrip("0"),
    ):
        assert line in lines
    assert "- 9h30 : Débat (salle 2)\\n\\nPlaces : 80" in "".join(lines)


def test_nobody_is_in_a_calendar(client):
    made = event()
    make.SpeakerFactory(session=make.SessionFactory(event=made), name="Ada Lovelace")
    whole = text(client)
    assert "Lovelace" not in whole
    assert "ATTENDEE" not in whole
    assert "ORGANIZER" not in whole


# --- Any list, one event ---------------------------------------------------------------------------------------------


def test_a_calendar_holds_what_its_list_shows_and_a_wrong_filter_is_named(client):
    event(name="Normand", territory=commune("61001"))
    event(name="Breton", territory=commune("35238"))
    whole = text(client, f"{LIST}?territoire=region-28")
    assert "SUMMARY:Normand" in whole
    assert "Breton" not in whole
    assert client.get(f"{LIST}?theme=inconnu").status_code == 400


def test_an_event_has_its_own_calendar_at_its_former_address_too(client):
    made = event(name="Fête", slug="avant")
    change(made, slug="apres")
    assert client.get("/evenements/avant.ics")["Location"] == "/evenements/apres.ics"
    assert only(client, "SUMMARY", "/evenements/apres.ics") == "Fête"


def test_an_event_without_a_day_or_not_public_has_no_calendar(client):
    event(start="2026-11", slug="un-mois")
    make.EventFactory(draft=True, start="2026-11-14", slug="brouillon")
    for slug in ("un-mois", "brouillon", "inconnu"):
        assert client.get(f"/evenements/{slug}.ics").status_code == 404


def test_queries_do_not_grow_with_events(client):
    counts = []
    for _ in range(2):
        for _ in range(10):
            make.SessionFactory(event=event(territory=commune("61001"), themes=[make.ThemeFactory()]))
        COMPONENTS.made.clear()
        counts += [queries(client), queries(client)]
    cold, warm = counts[:2]
    assert counts[2:] == [cold, warm]
    assert warm <= 3
