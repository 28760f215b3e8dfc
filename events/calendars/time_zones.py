"""VTIMEZONE (RFC 5545, section 3.6.5): what a zone's clocks do in the years of a calendar."""

import datetime
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY, ONE_MINUTE, ONE_WEEK = (datetime.timedelta(**{unit: 1}) for unit in ("days", "minutes", "weeks"))


class Clock(NamedTuple):
    """What clocks show beside UTC: the offset, its name, whether it is summer time; ``before`` is the last offset."""

    before: datetime.timedelta
    offset: datetime.timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=64)
def vtimezone(name, first, last):
    """The component that holds for the hours of the years ``first`` to ``last``."""
    zone = ZoneInfo(name)
    timezone = Timezone()
    timezone.add("tzid", name)
    opening = datetime.datetime(first, 1, 1, tzinfo=zone)
    offset = opening.utcoffset()
    timezone.add_component(observance(clock_at(opening, offset), [opening.replace(tzinfo=None)], None))
    changes = sorted(changes_of(zone, first, last), key=lambda change: (change[0], change[1]))
    for clock, onsets in groupby(changes, key=lambda change: change[0]):
        found = [onset for _, onset in onsets]
        timezone.add_component(observance(clock, found, rule_of(found, last)))
    return timezone


def clock_at(moment, before):
    return Clock(before, moment.utcoffset(), moment.tzname(), bool(moment.dst()))


def changes_of(zone, first, last):
    """Pairs of a new clock and the moment when it begins, in the hour of the clock that it replaces."""
    instant = datetime.datetime(first, 1, 1, tzinfo=zone).astimezone(datetime.UTC)
    while instant.year <= last:
        before = instant.astimezone(zone).utcoffset()
        if (instant + ONE_DAY).astimezone(zone).utcoffset() != before:
            change = first_after(instant, zone)
            yield clock_at(change.astimezone(zone), before), (change + before).replace(tzinfo=None)
        instant += ONE_DAY


def first_after(instant, zone):
    """The minute, within a day, from which the offset is no longer that of ``instant``."""
    before = instant.astimezone(zone).utcoffset()
    low, high = 0, ONE_DAY // ONE_MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        same = (instant + middle * ONE_MINUTE).astimezone(zone).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return instant + high * ONE_MINUTE


def observance(clock, onsets, rule):
    """By a rule where there is one: some calendars read no dates here."""
    part = TimezoneDaylight() if clock.is_summer else TimezoneStandard()
    part.add("dtstart", onsets[0])
    part.add("tzoffsetfrom", clock.before)
    part.add("tzoffsetto", clock.offset)
    part.add("tzname", clock.name)
    if rule:
        part.add("rrule", vRecur(rule))
    else:
        part.add("rdate", onsets)
    return part


def rule_of(onsets, last):
    """« The last Sunday of March, every year », when that gives these dates exactly; None otherwise."""
    every_year = [onset.year for onset in onsets] == list(range(onsets[0].year, last + 1))
    if not every_year or len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1:
        return None
    ranks = {(onset.day + 6) // 7 for onset in onsets}
    if all((onset + ONE_WEEK).month != onset.month for onset in onsets):
        ranks = {-1}
    if len(ranks) > 1:
        return None
    return {"freq": "yearly", "bymonth": onsets[0].month, "byday": f"{ranks.pop()}{DAYS[onsets[0].weekday()]}"}
