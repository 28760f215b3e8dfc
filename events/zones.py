"""What time it is where events are held: how their zone is said, and where it is still yesterday."""

from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from events.calendars.moments import zone_of
from ptce_hub.territories.time_zones import METROPOLITAN, OVERSEAS, WORDS, at_the_hour_of


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
            behind.setdefault(day, []).append(Q(zone=zone) | Q(zone="") & at_the_hour_of(prefix, "territory"))
    return {day: reduce(or_, places) for day, places in behind.items()}
