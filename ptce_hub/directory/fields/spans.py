"""A period asked for, each end known to the year, the month or the day, and what lasts through it or begins in it.

A date is compared at its own precision: what began in 2015 began in any period that has a day of 2015.
"""

from typing import NamedTuple

from django.db.models import Q

from ptce_hub.directory.entries import EntryQuerySet
from ptce_hub.directory.fields.dates import PartialDate, span_in_words
from ptce_hub.directory.history.days import Day, Life

BETWEEN = ".."  # in addresses: ``2015..2025``


class Span(NamedTuple):
    """From the first day of ``first`` to the last of ``final``, both included."""

    first: PartialDate
    final: PartialDate

    @classmethod
    def parse(cls, text):
        """From ``2015..2025``, or ``2015`` for that year alone; ``ValueError``, in French, for anything else."""
        first, between, final = text.partition(BETWEEN)
        return cls(PartialDate.parse(first), PartialDate.parse(final if between else first))

    @property
    def is_reversed(self):
        return self.final.latest < self.first.earliest

    @property
    def word(self):
        """As addresses write it."""
        return self.first.iso if self.first == self.final else f"{self.first.iso}{BETWEEN}{self.final.iso}"

    @property
    def start(self):
        return Day(self.first.earliest)

    @property
    def end(self):
        return Day(self.final.latest)

    def __str__(self):
        """``de 2015 à 2025``, ``en 2015``, ``le 5 mai 2015``."""
        if self.first != self.final:
            return span_in_words(self.first, self.final)
        return f"{'le' if self.first.day else 'en'}\N{NO-BREAK SPACE}{self.first}"

    def holds(self, column):
        """The condition of a date of the column in the period."""
        start = self.start.iso
        reached = Q(**{f"{column}__gte": start}) | Q(**{f"{column}__in": [start[:4], start[:7]]})
        return reached & Q(**{f"{column}__lte": self.end.iso})

    def meets(self, life):
        """The condition of having begun by its end and not ended before it."""
        return Q(**{f"{life.since}__lte": self.end.iso}) & life.not_over(self.start)

    def may_meet(self, life):
        """The condition of nothing known that keeps it out of the period."""
        begun = Q(**{f"{life.since}__isnull": True}) | Q(**{f"{life.since}__lte": self.end.iso})
        return begun & life.not_over(self.start)


class LastingQuerySet(EntryQuerySet):
    """Of records that begin and end; ``life`` names the two dates, once ``with_beginning`` has given the first."""

    life = Life("started", "ended")

    def with_beginning(self):
        return self

    def going_on(self, span):
        return self.with_beginning().filter(span.meets(self.life))

    def begun(self, span):
        return self.with_beginning().filter(span.holds(self.life.since))

    def over(self, span):
        """Those that ended in the period."""
        return self.filter(span.holds(self.life.until))

    def undated(self, span):
        """Those whose beginning no source gives, and that did not end before the period."""
        return self.with_beginning().filter(self.life.unknown(span.start))
