"""The records just before and just after one, in the list that the reader came from."""

from functools import cache
from typing import NamedTuple

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode

from ptce_hub.directory.written import ASKED, ASKED_NAME, Written

LONGEST = 1000  # characters of a list's query that a record's address may carry
MOST = 1000  # rows of a list in which a record is looked for; farther, its neighbours are by name


class Beside(NamedTuple):
    """``query`` is the list's own, for the way back; empty for the whole list."""

    before: object
    after: object
    query: str

    @property
    def suffix(self):
        """What keeps the reader in the same list from record to record."""
        return f"?{urlencode({'dans': self.query})}" if self.query else ""


def beside(entry, pages, query):
    """In the list of the noun's ``pages`` that ``query`` narrows; a wrong one leads nowhere."""
    query = QueryDict(query[:LONGEST])
    if not query:
        return Beside(*in_the_whole_list(entry, type(pages)), "")
    asked = pages.filterset(query)
    if not asked.is_right:
        return Beside(None, None, "")
    found = in_the_list(entry, asked, asked.qs.only("name", *entry.address_fields))
    return Beside(*found, query.urlencode())


def by_name(entries, name, key):
    """The entry just before and the one just after, each a queryset."""
    lower = Q(sort_name__lte=name) & (Q(sort_name__lt=name) | Q(pk__lt=key))
    higher = Q(sort_name__gte=name) & (Q(sort_name__gt=name) | Q(pk__gt=key))
    return (
        entries.filter(lower).order_by("-sort_name", "-pk")[:1],
        entries.filter(higher).order_by("sort_name", "pk")[:1],
    )


def in_the_whole_list(entry, pages):
    for written in neighbours_written(pages):
        yield next(iter(written.rows(entry.pk, entry.sort_name)), None)


@cache
def neighbours_written(pages):
    entries = pages().entries()
    entries = entries.only("name", *entries.model.address_fields)
    return [Written(each) for each in by_name(entries, ASKED_NAME, ASKED)]


def in_the_list(entry, asked, entries):
    keys = list(asked.keys()[:MOST])
    if entry.pk not in keys:
        return [found.first() for found in by_name(entries, entry.sort_name, entry.pk)]
    place = keys.index(entry.pk)
    found = type(entry).objects.only("name", *entry.address_fields).in_bulk(keys[max(0, place - 1) : place + 2])
    return found.get(keys[place - 1]) if place else None, found.get(keys[place + 1]) if place + 1 < len(keys) else None
