"""The records just before and just after one, in the list that the reader came from."""

from functools import cache
from typing import NamedTuple

from django.db.models import Q, Subquery
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
        three = neighbours_written(type(pages)).rows(entry.pk, entry.sort_name)
        return Beside(*on_each_side(entry, three), "")
    asked = pages.filterset(query)
    if not asked.is_right:
        return Beside(None, None, "")
    return Beside(*in_the_list(entry, asked), query.urlencode())


def by_name(entries, name, key):
    """The entry of this name and key, with the one just before and the one just after; in order."""
    lower = Q(sort_name__lte=name) & (Q(sort_name__lt=name) | Q(pk__lt=key))
    higher = Q(sort_name__gte=name) & (Q(sort_name__gt=name) | Q(pk__gt=key))
    before = entries.filter(lower).order_by("-sort_name", "-pk").values("pk")[:1]
    after = entries.filter(higher).order_by("sort_name", "pk").values("pk")[:1]
    three = Q(pk=key) | Q(pk=Subquery(before)) | Q(pk=Subquery(after))
    model = entries.model
    return model.objects.filter(three).order_by("sort_name", "pk").only("name", *model.address_fields)


def on_each_side(entry, rows):
    """What comes before it and after it among these few ``rows``, where it is too unless it was just taken away."""
    rows = [None, *rows, None]
    place = next((place for place, row in enumerate(rows) if row == entry), None)
    return (rows[place - 1], rows[place + 1]) if place else (None, None)


@cache
def neighbours_written(pages):
    return Written(by_name(pages().entries(), ASKED_NAME, ASKED))


def in_the_list(entry, asked):
    keys = list(asked.keys()[:MOST])
    if entry.pk not in keys:
        return on_each_side(entry, list(by_name(asked.qs, entry.sort_name, entry.pk)))
    place = keys.index(entry.pk)
    around = keys[max(0, place - 1) : place + 2]
    found = type(entry).objects.only("name", *entry.address_fields).in_bulk(around)
    return on_each_side(entry, [found[key] for key in around if key in found])
