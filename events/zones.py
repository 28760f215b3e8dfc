"""What time it is where events are held: how their zone is said, and where it is still yesterday."""

from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from events.calendars.moments import zone_of
from ptce_hub.territories.models import Kind
from ptce_hub.territories.time_zones import COLLECTIVITIES, METROPOLITAN, OVERSEAS, REGIONS

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


def zone_words(event):
    """``heure de La Réunion``; nothing in metropolitan France."""
    zone = zone_of(event)
    return "" if zone == METROPOLITAN else WORDS.get(zone.key, f"fuseau {zone.key}")


def today_of(event):
    """The date there while it is still yesterday's, that of metropolitan France otherwise."""
    return min(timezone.localdate(), timezone.localdate(timezone=zone_of(event)))


def still_yesterday():
    """For each date that is still today west of Paris, the condition of being held there."""
    paris, behind = timezone.localdate(), {}
    for prefix, zone in OVERSEAS.items():
        day = timezone.localdate(timezone=ZoneInfo(zone))
        if day < paris:
            behind.setdefault(day, []).append(held_in(prefix, zone))
    return {day: reduce(or_, places) for day, places in behind.items()}


def held_in(prefix, zone):
    """The condition of an event held in the time of the territory whose communes' codes begin with ``prefix``."""
    place = Q(territory__kind__in=[Kind.COMMUNE, Kind.DEPARTMENT], territory__code__startswith=prefix)
    place |= Q(territory__department__code=prefix)
    for kind, codes in ((Kind.REGION, REGIONS), (Kind.AREA, COLLECTIVITIES)):
        for code, begins in codes.items():
            if begins == prefix:
                place |= Q(territory__kind=kind, territory__code=code)
    return Q(zone=zone) | Q(zone="") & place
