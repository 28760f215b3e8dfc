"""The departments and the themes that no recorded support serves as their own: where to look for some, or to raise it.

What is offered to the whole country serves everyone and hides no white zone. A support of a region serves its
departments; one of a commune serves its department in part, and counts.
"""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q

from actors.models import Network, SupportOffer
from ptce_hub.directory.models import Status, Theme
from ptce_hub.territories.models import Containment, Kind, Territory


class Zone(NamedTuple):
    """A department, and how many offers and networks serve it or a part of it."""

    department: Territory
    offers: int
    networks: int


def departments():
    """Every department of today, by region: five queries."""
    offers = serving(SupportOffer.objects.published().values_list("territory", "pk"))
    networks = serving(Network.objects.published().values_list("territories", "pk"))
    today = Territory.objects.filter(kind=Kind.DEPARTMENT, ended="").select_related("region")
    return [Zone(each, offers[each.pk], networks[each.pk]) for each in today.order_by("region__key", "code")]


def serving(pairs):
    """By key of department, how many of the records are tied to it: ``pairs`` are (territory, record)."""
    tied = {(place, record) for place, record in pairs if place}
    places = {place for place, _ in tied}
    whole = Q(outer__in=places, inner__kind=Kind.DEPARTMENT, whole=True) & ~Q(outer__kind=Kind.COUNTRY)
    links = Containment.objects.filter(whole | Q(inner__in=places, outer__kind=Kind.DEPARTMENT))
    departments_of = {place: {place} for place in places}
    for outer, inner in links.values_list("outer", "inner"):
        if outer in places:
            departments_of[outer].add(inner)
        if inner in places:
            departments_of[inner].add(outer)
    found = {(department, record) for place, record in tied for department in departments_of[place]}
    return Counter(department for department, _ in found)


def themes():
    """Every theme with how many published offers name it, the barest first."""
    published = Count("supportoffer", filter=Q(supportoffer__status=Status.PUBLISHED))
    return Theme.objects.annotate(offers=published).order_by("offers", "sort_label")
