"""The clock of a place: its zone in the IANA database."""

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Left
from django.db.models.lookups import In

from .models import Kind

METROPOLITAN = ZoneInfo("Europe/Paris")

#: By what the codes of communes begin with: the department's, or the collectivity's.
OVERSEAS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
#: Communes of French Polynesia that do not live at the hour of Tahiti.
ISLANDS = {
    "98719": "Pacific/Gambier",
    **dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas"),
}
REGIONS = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}
COLLECTIVITIES = {
    "saint-pierre-et-miquelon": "975",
    "collectivite-saint-barthelemy": "977",
    "collectivite-saint-martin": "978",
    "terres-australes-et-antarctiques": "984",
    "wallis-et-futuna": "986",
    "polynesie-francaise": "987",
    "nouvelle-caledonie": "988",
}


#: How each is said.
WORDS = {
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de la Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "Indian/Mayotte": "heure de Mayotte",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "America/Marigot": "heure de Saint-Martin",
    "Indian/Kerguelen": "heure des Kerguelen",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Noumea": "heure de la Nouvelle-Calédonie",
    "Pacific/Gambier": "heure des Gambier",
    "Pacific/Marquesas": "heure des Marquises",
}


def time_zone(territory):
    """That of metropolitan France where nothing says otherwise, no territory included."""
    if territory is None:
        return METROPOLITAN
    name = ISLANDS.get(territory.code) or OVERSEAS.get(beginning(territory))
    return ZoneInfo(name) if name else METROPOLITAN


def beginning(territory):
    """What the codes of its communes begin with, overseas."""
    match territory.kind:
        case Kind.COMMUNE | Kind.DEPARTMENT:
            return territory.code[:3]
        case Kind.REGION:
            return REGIONS.get(territory.code, "")
        case Kind.AREA if territory.code in COLLECTIVITIES:
            return COLLECTIVITIES[territory.code]
    return territory.department.code if territory.department else ""


def at_the_hour_of(prefixes, path):
    """The condition that the territory at ``path`` holds communes whose codes begin so; prefixes are keys of OVERSEAS.

    What ``time_zone`` says of one, but for the islands that live at another hour than theirs.
    """

    def has(**facts):
        return Q(**{f"{path}__{name}": value for name, value in facts.items()})

    begins = In(Left(f"{path}__code", len("974")), prefixes)
    place = has(kind__in=[Kind.COMMUNE, Kind.DEPARTMENT]) & Q(begins) | has(department__code__in=prefixes)
    for kind, codes in ((Kind.REGION, REGIONS), (Kind.AREA, COLLECTIVITIES)):
        place |= has(kind=kind, code__in=[code for code, prefix in codes.items() if prefix in prefixes])
    return place
