"""An event as a VEVENT (RFC 5545, section 3.6.1). Nobody stands in it: no organiser, no attendee, no speaker."""

import datetime
import re

import icalendar

from events.calendars.moments import has_a_day, moments
from events.models import Event
from ptce_hub.directory.files.columns import CONTROLS
from ptce_hub.directory.maps.positions import NEARBY, position

STATUSES = {Event.Holding.POSTPONED: "TENTATIVE", Event.Holding.CANCELLED: "CANCELLED"}
#: What some readers would take for the end of a line.
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
#: Controls that Unicode adds to those of ASCII.
MORE_CONTROLS = re.compile("[\x80-\x9f]")
WITHDRAWN = "Événement annulé"


def vevent(event, base):
    """The component of an event that has a day; of one that is no longer public, only that it is cancelled."""
    start, end = moments(event)
    changed = event.calendar_changed.astimezone(datetime.UTC)
    facts = {"uid": event.uid, "sequence": event.sequence, "dtstamp": changed, "last-modified": changed}
    facts |= {"dtstart": start, "dtend": end}
    facts |= told(event, base) if event.is_published else {"status": "CANCELLED", "summary": WITHDRAWN}
    component = icalendar.Event()
    for name, value in facts.items():
        if value not in (None, "", []):
            component.add(name, value)
    return component


def told(event, base):
    page = base + event.get_absolute_url()
    loudly = event.holding in STATUSES
    point = position(event)
    return {
        "status": STATUSES.get(event.holding, "CONFIRMED"),
        "summary": clean(f"{event.get_holding_display().capitalize()} : {event.name}" if loudly else event.name),
        "description": clean("\n\n".join(filter(None, paragraphs(event, page)))),
        "location": clean(location_of(event)),
        "geo": (point.latitude, point.longitude) if point and point.precision != NEARBY else None,
        "url": page,
        "categories": [clean(theme.label) for theme in event.themes.all()],
    }


def clean(text):
    """Without what no reader shows, its lines ended in one way."""
    return MORE_CONTROLS.sub("", CONTROLS.sub("", LINE_ENDS.sub("\n", text)))


def location_of(event):
    """The words of the source, then the place."""
    place = event.territory.name if event.territory else event.territory_words
    online = event.format == Event.Format.ONLINE
    parts = [event.venue, "" if online or place in event.venue else place]
    return ", ".join(filter(None, parts)) or ("En ligne" if online else "")


def paragraphs(event, page):
    if event.holding != Event.Holding.PLANNED:
        yield f"{event.get_holding_display().capitalize()}. {event.holding_words}".strip()
    yield event.summary
    if sessions := [session_line(session, event) for session in event.sessions.all()]:
        yield "\n".join(["Programme :", *sessions])
    yield "\n".join(filter(None, practical(event)))
    yield page


def practical(event):
    if event.is_free or event.price:
        yield " : ".join(filter(None, ("Gratuit" if event.is_free else "Prix", event.price)))
    if event.capacity is not None:
        yield f"Places : {event.capacity}"
    if event.registration_url:
        yield f"Inscription : {event.registration_url}"


def session_line(session, event):
    """« 14 novembre 2026, 9h30–11h : La plénière (salle des fêtes) »."""
    day = session.day if session.day and not (has_a_day(session.day) and session.day == event.start) else ""
    hours = "–".join(f"{time:%-Hh%M}".removesuffix("00") for time in (session.start_time, session.end_time) if time)
    when = ", ".join(str(part) for part in (day, hours or session.half_day) if part)
    where = ", ".join(filter(None, (session.kind, session.track, session.room)))
    return f"- {when}{' : ' if when else ''}{session.title}{f' ({where})' if where else ''}"
