"""A page of events, by day: the headings under which they stand."""

from itertools import groupby
from typing import NamedTuple

from events.wording import day, vague

COMING, ARCHIVE, BEGUN = "En cours et à venir", "Archives", "Déjà commencés"


class Day(NamedTuple):
    """The events under one heading; ``told`` when the heading tells their date, so that they need not repeat it."""

    heading: str
    events: list
    told: bool


class Section(NamedTuple):
    """What comes, or the archive; without a title where the list does not set them apart."""

    title: str
    days: list


def sections(events, today):
    """The events that are coming, then the archive, in the order given."""
    return [
        Section(COMING if is_coming else ARCHIVE, by_day(some, today if is_coming else None))
        for is_coming, some in groupby(events, lambda event: event.is_coming)
    ]


def by_day(events, first=None):
    """A heading a day; those begun before ``first`` share one, as do those of a month without a day."""
    days = []
    for heading, some in groupby(events, lambda event: heading_of(event, first)):
        some = list(some)
        days.append(Day(heading, some, heading not in (BEGUN, "") and all(is_of_one_day(event) for event in some)))
    return days


def heading_of(event, first):
    start = event.start
    if start is None:
        return "Date non renseignée"
    if not start.day:
        return upper(vague(start, None))
    if first and start.earliest < first:
        return BEGUN
    return upper(day(start))


def upper(words):
    return words[0].upper() + words[1:]


def is_of_one_day(event):
    return event.end is None or event.end == event.start
