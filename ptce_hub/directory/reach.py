"""How entries stand to a territory: here, wider, across; each entry once, at its nearest."""

from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, CharField, Count, F, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from ptce_hub.directory.filters import Reach
from ptce_hub.territories.models import Containment, Kind, Territory

ASKED = -1  # stands for the territory's key in a query written once


class Found(NamedTuple):
    """An entry among the first of its reach; ``total`` counts them all."""

    reach: str
    total: int
    values: tuple


def conditions(entries, territory):
    """What is true of the entries of each reach, nearest first; where several are, the nearest is the entry's own."""
    inside = Containment.objects.filter(outer=territory, whole=True).values("inner")
    around = Containment.objects.filter(inner=territory).values("outer")
    return {
        Reach.HERE: entries.placement(inside, at=territory),
        Reach.WIDER: entries.placement(around.filter(whole=True)),
        Reach.ACROSS: entries.placement(around.filter(whole=False)),
    }


def by_reach(entries, territory):
    """Annotate ``reach``; those that have nothing to do with the territory are left out."""
    cases = (When(so, then=Value(name)) for name, so in conditions(entries, territory).items())
    itself = Territory.objects.filter(pk=territory).values("pk")
    inside = Containment.objects.filter(outer=territory, whole=True).values("inner")
    around = Containment.objects.filter(inner=territory).values("outer")
    concerned = entries.placement(itself.union(inside, around, all=True))
    return entries.filter(concerned).annotate(reach=Case(*cases, output_field=CharField()))


def first_of_each(entries, territory, columns, order, most):
    """The ``columns`` of the first ``most`` of each reach, in ``order``: one query."""
    sql, values = written(entries.model, territory.kind == Kind.COUNTRY, columns, order, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, [territory.pk if value == ASKED else value for value in values])
        return [Found(reach, total, values) for reach, total, *values in cursor.fetchall()]


@cache
def written(model, country, columns, order, most):
    """The SQL and its values, kept: writing it takes Django four times longer than running it."""
    found = in_country(model, order, most) if country else in_each_reach(model, order, most)
    return found.values_list("reach", "total", *columns).query.sql_with_params()


def in_each_reach(model, order, most):
    by_name = F("reach")
    ranked = by_reach(model.objects.published(), ASKED).annotate(
        total=Window(Count("pk"), partition_by=by_name),
        place=Window(RowNumber(), partition_by=by_name, order_by=order),
    )
    return ranked.filter(place__lte=most).order_by("place")


def in_country(model, order, most):
    """Everything placed is here: a count and the first rows, without ranking them all."""
    here = model.objects.published().placed()
    total = here.order_by().annotate(one=Value(1)).values("one").annotate(total=Count("pk")).values("total")
    return here.annotate(reach=Value(Reach.HERE, CharField()), total=Subquery(total)).order_by(*order)[:most]
