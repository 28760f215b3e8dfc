"""What the database refuses, each with the sentence that an editor reads."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Left, Length


def in_order(start, end, name, message):
    """``end`` does not come before ``start``; both are partial dates, each at its own precision.

    What ends in 2021 may have begun in May 2021: the two are compared at the coarser precision.
    """
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": Left(start, Length(end))}),
        violation_error_message=message,
    )


def in_pairs(name):
    """``latitude`` and ``longitude`` (degrees, WGS 84) are both known and on the globe, or both unknown."""
    known = Q(latitude__isnull=False, longitude__isnull=False)
    on_the_globe = Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
    return models.CheckConstraint(
        name=name,
        condition=Q(latitude__isnull=True, longitude__isnull=True) | (known & on_the_globe),
        violation_error_message="Indiquez la latitude (−90 à 90) et la longitude (−180 à 180), ou aucune des deux.",
    )


def said_once(*columns, name, message):
    """No two rows have the same ``columns``; write a nullable one ``or_blank(…)`` or ``or_zero(…)``."""
    expressions = [F(column) if isinstance(column, str) else column for column in columns]
    return models.UniqueConstraint(*expressions, name=name, violation_error_message=message)


def or_blank(column):
    """An unknown date or text equals another unknown; SQLite has no ``NULLS NOT DISTINCT``."""
    return Coalesce(column, Value(""))


def or_zero(column):
    """An unknown number or foreign key (never 0) equals another unknown."""
    return Coalesce(column, Value(0))


def columns(constraint):
    """The fields that a unique constraint compares, whether it names them or holds them in expressions."""
    names = [*constraint.fields]
    for expression in constraint.expressions:
        parts = expression.flatten() if hasattr(expression, "flatten") else [expression]
        names += [part.name for part in parts if isinstance(part, F)]
    return names
