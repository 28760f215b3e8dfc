"""When an event begins and ends: days, or hours of the place where it happens.

Only an event whose day is known has a place in a calendar: one that is known to the month, to the year or not at all
would fall on a day that nobody said.
"""

import datetime
from zoneinfo import ZoneInfo

from ptce_hub.territories.time_zones import time_zone

ONE_DAY = datetime.timedelta(days=1)


def zone_of(event):
    """The zone of the event's hours: its own, else that of its place."""
    return ZoneInfo(event.zone) if event.zone else time_zone(event.territory)


def has_a_day(date):
    return bool(date) and date.day is not None


def moments(event):
    """``(start, end)``: dates, the end being the day after the last, or hours with their zone.

    None when the day is unknown; the end is None when the hour at which the event ends is.
    """
    if not has_a_day(event.start):
        return None
    first = event.start.earliest
    last = event.end.earliest if has_a_day(event.end) else None
    if event.start_time is None:
        return first, (last or first) + ONE_DAY
    zone = zone_of(event)
    start = datetime.datetime.combine(first, event.start_time, zone)
    end = closing(first, last, event.start_time, event.end_time, zone)
    return start, end if end and end.astimezone(datetime.UTC) > start.astimezone(datetime.UTC) else None


def closing(first, last, begins, ends, zone):
    """The end of what has hours; without a day of its own, an hour before the first one is that of the next day."""
    if ends is None:  # several days: until the last is over
        return datetime.datetime.combine(last + ONE_DAY, datetime.time(), zone) if last and last > first else None
    return datetime.datetime.combine(last or (first + ONE_DAY if ends < begins else first), ends, zone)
