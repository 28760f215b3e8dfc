"""The dates and hours of a French sentence, one sign after another; what is not one is refused by name."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from events.wording import WEEKDAYS

LONGEST = 200  # signs; nobody needs more to say when
MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        ("janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
         "septembre sept sep", "octobre oct", "novembre nov", "decembre dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAY_NUMBERS = {name[:length]: number for number, name in enumerate(WEEKDAYS) for length in (3, 4, 9)}
MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAY_NUMBERS, key=len, reverse=True))
HALF_DAYS = ("matinée", "matin", "après-midi", "aprem", "soirée", "soir")

SIGNS = re.compile(
    rf"""(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d))(?:t(?=\d))?
    |(?P<slashed>\d{{1,2}}[/.]\d{{1,2}}(?:[/.](?:\d{{4}}|\d{{2}}))?(?![\d/])|\d{{1,2}}-\d{{1,2}}-(?:\d{{4}}|\d{{2}})(?!\d))
    |(?P<time>\d{{1,3}}(?::\d{{1,3}}(?::\d\d)?|\ ?h(?:eures?|rs?|\b|(?=\d))\ ?
            (?:\d{{1,3}}(?!\d|\ ?h|[/.]\d{{1,2}}(?![\d:]|\ ?h)|\ (?:{MONTH})\b))?)
        (?:\ ?(?:min|mn)\b)?(?:\ du\ matin)?)
    |(?P<year>\d{{4}})(?!\d)
    |(?P<number>\d{{1,2}})(?:er|ere|eme)?(?!\d)
    |(?P<month>{MONTH})\b\.?
    |(?P<weekday>{WEEKDAY})s?\b\.?
    |(?P<noon>midi|minuit)\b
    |(?P<whole>(?:toute|pendant|sur)?\ ?(?:la\ )?(?:journee|jour)(?:\ entiere)?)\b
    |(?P<half>apres[- ]midi|aprem|matinee|matin|soiree|soir)\b
    |(?P<until>jusqu'?\ ?(?:au|a)?)\b
    |(?P<au>au|->|=>|→)
    |(?P<from>a\ (?:partir|compter)\ d[eu'])
    |(?P<slash>/)
    |(?P<to>a\b|-)
    |(?P<also>et\b|puis\b|ainsi\ que\b|ou\b|[,;+&])
    |(?P<filler>(?:des|du|de|le|les|la|l'|d'|en|vers|environ|horaires?|heures?|dates?|debut|fin|jours?)\b|[.:()])
    """,
    re.VERBOSE,
)
AGAIN = re.compile(r"\b(?:tous les|toutes les|chaque|quotidien\w*|hebdomadaire\w*)\b")
BETWEEN = re.compile(r"\bentre (\d[^,;]{0,12}?) et (?=\d)")
NO_HOUR = re.compile(r"(?<=\d)[ t]00:00:00(?:\.0+)?\b")  # a day as spreadsheets write it
#: « 14-16h », « de 9 à 12h », « 14h-16 »: the hour whose « h » is said once.
BARE_FIRST = re.compile(r"(?<![\d/.:h-])(?<!h )(?:(de )(\d{1,2}) (?:a|-) |(?<!\d)(\d{1,2})-)(?=\d{1,2} ?h)")
BARE_LAST = re.compile(rf"(\d ?h ?(?:\d\d)?) ?(?:-|\ba\b) ?(\d{{1,2}})(?! ?[\dh:/.-]| ?(?:er )?(?:{MONTH})\b)")


class MomentError(ValueError):
    """Why a moment cannot be read, and the mend, in French."""


@dataclass(slots=True)
class Day:
    """A day as it is said: ``month``, ``year`` and ``weekday`` (0 is Monday) are None when they are not."""

    number: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


def bare(text):
    """In lower case, without accents, with one sort of dash and of space."""
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    text = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub("[‐‑‒–—―−]", "-", text).replace("’", "'")
    return " ".join(text.split())


def signs_of(text):
    """``[(name, what)]``: days (``Day``), times, links (« to », « also ») and half-days, in their order."""
    if len(text) > LONGEST:
        raise MomentError(f"la date tient en {LONGEST} signes au plus : gardez le jour et les heures.")
    if AGAIN.search(bare(text)):
        raise MomentError("une date qui revient (« tous les… ») ne se devine pas : écrivez chaque date.")
    return list(days_gathered(scanned(prepared(text))))


def tells_when(text):
    """Whether every word of it does, perhaps of a moment that cannot be."""
    try:
        return len(text) <= LONGEST and bool(list(scanned(prepared(text))))
    except MomentError:
        return False


def prepared(text):
    """As ``bare``, the hours that are half said said in full."""
    said = bare(text)
    said = BETWEEN.sub(r"de \1 - ", NO_HOUR.sub("", said))
    said = BARE_FIRST.sub(lambda found: f"{found[1] or ''}{found[2] or found[3]}h - ", said)
    return BARE_LAST.sub(r"\1 - \2h", said)


def scanned(said):
    place = 0
    while place < len(said):
        if said[place] == " ":
            place += 1
            continue
        found = SIGNS.match(said, place)
        if not found or not found[0].strip():
            word = re.match(r"\S+", said[place:])[0]
            raise MomentError(
                f"« {word[:30]} » n'est pas compris : écrivez par exemple « sam. 14 nov. de 9h à 12h30 »."
            )
        yield found.lastgroup, found[0].strip()
        place = found.end()


def days_gathered(signs):
    """The same with a weekday, a number, a month and a year made one ``Day``."""
    day = None
    for name, what in signs:
        piece = piece_of(name, what)
        if piece and day and not follows(day, piece):
            yield "day", day
            day = None
        if piece:
            day = day or Day()
            for part, value in piece.items():
                setattr(day, part, value)
            continue
        if day and day.number is None and (name == "filler" or what == ","):
            continue  # « samedi, le 14 »
        if day:
            yield "day", day
            day = None
        if name in ("time", "noon"):
            yield "time", time_of(what)
        elif name not in ("filler", "from"):
            yield name, what
    if day:
        yield "day", day


def piece_of(name, what):
    """What a sign tells of a day, by field of ``Day``; None when it tells nothing of one."""
    if name == "weekday":
        return {"weekday": WEEKDAY_NUMBERS.get(what.rstrip("."), WEEKDAY_NUMBERS.get(what.rstrip("s.")))}
    if name == "month":
        return {"month": MONTH_NUMBERS[what.rstrip(".")]}
    figures = [int(part) for part in re.findall(r"\d+", what)]
    if name in ("number", "year"):
        return {name: figures[0]}
    if name == "iso":
        return dict(zip(("year", "month", "number"), figures, strict=True))
    if name == "slashed":
        number, month, year = (*figures, None)[:3]
        return {"number": number, "month": month, "year": year + 2000 if year is not None and year < 100 else year}
    return None


ORDER = ("weekday", "number", "month", "year")


def follows(day, piece):
    """Whether ``piece`` goes on saying ``day``: what it tells comes after all that is already told."""
    told = max(rank for rank, part in enumerate(ORDER) if getattr(day, part) is not None)
    return min(ORDER.index(part) for part in piece) > told


def time_of(what):
    """None is midnight, of which only its place says whether a day begins or ends."""
    if what in ("midi", "minuit"):
        return datetime.time(12) if what == "midi" else None
    hour, minute, *_ = (*(int(part) for part in re.findall(r"\d+", what)), 0)
    if (hour, minute) == (24, 0):
        return None
    if hour > 23:
        raise MomentError(f"« {what} » : une heure va de 0 à 23 h 59.")
    if minute > 59:
        raise MomentError(f"« {what} » : les minutes vont de 0 à 59.")
    return datetime.time(hour, minute)
