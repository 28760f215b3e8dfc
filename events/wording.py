"""When an event is held, in words: as precise as its source, its hours in the time of its place."""

from events.zones import zone_words
from ptce_hub.directory.fields.dates import span_in_words

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NBSP = "\N{NO-BREAK SPACE}"


def when(event):
    """``samedi 14 novembre 2026, de 14 h à 17 h 30, heure de La Réunion``; what is not known is said."""
    start, end = event.start, event.end
    if start is None:
        return "date non renseignée"
    if not start.day:
        return vague(start, end)
    if end is None or end == start:
        hours = hours_of(event, event)
        return f"{day(start)}, {hours}" if hours else day(start)
    return f"{span_in_words(start, end)}{first_and_last_hours(event)}"


def day(date):
    """``samedi 14 novembre 2026``."""
    return f"{WEEKDAYS[date.earliest.weekday()]}{NBSP}{date}"


def vague(start, end):
    """``en novembre 2026, jour non renseigné``."""
    unknown = "jour non renseigné" if start.month else "mois et jour non renseignés"
    if end is None or end == start:
        return f"en {start}, {unknown}"
    return f"{span_in_words(start, end)}, {unknown.replace('jour non renseigné', 'jours non renseignés')}"


def first_and_last_hours(event):
    said = [f"début à {hour(event.start_time)}"] if event.start_time else []
    said += [f"fin à {hour(event.end_time)}"] if event.end_time else []
    zone = zone_words(event) if said else ""
    return f" ({', '.join([*said, zone] if zone else said)})" if said else ""


def hours_of(row, event):
    """``de 14 h à 17 h 30``, ``à 14 h, heure de La Réunion``, of the event or of one of its sessions; '' if unknown."""
    if row.start_time is None:
        return ""
    start = hour(row.start_time)
    words = f"de {start} à {hour(row.end_time)}" if row.end_time else f"à {start}"
    zone = zone_words(event)
    return f"{words}, {zone}" if zone else words


def begins_at(event):
    """``14 h, heure de La Réunion``; '' if unknown."""
    zone = zone_words(event) if event.start_time else ""
    return ", ".join(words for words in (event.start_time and hour(event.start_time), zone) if words)


def hour(time):
    """``14 h``, ``9 h 05``."""
    return f"{time.hour}{NBSP}h{NBSP}{time.minute:02}" if time.minute else f"{time.hour}{NBSP}h"


def holding(event):
    """How it is held, when that is not as planned: ``Annulé``, ``Reporté``; '' otherwise."""
    return "" if event.holding == event.Holding.PLANNED else event.get_holding_display().capitalize()
