"""The records that answer a question."""

from ptce_hub.directory.search.keys import kind_key, public_key, with_finer
from ptce_hub.directory.search.models import LARGE, SearchEntry, SearchIndex


def public_hits(model, question):
    """The index of the published records of the noun that answer."""
    return SearchIndex.objects.answering(question.among(map(public_key, with_finer(model))))


def keys_of(model, question, public=True):
    """The keys of the records of the noun that answer; none when nothing is asked."""
    if question is None:
        return SearchEntry.objects.none().values("object_id")
    key = public_key if public else kind_key
    hits = SearchIndex.objects.answering(question.among(map(key, with_finer(model))))
    return hits.values("entry__object_id")


class BestFirst:
    """Records in the order in which they answer, as a sequence that a paginator cuts."""

    def __init__(self, entries, question):
        self.entries, self.question = entries, question
        self.found = entries.filter(pk__in=keys_of(entries.model, question))

    def count(self):
        return self.found.order_by().count()

    __len__ = count

    def __getitem__(self, wanted):
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        if self.question is None or self.count() > LARGE:
            return list(self.found[wanted])
        keys = self.ranked()[wanted]
        rows = {entry.pk: entry for entry in self.entries.filter(pk__in=keys)}
        return [rows[key] for key in keys if key in rows]

    def ranked(self):
        hits = public_hits(self.entries.model, self.question).best_first(self.question)
        narrowed = set(self.found.order_by().values_list("pk", flat=True))
        return [key for key in hits.values_list("entry__object_id", flat=True) if key in narrowed]
