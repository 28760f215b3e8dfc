"""Calendars whole (RFC 5545, 7986), for one event or for any list of them."""

import datetime
import hashlib
from itertools import batched
from threading import Lock
from typing import NamedTuple

import icalendar
from django.db.models import CharField
from django.db.models.functions import Cast

from events.calendars.components import vevent
from events.calendars.moments import moments
from events.calendars.time_zones import vtimezone

REFRESH = datetime.timedelta(hours=1)
READ = 20_000  # events read together
KEPT = 20_000  # components kept in memory, of about a kilobyte each


class Component(NamedTuple):
    """An event's bytes, their digest, and the zone of its hours with their years; None when it has no hour."""

    body: bytes
    digest: bytes
    hours: tuple | None


class Components:
    """Each event's component, made once for each state of it."""

    def __init__(self):
        self.made, self.lock = {}, Lock()

    def of(self, events, base):
        """One query when all are known."""
        states = events.order_by("pk").values_list(
            "pk",
            Cast("calendar_changed", CharField()),
            "status",
            "sequence",
            "name",
            "territory__name",
            Cast("territory__latitude", CharField()),
        )
        states = {state[0]: state for state in states}
        made = {pk: self.made.get((base, pk)) for pk in states}
        missing = [pk for pk, component in made.items() if component is None or component[0] != states[pk]]
        for keys in batched(missing, READ):
            whole = events.model.objects.filter(pk__in=keys).select_related("territory__department")
            for event in whole.prefetch_related("themes", "sessions"):
                made[event.pk] = states[event.pk], written(event, base)
        if missing:
            self.keep({(base, pk): made[pk] for pk in missing})
        return [component[1] for component in made.values() if component]

    def keep(self, made):
        with self.lock:
            for key in made:
                self.made.pop(key, None)  # the last made are the last to go
            self.made |= made
            for key in [*self.made][: max(0, len(self.made) - KEPT)]:
                del self.made[key]


COMPONENTS = Components()


def written(event, base):
    body = vevent(event, base).to_ical()
    return Component(body, hashlib.sha256(body).digest(), zone_and_years(event))


def zone_and_years(event):
    start, end = moments(event)
    if not isinstance(start, datetime.datetime):
        return None
    return start.tzinfo.key, start.year, (end or start).year


class Calendar:
    """A whole file; the same events always give the same bytes, and other bytes another ``etag``.

    ``page`` is what a person reads of the same list, ``address`` its own.
    """

    def __init__(self, components, *, title, page, address):
        self.components = components
        opening, closing = head(title, page, address).to_ical().split(b"END:VCALENDAR")
        self.opening = opening + b"".join(timezones(components))
        self.closing = b"END:VCALENDAR" + closing

    @property
    def etag(self):
        digests = b"".join(component.digest for component in self.components)
        return hashlib.sha256(self.opening + digests).hexdigest()

    @property
    def body(self):
        return b"".join([self.opening, *(component.body for component in self.components), self.closing])


def timezones(components):
    years = {}
    for name, first, last in {component.hours for component in components} - {None}:
        low, high = years.get(name, (first, last))
        years[name] = min(low, first), max(high, last)
    return [vtimezone(name, *span).to_ical() for name, span in sorted(years.items()) if name != "UTC"]


def head(title, page, address):
    whole = icalendar.Calendar()
    whole.add("prodid", "-//PTCE Hub//Agenda//FR")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        whole.add(name, icalendar.vText(title))
    whole.add("x-wr-timezone", "Europe/Paris")
    whole.add("url", page)
    whole.add("source", icalendar.vUri(address), {"value": "URI"})
    for name, parameters in (("refresh-interval", {"value": "DURATION"}), ("x-published-ttl", None)):
        whole.add(name, icalendar.vDuration(REFRESH), parameters)
    return whole
