"""Dates known to the year, the month or the day, as sources give them.

Stored as ISO 8601 text (``2021``, ``2021-12``, ``2021-12-14``), which sorts; shown in French.
"""

import datetime
import functools
import re
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now, TruncDate

from ptce_hub.territories.names import fold

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
PARIS = ZoneInfo("Europe/Paris")
FIRST_YEAR, LAST_YEAR = 1000, 2199
HOW_TO_WRITE = "Écrivez une année (2021), un mois (12/2021, décembre 2021) ou un jour (14/12/2021)."

ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
DIGITS = re.compile(r"(?:(?:(\d{1,2})[/.])?(\d{1,2})[/.])?(\d{4})")
WORDS = re.compile(r"(?:(?:le )?(?:(\d{1,2})(?:er)? )?([a-z]{3,9}) )(\d{4})")


def today(moment=None):
    """The day that it is in Paris when the database answers: a query written once a process stays true the next day."""
    return TruncDate(moment or Now(), tzinfo=PARIS)


@functools.total_ordering
class PartialDate:
    """A year, perhaps its month, perhaps its day. Equal and sorted like its ISO text."""

    __slots__ = ("day", "month", "year")

    def __init__(self, year, month=None, day=None):
        """``ValueError``, in French, when no calendar has that date."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"L'année {year} n'est pas entre {FIRST_YEAR} et {LAST_YEAR}.")
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"Le mois {month} n'existe pas : il va de 1 à 12.")
        if day is not None:
            try:
                datetime.date(year, month, day)
            except ValueError:
                raise ValueError(f"Le {day} {MONTHS[month - 1]} {year} n'existe pas.") from None
        self.year, self.month, self.day = year, month, day

    @classmethod
    def parse(cls, text):
        """From ISO or French words; ``ValueError``, in French, when it is not a date or cannot be one."""
        text = str(text).strip()
        if match := ISO.fullmatch(text):
            year, month, day = match.groups()
        elif match := DIGITS.fullmatch(text):
            day, month, year = match.groups()
        elif (match := WORDS.fullmatch(fold(text))) and (month := _month_number(match[2])):
            day, _, year = match.groups()
        else:
            raise ValueError(f"« {text[:40]} » n'est pas une date. {HOW_TO_WRITE}")
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day):
        """That of a ``date``, or of an hour."""
        return cls(day.year, day.month, day.day)

    @property
    def iso(self):
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def earliest(self):
        """The first day that it can be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self):
        """The last day that it can be."""
        if self.day:
            return self.earliest
        year, month = (self.year, self.month + 1) if self.month and self.month < 12 else (self.year + 1, 1)
        return datetime.date(year, month, 1) - datetime.timedelta(days=1)

    def __str__(self):
        day = "1er" if self.day == 1 else self.day
        month = MONTHS[self.month - 1] if self.month else None
        return "\N{NO-BREAK SPACE}".join(str(part) for part in (day, month, self.year) if part)

    def __repr__(self):
        return f"PartialDate({self.iso!r})"

    def __eq__(self, other):
        return isinstance(other, PartialDate) and self.iso == other.iso

    def __lt__(self, other):
        return self.iso < other.iso if isinstance(other, PartialDate) else NotImplemented

    def __hash__(self):
        return hash(self.iso)


def span_in_words(start, end):
    """``du 5 au 8 novembre 2026``, as short as it stays clear; ``de mai 2026 à 2027`` when a day is not known."""
    if not (start.day and end.day):
        vowel = fold(str(start))[0] in "ao"  # avril, août, octobre
        since = "du\N{NO-BREAK SPACE}" if start.day else "d’" if vowel else "de "
        return f"{since}{start} {'au' if end.day else 'à'} {end}"
    first = str(start)
    if start.year == end.year:
        first = first.removesuffix(f"\N{NO-BREAK SPACE}{start.year}")
    if (start.year, start.month) == (end.year, end.month):
        first = first.partition("\N{NO-BREAK SPACE}")[0]
    return f"du\N{NO-BREAK SPACE}{first} au\N{NO-BREAK SPACE}{end}"


def _month_number(word):
    """1 to 12 for a French month or its beginning (``déc``, ``sept``), None for another word or an ambiguous one."""
    found = [number for number, month in enumerate(MONTHS, start=1) if fold(month).startswith(word)]
    return found[0] if len(found) == 1 else None


def partial_date(value):
    """That of a field: None when empty, ``ValidationError`` with the mend when it is none."""
    if value in (None, "") or isinstance(value, PartialDate):
        return value or None
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from None


class PartialDateFormField(forms.CharField):
    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", HOW_TO_WRITE)
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return value.iso if isinstance(value, PartialDate) else value

    def to_python(self, value):
        return partial_date(value)

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDateField(models.CharField):
    """A column of ISO text that reads as a ``PartialDate``; unknown is null."""

    description = "date à l'année, au mois ou au jour"

    def __init__(self, *args, **kwargs):
        kwargs.update(max_length=10, null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "blank"):
            del kwargs[fixed]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return None if value is None else PartialDate.parse(value)

    def to_python(self, value):
        return partial_date(value)

    def get_prep_value(self, value):
        value = self.to_python(value)
        return None if value is None else value.iso

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj):
        value = self.to_python(self.value_from_object(obj))
        return "" if value is None else value.iso

    def formfield(self, **kwargs):
        return super(models.CharField, self).formfield(**{"form_class": PartialDateFormField, **kwargs})

    def run_validators(self, value):
        super().run_validators("" if value is None else value.iso)
