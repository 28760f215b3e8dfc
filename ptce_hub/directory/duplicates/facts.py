"""What tells a record from another: its names, identifiers, place and dates, read for a whole noun at once."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from ptce_hub.directory.search.words import STOP_WORDS, singular
from ptce_hub.territories.models import Containment, Kind, Territory
from ptce_hub.territories.names import fold

IDENTIFIERS = ("siret", "siren", "rna")
#: The first of these that a noun has dates its records: two editions of one event are two records.
DATES = ("start", "launched")
LONG_FORM = re.compile(r"\bpoles? territor\w+ de cooperation economique\b")
#: Words that say what a body is, not which.
FORMS = {
    "association",
    "asso",
    "scic",
    "scop",
    "cae",
    "sarl",
    "sas",
    "sa",
    "eurl",
    "gie",
    "siae",
    "ptce",
    "loi",
    "1901",
}


@lru_cache(maxsize=100_000)
def words_of(name):
    """The folded words that tell the name from another, singular; all of them when none does."""
    words = LONG_FORM.sub("ptce", fold(name)).split()
    telling = [word for word in words if word not in STOP_WORDS and word not in FORMS]
    return tuple(map(singular, telling or words))


@dataclass(frozen=True, slots=True)
class Name:
    written: str
    words: tuple
    key: str
    ordered: str
    is_acronym: bool

    @classmethod
    def of(cls, written, is_acronym=False):
        words = words_of(written)
        return cls(written, words, " ".join(words), " ".join(sorted(words)), is_acronym)

    @property
    def numbers(self):
        return {word for word in self.words if word.isdigit()}


@dataclass(slots=True)
class Facts:
    """``key`` is None for what is not recorded yet; ``point`` is (latitude, longitude) in degrees, WGS 84."""

    key: int | None
    names: list
    identifiers: dict
    territory: Territory | None = None
    point: tuple | None = None
    date: str = ""

    @property
    def neighbourhood(self):
        """The département, or the wider or other territory: what large groups of namesakes are cut by."""
        place = self.territory
        return place and (place.department_id or place.pk)


def names_of(name, acronym, others):
    """Each name once, the present one first."""
    names = {}
    for text, is_acronym in [(name, False), *((other, False) for other in others), (acronym, True)]:
        name = Name.of(text or "", is_acronym)
        if name.key:
            names.setdefault(name.key, name)
    return list(names.values())


def places_of(queryset):
    """The territories of the records, by key."""
    return Territory.objects.in_bulk(list(queryset.order_by().values_list("territory", flat=True).distinct()))


def facts_of(queryset, places):
    """The facts of each record, former names included; as many queries for a thousand as for one."""
    model = queryset.model
    former = former_names(model, queryset)
    own = {field.name for field in model._meta.concrete_fields}
    asked = [*IDENTIFIERS, "latitude", "longitude", "acronym", *DATES]
    columns = ["pk", "name", "alternative_names", "territory", *(name for name in asked if name in own)]
    for row in queryset.order_by("pk").values(*columns):
        yield Facts(
            row["pk"],
            names_of(row["name"], row.get("acronym"), [*row["alternative_names"], *former[row["pk"]]]),
            {name: row[name] for name in IDENTIFIERS if row.get(name)},
            *place_of(places.get(row["territory"]), row.get("latitude"), row.get("longitude")),
            date_of(row),
        )


def facts_said(name="", territory=None, acronym="", other_names=(), latitude=None, longitude=None, date="", **given):
    """The same of what somebody says and is not recorded; ``given`` are identifiers, as typed."""
    bare = {key: re.sub(r"[\s.\-]", "", value or "").upper() for key, value in given.items() if key in IDENTIFIERS}
    names = names_of(name, acronym, other_names)
    place = place_of(territory, latitude, longitude)
    return Facts(None, names, {key: value for key, value in bare.items() if value}, *place, str(date or ""))


def date_of(row):
    return next((row[name].iso for name in DATES if row.get(name)), "")


def place_of(territory, latitude, longitude):
    """The territory, None when it is the whole country, and the point: the record's own, else its commune's."""
    if latitude is None and territory and territory.kind == Kind.COMMUNE:
        latitude, longitude = territory.latitude, territory.longitude
    point = None if latitude is None or longitude is None else (latitude, longitude)
    return (None if territory and territory.kind == Kind.COUNTRY else territory), point


def former_names(model, queryset):
    """By key, the names that records had and have no more."""
    found = defaultdict(list)
    rows = model.history.filter(id__in=queryset.order_by().values("pk")).exclude(name="").order_by()
    for key, name in rows.values_list("id", "name").distinct():
        found[key].append(name)
    return found


class Grounds:
    """Which of some territories, given by key, lie wholly inside which."""

    def __init__(self, places):
        self.outers = defaultdict(set)
        self.known = set(places)
        for place in places.values():
            self.outers[place.pk].update(wider(place))
        others = [place.pk for place in places.values() if place.kind != Kind.COMMUNE]
        unofficial = [place.pk for place in places.values() if place.kind in (Kind.AREA, Kind.FORMER_REGION)]
        self.read(Q(inner__in=others) | Q(outer__in=unofficial))

    def read(self, condition):
        for inner, outer in Containment.objects.filter(condition, whole=True).values_list("inner", "outer"):
            self.outers[inner].add(outer)

    def add(self, territory):
        """One more territory, that no record may have yet."""
        if territory is None or territory.pk in self.known:
            return
        self.known.add(territory.pk)
        self.outers[territory.pk].update(wider(territory))
        if territory.kind != Kind.COMMUNE:
            self.read(Q(inner=territory) | Q(outer=territory))

    def nested(self, one, other):
        """The narrower and the wider of the two; None when neither holds the other."""
        if other.pk in self.outers.get(one.pk, ()):
            return one, other
        if one.pk in self.outers.get(other.pk, ()):
            return other, one
        return None


def wider(place):
    """The official territories that hold it, as its own row tells."""
    return {key for key in (place.department_id, place.region_id, place.epci_id) if key}
