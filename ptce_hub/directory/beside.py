"""The records just before and just after one, by name, in the list that the reader came from."""

from typing import NamedTuple

from django.db.models import Q
from django.http import QueryDict

LONGEST = 1000  # characters of a list's query that a record's address may carry


class Beside(NamedTuple):
    """``query`` is the list's own, for the way back; empty for the whole list."""

    before: object
    after: object
    query: str

    @property
    def suffix(self):
        """What keeps the reader in the same list from record to record."""
        query = QueryDict(mutable=True)
        query["dans"] = self.query
        return f"?{query.urlencode()}" if self.query else ""


def beside(entry, filterset, query):
    """``filterset`` is the noun's own, that answers the list's ``query``; a wrong one leads nowhere."""
    query = QueryDict(query[:LONGEST]) if query else None
    asked = filterset(query)
    if not asked.is_right:
        return Beside(None, None, "")
    entries = asked.qs.only("name", *entry.address_fields)
    lower = Q(sort_name__lte=entry.sort_name) & (Q(sort_name__lt=entry.sort_name) | Q(pk__lt=entry.pk))
    higher = Q(sort_name__gte=entry.sort_name) & (Q(sort_name__gt=entry.sort_name) | Q(pk__gt=entry.pk))
    before = entries.filter(lower).order_by("-sort_name", "-pk").first()
    after = entries.filter(higher).order_by("sort_name", "pk").first()
    return Beside(before, after, query.urlencode() if query else "")
