"""Who may be the same: for one record or for what somebody is about to record, among all of the noun."""

from typing import NamedTuple

from django.db.models import Case, Q, Value, When

from ptce_hub.directory.duplicates.blocking import Finder
from ptce_hub.directory.duplicates.facts import facts_of, facts_said, places_of
from ptce_hub.directory.models import Entry, Status
from ptce_hub.directory.search.keys import with_finer
from ptce_hub.directory.search.models import SearchEntry

NARROW = 400  # records, those whose names have most of the words, that one record is compared with
ENOUGH = 5  # letters of a word: the rest may be a typo


class Suspect(NamedTuple):
    entry: Entry
    score: int
    reasons: list


def suspects_like(model, among=None, most=5, **said):
    """The records of ``model`` that may be what is ``said``: ``[Suspect]``, the likeliest first.

    ``said`` is any of name, acronym, other_names, territory (a row), siren, siret, rna, latitude and longitude
    (degrees, WGS 84), date. ``among``, a queryset of ``model``, leaves out what the reader may not see. For many in a
    row, ``suspects_of_each``.
    """
    rows = model._default_manager.exclude(status=Status.ARCHIVED) if among is None else among
    return suspects_of_facts(rows, facts_said(**said))[:most]


def suspects_of_each(rows, sayings, most=5):
    """What ``suspects_like`` gives for each of many: as many queries for a hundred as for one.

    The whole noun is read, a second or two for 20,000 records.
    """
    if not sayings:
        return []
    finder = Finder(rows)
    found = [finder.like(facts_said(**said))[:most] for said in sayings]
    entries = rows.select_related("territory").in_bulk({key for each in found for key, _ in each})
    return [[Suspect(entries[key], *likeness) for key, likeness in each] for each in found]


def suspects_of(entry, most=20):
    """Those of a record, whatever was decided of them."""
    model = table_of(type(entry))
    own = model._base_manager.filter(pk=entry.pk)
    [facts] = facts_of(own, places_of(own))
    others = model._base_manager.exclude(pk=entry.pk).exclude(status=Status.ARCHIVED)
    return suspects_of_facts(others, facts)[:most]


def suspects_of_facts(rows, facts):
    finder = Finder(rows.filter(worth_reading(rows.model, facts)))
    found = finder.like(facts)
    entries = rows.select_related("territory").in_bulk([key for key, _ in found])
    return [Suspect(entries[key], *likeness) for key, likeness in found]


def worth_reading(model, facts):
    """That a record shares an identifier, had such a name, or its names have the beginnings of the most words."""
    same = Q(pk__in=[])
    for name, value in facts.identifiers.items():
        same |= Q(**{name: value})
    for name in facts.names[:3]:
        same |= Q(pk__in=model.history.filter(name__icontains=name.written).values("id"))
    words = sorted({word[:ENOUGH] for name in facts.names for word in name.words}, key=lambda word: (-len(word), word))
    if not words:
        return same
    holding = [Case(When(title__contains=word, then=Value(1)), default=Value(0)) for word in words[:8]]
    kinds = [noun._meta.model_name for noun in with_finer(model)]
    best = SearchEntry.objects.filter(kind__in=kinds).alias(words=sum(holding[1:], holding[0])).filter(words__gt=0)
    return same | Q(pk__in=list(best.order_by("-words", "pk").values_list("object_id", flat=True)[:NARROW]))


def table_of(model):
    """The noun whose table holds its records: networks are structures, and may be the duplicate of one."""
    return model._meta.get_field("slug").model
