"""What happened, in order: a list that a record shows, each line with its date as precise as the sources are."""

from collections import defaultdict
from dataclasses import dataclass

from ptce_hub.directory.dates import PartialDate

MOST = 24  # lines shown; the sections of the page have everything
NAMED = 3  # of those who join at the same date


@dataclass(frozen=True)
class Moment:
    """One line; ``entry`` is the record it leads to. Of the same date, the lower ``rank`` comes first."""

    date: PartialDate
    words: str
    entry: object = None
    rank: int = 0

    @property
    def order(self):
        return self.date.iso, self.rank, self.words, getattr(self.entry, "name", "")


@dataclass(frozen=True)
class Timeline:
    moments: list
    left_out: int = 0  # the oldest, when there are too many

    def __bool__(self):
        return bool(self.moments)


def timeline(moments, most=MOST):
    """The latest ``most``, oldest first; a year stands before its months, a month before its days.

    What no source dates is left out.
    """
    told = sorted((moment for moment in moments if moment.date), key=lambda moment: moment.order)
    return Timeline(told[-most:], max(0, len(told) - most))


def of_each(rows, date, words, entry=lambda row: row, rank=0):
    """A moment for each row: ``date`` and ``entry`` are what to read on it."""
    return [Moment(date(row), words, entry(row), rank) for row in rows]


def joined(rows, name, what, rank=0):
    """Those who join ``what`` at the same date make one line; a few are named, more are counted."""
    by_date = defaultdict(set)
    for row in rows:
        if row.since:
            by_date[row.since].add(name(row))
    return [Moment(date, f"{those(names)} {what}", rank=rank) for date, names in by_date.items()]


def those(names):
    """« A rejoint », « A, B et C rejoignent », « 12 structures rejoignent »."""
    if len(names) > NAMED:
        return f"{len(names)} structures rejoignent"
    *first, last = sorted(names)
    return f"{', '.join(first)} et {last} rejoignent" if first else f"{last} rejoint"
