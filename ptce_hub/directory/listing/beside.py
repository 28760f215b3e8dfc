"""The records just before and just after one, in the list that the reader came from."""

from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
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


def with_neighbours(entries, among):
    """The ``entries``, each with what names the one just ``before`` it and just ``after`` it ``among`` others.

    Read with the record, they cost its page less than a query of their own.
    """
    name, key = OuterRef("sort_name"), OuterRef("pk")
    lower = Q(sort_name__lte=name) & (Q(sort_name__lt=name) | Q(pk__lt=key))
    higher = Q(sort_name__gte=name) & (Q(sort_name__gt=name) | Q(pk__gt=key))
    said = JSONObject(**{field: field for field in ("name", *entries.model.address_fields)})
    before = among.filter(lower).order_by("-sort_name", "-pk").values(said=said)[:1]
    after = among.filter(higher).order_by("sort_name", "pk").values(said=said)[:1]
    return entries.annotate(before=Subquery(before), after=Subquery(after))


def by_name(entry):
    """Those before and after an entry read ``with_neighbours``; None where there is none."""
    return [said and named(type(entry), said) for said in (entry.before, entry.after)]


def named(model, said):
    names = [field.attname for field in model._meta.concrete_fields if field.attname in said]
    return model.from_db(DEFAULT_DB_ALIAS, names, [said[name] for name in names])


def beside(entry, pages, query):
    """In the list of the noun's ``pages`` that ``query`` narrows; a wrong one leads nowhere."""
    query = QueryDict(query[:LONGEST])
    if not query:
        return Beside(*by_name(entry), "")
    asked = pages.filterset(query)
    if not asked.is_right:
        return Beside(None, None, "")
    return Beside(*in_the_list(entry, asked), query.urlencode())


def in_the_list(entry, asked):
    keys = list(asked.keys()[:MOST])
    if entry.pk not in keys:
        itself = with_neighbours(type(entry).objects.filter(pk=entry.pk), asked.qs).first()
        return by_name(itself) if itself else (None, None)
    place = keys.index(entry.pk)
    around = keys[max(0, place - 1) : place + 2]
    found = type(entry).objects.only("name", *entry.address_fields).in_bulk(around)
    return on_each_side(entry, [found[key] for key in around if key in found])


def on_each_side(entry, rows):
    """What comes before it and after it among these few ``rows``, where it is too unless it was just taken away."""
    rows = [None, *rows, None]
    place = next((place for place, row in enumerate(rows) if row == entry), None)
    return (rows[place - 1], rows[place + 1]) if place else (None, None)
