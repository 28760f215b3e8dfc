"""Filters that also count: how many entries the list would have with each of their values, nothing else changed."""

import re
from collections import Counter
from functools import cached_property
from typing import NamedTuple

import django_filters
from django import forms
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, Q
from django.db.models.functions import Cast, Substr

from ptce_hub.directory.fields.dates import LAST_YEAR, PartialDateField
from ptce_hub.directory.models import Status
from ptce_hub.territories.names import fold

UNKNOWN = "non-renseigne"
DECADE = re.compile(r"([12][0-9]{2})0-(\1)9")
YEAR = re.compile(r"[12][0-9]{3}")
MOST = 20  # values of one facet that an address may ask for together


class Counted(NamedTuple):
    """A value, as addresses write it, and how many entries have it."""

    word: str
    label: str
    count: int


def printable(text):
    """What was typed, fit to be shown in a message."""
    return "".join(sign for sign in text if sign.isprintable())[:80]


def worded(value):
    """A value as addresses write it: ``en projet`` gives ``en-projet``."""
    return fold(str(value)).replace(" ", "-")


class FacetField(forms.Field):
    """Some of the facet's values; several mean « or »."""

    widget = forms.SelectMultiple

    def __init__(self, *, facet, **kwargs):
        super().__init__(required=False, **kwargs)
        self.facet = facet

    @property
    def choices(self):
        return self.facet.choices

    def clean(self, words):
        words = [words] if isinstance(words, str) else words or []
        words = list(dict.fromkeys(word for word in words if word))
        if len(words) > MOST:
            raise ValidationError(f"Pas plus de {MOST} valeurs à la fois.", code="many")
        wrong = next((word for word in words if self.facet.label_of(word) is None), None)
        if wrong is not None:
            raise ValidationError(self.facet.mistake(printable(wrong)), code="invalid_choice")
        return words


class Facet(django_filters.Filter):
    """``in_order`` lists the values as they come rather than the most frequent first."""

    in_order = False

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self._field = FacetField(facet=self, label=self.label)
        return self._field

    @property
    def choices(self):
        """Values that may be asked for, with their labels."""
        return list(self.labels.items())

    def label_of(self, word):
        """None for what is no value."""
        return self.labels.get(word)

    def mistake(self, word):
        known = ", ".join(self.labels)
        return f"« {word} » n’est pas une valeur de « {self.label} ». Choisissez parmi : {known}."


class ValueFacet(Facet):
    """What one expression says of each entry, a column to begin with. ``unknown`` labels what it leaves empty."""

    expression = None

    def __init__(self, label, values, *, expression=None, unknown="non renseigné", in_order=False, **kwargs):
        super().__init__(label=label, **kwargs)
        self.values, self.unknown, self.in_order = values, unknown, in_order
        if expression:
            self.expression = expression

    @cached_property
    def words(self):
        """The word of each stored value in addresses."""
        return {value: worded(value) for value, _ in self.values}

    @cached_property
    def labels(self):
        labels = {self.words[value]: label for value, label in self.values}
        return labels | {UNKNOWN: self.unknown} if self.unknown else labels

    def word_of(self, value):
        return UNKNOWN if value in (None, "") else self.words.get(value)

    def stored(self, word):
        """The values that the word stands for."""
        return [value for value, known in self.words.items() if known == word]

    def valued(self, entries):
        """The entries with their value, and the name of what holds it."""
        if not self.expression:
            return entries, self.field_name
        name = f"value_of_{self.field_name}"
        return entries.annotate(**{name: self.expression()}), name

    def filter(self, entries, words):
        if not words:
            return entries
        entries, name = self.valued(entries)
        wanted = Q(**{f"{name}__in": [value for word in words if word != UNKNOWN for value in self.stored(word)]})
        if UNKNOWN in words:
            wanted |= Q(**{f"{name}__isnull": True}) | Q(**{name: ""} if self.may_be_blank else {"pk__in": []})
        return entries.filter(wanted)

    @property
    def may_be_blank(self):
        """Whether an empty text says that it is unknown."""
        return not self.expression and self.model._meta.get_field(self.field_name).empty_strings_allowed

    def counted(self, entries):
        return count_together([self], entries)[0]

    def listed(self, found):
        return [Counted(word, label, found[word]) for word, label in self.labels.items() if word in found]


def count_together(facets, entries):
    """What each ``ValueFacet`` counts of the same entries, from one query."""
    entries, names = entries.order_by(), []
    for facet in facets:
        entries, name = facet.valued(entries)
        names.append(name)
    found = [Counter() for _ in facets]
    for *values, count in entries.values_list(*names).annotate(Count("pk")):
        for facet, value, counts in zip(facets, values, found, strict=True):
            counts[facet.word_of(value)] += count
    return [facet.listed(counts) for facet, counts in zip(facets, found, strict=True)]


class WrittenFacet(ValueFacet):
    """A column in free words, those of the published entries; what only case, accents or hyphens set apart is one."""

    def __init__(self, label, **kwargs):
        super().__init__(label, (), **kwargs)

    @cached_property
    def words(self):
        column = self.model.objects.published().exclude(**{self.field_name: ""}).order_by(self.field_name)
        return {value: worded(value) for value in column.values_list(self.field_name, flat=True).distinct()}

    @cached_property
    def labels(self):
        return {word: value for value, word in self.words.items()} | {UNKNOWN: self.unknown}


class PeriodFacet(ValueFacet):
    """The year that a date is in, or its decade: ``2014``, ``2010-2019``. Any is right; the latest come first."""

    def __init__(self, label, *, years=1, **kwargs):
        super().__init__(label, (), in_order=True, **kwargs)
        self.years = years

    @property
    def choices(self):
        return [(word, self.label_of(word)) for word in map(self.word_of, self.examples)]

    @property
    def examples(self):
        return ["200", "201", "202"] if self.years == 10 else ["2015", "2020", "2024"]

    def valued(self, entries):
        name = f"value_of_{self.field_name}"
        return entries.annotate(**{name: Substr(Cast(self.field_name, CharField()), 1, len(self.examples[0]))}), name

    def filter(self, entries, words):
        """One time, in the whole country, is read by the index of dates; a territory's own narrows more."""
        is_date = isinstance(self.model._meta.get_field(self.field_name), PartialDateField)
        is_one_time = len(words) == 1 and words[0] != UNKNOWN and int(words[0][:4]) <= LAST_YEAR
        if self.parent.territory or not (is_date and is_one_time):
            return super().filter(entries, words)
        return entries.filter(**{f"{self.field_name}__range": (words[0][:4], f"{words[0][-4:]}-12-31")})

    @property
    def may_be_blank(self):
        return False

    def word_of(self, value):
        if not value:
            return UNKNOWN
        return f"{value}0-{value}9" if self.years == 10 else value

    def stored(self, word):
        return [word[:3] if self.years == 10 else word]

    def label_of(self, word):
        if word == UNKNOWN:
            return self.unknown or None
        if self.years == 10:
            return f"de {word[:4]} à {word[5:]}" if DECADE.fullmatch(word) else None
        return word if YEAR.fullmatch(word) else None

    def mistake(self, word):
        example = "une décennie, comme 2010-2019" if self.years == 10 else "une année, comme 2015"
        return f"« {word} » n’est pas {example}."

    def listed(self, found):
        words = sorted(found, key=lambda word: (word != UNKNOWN, word), reverse=True)
        return [Counted(word, self.label_of(word), found[word]) for word in words if self.label_of(word)]


class RelatedFacet(Facet):
    """The records at the end of ``path`` among those that ``rows`` gives; ``none`` labels the entries without any.

    An address names them by ``key``. ``missing`` says, around the word, that no such record is known. ``among`` is what
    is true of the ties that count, on the same ``path``: a role, or that what lies between is published.
    """

    def __init__(
        self, label, path, rows, *, missing, naming="name", key="slug", none="", in_order=False, among=None, **kwargs
    ):
        super().__init__(label=label, **kwargs)
        self.path, self.rows, self.missing, self.in_order = path, rows, missing, in_order
        self.key, self.naming, self.none, self.among = key, naming, none, among or {}

    @cached_property
    def known(self):
        """Word, key in the database and label of each record."""
        rows = self.rows().values_list(self.key, "pk", self.naming)
        return {str(word): (pk, str(label)) for word, pk, label in rows}

    @cached_property
    def labels(self):
        labels = {word: label for word, (_, label) in self.known.items()}
        return labels | {UNKNOWN: self.none} if self.none else labels

    def mistake(self, word):
        return self.missing % word

    def having(self, keys):
        """The keys of the entries tied to one of these records."""
        return self.model._base_manager.filter(**self.among, **{f"{self.path}__in": keys}).values("pk")

    def filter(self, entries, words):
        if not words:
            return entries
        wanted = Q(pk__in=self.having([self.known[word][0] for word in words if word != UNKNOWN]))
        if UNKNOWN in words:
            wanted |= ~Q(pk__in=self.having(self.rows().values("pk")))
        return entries.filter(wanted)

    def counts_of_all(self):
        """Of all that is published: every tie, less those of what is not, which are few. None where that is no help."""
        field = self.model._meta.get_field(self.path) if "__" not in self.path else None
        if field is None or not field.many_to_many or field.model is not self.model or self.model.last_day:
            return None
        hidden = self.model._base_manager.exclude(status=Status.PUBLISHED).values("pk")
        ties = field.remote_field.through._base_manager.values_list(field.m2m_reverse_field_name())
        theirs = ties.filter(**{f"{field.m2m_field_name()}__in": hidden})
        return Counter(dict(ties.annotate(Count("pk")))) - Counter(dict(theirs.annotate(Count("pk"))))

    @cached_property
    def is_among_rows(self):
        """The condition of a tie to one of the rows, where the path leads to others too: to structures, say."""
        end = get_fields_from_path(self.model, self.path)[-1].related_model
        rows = self.rows()
        return {f"{self.path}__isnull": False} if rows.model is end else {f"{self.path}__in": rows.values("pk")}

    def counted(self, entries):
        entries = entries.order_by()
        counts = self.counts_of_all() if self.parent.is_whole(self.field_name) else None
        if counts is None:
            tied = entries.filter(**self.among, **self.is_among_rows).values_list(self.path)
            counts = dict(tied.annotate(Count("pk", distinct="__" in self.path)))
        found = [Counted(word, label, counts[pk]) for word, (pk, label) in self.known.items() if pk in counts]
        if self.none:
            alone = entries.exclude(pk__in=self.having(self.rows().values("pk"))).count()
            found += [Counted(UNKNOWN, self.none, alone)] if alone else []
        return found
