"""One record, read with its ties by queries written once: what a page's ``for_page`` says, only faster."""

from django.db.models import Exists, OuterRef, prefetch_related_objects

from ptce_hub.directory.written import ASKED, ASKED_NAME, Written


class RecordReading:
    """Of the dozen kinds of ties that ``entries`` prefetch, only those that the record has cost a query."""

    def __init__(self, entries):
        lookups = {getattr(lookup, "prefetch_to", lookup): lookup for lookup in entries._prefetch_related_lookups}
        self.record = Written(entries.prefetch_related(None).filter(slug=ASKED_NAME))
        self.ties = {path: Tie(entries.model, path, lookup) for path, lookup in lookups.items() if "__" not in path}
        self.farther = [lookup for path, lookup in lookups.items() if "__" in path]
        rows = entries.model._base_manager
        exists = [Exists(rows.filter(pk=OuterRef("pk"), **{f"{name}__isnull": False})) for name in self.ties]
        self.had = Written(rows.filter(pk=ASKED).values_list(*exists))

    def read(self, slug):
        """The record at this address, None when there is none."""
        for entry in self.record.rows(name=slug):
            (had,) = self.had.rows(entry.pk)
            entry._prefetched_objects_cache = {
                name: tie.read(entry, has) for (name, tie), has in zip(self.ties.items(), had, strict=True)
            }
            prefetch_related_objects([entry], *self.farther)
            return entry
        return None


class Tie:
    """The rows of one relation, as Django's own prefetching would leave them."""

    def __init__(self, model, name, lookup):
        relation = model._meta.get_field(name)
        rows = getattr(lookup, "queryset", None)
        rows = relation.related_model._default_manager.all() if rows is None else rows
        self.back = relation.field if relation.one_to_many else None
        self.written = Written(rows.filter(**{relation.remote_field.name: ASKED}))
        self.nothing = self.written.queryset.all()
        self.nothing._result_cache, self.nothing._prefetch_done = [], True

    def read(self, entry, has_any):
        if not has_any:
            return self.nothing
        found = self.written.asked({ASKED: entry.pk})
        if self.back:
            for row in found:
                self.back.set_cached_value(row, entry)
        return found
