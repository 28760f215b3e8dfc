"""The records just before and just after one, in the list that the reader came from."""

from typing import NamedTuple

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode

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


def beside(entry, filterset, query):
    """``filterset`` is the noun's own, that answers the list's ``query``; a wrong one leads nowhere."""
    query = QueryDict(query[:LONGEST])
    asked = filterset(query)
    if not asked.is_right:
        return Beside(None, None, "")
    entries = asked.qs.only("name", *entry.address_fields)
    before, after = in_the_list(entry, asked, entries) if query else by_name(entry, entries)
    return Beside(before, after, query.urlencode())


def by_name(entry, entries):
    lower = Q(sort_name__lte=entry.sort_name) & (Q(sort_name__lt=entry.sort_name) | Q(pk__lt=entry.pk))
    higher = Q(sort_name__gte=entry.sort_name) & (Q(sort_name__gt=entry.sort_name) | Q(pk__gt=entry.pk))
    return (
        entries.filter(lower).order_by("-sort_name", "-pk").first(),
        entries.filter(higher).order_by("sort_name", "pk").first(),
    )


def in_the_list(entry, asked, entries):
    keys = list(asked.keys()[:MOST])
    if entry.pk not in keys:
        return by_name(entry, entries)
    place = keys.index(entry.pk)
    found = type(entry).objects.only("name", *entry.address_fields).in_bulk(keys[max(0, place - 1) : place + 2])
    return found.get(keys[place - 1]) if place else None, found.get(keys[place + 1]) if place + 1 < len(keys) else None
