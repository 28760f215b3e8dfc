"""What the database cannot refuse and yet does not hold together: rules, each with its reason, declared by the apps.

A rule narrows the records of a noun to those that break it. It points at what to look at again, and changes nothing.
"""

import datetime
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Substr
from django.utils import timezone

from ptce_hub.directory.rights import in_reach
from ptce_hub.directory.staff.desk import staff_address
from ptce_hub.territories.models import Kind, Territory

SHOWN = 30  # records of a rule

RULES = []


class Finding(NamedTuple):
    """The records of a noun that break a rule: the first of them, each with where it is mended, and how many."""

    reason: str
    noun: str
    rows: list
    count: int


def rule(reason, *models):
    """Declare that the decorated function gives, among the records of one of ``models``, those that break the rule."""

    def declare(broken):
        RULES.extend((reason, model, broken) for model in models)
        return broken

    return declare


def findings(user):
    """What to look at again among the records that ``user`` may change."""
    for reason, model, broken in RULES:
        keys = broken(in_reach(user, model.objects.order_by())).order_by("pk").values_list("pk", flat=True).distinct()
        if shown := list(keys[: SHOWN + 1]):  # keys alone: whole rows are long to tell apart
            count = len(shown) if len(shown) <= SHOWN else keys.count()
            rows = model.objects.select_related("territory").filter(pk__in=shown[:SHOWN])
            listed = [(row, staff_address(model, "change", row.pk)) for row in rows]
            yield Finding(reason, model._meta.verbose_name_plural, listed, count)


def year(field):
    """The year of a partial date, to compare dates of different precisions."""
    return Substr(field, 1, 4)


def everywhere(*models):
    """The rules that hold for every noun."""
    rule("La date de vérification est dans l'avenir.", *models)(
        lambda rows: rows.filter(verified_on__gt=timezone.localdate() + datetime.timedelta(days=1))
    )
    rule("Le territoire n'existe plus : choisissez celui qui lui a succédé, ou gardez l'ancienne région à dessein.",
         *models)(lambda rows: rows.filter(territory__in=ended_territories()))  # fmt: skip
    rule("Publiée sans la moindre présentation ni source.", *models)(
        lambda rows: rows.published().filter(summary="", sources=[])
    )


def ended_territories():
    ended = Territory.objects.exclude(ended="").exclude(kind=Kind.FORMER_REGION)
    return ended.order_by().values("pk")


def years_reversed(rows, first, second):
    """Those whose ``second`` date falls in a year before that of ``first``."""
    return rows.filter(**{f"{first}__isnull": False, f"{second}__isnull": False}).annotate(
        first_year=year(first), second_year=year(second)
    ).filter(second_year__lt=F("first_year"))  # fmt: skip
