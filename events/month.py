"""A month as a table of weeks: what each day holds, as far as a page may carry."""

import datetime
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, Value, Window
from django.db.models.functions import Greatest, Least, RowNumber

from events.editions.addresses import page_of_edition
from events.editions.programme import days_of
from events.filters import OF_A_DAY
from events.models import EssMonth, Event
from events.periods import DAY, Month, known_to, last, text
from ptce_hub.directory.fields.dates import PartialDate

LINKS = 120  # in the whole table
MOST = 4  # events named in a day
VAGUE = 8  # named below the table: those of the month, of no known day
WEEK = 7
ELSEWHERE = ("mois", "du", "au", "periode", "page")  # what a link to another time leaves


class Cell(NamedTuple):
    """A day: the events that begin on it, and how many more are held."""

    day: datetime.date
    events: list
    more: int
    url: str

    @property
    def more_words(self):
        if not self.events:
            return f"{self.more} en cours"
        return f"et {self.more} autre{'s' if self.more > 1 else ''}"


class MonthTable:
    """The month of a right query ``asked``, whose own address is ``address``; ``total`` events answer it."""

    def __init__(self, asked, address, total):
        self.asked, self.address, self.total = asked, address, total
        self.month = asked.form.cleaned_data["mois"]

    @cached_property
    def spans(self):
        """How many events for each first and last day within the month."""
        first, final = self.month.first.isoformat(), self.month.last.isoformat()
        rows = self.asked.qs.filter(known_to(DAY)).order_by()
        rows = rows.annotate(since=Greatest(text("start"), Value(first)), till=Least(last(), Value(final)))
        counts = rows.values_list("since", "till").annotate(Count("pk"))
        return [(day_of(since), day_of(till), count) for since, till, count in counts]

    @cached_property
    def held(self):
        """How many events each day holds."""
        held = Counter()
        for since, till, count in self.spans:
            for day in range(since, till + 1):
                held[day] += count
        return held

    @cached_property
    def begun(self):
        """The events named, by the day that they begin on."""
        rows = self.asked.qs.filter(known_to(DAY), start__gte=self.month.first.isoformat())
        rank = Window(RowNumber(), partition_by=F("start"), order_by=OF_A_DAY)
        keys = rows.order_by().annotate(rank=rank).filter(rank__lte=self.named_a_day).values_list("pk", flat=True)
        shown = (
            Event.objects.filter(pk__in=list(keys)).select_related("territory__department").order_by("start", *OF_A_DAY)
        )
        begun = {}
        for event in shown.only(*SHOWN):
            begun.setdefault(event.start.day, []).append(event)
        return begun

    @property
    def named_a_day(self):
        """As many as keep the table within its links, each day having one more for the others."""
        return next((most for most in range(MOST, 1, -1) if self.links(most) <= LINKS), 1)

    def links(self, most):
        return sum(min(count, most) + (count > most) for count in self.held.values())

    @property
    def weeks(self):
        """Rows of seven cells, None out of the month."""
        first, final = self.month.first, self.month.last
        cells = [None] * first.weekday() + [self.cell(day) for day in range(1, final.day + 1)]
        cells += [None] * (-len(cells) % WEEK)
        return [cells[start : start + WEEK] for start in range(0, len(cells), WEEK)]

    def cell(self, number):
        day, events = self.month.first.replace(day=number), self.begun.get(number, [])
        url = self.at(("du", day.isoformat()), ("au", day.isoformat()), without=("vue",))
        return Cell(day, events, self.held[number] - len(events), url)

    def at(self, *pairs, without=()):
        kept = [pair for pair in self.address.pairs if pair[0] not in (*ELSEWHERE, *without)]
        return self.address.to([*kept, *pairs])

    # --- Around ---------------------------------------------------------------------------------------------------

    @property
    def vague_count(self):
        return self.total - sum(count for *_, count in self.spans)

    @property
    def vague(self):
        """The first of those of the month that have no known day."""
        return (
            self.asked.qs.exclude(known_to(DAY))
            .select_related("territory__department")
            .order_by("start", "sort_name", "pk")
            .only(*SHOWN)[:VAGUE]
        )

    @property
    def steps(self):
        """The month before and the month after, with their addresses."""
        months = (self.month.months_away(count) for count in (-1, 1))
        return [(month, self.at(("mois", month.iso))) if month else None for month in months]

    @property
    def edition(self):
        """The edition of the Mois de l'ESS that shares days with the month, and its page there; None when none does."""
        edition = EssMonth.objects.filter(year=self.month.year).first()
        first, final = days_of(edition) if edition else (None, None)
        if edition is None or final < self.month.first or first > self.month.last:
            return None
        return edition, page_of_edition(edition, self.asked.territory)

    @property
    def nearest(self):
        """When the month is empty: the months that have something, just before and just after."""
        events = self.asked.narrowed("mois", "du", "au", "periode").filter(known_to(DAY))
        dates = [
            events.filter(start__lt=self.month.iso).order_by("-start").values_list("start", flat=True).first(),
            events.filter(start__gt=self.month.last.isoformat())
            .order_by("start")
            .values_list("start", flat=True)
            .first(),
        ]
        months = [Month.of(date.earliest) for date in dates if date]
        return [(month, self.at(("mois", month.iso))) for month in months]


SHOWN = (
    "name", "slug", "start", "end", "start_time", "end_time", "zone", "holding",
    "territory__kind", "territory__code", "territory__department__code",
)  # fmt: skip


def with_names(events):
    """What the table tells of each."""
    return events.select_related("territory__department").only(*SHOWN)


def day_of(iso):
    """The day of the month of a date within it; its last when the date is not known to the day."""
    return PartialDate.parse(iso).latest.day
