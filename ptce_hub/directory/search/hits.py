"""The records that answer a question: of one noun, to narrow its list; of all, noun by noun."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.db.models import Exists, F, OuterRef

from ptce_hub.directory.search.keys import kind_key, public_key, with_finer
from ptce_hub.directory.search.models import SearchEntry, SearchIndex
from ptce_hub.directory.written import Written

FEW = 1_000  # hits of a noun read once, for its list and its facets
#: Hits of a noun; more come by name, for words that thousands have tell none apart. To rank 5,000 costs 2 to 3 Y,
#: 18,000 alone 7 Y, past what a page may.
RANKED = 5_000


@dataclass
class Group:
    """The published records of one noun that answer: how many, and the best."""

    model: type
    total: int
    entries: list


def count(models, question):
    """How many published records answer."""
    return answering(models, question).count()


def groups(models, question, shown):
    """The nouns that have answers, the one that answers best first; ``shown`` entries of each at most.

    A noun that has thousands comes after the others, its entries by name.
    """
    long = long_ones(models, question)
    found = defaultdict(list)
    if few := [model for model in models if model not in long]:
        hits = answering(few, question) if long else answering_widely(few, question)
        for key, kind in hits.best_first(question).values_list("pk", "entry__kind"):
            found[kind].append(key)
    best = {kind: (len(keys), keys[:shown]) for kind, keys in found.items()}
    for model, number in long.items():
        best[model._meta.model_name] = number, list(by_name(model, question)[:shown])
    rows = SearchEntry.objects.in_bulk([key for _, keys in best.values() for key in keys])
    models = {model._meta.model_name: model for model in models}
    return [Group(models[kind], number, [rows[key] for key in keys]) for kind, (number, keys) in best.items()]


def long_ones(models, question):
    """The nouns of which too many records answer to be ranked, with how many."""
    if answering(models, question)[: RANKED + 1].count() <= RANKED:
        return {}
    numbers = {model: answering([model], question).count() for model in models}
    return {model: number for model, number in numbers.items() if number > RANKED}


def by_name(model, question):
    """The keys of many hits of a noun, read in the order of the index of names; ``+ 0`` keeps SQLite from sorting."""
    entries = SearchEntry.objects.filter(kind=model._meta.model_name).annotate(key=F("pk") + 0)
    return (
        entries.filter(key__in=answering([model], question).values("pk"))
        .order_by("sort_name", "pk")
        .values_list("pk", flat=True)
    )


def answering(models, question):
    return still_on(models, SearchIndex.objects.answering(question.among(map(public_key, models))))


def answering_widely(models, question):
    """As ``answering``, of many nouns: what each record is, is read beside the index, whose rank costs by the word."""
    kinds = [model._meta.model_name for model in models]
    hits = SearchIndex.objects.answering(question).filter(entry__public=True, entry__kind__in=kinds)
    return still_on(models, hits)


def still_on(models, hits):
    """Without those that ended by themselves since they were indexed, named unless they are many."""
    for model in (model for model in models if model.last_day):
        ended = ended_written(model).rows()
        if len(ended) > FEW:
            ended = ended_ones(model)
        hits = hits.exclude(pk__in=ended) if ended else hits
    return hits


def ended_ones(model):
    entries = SearchEntry.objects.filter(kind=model._meta.model_name, public=True)
    return entries.exclude(object_id__in=model.objects.published().order_by().values("pk")).values("pk")


@cache
def ended_written(model):
    return Written(ended_ones(model).values_list("pk", flat=True)[: FEW + 1])


def keys_of(model, question, public=True):
    """The keys of the records of the noun that answer; none when nothing is asked."""
    if question is None:
        return SearchIndex.objects.none().values("entry__object_id")
    models = with_finer(model)
    hits = (
        answering(models, question) if public else SearchIndex.objects.answering(question.among(map(kind_key, models)))
    )
    return hits.values("entry__object_id")


def answers(model, question):
    """Whether the record of a row answers, when thousands do: other filters then narrow, or an index orders, first."""
    kinds = [noun._meta.model_name for noun in with_finer(model)]
    own = SearchEntry.objects.filter(kind__in=kinds, object_id=OuterRef("pk")).annotate(key=F("pk") + 0)
    return Exists(own.filter(key__in=answering(with_finer(model), question).values("pk")))


class BestFirst:
    """The keys of ``entries`` in the order in which they answer, by name when they are many: a paginator cuts it."""

    def __init__(self, entries, question):
        self.entries = entries.filter(pk__in=keys_of(entries.model, question))
        self.question = question

    def __len__(self):
        return self.total

    def __getitem__(self, wanted):
        if self.question is None or self.total > RANKED:
            return self.found.order_by("sort_name", "pk")[wanted]
        return self.ranked[wanted]

    @property
    def found(self):
        return self.entries.order_by().values_list("pk", flat=True)

    @cached_property
    def total(self):
        return self.found.count()

    @cached_property
    def ranked(self):
        hits = answering(with_finer(self.entries.model), self.question).best_first(self.question)
        narrowed = set(self.found)
        return [key for key in hits.values_list("entry__object_id", flat=True) if key in narrowed]
