"""What an edition holds in a territory, or everywhere: its events in the order of a printed programme, and figures."""

import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, Count, F, Prefetch, Q, Value, When
from django.utils import timezone

from events import wording
from events.models import EssMonth, Event, EventRole
from events.periods import DAY, known_to
from ptce_hub.directory.fields.dates import PartialDate, span_in_words
from ptce_hub.directory.listing.parts import count_parts
from ptce_hub.directory.models import Status
from ptce_hub.territories.names import fold

LASTING, UNDATED = "Sur plusieurs jours", "Jour non renseigné"
STRIP = 45  # days of the strip
SEASON = 10  # the month from which the edition of the year is announced
READ = (
    "name", "slug", "start", "end", "start_time", "end_time", "zone", "venue", "format", "holding", "holding_words",
    "territory_words", *(f"territory__{field}" for field in ("name", "kind", "code", "department__code")),
)  # fmt: skip


class Item(NamedTuple):
    """An event as a programme says it; ``notice`` is what became of it, ``organisers`` are names."""

    event: Event
    when: str
    place: str
    organisers: str
    notice: str

    @property
    def short(self):
        """The end of its short address."""
        return f"/e/{self.event.pk}"


class Strip(NamedTuple):
    """A day of the edition and how many events are held on it."""

    date: PartialDate
    label: str
    count: int


class Programme:
    """The published events of an edition, within ``territory`` when there is one."""

    def __init__(self, edition, territory=None):
        self.edition, self.territory = edition, territory
        self.everywhere = Event.objects.published().filter(ess_month=edition)
        self.events = self.everywhere.within(territory) if territory else self.everywhere

    # --- The events -----------------------------------------------------------------------------------------------

    def on(self, day):
        """Those held on a day, a ``date``."""
        iso = day.isoformat()
        return self.events.filter(known_to(DAY)).filter(Q(start=iso) | Q(start__lte=iso, end__gte=iso))

    @cached_property
    def spans(self):
        """``(first day, last day, how many)``, of those whose days are known; and how many have none."""
        known, unknown = [], 0
        for start, end, count in self.events.order_by().values_list("start", "end").annotate(Count("pk")):
            if start is None or not start.day:
                unknown += count
            else:
                known.append((start.earliest, end.earliest if end and end.day else start.earliest, count))
        return known, unknown

    @property
    def count(self):
        known, unknown = self.spans
        return unknown + sum(count for *_, count in known)

    @property
    def undated(self):
        return self.spans[1]

    # --- Figures --------------------------------------------------------------------------------------------------

    @cached_property
    def strip(self):
        """The days of the edition, then those outside on which an event begins; in a long one, those that have some."""
        first, last = days_of(self.edition)
        shown = {first + datetime.timedelta(step) for step in range((last - first).days + 1)}
        shown |= {start for start, _, _ in self.spans[0] if not first <= start <= last}
        held = {day: sum(count for start, end, count in self.spans[0] if start <= day <= end) for day in shown}
        if len(held) > STRIP:
            busy = sorted((day for day in held if held[day]), key=lambda day: (-held[day], day))[:STRIP]
            held = {day: held[day] for day in busy}
        return [Strip(PartialDate.of(day), day_label(day, first), held[day]) for day in sorted(held)]

    def by_part(self):
        """``{part: number of events}`` of the territories one level below."""
        return count_parts(self.everywhere, self.territory)

    def by_theme(self):
        """``(slug, label, number of events)``, the fullest first."""
        told = self.events.filter(themes__isnull=False).order_by()
        rows = told.values_list("themes__slug", "themes__label").annotate(total=Count("pk"))
        return sorted(rows, key=lambda row: (-row[2], fold(row[1])))


def days_of(edition):
    """The first and last days of the edition, those of November when no source says them."""
    november = datetime.date(edition.year, 11, 1), datetime.date(edition.year, 11, 30)
    first, last = edition.opens or november[0], edition.closes or november[1]
    return (first, last) if first <= last else (first, first)


def editions_of_the_season():
    """That of this year, from October until its last day; a list of one or none."""
    today = timezone.localdate()
    editions = EssMonth.objects.filter(year=today.year)
    return [edition for edition in editions if today.month >= SEASON and today <= days_of(edition)[1]]


def dates_of(edition):
    """``du 1er au 30 novembre 2026``, as far as sources say."""
    opens, closes = (day and PartialDate.of(day) for day in (edition.opens, edition.closes))
    if opens and closes:
        return span_in_words(opens, closes) if opens != closes else f"le {opens}"
    if opens:
        return f"à partir du {opens}"
    return f"jusqu’au {closes}" if closes else f"en novembre {edition.year}, jours non renseignés"


def day_label(day, first):
    """``sam. 14``; a day of another month than the edition's first names it."""
    label = f"{wording.WEEKDAYS[day.weekday()][:3]}. {'1er' if day.day == 1 else day.day}"
    if (day.year, day.month) == (first.year, first.month):
        return label
    return f"{label} {PartialDate(day.year, day.month)}".replace(f"\N{NO-BREAK SPACE}{first.year}", "")


# --- The order and the words of a programme -----------------------------------------------------------------------


def in_order(events):
    """What lasts several days, then day by day and hour by hour, then what has no known day; ready for ``item``."""
    group = Case(
        When(start__isnull=True, then=Value(3)),
        When(~known_to(DAY), then=Value(2)),
        When(end__gt=F("start"), then=Value(0)),
        default=Value(1),
    )
    organising = EventRole.objects.filter(role=EventRole.Role.ORGANISER, structure__status=Status.PUBLISHED)
    organising = organising.select_related("structure").only("event_id", "role", "structure__name").order_by("pk")
    rows = events.annotate(group=group).select_related("territory__department").only(*READ)
    rows = rows.order_by("group", "start", F("start_time").asc(nulls_first=True), "sort_name", "pk")
    return rows.prefetch_related(Prefetch("roles", organising, to_attr="organising"))


def by_day(events):
    """``[(heading, [Item…])…]`` of events in that order."""
    return [(heading, [item(event) for event in some]) for heading, some in groupby(events, heading_of)]


def heading_of(event):
    if event.start is None or not event.start.day:
        return UNDATED
    if lasts(event):
        return LASTING
    words = wording.day(event.start)
    return words[0].upper() + words[1:]


def lasts(event):
    return event.end is not None and event.end > event.start


def item(event):
    names = ", ".join(role.structure.name for role in event.organising)
    said = [wording.holding(event), event.holding_words]
    return Item(event, when(event), place(event), names, " : ".join(words for words in said if words))


def when(event):
    """What its heading does not say: its hours, or its dates when it lasts."""
    if event.start is None or not event.start.day or lasts(event):
        return wording.when(event)
    return wording.hours_of(event, event)


def place(event):
    """``Salle des fêtes, Mortagne-au-Perche``; what is held online says so."""
    where = event.territory.name if event.territory else event.territory_words
    said = [event.venue] if event.venue else []
    if where and fold(where) not in fold(event.venue):
        said.append(where)
    if event.format == Event.Format.ONLINE:
        return "En ligne"
    return ", ".join(said) or "lieu non renseigné"
