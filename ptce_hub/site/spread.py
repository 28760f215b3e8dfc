"""How one cooperates in a territory, in aggregate: the degrees, chosen or imposed, who had the idea.

Nothing is told of less than three cooperations: with fewer, an aggregate would point at somebody.
"""

from collections import Counter
from functools import cache
from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery

from poles.models import Cooperation, Degree, DegreeAssessment, Initiator
from ptce_hub.directory.listing.reach import here, rows_about
from ptce_hub.directory.written import Written

LEAST = 3  # cooperations


class Spread(NamedTuple):
    """``parts`` are ``(words, count)``, ``total`` their sum: the cooperations of which this is known."""

    title: str
    parts: list
    total: int


def spreads_of(territory):
    """What may be told of the published cooperations that are here."""
    steps = {step.degree: step.label.lower() for step in Degree.objects.order_by("grid")}
    labels = {degree: f"degré {degree}" + (f" ({steps[degree]})" if degree in steps else "") for degree in range(1, 7)}
    told = (
        ("Degré, à la dernière évaluation", labels),
        ("Choisie ou subie", dict(Cooperation.Chosen.choices)),
        ("Lancée par", dict(Initiator.choices)),
    )
    rows = list(rows_about(territory, facts_written))
    spreads = (
        spread(title, labels, [(row[place], row[-1]) for row in rows]) for place, (title, labels) in enumerate(told)
    )
    return [each for each in spreads if each.total >= LEAST]


def spread(title, labels, rows):
    """In the order of ``labels``: a scale, not a ranking."""
    counts = Counter()
    for value, count in rows:
        counts[value] += count
    parts = [(label, counts[value]) for value, label in labels.items() if counts[value]]
    return Spread(title, parts, sum(count for _, count in parts))


@cache
def facts_written(country):
    latest = DegreeAssessment.objects.filter(cooperation=OuterRef("pk")).order_by("-assessed", "-pk")
    entries = here(Cooperation, country).order_by().annotate(latest_degree=Subquery(latest.values("degree")[:1]))
    return Written(entries.values_list("latest_degree", "chosen", "initiated_by").annotate(Count("pk")))
