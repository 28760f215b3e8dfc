"""What time it is where events are held: how their zone is said, and where it is still yesterday."""

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from events.calendars.moments import ONE_DAY, zone_of
from ptce_hub.territories.time_zones import METROPOLITAN, OVERSEAS, WORDS, at_the_hour_of


def zone_words(event):
    """``heure de La Réunion``; nothing in metropolitan France."""
    zone = zone_of(event)
    return "" if zone == METROPOLITAN else WORDS.get(zone.key, f"fuseau {zone.key}")


def today_of(event):
    """The date there while it is still yesterday's, that of metropolitan France otherwise."""
    return min(timezone.localdate(), timezone.localdate(timezone=zone_of(event)))


def still_yesterday():
    """``(day, prefixes)``: the date that is still today west of Paris, and there, by the keys of OVERSEAS.

    No clock is a whole day behind that of Paris: there is one such date at most, perhaps nowhere.
    """
    paris = timezone.localdate()
    behind = (prefix for prefix, zone in OVERSEAS.items() if timezone.localdate(timezone=ZoneInfo(zone)) < paris)
    return paris - ONE_DAY, tuple(behind)


def held_in(prefixes):
    """The condition of being held in the time of these parts of the country."""
    zones = [OVERSEAS[prefix] for prefix in prefixes]
    return Q(zone__in=zones) | Q(zone="") & at_the_hour_of(prefixes, "territory")
