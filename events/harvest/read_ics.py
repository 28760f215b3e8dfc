"""Agendas in iCalendar (RFC 5545): days and hours with their zones, exclusive ends, states, recurrences."""

import datetime
import hashlib
import re
import time
from collections import defaultdict

import icalendar
from icalendar.prop import vDDDLists

from events.harvest.found import MOST_EVENTS, Found, Reading, Unreadable, line, plain, too_many, web_address
from events.harvest.recurring import dates_of

MOST_LINES = 100_000
MOST_SECONDS = 20  # spent on recurrences
CONFERENCE = re.compile(r"\b(en ligne|visio(conférence)?|webinaire|zoom|teams)\b|https?://", re.IGNORECASE)
ONE_DAY = datetime.timedelta(days=1)
BEGIN = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def read_ics(content):
    """``Reading`` of the bytes of a file; ``Unreadable`` when nothing of it can be."""
    reading = Reading()
    by_uid = defaultdict(list)
    for component in components(decoded(content, reading)):
        uid, label = str(component.get("UID") or ""), str(component.get("SUMMARY") or "")
        if not uid:
            reading.refused.append(("", f"« {label[:80] or 'sans titre'} » n'a pas d'identifiant (UID)."))
        elif "DTSTART" in dict(component.errors) or "DTEND" in dict(component.errors):
            reading.refused.append((uid, f"« {label[:80]} » n'a pas une date qui existe."))
        else:
            by_uid[uid].append(component)
    deadline = time.monotonic() + MOST_SECONDS
    for uid, versions in by_uid.items():
        label = str(versions[0].get("SUMMARY") or "")
        reading.add(uid, label, lambda uid=uid, versions=versions: events_of(uid, versions, deadline, reading))
    return reading


def decoded(content, reading):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    if b"BEGIN:VCALENDAR" not in content[:2_000].upper():
        raise Unreadable(
            "Ce n'est pas un agenda ICS : il commencerait par BEGIN:VCALENDAR. Donnez l'adresse du fichier .ics, et "
            "non celle de la page."
        )
    if len(BEGIN.findall(content)) > MOST_EVENTS:
        raise too_many()
    if content.count(b"\n") + content.count(b"\r") > 2 * MOST_LINES:
        raise Unreadable(f"Cet agenda a plus de {MOST_LINES} lignes : choisissez-en un plus étroit.")
    if b"END:VCALENDAR" not in content[-200:].upper():
        raise Unreadable("Cet agenda est coupé avant sa fin (END:VCALENDAR manque) : réessayez plus tard.")
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        reading.notes.append("Lu comme Windows-1252, et non UTF-8 comme le veut la norme.")
        return content.decode("cp1252", "replace").replace("\0", "")


def components(text):
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # whatever the library meets in a file that anyone may write
        raise Unreadable(f"Cet agenda n'est pas écrit selon la norme ({line(str(error), 120)}).") from None


def events_of(uid, versions, deadline, reading):
    """The event of an identifier, or its occurrences; of two versions of the same, that of the last revision."""
    latest = {}
    for component in versions:
        key = moment(component.get("RECURRENCE-ID"))
        if key not in latest or revision(component) >= revision(latest[key]):
            latest[key] = component
    main = latest.pop(None, None)
    changed = {occurrence_id(uid, key): (component, key) for key, component in latest.items()}
    whole = main is not None and ("RRULE" in main or "RDATE" in main)
    found = {}
    if main is not None and not whole:
        found[uid] = event_of(uid, main)
    elif whole:
        if time.monotonic() > deadline:
            raise Unreadable("revient trop souvent pour être lu dans le temps donné")
        begins, ends = span(main)
        for day in occurrences(main, begins, reading):
            key = occurrence_id(uid, day)
            if key not in changed:
                found[key] = event_of(key, main, (day, ends and day + (ends - begins)))
    for key, (component, _) in changed.items():
        found[key] = event_of(key, component)
    return list(found.values())


def revision(component):
    sequence = component.get("SEQUENCE", 0)
    return sequence if isinstance(sequence, int) else 0


def occurrence_id(uid, day):
    """The same whatever the zone in which an occurrence is named."""
    if isinstance(day, datetime.datetime) and day.tzinfo:
        day = day.astimezone(datetime.UTC)
    return f"{uid}/{day:%Y%m%dT%H%M%S}" if isinstance(day, datetime.datetime) else f"{uid}/{day:%Y%m%d}"


def occurrences(component, begins, reading):
    rules = component.get("RRULE", [])
    days, cut = dates_of(
        begins, rules if isinstance(rules, list) else [rules], moments(component, "RDATE"), moments(component, "EXDATE")
    )
    if cut:
        reading.notes.append(f"« {line(str(component.get('SUMMARY')), 80)} » : {cut}.")
    return days


def moments(component, name):
    said = component.get(name, [])
    lists = said if isinstance(said, list) else [said]
    return [moment(each) for dates in lists if isinstance(dates, vDDDLists) for each in dates.dts]


def moment(value):
    """A day or an hour; only the beginning of a period."""
    value = getattr(value, "dt", value)
    return value[0] if isinstance(value, tuple) else value


def span(component):
    """``(begins, ends)``, as the standard says them; the end of a day is the day after."""
    begins, ends = moment(component.get("DTSTART")), moment(component.get("DTEND"))
    if not isinstance(begins, datetime.date):
        raise Unreadable("n'a pas de date de début")
    lasts = moment(component.get("DURATION"))
    if ends is None and isinstance(lasts, datetime.timedelta):
        ends = begins + lasts
    return begins, ends


def event_of(outside_id, component, when=None):
    begins, ends = when or span(component)
    if not isinstance(begins, datetime.datetime):
        ends = (
            max(begins, ends - ONE_DAY) if ends and not isinstance(ends, datetime.datetime) and ends >= begins else ends
        )
    location = str(component.get("LOCATION") or "")
    status = str(component.get("STATUS") or "").upper()
    name, summary = str(component.get("SUMMARY") or ""), plain(str(component.get("DESCRIPTION") or ""))
    return Found(
        outside_id=kept_short(outside_id),
        name=line(name),
        begins=begins,
        ends=ends,
        summary=summary if len(name) <= 250 else plain(f"{plain(name)}\n\n{summary}"),
        cancelled=status == "CANCELLED",
        venue=line(location),
        where=plain(location),
        format="en ligne" if CONFERENCE.search(location) else "",
        website=web_address(str(component.get("URL") or "")),
    )


def kept_short(outside_id, most=255):
    return outside_id if len(outside_id) <= most else outside_id[: most - 33] + "#" + digest(outside_id)


def digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
