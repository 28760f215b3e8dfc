"""One record, read with its ties by queries written once: what a page's ``for_page`` says, only faster."""

import json
from operator import attrgetter

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, StringAgg, Subquery, TextField, Value, prefetch_related_objects
from django.db.models.functions import Cast, JSONObject

from ptce_hub.directory.models import Theme
from ptce_hub.directory.written import ASKED, ASKED_NAME, Written

ALSO_READ = {}


def also_read(name):
    """For a function of a model: what it gives is read of each of its records too, and kept under this ``name``.

    So the apps above say what they know of a record.
    """

    def keep(expression):
        ALSO_READ[name] = expression
        return expression

    return keep


class RecordReading:
    """Of the dozen kinds of ties that ``entries`` prefetch, those that the record has cost a query; themes, none."""

    def __init__(self, entries):
        lookups = {getattr(lookup, "prefetch_to", lookup): lookup for lookup in entries._prefetch_related_lookups}
        near = {path: lookup for path, lookup in lookups.items() if "__" not in path}
        self.ties = {path: tie_of(entries.model, path, lookup) for path, lookup in near.items()}
        self.farther = [lookup for path, lookup in lookups.items() if "__" in path]
        told = {f"told_{name}": tie.told for name, tie in self.ties.items()}
        also = {name: expression(entries.model) for name, expression in ALSO_READ.items()}
        self.record = Written(entries.prefetch_related(None).filter(slug=ASKED_NAME).annotate(**told, **also))

    def read(self, slug):
        """The record at this address, None when there is none."""
        for entry in self.record.rows(name=slug):
            entry._prefetched_objects_cache = {
                name: tie.read(entry, getattr(entry, f"told_{name}")) for name, tie in self.ties.items()
            }
            prefetch_related_objects([entry], *self.farther)
            return entry
        return None


def tie_of(model, name, lookup):
    themes = model._meta.get_field(name).related_model is Theme
    return Themes(model, name) if themes else Tie(model, name, lookup)


class Tie:
    """The rows of one relation, as Django's own prefetching would leave them.

    What is ``told`` of it with the record is whether there are some, published or not.
    """

    def __init__(self, model, name, lookup):
        relation = model._meta.get_field(name)
        rows = getattr(lookup, "queryset", None)
        rows = relation.related_model._default_manager.all() if rows is None else rows
        self.back = relation.field if relation.one_to_many else None
        self.written = Written(rows.filter(**{relation.remote_field.name: ASKED}))
        self.nothing = self.written.filled_with([])
        ties, back, _ = through(relation)
        self.told = Exists(ties.filter(**{back: OuterRef("pk")}))

    def read(self, entry, told):
        if not told:
            return self.nothing
        found = self.written.rows(entry.pk)
        if self.back:
            for row in found:
                self.back.set_cached_value(row, entry)
        return self.written.filled_with(found)


class Themes:
    """The themes of a record, few and plain enough to be ``told`` whole with it, as JSON objects."""

    fields = [field.name for field in Theme._meta.concrete_fields]

    def __init__(self, model, name):
        ties, back, there = through(model._meta.get_field(name))
        said = Cast(JSONObject(**{field: f"{there}__{field}" for field in self.fields}), TextField())
        theirs = ties.filter(**{back: OuterRef("pk")}).order_by().values(back)
        self.told = Subquery(theirs.annotate(said=StringAgg(said, Value(","))).values("said"))
        self.written = Written(Theme.objects.all())

    def read(self, entry, told):
        found = [[said[field] for field in self.fields] for said in json.loads(f"[{told or ''}]")]
        rows = [Theme.from_db(DEFAULT_DB_ALIAS, self.fields, values) for values in found]
        return self.written.filled_with(sorted(rows, key=attrgetter(*Theme._meta.ordering)))


def through(relation):
    """The rows that tie a record by this relation, the name of what leads back to it, and on to what is tied."""
    if relation.one_to_many:
        return relation.related_model._base_manager.all(), relation.field.name, None
    field = relation.field if relation.auto_created else relation
    names = field.m2m_field_name(), field.m2m_reverse_field_name()
    return field.remote_field.through._base_manager.all(), *(reversed(names) if relation.auto_created else names)
