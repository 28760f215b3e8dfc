"""The rows that a merge may touch, read before and after it."""

from collections import defaultdict

from django.apps import apps

from ptce_hub.directory.duplicates.finding import table_of
from ptce_hub.directory.duplicates.models import Suspicion
from ptce_hub.directory.duplicates.relations import is_record, nouns_in
from ptce_hub.directory.duplicates.snapshots import difference, images, images_of
from ptce_hub.directory.models import Entry
from ptce_hub.directory.search.indexing import naming
from ptce_hub.directory.search.models import SearchEntry, SearchWord


class Journal:
    """Made before the merge; ``changes()`` after it gives every row that is no longer the same."""

    def __init__(self, kept, others, plan):
        self.table = table_of(type(kept))
        self.keys = [kept.pk, *(other.pk for other in others)]
        self.plan = plan
        self.rows_of_plan = [(type(row)._meta.label, row.pk) for row in plan.rows()]
        self.ends = self.ends_of([kept, *others, *plan.rows()])
        self.versions = self.versions_now()
        self.words = set(SearchWord.objects.all_words())
        self.before = self.now()

    def ends_of(self, rows):
        """By noun, the keys of the records that the rows are, join or are named by: their search changes."""
        ends = defaultdict(set)
        for row in rows:
            if isinstance(row, Entry):
                ends[table_of(type(row))].add(row.pk)
                for noun, keys in naming(type(row), [row.pk]):
                    ends[table_of(noun)].update(keys)
            for field in row._meta.local_concrete_fields:
                if is_record(field) and getattr(row, field.attname):
                    ends[table_of(field.related_model)].add(getattr(row, field.attname))
        return {noun: keys for table, keys in ends.items() for noun in nouns_in(table)}

    def now(self):
        found = images_of(self.rows_of_plan)
        for noun in nouns_in(self.table):
            found |= images(noun._base_manager.filter(pk__in=self.keys))
        for tie in self.plan.ties:
            found |= images(tie.rows(self.table, self.keys))
        found |= images(Suspicion.objects.about(self.table, self.keys))
        for noun, keys in self.ends.items():
            found |= images(SearchEntry.objects.filter(kind=noun._meta.model_name, object_id__in=keys))
        return found

    def historied(self):
        """Querysets of the past versions of all that the merge may save."""
        keys = {noun: set(pks) for noun, pks in self.ends.items()}
        for label, key in self.rows_of_plan:
            keys.setdefault(apps.get_model(label), set()).add(key)
        for model, pks in keys.items():
            if hasattr(model, "history"):
                yield model, model.history.filter(**{f"{model._meta.pk.attname}__in": pks}).order_by()

    def versions_now(self):
        return {model: set(rows.values_list("pk", flat=True)) for model, rows in self.historied()}

    def new_versions(self):
        """The past versions written meanwhile, with their lists."""
        found = {}
        for model, rows in self.historied():
            new = sorted(set(rows.values_list("pk", flat=True)) - self.versions[model])
            found |= images(rows.model._base_manager.filter(pk__in=new))
            for relation in rows.model._meta.related_objects:
                if hasattr(relation.related_model, "m2m_history_id"):
                    found |= images(relation.related_model._base_manager.filter(history_id__in=new))
        return found

    def changes(self):
        new_words = SearchWord.objects.filter(pk__in=set(SearchWord.objects.all_words()) - self.words)
        after = images_of(self.before) | self.now() | self.new_versions() | images(new_words)
        return difference(self.before, after)
