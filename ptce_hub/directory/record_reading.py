"""One record, read with its ties by queries written once: what a page's ``for_page`` says, only faster."""

from django.db.models import Exists, OuterRef, prefetch_related_objects

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
    """Of the dozen kinds of ties that ``entries`` prefetch, only those that the record has cost a query."""

    def __init__(self, entries):
        lookups = {getattr(lookup, "prefetch_to", lookup): lookup for lookup in entries._prefetch_related_lookups}
        self.ties = {path: Tie(entries.model, path, lookup) for path, lookup in lookups.items() if "__" not in path}
        self.farther = [lookup for path, lookup in lookups.items() if "__" in path]
        has = {f"has_{tie}": has_any(entries.model, tie) for tie in self.ties}
        also = {name: expression(entries.model) for name, expression in ALSO_READ.items()}
        self.record = Written(entries.prefetch_related(None).filter(slug=ASKED_NAME).annotate(**has, **also))

    def read(self, slug):
        """The record at this address, None when there is none."""
        for entry in self.record.rows(name=slug):
            entry._prefetched_objects_cache = {
                name: tie.read(entry, getattr(entry, f"has_{name}")) for name, tie in self.ties.items()
            }
            prefetch_related_objects([entry], *self.farther)
            return entry
        return None


def has_any(model, tie):
    """Whether a record has rows of this relation, published or not."""
    relation = model._meta.get_field(tie)
    if relation.one_to_many:
        return Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
    field = relation.field if relation.auto_created else relation
    back = field.m2m_reverse_field_name() if relation.auto_created else field.m2m_field_name()
    return Exists(field.remote_field.through._base_manager.filter(**{back: OuterRef("pk")}))


class Tie:
    """The rows of one relation, as Django's own prefetching would leave them."""

    def __init__(self, model, name, lookup):
        relation = model._meta.get_field(name)
        rows = getattr(lookup, "queryset", None)
        rows = relation.related_model._default_manager.all() if rows is None else rows
        self.back = relation.field if relation.one_to_many else None
        self.written = Written(rows.filter(**{relation.remote_field.name: ASKED}))
        self.nothing = self.written.filled_with([])

    def read(self, entry, has_any):
        if not has_any:
            return self.nothing
        found = self.written.rows(entry.pk)
        if self.back:
            for row in found:
                self.back.set_cached_value(row, entry)
        return self.written.filled_with(found)
