"""The page of a territory on a past day: what was recorded in it, and what was true in it; two different things."""

from typing import NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from ptce_hub.directory.history.days import PARAMETER, Life
from ptce_hub.directory.history.pages import Then, surroundings
from ptce_hub.directory.history.then import in_force, memory_began, standing_then
from ptce_hub.site.nouns import NOUNS

FIRST = 8


class Some(NamedTuple):
    """The first rows of a noun, how many there are, how many have no date, and the list of them all."""

    title: str
    rows: list
    total: int
    undated: int
    url: str


def territory_then(request, day, territory):
    context = surroundings(
        request,
        day,
        territory=territory,
        true=[true_in(noun, territory, day) for noun in NOUNS if getattr(noun, "life", None)],
        recorded=[some for noun in NOUNS if (some := recorded_in(noun, territory, day)).total],
        began=min(filter(None, (memory_began(noun.model) for noun in NOUNS)), default=None),
    )
    return render(request, "site/territory_then.html", context)


def list_of(noun, territory, day):
    return f"{reverse(noun.url_name)}?{urlencode({'territoire': territory.ref, PARAMETER: day.iso})}"


def true_in(noun, territory, day):
    here, life = noun.model.objects.published().within(territory), noun.life
    true = here.filter(life.true(day))
    rows = true.only("name", life.since, life.until, *noun.model.address_fields).order_by(life.since, "sort_name", "pk")
    shown = [then_of(row, life) for row in rows[:FIRST]]
    undated = here.filter(life.unknown(day)).count()
    return Some(noun.title, shown, true.count(), undated, list_of(noun, territory, day))


def then_of(row, life: Life):
    return Then(row.name, row.get_absolute_url(), getattr(row, life.since), getattr(row, life.until))


def recorded_in(noun, territory, day):
    model = noun.model
    pk = model._meta.pk.attname
    versions = in_force(model, day).filter(standing_then(model, territory))
    first = list(versions.order_by("name", pk).values_list(pk, "name")[:FIRST])
    today = model.objects.only("name", *model.address_fields).in_bulk([key for key, _ in first])
    rows = [Then(name, today[key].get_absolute_url()) for key, name in first if key in today]
    return Some(noun.title, rows, versions.count(), 0, list_of(noun, territory, day))
