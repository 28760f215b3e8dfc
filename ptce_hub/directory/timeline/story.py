"""What happened, in order: a list that a record shows, each line with its date as precise as the sources are."""

from collections import defaultdict
from dataclasses import dataclass

from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.timeline.drawing import TimelineDrawing, draw_timeline

MOST = 24  # lines shown; the sections of the page have everything
NAMED = 3  # of those who join at the same date


@dataclass(frozen=True)
class Moment:
    """One line; ``entry`` is the record it leads to. Of the same date, the lower ``rank`` comes first.

    ``lane`` says what sort of fact it is, on the drawing.
    """

    date: PartialDate
    words: str
    entry: object = None
    rank: int = 0
    lane: str = ""

    @property
    def order(self):
        return self.date.iso, self.rank, self.words, getattr(self.entry, "name", "")


@dataclass(frozen=True)
class Timeline:
    moments: list
    left_out: int = 0  # the oldest, when there are too many; the drawing has them all
    drawing: TimelineDrawing | None = None

    def __bool__(self):
        return bool(self.moments)


def timeline(moments, most=MOST, before=None):
    """The latest ``most``, oldest first; a year stands before its months, a month before its days.

    What no source dates is left out. ``before`` is a time to show above the others: its two dates and its words.
    """
    told = sorted((moment for moment in moments if moment.date), key=lambda moment: moment.order)
    return Timeline(told[-most:], max(0, len(told) - most), draw_timeline(told, before))


def of_each(rows, date, words, entry=lambda row: row, rank=0, lane=""):
    """A moment for each row: ``date`` and ``entry`` are what to read on it."""
    return [Moment(date(row), words, entry(row), rank, lane) for row in rows]


def joined_and_left(rows, name, what, rank=0, lane=""):
    """Those who join ``what``, or leave it, at the same date make one line; a few are named, more are counted."""
    rows = list(rows)
    return [
        *gathered(rows, name, lambda row: row.since, ("rejoint", "rejoignent"), what, rank, lane),
        *gathered(rows, name, lambda row: row.until, ("quitte", "quittent"), what, rank, lane),
    ]


def gathered(rows, name, date, verbs, what, rank, lane):
    by_date = defaultdict(set)
    for row in rows:
        if date(row):
            by_date[date(row)].add(name(row))
    return [Moment(when, f"{those(names, *verbs)} {what}", None, rank, lane) for when, names in by_date.items()]


def those(names, one, several):
    """« A rejoint », « A, B et C rejoignent », « 12 structures rejoignent »."""
    if len(names) > NAMED:
        return f"{len(names)} structures {several}"
    *first, last = sorted(names)
    return f"{', '.join(first)} et {last} {several}" if first else f"{last} {one}"
