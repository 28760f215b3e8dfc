"""Days, weekends, weeks and months, and what is held in them.

An event of a known day is held in a period that it shares a day with; one known to the month, or to the year, only in
a period that holds all of it.
"""

import calendar
import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast, Coalesce, Length
from django.db.models.lookups import Exact, LessThan, LessThanOrEqual
from django.utils import timezone

from events.models import Event
from events.zones import held_in, still_yesterday
from ptce_hub.directory.fields.dates import FIRST_YEAR, LAST_YEAR, MONTHS
from ptce_hub.directory.written import Written

DAY, MONTH, YEAR = len("2026-11-14"), len("2026-11"), len("2026")
MOST_LATE = 200  # events that ended yesterday in the west, named one by one
WRITTEN_MONTH = re.compile(r"(\d{4})-(\d{2})")


class Month(NamedTuple):
    year: int
    number: int

    @classmethod
    def parse(cls, text):
        """From ``2026-11``; ``ValueError`` for anything else."""
        match = WRITTEN_MONTH.fullmatch(text)
        month = match and cls(int(match[1]), int(match[2]))
        if not month or not (FIRST_YEAR <= month.year <= LAST_YEAR and 1 <= month.number <= 12):
            raise ValueError(f"{text[:20]!r} is not a month")
        return month

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    @property
    def first(self):
        return datetime.date(self.year, self.number, 1)

    @property
    def last(self):
        return datetime.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def iso(self):
        return f"{self.year:04}-{self.number:02}"

    def __str__(self):
        return f"{MONTHS[self.number - 1]} {self.year}"

    def months_away(self, count):
        """The month so many months later, or earlier; None beyond what dates hold."""
        year, rank = divmod(self.year * 12 + self.number - 1 + count, 12)
        return Month(year, rank + 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def today():
    day = timezone.localdate()
    return day, day


def weekend():
    """Saturday and Sunday of this week."""
    _, sunday = week()
    return sunday - datetime.timedelta(days=1), sunday


def week():
    day = timezone.localdate()
    monday = day - datetime.timedelta(days=day.weekday())
    return monday, monday + datetime.timedelta(days=6)


def month():
    this = Month.of(timezone.localdate())
    return this.first, this.last


def widest(periods):
    """Those, as first and last days, that no other one holds: what is held in the others is held in them too."""
    kept = []
    for first, final in sorted(set(periods), key=lambda days: (days[0], -days[1].toordinal())):
        if not kept or final > kept[-1][1]:
            kept.append((first, final))
    return kept


#: What may be asked for by name: the word in addresses, its label, its first and last days, told when asked.
NAMED = {
    "aujourd-hui": ("aujourd’hui", today),
    "week-end": ("ce week-end", weekend),
    "semaine": ("cette semaine", week),
    "mois": ("ce mois-ci", month),
}


# --- Conditions ---------------------------------------------------------------------------------------------------


def text(field):
    return Cast(field, CharField())


def known_to(precision):
    """The condition of a beginning known to the day, the month or the year."""
    return Q(Exact(Length(text("start")), precision))


def last():
    """The text of the last date; a month comes before ``-99`` and after the last day of the one before."""
    return Coalesce(text("end"), text("start"))


def partly(day):
    """The month and the year of a day: an end known to them may still be to come on that day."""
    iso = day.isoformat()
    return [iso[:MONTH], iso[:YEAR]]


def not_over_on(day):
    """The condition, for a beginning known to the day, of not having ended before ``day``."""
    return Q(start__gte=day.isoformat()) | Q(end__gte=day.isoformat()) | Q(end__in=partly(day))


def since(day):
    """Held on ``day`` or after."""
    vague = Q()
    for precision, is_first in ((MONTH, day.day == 1), (YEAR, (day.month, day.day) == (1, 1))):
        border = day.isoformat()[:precision]
        vague |= known_to(precision) & (Q(start__gte=border) if is_first else Q(start__gt=border))
    return known_to(DAY) & not_over_on(day) | vague


def until(day):
    """Held on ``day`` or before."""
    tomorrow = day + datetime.timedelta(days=1) if day < datetime.date.max else day
    vague = Q()
    for precision, is_last in ((MONTH, tomorrow.day == 1), (YEAR, (tomorrow.month, tomorrow.day) == (1, 1))):
        border = day.isoformat()[:precision]
        compare = LessThanOrEqual(last(), f"{border}-99") if is_last else LessThan(last(), border)
        vague |= known_to(precision) & Q(compare)
    return known_to(DAY) & Q(start__lte=day.isoformat()) | vague


def between(first, final):
    return since(first) & until(final)


def in_month(month):
    """Begun in the month, or before it and going on."""
    begun = Q(start__gte=month.iso, start__lte=month.last.isoformat())
    first = month.first.isoformat()
    lasting = Q(start__lt=month.iso) & (Q(end__gte=first) | Q(end__in=partly(month.first)))
    return begun | lasting & known_to(DAY)


def shares(start, end, first, final):
    """What ``between`` says, of dates already read."""
    last = (end or start).latest
    if start.day:
        return start.earliest <= final and last >= first
    return start.earliest >= first and last <= final


def coming():
    """Going on or to come, on a day that is known; west of Paris, yesterday may not be over."""
    condition = known_to(DAY) & not_over_on(timezone.localdate())
    day, prefixes = still_yesterday()
    if prefixes and (late := ended_there(day, prefixes).rows()):
        # Named: to ask of each event where it is would cost more than the rest of its page.
        there = not_over_on(day) & held_in(prefixes) & known_to(DAY)
        condition |= Q(id__in=late) if len(late) <= MOST_LATE else there
    return condition


@lru_cache(maxsize=8)
def ended_there(day, prefixes):
    """The query of the keys of those that were over on ``day`` where these parts of the country are, written once."""
    tomorrow = day + datetime.timedelta(days=1)
    ended = Event.objects.published().filter(known_to(DAY), not_over_on(day), start__lte=day.isoformat())
    ended = ended.exclude(end__gte=tomorrow.isoformat()).filter(held_in(prefixes))
    return Written(ended.values_list("pk", flat=True)[: MOST_LATE + 1])
