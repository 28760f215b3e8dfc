"""Calendars whole (RFC 5545, 7986), for one event or for any list of them."""

import datetime
from itertools import batched
from threading import Lock

import icalendar
from django.db.models import CharField
from django.db.models.functions import Cast

from events.calendars.components import vevent
from events.calendars.moments import moments
from events.calendars.time_zones import vtimezone

REFRESH = datetime.timedelta(hours=1)
READ = 20_000  # events read together
KEPT = 20_000  # components kept in memory, of about a kilobyte each


class Components:
    """The bytes of each event's component, made once for each state of it."""

    def __init__(self):
        self.made, self.lock = {}, Lock()

    def of(self, events, base):
        """``(bytes, (zone, years))`` of each, the zone None when it has no hour: one query when all are known."""
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
                made[event.pk] = states[event.pk], *written(event, base)
        if missing:
            self.keep({(base, pk): made[pk] for pk in missing})
        return [component[1:] for component in made.values() if component]

    def keep(self, made):
        with self.lock:
            for key in made:
                self.made.pop(key, None)  # the last made are the last to go
            self.made |= made
            for key in [*self.made][: max(0, len(self.made) - KEPT)]:
                del self.made[key]


COMPONENTS = Components()


def written(event, base):
    return vevent(event, base).to_ical(), zone_and_years(event)


def zone_and_years(event):
    start, end = moments(event)
    if not isinstance(start, datetime.datetime):
        return None
    return start.tzinfo.key, start.year, (end or start).year


def calendar(components, *, title, page, address):
    """The whole file; the same events always give the same bytes.

    ``page`` is what a person reads of the same list, ``address`` its own.
    """
    opening, closing = head(title, page, address).to_ical().split(b"END:VCALENDAR")
    zones = {}
    for key in {zone for _, zone in components if zone}:
        name, first, last = key
        low, high = zones.get(name, (first, last))
        zones[name] = min(low, first), max(high, last)
    timezones = [vtimezone(name, *years).to_ical() for name, years in sorted(zones.items()) if name != "UTC"]
    return b"".join([opening, *timezones, *(body for body, _ in components), b"END:VCALENDAR", closing])


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
