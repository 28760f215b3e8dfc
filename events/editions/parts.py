"""How an edition spreads over the country: the parts of a territory, and what stands around it."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from events.editions.addresses import page_of_edition
from events.editions.programme import by_day, in_order
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.territories.models import Kind, Territory

PARTS = 40  # told, the fullest first
NEARBY = 4  # events of a wider territory, or of one astride


class Part(NamedTuple):
    territory: Territory
    count: int
    url: str


class Around(NamedTuple):
    """Events of a wider territory, or of one astride: the first, how many, and their list."""

    heading: str
    days: list
    more: bool
    url: str


def parts_told(programme):
    """The parts that have events; of the whole country, every region too."""
    counts = {part.pk: count for part, count in programme.by_part().items()}
    fullest = sorted(counts, key=lambda key: -counts[key])[:PARTS]
    regions = Q() if programme.territory else Q(kind=Kind.REGION, ended="")
    told = Territory.objects.filter(Q(pk__in=fullest) | regions) if fullest or regions else []
    return [Part(each, counts.get(each.pk, 0), page_of_edition(programme.edition, each)) for each in ordered(told)]


def ordered(territories):
    return sorted(territories, key=lambda territory: (territory.key, territory.pk))


def around(programme):
    """What acts more widely than the territory, then what is astride, when there is any."""
    events, territory = programme.everywhere, programme.territory
    found = (
        (Reach.WIDER, "À une échelle plus large", events.covering(territory)),
        (Reach.ACROSS, "À cheval sur ce territoire", events.overlapping(territory)),
    )
    return [told for reach, heading, some in found if (told := first_of(programme, reach, heading, some))]


def first_of(programme, reach, heading, events):
    rows = list(in_order(events)[: NEARBY + 1])
    if not rows:
        return None
    query = {"edition": programme.edition.year, "territoire": programme.territory.ref, "portee": reach}
    url = f"{reverse('events')}?{urlencode(query)}"
    return Around(heading, by_day(rows[:NEARBY]), len(rows) > NEARBY, url)
