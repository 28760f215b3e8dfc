"""An event in the words of schema.org, its programme as sub-events. Nobody who speaks is named."""

import datetime

from events.calendars.moments import has_a_day, moments, zone_of
from events.models import Event, EventRole
from ptce_hub.directory.files.linked_data import iso, named, read, where

WORDS = "https://schema.org/"
ATTENDANCE = {
    Event.Format.ON_SITE: f"{WORDS}OfflineEventAttendanceMode",
    Event.Format.ONLINE: f"{WORDS}OnlineEventAttendanceMode",
    Event.Format.MIXED: f"{WORDS}MixedEventAttendanceMode",
}
STATUSES = {
    Event.Holding.PLANNED: f"{WORDS}EventScheduled",
    Event.Holding.FULL: f"{WORDS}EventScheduled",
    Event.Holding.MOVED: f"{WORDS}EventRescheduled",
    Event.Holding.POSTPONED: f"{WORDS}EventPostponed",
    Event.Holding.CANCELLED: f"{WORDS}EventCancelled",
}


def linked_event(event, base):
    organisers = [row.structure for row in read(event, "roles") if row.role == EventRole.Role.ORGANISER]
    return {
        "@type": "Event",
        **dates(event),
        "eventStatus": STATUSES[event.holding],
        "eventAttendanceMode": ATTENDANCE.get(event.format),
        "organizer": named(organisers, base),
        "maximumAttendeeCapacity": event.capacity,
        "isAccessibleForFree": event.is_free,
        "offers": offer(event, base),
        "subEvent": [linked_session(session, event) for session in read(event, "sessions")],
        **location(event, base),
    }


def dates(event):
    """Hours with the offset of the place; dates as well known as the source gives them, the last day included."""
    known = moments(event)
    if known and isinstance(known[0], datetime.datetime):
        start, end = known
        return {"startDate": written(start), "endDate": end and written(end)}
    return {"startDate": iso(event.start), "endDate": iso(event.end)}


def written(moment):
    return moment.isoformat(timespec="minutes")


def offer(event, base):
    """What it takes to come, where the organiser says anything of it; prices are in words."""
    if not (event.is_free or event.price or event.registration_url):
        return None
    free = {"price": 0, "priceCurrency": "EUR"} if event.is_free else {}
    left = "SoldOut" if event.holding == Event.Holding.FULL else "InStock"
    facts = {
        "@type": "Offer",
        "url": event.registration_url or base + event.get_absolute_url(),
        "availability": WORDS + left,
        "description": event.price,
        **free,
    }
    return {name: value for name, value in facts.items() if value != ""}


def location(event, base):
    here = where(event).get("location")
    if event.venue and event.format != Event.Format.ONLINE:
        here = (here or {"@type": "Place"}) | {"name": event.venue}
    online = {"@type": "VirtualLocation", "url": event.website or base + event.get_absolute_url()}
    match event.format:
        case Event.Format.ONLINE:
            return {"location": online}
        case Event.Format.MIXED:
            return {"location": [here, online] if here else online}
    return {"location": here} if here else {}


def linked_session(session, event):
    """Its day is its own, else that of an event of one day."""
    one_day = event.start if event.end in (None, event.start) else None
    day = session.day or one_day
    facts = {
        "@type": "Event",
        "name": session.title,
        "startDate": session_moment(day, session.start_time, event),
        "endDate": session_moment(day, session.end_time, event) if session.end_time else None,
        "location": {"@type": "Place", "name": session.room} if session.room else None,
    }
    return {name: value for name, value in facts.items() if value}


def session_moment(day, time, event):
    if time is None or not has_a_day(day):
        return iso(day)
    return written(datetime.datetime.combine(day.earliest, time, zone_of(event)))
