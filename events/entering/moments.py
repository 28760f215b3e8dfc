"""When an event takes place, from the words of a programme: « sam. 14 nov. de 9h à 12h30 », « du 3 au 5 novembre ».

Nothing is guessed that the words do not allow: a weekday must agree with its date, an end comes after its start. Only
the year may be missing: it is the edition's, else the nearest one to come.
"""

import datetime
from dataclasses import dataclass, field

from events.entering.tokens import Day, MomentError, signs_of
from events.wording import NBSP, hour
from events.wording import day as day_in_words
from ptce_hub.directory.fields.dates import MONTHS, PartialDate

MOST_DAYS = 31  # of one event: a longer one is an exhibition or a mistake, and is entered by hand
MOST_OCCURRENCES = 20
YEARS_AHEAD, YEARS_BACK = 3, 40
LATELY = 60  # days
LAST_MINUTE = datetime.time(23, 59)  # « minuit » as an end: the event does not take place on the next day


@dataclass(frozen=True, slots=True)
class Moment:
    """An occurrence: dates, ``end`` None when it is one day, and hours of the place. ``words``: what has no field."""

    start: datetime.date
    end: datetime.date | None = None
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None
    words: str = ""

    def __str__(self):
        days = f"du {in_words(self.start)} au {in_words(self.end)}" if self.end else in_words(self.start)
        if not self.start_time:
            return f"{days}, {self.words}" if self.words else days
        hours = [clock(time) for time in (self.start_time, self.end_time) if time]
        return f"{days}, de {' à '.join(hours)}" if len(hours) == 2 else f"{days} à {hours[0]}"


@dataclass(slots=True)
class Group:
    """Days, each with the last one when it is a span, and the hours said of them all."""

    days: list = field(default_factory=list)
    times: list = field(default_factory=list)
    times_first: bool = False
    overnight: bool = False  # « du 14 à 20h au 15 à 1h »: the end's hour is still to come
    half: str = ""


def in_words(date):
    return day_in_words(PartialDate.of(date)).replace(NBSP, " ")


def clock(time):
    return hour(time).replace(NBSP, " ")


def read_moments(text, year=None, today=None):
    """The ``Moment`` of each occurrence, at least one; ``MomentError`` says in French what is wrong and the mend.

    ``year``: the edition's, for days that say none. ``today``: from when « the nearest » is counted.
    """
    today = today or datetime.date.today()
    groups = grouped(signs_of(text))
    if not any(group.days for group in groups):
        raise MomentError("il manque la date : écrivez par exemple « samedi 14 novembre »." if text.strip() else
                          "la date est vide : écrivez par exemple « samedi 14 novembre ».")  # fmt: skip
    dates = dated([day for group in groups for span in group.days for day in span if day], year, today)
    moments = []
    for group in groups:
        for _, last in group.days:
            start, end = next(dates), last and next(dates)
            moments += occurrences(start, None if end == start else end, group)
    moments = list(dict.fromkeys(moments))
    if len(moments) > MOST_OCCURRENCES:
        raise MomentError(f"plus de {MOST_OCCURRENCES} dates sur une ligne : faites-en plusieurs lignes.")
    return moments


def grouped(signs):
    groups = [Group()]
    link = ""
    for name, what in signs:
        group = groups[-1]
        if name == "day":
            add_day(groups, what, link)
        elif name == "time":
            add_time(groups, what, link)
        elif name == "half":
            group.half = group.half or what
        elif name != "whole":
            link = name if name != "also" or not link else link
            continue
        link = ""
    return groups


def add_day(groups, day, link):
    group = groups[-1]
    spans = link in ("to", "au", "until")
    if spans and group.days and group.days[-1][1] is None:
        one_start = len(group.days) == len(group.times) == 1 and group.times[0][1] is None and not group.times_first
        if not group.times or one_start:
            group.days[-1] = group.days[-1][0], day
            group.overnight = bool(group.times)
            return
    if group.days and (group.times and not group.times_first):
        groups.append(Group())
    elif group.days and group.days[-1] == (day, None):
        return
    groups[-1].days.append((day, None))


def add_time(groups, time, link):
    group = groups[-1]
    if group.overnight and group.times[0][1] is None:
        group.times[0] = group.times[0][0], time or LAST_MINUTE
        return
    if group.days and group.times_first and not spans_time(group, link):
        group = Group()
        groups.append(group)
    if link in ("to", "au", "until", "slash") and spans_time(group, link):
        group.times[-1] = group.times[-1][0], time or LAST_MINUTE
    elif link == "until":
        raise MomentError("il manque l'heure de début : écrivez « de 9h à 12h ».")
    else:
        group.times_first = group.times_first or not group.days
        group.times.append((time or datetime.time(0), None))


def spans_time(group, link):
    return link and link != "also" and group.times and group.times[-1][1] is None


def dated(days, year, today):
    """The dates of ``days``, in their order; a month or a year that one does not say is its neighbour's."""
    for day in days:
        if day.number is None:
            raise MomentError("il manque le jour du mois : écrivez par exemple « 14 novembre ».")
    for one, other in [*zip(days[-2::-1], days[:0:-1], strict=True), *zip(days[1:], days, strict=False)]:
        one.month = one.month or other.month
    if days[0].month is None:
        raise MomentError(f"il manque le mois : écrivez par exemple « {days[0].number} novembre ».")
    years_given(days, year, today)
    return iter([date_of(day, today) for day in days])


def years_given(days, year, today):
    """Those that are not said: the next one's, unless the year ends in between; else the nearest to come.

    A programme may be pasted while it goes on: a day just past, whose weekday only that year has, is of that year.
    """
    if all(day.year is None for day in days):
        if year:
            days[0].year = year
        else:
            last = days[-1]
            is_past = (last.month, last.number) < (today.month, today.day)
            last.year = today.year + (is_past and not was_lately(last, today))
    for one, following in zip(days[-2::-1], days[:0:-1], strict=True):
        if one.year is None and following.year is not None:
            one.year = following.year - (one.month > following.month)
    for following, one in zip(days[1:], days, strict=False):
        if following.year is None:
            following.year = one.year + (following.month < one.month)


def was_lately(day, today):
    """Whether this year's is a few weeks old and has the weekday said, which next year's has not."""
    try:
        date = datetime.date(today.year, day.month, day.number)
    except ValueError:
        return False
    return date.weekday() == day.weekday and (today - date).days <= LATELY


def date_of(day: Day, today):
    if not 1 <= day.month <= 12:
        raise MomentError(f"le mois {day.month} n'existe pas : il va de 1 à 12.")
    name = f"{day.number} {MONTHS[day.month - 1]} {day.year}"
    try:
        date = datetime.date(day.year, day.month, day.number)
    except ValueError:
        raise MomentError(f"le {name} n'existe pas : corrigez le jour.") from None
    if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        raise MomentError(f"le {name} est trop loin d'aujourd'hui : corrigez l'année.")
    if day.weekday is not None and day.weekday != date.weekday():
        said = in_words(date + datetime.timedelta((day.weekday - date.weekday()) % 7)).split()[0]
        right = in_words(date)
        raise MomentError(
            f"le {name} est un {right.split()[0]}, non un {said} : corrigez le jour de la semaine ou la date."
        )
    return date


def occurrences(start, end, group):
    if end and end < start:
        raise MomentError(f"l'événement finirait ({in_words(end)}) avant de commencer ({in_words(start)}).")
    if end and (days := (end - start).days + 1) > MOST_DAYS:
        raise MomentError(
            f"du {in_words(start)} au {in_words(end)}, il durerait {days} jours ({MOST_DAYS} au plus) : corrigez les "
            "dates, ou saisissez-le par « Ajouter »."
        )
    if not group.times:
        return [Moment(start, end, words=group.half)]
    spans = group.times
    words = ""
    if len(spans) > 1 and all(last for _, last in spans):  # a break at noon: one event
        words = " et ".join(f"{clock(first)} – {clock(last)}" for first, last in spans)
        spans = [(min(first for first, _ in spans), max(last for _, last in spans))]
    for first, last in spans:
        if last and last < first and not (group.overnight and end):
            raise MomentError(
                f"il finirait ({clock(last)}) avant de commencer ({clock(first)}) : corrigez les heures ; s'il finit "
                "le lendemain, écrivez « du 14 nov. 20h au 15 nov. 1h »."
            )
    return [Moment(start, end, first, last, words) for first, last in spans]
