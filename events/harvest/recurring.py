"""The days on which something comes again (RFC 5545, section 3.3.10), never endlessly."""

import datetime
from itertools import islice

from dateutil.rrule import rrulestr

from events.harvest.found import MOST_OCCURRENCES, Unreadable

BACK, AHEAD = datetime.timedelta(days=31), datetime.timedelta(days=731)
MOST_STEPS = 40_000  # occurrences walked through; a daily rule of more than a century stops
#: Rules by the hour or less are refused: no event of an agenda comes again so often.
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
#: The calendar is the same every 400 years, weekdays included. A rule that no day answers would be walked to the last
#: year there can be: it is read as near to that year as may be.
CYCLE, LAST_CYCLE = 400, 9_600


def dates_of(begins, rules, added=(), removed=(), today=None):
    """``(dates, words)``: from a month ago to two years ahead, 200 at most; the words say what was left out.

    ``begins`` is a day or an hour, and so is each of the dates; ``rules`` are those of ``icalendar``.
    """
    today = today or datetime.datetime.now(datetime.UTC).date()
    first, last = today - BACK, today + AHEAD
    zone = getattr(begins, "tzinfo", None)
    found, endless = {begins}, False
    for rule in rules:
        days, more = walk(local(begins, zone), as_text(rule, zone), first, last)
        found |= {like(day, begins, zone) for day in days}
        endless |= more
    found |= {like(local(day, zone), begins, zone) for day in added}
    gone = {key_of(like(local(day, zone), begins, zone)) for day in removed}
    dates = sorted((day for day in found if key_of(day) not in gone and first <= as_day(day) <= last), key=key_of)
    cut = f"{MOST_OCCURRENCES} dates au plus et deux ans d'avance sont repris" if endless else ""
    if len(dates) > MOST_OCCURRENCES:
        cut = f"{MOST_OCCURRENCES} dates au plus sont reprises"
    return dates[:MOST_OCCURRENCES], cut


def walk(begins, rule, first, last):
    """The hours, without zone, that the rule gives between two days, and whether it gives more after."""
    shift = (LAST_CYCLE - begins.year) // CYCLE * CYCLE
    text, until = rule
    dates = rrulestr(text, dtstart=begins.replace(year=begins.year + shift))
    kept = []
    for day in islice(dates, MOST_STEPS):
        day = day.replace(year=day.year - shift)
        if until and day > until:
            return kept, False
        if day.date() > last or len(kept) > MOST_OCCURRENCES:
            return kept, True
        if day.date() >= first:
            kept.append(day)
    return kept, False


def as_text(rule, zone):
    """``(text, until)`` of a rule: the text without its end, which is an hour of the place."""
    said = {name.upper(): values if isinstance(values, list) else [values] for name, values in rule.items()}
    if len(said.get("FREQ", [])) != 1 or str(said["FREQ"][0]).upper() not in FREQUENCIES:
        raise Unreadable("revient plus souvent que chaque jour : seules ses dates, une à une, pourraient être reprises")
    if said.keys() - PARTS:
        raise Unreadable(
            f"revient selon une règle que nous ne lisons pas ({', '.join(sorted(said.keys() - PARTS))[:80]})"
        )
    if any(
        not isinstance(number, int) or number < 1 for name in ("INTERVAL", "COUNT") for number in said.get(name, [])
    ):
        raise Unreadable("revient selon une règle impossible (INTERVAL ou COUNT)")
    until = said.pop("UNTIL", [None])[0]
    if until is not None and not isinstance(until, datetime.datetime):
        until = datetime.datetime.combine(until, datetime.time.max)
    text = ";".join(f"{name}={','.join(str(value) for value in values)}" for name, values in said.items())
    return text, until and local(until, zone)


def local(moment, zone):
    """The hour, without its zone, that clocks show in ``zone``."""
    if not isinstance(moment, datetime.datetime):
        return datetime.datetime.combine(moment, datetime.time())
    if moment.tzinfo and zone:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def like(moment, begins, zone):
    return moment.replace(tzinfo=zone) if isinstance(begins, datetime.datetime) else moment.date()


def as_day(moment):
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def key_of(moment):
    return local(moment, None)
