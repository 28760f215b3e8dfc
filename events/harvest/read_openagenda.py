"""Events of OpenAgenda (JSON, version 2), page after page: https://developers.openagenda.com/10-lecture/."""

import datetime
import json
from urllib.parse import parse_qsl, urlencode, urlsplit

from events.harvest.found import (
    MOST_EVENTS,
    MOST_OCCURRENCES,
    Found,
    Reading,
    Unreadable,
    line,
    plain,
    too_many,
    web_address,
)
from events.models import Event

MOVED, MOVED_ONLINE, POSTPONED, FULL, CANCELLED = 2, 3, 4, 5, 6
HOLDINGS = {
    MOVED: Event.Holding.MOVED,
    MOVED_ONLINE: Event.Holding.MOVED,
    POSTPONED: Event.Holding.POSTPONED,
    FULL: Event.Holding.FULL,
}
FORMATS = {1: Event.Format.ON_SITE, 2: Event.Format.ONLINE, 3: Event.Format.MIXED}


PAGE = 300  # events, as many as it gives at once
MOST_PAGES = MOST_EVENTS // PAGE + 2


def page_address(address, after=()):
    """That of a page as long as may be: the first, or the one that comes after the place that the last page says."""
    parts = urlsplit(address)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in ("size", "after[]")]
    query = urlencode([*kept, ("size", PAGE), *(("after[]", place) for place in after)])
    return parts._replace(query=query).geturl()


def place_after(content):
    """Where the next page begins; empty on the last one."""
    said = parsed(content)
    is_page = isinstance(said, dict) and said.get("events")
    after = said.get("after") if is_page else None
    return after if isinstance(after, list) and all(isinstance(each, str | int | float) for each in after) else []


def read_openagenda(*contents):
    """``Reading`` of the bytes of a list of events, in one page or several; ``Unreadable`` when it is none."""
    reading, events = Reading(), []
    for content in contents:
        said = parsed(content)
        page = said.get("events") if isinstance(said, dict) else None
        if not isinstance(page, list):
            raise Unreadable(
                "Ce n'est pas une liste d'OpenAgenda : il y faut « events ». Donnez l'adresse de son API (v2)."
            )
        events += page
        if len(events) > MOST_EVENTS:
            raise too_many()
    total = said.get("total")
    if isinstance(total, int) and total > len(events):
        reading.whole = False
        reading.notes.append(f"{len(events)} événements sur {total} : rien n'est archivé.")
    for event in events:
        is_event = isinstance(event, dict)
        uid = line(str(event.get("uid") or "")) if is_event else ""
        label = line(in_french(event.get("title"))) if is_event else ""
        reading.add(uid, label, lambda uid=uid, event=event: occurrences(uid, event))
    return reading


def parsed(content):
    """What a text in JSON holds; ``Unreadable`` when it is not."""
    try:
        return json.loads(content)
    except UnicodeDecodeError:  # not UTF-8, as the standard wants it
        return parsed(content.decode("cp1252", "replace"))
    except (ValueError, RecursionError):
        raise Unreadable("Ce n'est pas du JSON lisible, ou il est coupé : vérifiez l'adresse.") from None


def occurrences(uid, event):
    """An event for each of its hours; the first keeps the identifier, for the move of a lone one to be followed."""
    timings = event.get("timings") or [{"begin": event["firstTiming"]["begin"], "end": event["firstTiming"]["end"]}]
    hours = sorted((moment(timing["begin"]), moment(timing["end"])) for timing in timings[:MOST_OCCURRENCES])
    shared = facts(event)
    for rank, (begins, ends) in enumerate(hours):
        own = f"{uid}/{begins.astimezone(datetime.UTC):%Y%m%dT%H%M}" if rank and uid else uid
        yield Found(outside_id=own, begins=begins, ends=ends, **shared)


def moment(text):
    found = datetime.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def facts(event):
    location = event.get("location") or {}
    status = number(event.get("status"))
    venue = ", ".join(filter(None, (line(location.get("name")), line(location.get("address")))))
    conditions = line(in_french(event.get("conditions")), 120)
    links = [each.get("value") for each in event.get("registration") or [] if isinstance(each, dict)]
    return {
        "name": line(in_french(event.get("title"))),
        "summary": plain(in_french(event.get("longDescription")) or in_french(event.get("description"))),
        "cancelled": status == CANCELLED,
        "holding": HOLDINGS.get(status, ""),
        "venue": venue[:250],
        "commune": line(location.get("city"), 120),
        "postal": line(location.get("postalCode"), 5),
        "insee": line(location.get("insee"), 5),
        "format": FORMATS.get(number(event.get("attendanceMode")), ""),
        "website": web_address(event.get("canonicalUrl")),
        "registration_url": next(filter(None, map(web_address, links)), ""),
        "is_free": True if conditions.casefold() in ("gratuit", "entrée libre", "gratuite") else None,
        "price": conditions,
    }


def number(value):
    """The code of a choice, bare or with its label."""
    return value.get("id") if isinstance(value, dict) else value


def in_french(value):
    """A text, or the French one among those of several languages, else the first."""
    if isinstance(value, dict):
        value = value.get("fr") or next(iter(value.values()), "")
    return value if isinstance(value, str) else ""
