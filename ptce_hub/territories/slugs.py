"""The address of a territory, given once: a later import or a change of name never alters it."""

from collections import Counter, defaultdict

from django.utils.text import slugify

from .models import Kind
from .names import fold, usual_epci_names

LENGTH = 120
SUFFIXED = (Kind.COMMUNE, Kind.EPCI)  # homonyms are told apart by the department, as people do


def name_slug(kind, name):
    if kind == Kind.EPCI:  # its nature changes more often than its name
        name = next(iter(usual_epci_names(name)), name)
    return slugify(fold(name))[:LENGTH] or "territoire"


def give_slugs(places, taken):
    """A slug for each new place, as ``{(kind, code): slug}``; ``taken`` are the ``(kind, slug)`` in use.

    A name alone in its kind gives the slug; of homonyms each gets its department, and its code if that is not enough.
    """
    plain = {place.key: (place.kind, name_slug(place.kind, place.name)) for place in places}
    homonyms = Counter(plain.values())
    slugs, taken = {}, set(taken)
    waiting = defaultdict(list)
    for place in places:
        kind, slug = plain[place.key]
        if homonyms[kind, slug] > 1 or (kind, slug) in taken:
            if kind in SUFFIXED and place.department:
                slug = f"{slug[: LENGTH - 4]}-{place.department.lower()}"
            else:
                slug = f"{slug[: LENGTH - 1 - len(place.code)]}-{slugify(place.code)}"
        waiting[kind, slug].append(place)
    for (kind, slug), same in waiting.items():
        for place in same:
            alone = len(same) == 1 and (kind, slug) not in taken
            slugs[place.key] = slug if alone else f"{slug[: LENGTH - 1 - len(place.code)]}-{slugify(place.code)}"
            taken.add((kind, slugs[place.key]))
    return slugs
