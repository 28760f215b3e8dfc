"""How entries stand to a territory: here, wider, across; each entry once, at its nearest."""

from functools import cache
from typing import NamedTuple

from django.db.models import Case, CharField, Count, F, Subquery, Value, When, Window
from django.db.models.functions import RowNumber, Substr

from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.written import ASKED, Written
from ptce_hub.territories.models import Containment, Kind, Territory


class Found(NamedTuple):
    """An entry among the first of its reach; ``total`` counts them all."""

    reach: str
    total: int
    values: list


def rows_about(territory, written, *wanted):
    """The rows of a query that ``written`` keeps, about this territory."""
    return written(territory.kind == Kind.COUNTRY, *wanted).rows(territory.pk)


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
    ways = conditions(entries, territory)
    if entries.model.territory_fields == ("territory",):  # only one can be: what is neither of the others is here
        del ways[Reach.HERE]
    cases = (When(so, then=Value(name)) for name, so in ways.items())
    reach = Case(*cases, default=Value(Reach.HERE), output_field=CharField())
    return concerned(entries, territory).annotate(reach=reach)


def concerned(entries, territory):
    """Those of every reach."""
    itself = Territory.objects.filter(pk=territory).values("pk")
    inside = Containment.objects.filter(outer=territory, whole=True).values("inner")
    around = Containment.objects.filter(inner=territory).values("outer")
    return entries.placed(itself.union(inside, around, all=True))


def here(model, country):
    """The published entries of the territory asked for."""
    entries = model.objects.published()
    return entries.placed() if country else entries.filter(conditions(entries, ASKED)[Reach.HERE])


def first_of_each(model, territory, columns, order, most):
    """The ``columns`` of the first ``most`` of each reach, in ``order``: one query."""
    rows = rows_about(territory, first_written, model, columns, order, most)
    return [Found(reach, total, values) for reach, total, *values in rows]


@cache
def first_written(country, model, columns, order, most):
    found = first_in_country(model, order, most) if country else first_ranked(model, order, most)
    return Written(found.values_list("reach", "total", *columns))


def first_ranked(model, order, most):
    by_name = F("reach")
    ranked = by_reach(model.objects.published(), ASKED).annotate(
        total=Window(Count("pk"), partition_by=by_name),
        place=Window(RowNumber(), partition_by=by_name, order_by=order),
    )
    return ranked.filter(place__lte=most).order_by("place")


def first_in_country(model, order, most):
    """Everything placed is here: a count and the first rows, without ranking them all."""
    entries = here(model, country=True)
    total = entries.order_by().annotate(one=Value(1)).values("one").annotate(total=Count("pk")).values("total")
    return entries.annotate(reach=Value(Reach.HERE, CharField()), total=Subquery(total)).order_by(*order)[:most]


@cache
def years_written(country, model, date):
    entries = here(model, country).filter(**{f"{date}__isnull": False}).order_by()
    years = entries.annotate(year=Substr(date, 1, 4, output_field=CharField()))
    return Written(years.values_list("year").annotate(Count("pk")))


def count_by_year(model, territory, date):
    """How many published entries of the territory have this date in each year, for the years that have some."""
    return {int(year): count for year, count in rows_about(territory, years_written, model, date)}
