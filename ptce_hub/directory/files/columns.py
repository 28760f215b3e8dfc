"""What is published of a noun, column by column: CSV headers, JSON keys and Table Schema all come from here.

Nothing leaves in a file that a noun does not name: a field is private until then. People stay out of files; they stand
on the pages, in their public role.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from ptce_hub.directory.fields.dates import PartialDate, PartialDateField
from ptce_hub.directory.fields.lines import LinesField
from ptce_hub.directory.maps.positions import AT_COMMUNE, EXACT, NEARBY, position
from ptce_hub.territories.levels import URL_WORDS
from ptce_hub.territories.models import Kind

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

#: What a field of each sort holds; of no sort here, text.
KINDS = (
    (PartialDateField, "partial date"),
    (LinesField, "list"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.URLField, "uri"),
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.FloatField, "number"),
)


@dataclass(frozen=True)
class Column:
    """One public fact of a row, which ``read`` gives. Of kind ``page``, it is a path of this site, written whole."""

    name: str
    label: str
    read: callable
    kind: str = "text"
    help: str = ""
    values: dict = field(default_factory=dict)

    def value(self, row, base):
        """As JSON writes it; None when unknown. ``base`` is the site's own address, without a last slash."""
        value = self.read(row)
        if value is None or value == "":
            return None
        return base + value if self.kind == "page" else plain(value)


@dataclass(frozen=True)
class Ties:
    """What is tied to the record, ``rows``: objects in JSON; in CSV a column a fact, values in the same order."""

    name: str
    label: str
    rows: callable
    columns: tuple

    def value(self, row, base):
        return [{column.name: column.value(tie, base) for column in self.columns} for tie in self.rows(row)]


def plain(value):
    match value:
        case PartialDate():
            return value.iso
        case datetime.datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case str():
            return CONTROLS.sub("", value) or None
        case list():
            return [text for text in map(plain, value) if text]
    return value


def of(model, **fields):
    """Columns that are fields of ``model``, by their French names; label, kind and values are the field's own."""
    columns = []
    for name, source in fields.items():
        origin = model._meta.get_field(source)
        kind = next((kind for cls, kind in KINDS if isinstance(origin, cls)), "text")
        values = {str(code): str(label) for code, label in origin.choices or ()}
        label, read = str(origin.verbose_name), lambda row, source=source: getattr(row, source)
        advice = "" if kind == "list" else str(origin.help_text)  # how to type a list is no news to its reader
        columns.append(Column(name, label, read, kind, advice, values))
    return tuple(columns)


def named(label, accessor="", name=""):
    """The name and page of the record at the end of ``accessor`` (the row itself by default), when there is one."""
    other = (lambda row: getattr(row, accessor)) if accessor else (lambda row: row)
    return (
        Column(f"{name}nom", f"{label} : nom", lambda row: getattr(other(row), "name", None)),
        Column(f"{name}page", f"{label} : page", lambda row: (to := other(row)) and to.get_absolute_url(), "page"),
    )


def ties(name, label, accessor, *columns):
    """The rows of ``accessor``, which the noun prefetches as the public may see them."""
    return Ties(name, label, lambda row: getattr(row, accessor).all(), columns)


def records(name, label, accessor):
    """The published records of ``accessor``, chosen here: for hundreds of rows at once, SQLite plans the join badly."""
    return Ties(
        name, label, lambda row: [other for other in getattr(row, accessor).all() if other.is_published], named(label)
    )


def territories(name, label, accessor):
    return ties(
        name,
        label,
        accessor,
        Column("nom", f"{label} : nom", lambda territory: territory.name),
        Column("niveau", f"{label} : niveau", lambda territory: URL_WORDS[territory.kind]),
        Column("code", f"{label} : code", lambda territory: territory.code),
    )


def level(kind, name):
    """Name and code of the department or region in which the record is, or that it is about."""

    def above(entry):
        place = entry.territory
        return place if place is None or place.kind == kind else getattr(place, kind)

    label = str(kind.label)
    return (
        Column(name, label, lambda entry: getattr(above(entry), "name", None)),
        Column(f"{name}_code", f"{label} : code Insee", lambda entry: getattr(above(entry), "code", None)),
    )


def place(entry, read):
    return None if entry.territory is None else read(entry.territory)


def point(entry, part):
    return getattr(position(entry), part, None)


PLACE = (
    Column("territoire", "territoire", lambda entry: place(entry, lambda there: there.name)),
    Column("territoire_niveau", "territoire : niveau", lambda entry: place(entry, lambda there: URL_WORDS[there.kind]),
           values={word: str(Kind(kind).label) for kind, word in URL_WORDS.items()}),
    Column("territoire_code", "territoire : code", lambda entry: place(entry, lambda there: there.code),
           help="Code Insee, numéro Siren de l’intercommunalité, ou nom court d’une zone."),
    *level(Kind.DEPARTMENT, "departement"),
    *level(Kind.REGION, "region"),
    Column("longitude", "longitude (degrés, WGS 84)", lambda entry: point(entry, "longitude"), "number"),
    Column("latitude", "latitude (degrés, WGS 84)", lambda entry: point(entry, "latitude"), "number"),
    Column("position", "précision du point", lambda entry: point(entry, "precision"),
           values={EXACT: "point de la fiche", AT_COMMUNE: "point de sa commune",
                   NEARBY: "point de communes voisines de la sienne"}),
)  # fmt: skip


class Columns:
    """The columns of a noun: what every record has, with its ``own`` in the middle, and how to read them at once.

    ``linked(entry, base)`` says in the words of schema.org what is the noun's own.
    """

    def __init__(self, model, *own, linked, select=(), prefetch=()):
        self.model = model
        self.linked = linked
        self.select = ("territory__department", "territory__region", *select)
        self.prefetch = ("themes", *prefetch)
        self.all = (
            Column("identifiant", "identifiant", lambda entry: entry.slug, help="Fin de l’adresse de la fiche."),
            *of(model, nom="name"),
            Column("page", "page", lambda entry: entry.get_absolute_url(), "page", "Adresse durable de la fiche."),
            *of(model, autres_noms="alternative_names", presentation="summary"),
            *own,
            Column("themes", "thèmes", lambda entry: [theme.label for theme in entry.themes.all()], "list"),
            *PLACE,
            *of(model, territoire_mots="territory_words", site_web="website", sources="sources", precisions="notes",
                verifie_le="verified_on", verifie_par="verified_by", modifie_le="updated_at"),
        )  # fmt: skip

    def rows(self, entries, chunk=500):
        """The records one by one, never more than a ``chunk`` in memory."""
        whole = entries.select_related(*self.select).prefetch_related(*self.prefetch)
        return whole.order_by("sort_name", "pk").iterator(chunk_size=chunk)

    def record(self, entry, base):
        """As JSON has it."""
        return {column.name: column.value(entry, base) for column in self.all}

    @property
    def flat(self):
        """The columns of a table: their names, and what each holds."""
        for column in self.all:
            if isinstance(column, Ties):
                for fact in column.columns:
                    yield f"{column.name}_{fact.name}", fact, column
            else:
                yield column.name, column, None
