"""The territories that a reader may have meant by what names none: names that it begins, or a typo away."""

from django.db.models import Q
from rapidfuzz.distance import OSA

from .models import Alias, Territory
from .names import fold
from .resolving import LONGEST, Match, name_in_full
from .suggesting import NAMED_TODAY, OFFERED, size, suggest

MOST = 8
SHORTEST = 4  # letters: of a shorter name, a typo leaves nothing to know it by


def guess(text):
    """The most likely ones, most populated first; [] when no name is alike. Four queries at most."""
    key = fold(text) if len(text) <= LONGEST and "\0" not in text else ""
    begun = [each.territory for each in suggest(text)] if key else []
    return [Match(territory, "", name_in_full(territory)) for territory in begun or a_typo_away(key)]


def a_typo_away(key):
    """Those with a name that one letter added, dropped, changed or swapped makes of this one."""
    if len(key) < SHORTEST:
        return []
    half = (len(key) + 1) // 2
    intact = Q(key__startswith=key[: half - 1]) | Q(key__endswith=key[half:])  # what a typo leaves of the name
    names = Territory.objects.filter(intact, NAMED_TODAY).values_list("key", "pk")
    others = Alias.objects.filter(intact, nature__in=OFFERED).values_list("key", "territory")
    found = [(name, pk) for name, pk in [*names, *others] if OSA.distance(key, name, score_cutoff=1) <= 1]
    territories = Territory.objects.select_related("department").in_bulk({pk for _, pk in found})
    return sorted(territories.values(), key=lambda each: (-size(each), each.key, each.pk))[:MOST]
