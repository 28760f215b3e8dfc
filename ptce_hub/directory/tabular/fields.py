"""The columns that a table may have: how each reads a cell, reads the record as it is, and writes it.

A value is what JSON holds; a record or a territory is a pair of its key and of its name, which people read.
"""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models

from ptce_hub.directory.fields.dates import PartialDate, PartialDateField
from ptce_hub.directory.fields.identifiers import IdentifierField
from ptce_hub.directory.fields.lines import LinesField
from ptce_hub.directory.maps.positions import EXACT
from ptce_hub.directory.models import CheckedBy
from ptce_hub.directory.tabular import cells
from ptce_hub.directory.tabular.cells import Wrong
from ptce_hub.territories.names import fold

#: What a person may be reached by: a mail address, a French telephone number.
PERSON = re.compile(r"\w@[\w-]+\.\w|(?<!\d)(?:\+33|0)\s?[1-9](?:[ .\-]?\d{2}){4}(?!\d)")
IDENTIFIERS = {"siren": cells.siren, "siret": cells.siret, "rna": cells.rna}


@dataclass(frozen=True)
class Input:
    """A column that a file may have: our name for it, its label, and other ``words`` that title it elsewhere."""

    name: str
    label: str
    words: tuple = ()
    help: str = ""
    choices: tuple = ()


class Field:
    """What one input gives one field of the record. ``None`` read means that the file says nothing."""

    late = False  # whether it is written once the record is saved
    needed = False

    def __init__(self, origin, name, *words, needed=False):
        self.origin, self.name, self.needed = origin, origin.name, needed
        choices = tuple((str(code), str(label)) for code, label in origin.choices or ())
        self.inputs = (Input(name, str(origin.verbose_name), words, str(origin.help_text), choices),)

    @property
    def label(self):
        return self.inputs[0].label

    def ask(self, texts, questions):
        """Adds to ``questions`` what must be looked up to read ``texts``."""

    def read(self, texts, answers, note):
        text = texts.get(self.inputs[0].name, "")
        return None if text == "" else self.value_of(text, note)

    def value_of(self, text, note):
        return text

    def current(self, row):
        return as_json(getattr(row, self.name))

    def merge(self, before, value):
        """What the record has once the file, which says ``value``, is applied."""
        return value

    def alike(self, before, after):
        return cells.alike(before, after)

    def write(self, row, value):
        setattr(row, self.name, self.origin.to_python(self.origin.get_default() if value is None else value))

    def tell(self, value):
        """The value as the report shows it."""
        if value in (None, "", []):
            return "(vide)"
        labels = dict(self.inputs[0].choices)
        match value:
            case bool():
                return "oui" if value else "non"
            case [int(), str() as name]:
                return name
            case list():
                return ", ".join(self.tell(item) for item in value)
        return labels.get(str(value), str(value))


class Text(Field):
    def value_of(self, text, note):
        if not isinstance(self.origin, models.TextField):
            text = " ".join(text.split())
        if self.origin.max_length and len(text) > self.origin.max_length:
            raise Wrong(f"{len(text)} signes, pour {self.origin.max_length} au plus : raccourcissez.")
        for validate in self.origin.validators:
            try:
                validate(text)
            except ValidationError as error:
                raise Wrong(error.messages[0]) from None
        if PERSON.search(text):
            note("un courriel ou un téléphone s'y lit : retirez ceux d'une personne, cette case est publique.")
        return text


class Lines(Field):
    """A list: a file adds to it and never takes anything away."""

    def value_of(self, text, note):
        return several(text)

    def merge(self, before, value):
        """What the record says already is not added, nor a part of it: a sign in an item cuts it in a file."""
        there = {as_exported(part) for item in before for part in (item, *several(item))}
        return [*before, *(item for item in value if as_exported(item) not in there)]


class Choice(Field):
    """One of the field's values, by its code, its label or another word for it: ``{"asso": "association"}``."""

    def __init__(self, origin, name, *words, also=None, needed=False):
        super().__init__(origin, name, *words, needed=needed)
        self.values = {fold(word): str(code) for code, label in origin.choices for word in (str(code), str(label))}
        self.values |= {fold(word): code for word, code in (also or {}).items()}

    def value_of(self, text, note):
        value = self.values.get(fold(text))
        if value is None:
            raise Wrong(f"« {text[:40]} » n'est pas une valeur connue : {', '.join(self.known())}.")
        return value

    def known(self):
        return [str(label) for _, label in self.origin.choices]


class Identifier(Field):
    def value_of(self, text, note):
        return IDENTIFIERS[self.name](text, note)


class Date(Field):
    def value_of(self, text, note):
        return cells.date(text, note).iso


class Day(Field):
    """A date known to the day."""

    def value_of(self, text, note):
        date = cells.date(text, note)
        if not date.day:
            raise Wrong(f"« {text} » : le jour manque, écrivez 14/12/2021.")
        return date.iso


class Verified(Day):
    """The day of the last check, with who made it: an import, when the day comes from one."""

    def value_of(self, text, note):
        return [super().value_of(text, note), CheckedBy.IMPORT.value]

    def current(self, row):
        return [as_json(row.verified_on), row.verified_by]

    def alike(self, before, after):
        return before[0] == after[0]

    def write(self, row, value):
        on, by = value
        row.verified_on, row.verified_by = self.origin.to_python(on), by

    def tell(self, value):
        return super().tell(value and value[0])


class Time(Field):
    def value_of(self, text, note):
        return cells.clock(text).isoformat()


class Number(Field):
    def value_of(self, text, note):
        return cells.number(text, isinstance(self.origin, models.IntegerField))


class YesNo(Field):
    def value_of(self, text, note):
        return cells.yes_or_no(text)


class Web(Field):
    def value_of(self, text, note):
        text = cells.web_address(text, note)
        if len(text) > self.origin.max_length:
            raise Wrong(f"adresse de {len(text)} signes, pour {self.origin.max_length} au plus.")
        return text


READERS = (
    (PartialDateField, Date),
    (LinesField, Lines),
    (IdentifierField, Identifier),
    (models.DateField, Day),
    (models.TimeField, Time),
    (models.URLField, Web),
    (models.BooleanField, YesNo),
    ((models.IntegerField, models.FloatField), Number),
)


def of(model, needed=(), **columns):
    """Fields of ``model`` by the names of their columns; each is a field's name, then other words for it.

    ``of(Structure, nom="name dénomination|raison sociale")``.
    """
    fields = []
    for name, said in columns.items():
        source, _, words = said.partition(" ")
        origin = model._meta.get_field(source)
        reader = next(
            (reader for cls, reader in READERS if isinstance(origin, cls)), Choice if origin.choices else Text
        )
        fields.append(reader(origin, name, *filter(None, words.split("|")), needed=source in needed))
    return tuple(fields)


class Point(Field):
    """Latitude or longitude, when it is the record's own point: files of this site also give its commune's."""

    def __init__(self, origin, name, *words):
        super().__init__(origin, name, *words)
        self.inputs += (Input("position", "précision du point"),)

    def read(self, texts, answers, note):
        text = texts.get(self.inputs[0].name, "")
        if text == "" or texts.get("position", EXACT) not in (EXACT, "point de la fiche"):
            return None
        value, limit = cells.number(text, False), 90 if self.name == "latitude" else 180
        if abs(value) > limit:
            raise Wrong(f"« {text} » n'est pas un angle de −{limit} à {limit} degrés.")
        if are_swapped(texts):
            raise Wrong("la latitude et la longitude semblent échangées : ce point tombe au large de la Somalie.")
        return round(value, 6)

    def current(self, row):
        value = getattr(row, self.name)
        return None if value is None else round(value, 6)


def are_swapped(texts):
    """Whether the point would fall where metropolitan France does once its angles are exchanged, and nothing French."""
    try:
        latitude, longitude = (cells.number(texts[name], False) for name in ("latitude", "longitude"))
    except (KeyError, Wrong):
        return False
    return -5.5 < latitude < 10 and 41 < longitude < 51.5


def several(text):
    """The items of a cell, cut at bars, semicolons and ends of lines."""
    for sign in (";", "\n"):
        text = text.replace(sign, "|")
    return list(dict.fromkeys(item.strip() for item in text.split("|") if item.strip()))


def as_exported(item):
    """Bars part the items of a cell: ``directory.writing`` writes another sign for theirs."""
    return cells.worn(item.replace("|", "/"))


def as_json(value):
    match value:
        case PartialDate():
            return value.iso
        case datetime.date() | datetime.time():
            return value.isoformat()
    return value
