"""Events that a web page describes for machines (schema.org ``Event``, in JSON-LD)."""

import datetime
import hashlib
from html.parser import HTMLParser

from events.harvest.found import MOST_EVENTS, Found, Reading, Unreadable, line, plain, too_many, web_address
from events.harvest.read_openagenda import parsed
from events.models import Event

#: The subtypes of schema.org whose name does not end with « Event ».
OTHERS = {"Festival", "Hackathon", "CourseInstance"}
HOLDINGS = {"EventPostponed": Event.Holding.POSTPONED, "EventRescheduled": Event.Holding.MOVED}
FORMATS = {
    "OfflineEventAttendanceMode": Event.Format.ON_SITE,
    "OnlineEventAttendanceMode": Event.Format.ONLINE,
    "MixedEventAttendanceMode": Event.Format.MIXED,
}
MOST_NODES = 200_000


class Scripts(HTMLParser):
    """The texts of the scripts of a page that are JSON-LD."""

    def __init__(self):
        super().__init__()
        self.texts, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        kind = (dict(attributes).get("type") or "").split(";")[0].strip().lower()
        self.inside = tag == "script" and kind == "application/ld+json"
        if self.inside:
            self.texts.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.texts[-1] += data


def read_jsonld(content):
    """``Reading`` of the bytes of a page, or of bare JSON-LD; ``Unreadable`` when no event is there."""
    reading = Reading()
    found = nodes(content, reading)
    if len(found) > MOST_EVENTS:
        raise too_many()
    taken = set()
    for node in found:
        name, begins = line(text(node.get("name"))), text(node.get("startDate"))
        outside_id = line(text(node.get("@id")) or text(node.get("identifier")) or text(node.get("url")))
        if not outside_id or outside_id in taken:  # one address for several dates
            outside_id = made_of(name, f"{outside_id}{begins}")
        taken.add(outside_id)
        reading.add(outside_id, name, lambda node=node, outside_id=outside_id: [event_of(outside_id, node)])
    if not found:
        raise Unreadable("Cette page ne décrit aucun événement en JSON-LD (schema.org) : donnez celle de l'agenda.")
    return reading


def nodes(content, reading):
    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        page = content.decode("cp1252", "replace")
    if page.lstrip()[:1] in ("{", "["):
        return events_in(parsed(page))
    scripts = Scripts()
    scripts.feed(page)
    found = []
    for script in scripts.texts:
        try:
            found += events_in(parsed(script))
        except Unreadable:
            reading.refused.append(("", "Un bloc JSON-LD de la page n'est pas lisible."))
    return found


def events_in(said):
    """The nodes that are events, wherever they stand; those inside an event are its own parts."""
    found, waiting, seen = [], [said], 0
    while waiting:
        node, seen = waiting.pop(), seen + 1
        if seen > MOST_NODES:
            raise too_many()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict) and is_event(node):
            found.append(node)
        elif isinstance(node, dict):
            waiting += reversed(node.values())
    return found


def is_event(node):
    types = node.get("@type")
    names = {last(name) for name in (types if isinstance(types, list) else [types])}
    return any(name.endswith("Event") or name in OTHERS for name in names)


def last(address):
    """« https://schema.org/EventCancelled » is ``EventCancelled``."""
    return text(address).replace(":", "/").rpartition("/")[2]


def text(value):
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("value") or value.get("name") or ""
    return value if isinstance(value, str) else ""


def made_of(name, begins):
    return hashlib.sha256(f"{name}|{begins}".encode("utf-8", "replace")).hexdigest()[:40]


def event_of(outside_id, node):
    status, places = last(node.get("eventStatus")), node.get("location")
    places = places if isinstance(places, list) else [places]
    place = next((each for each in places if is_place(each)), {})
    words = ", ".join(filter(None, (line(each) for each in places if isinstance(each, str))))
    address = place.get("address") or ""
    street = address if isinstance(address, str) else text(address.get("streetAddress"))
    inside = address if isinstance(address, dict) else {}
    offer = node.get("offers")
    offer = next((each for each in (offer if isinstance(offer, list) else [offer]) if isinstance(each, dict)), {})
    free = node.get("isAccessibleForFree")
    return Found(
        outside_id=outside_id,
        name=line(text(node.get("name"))),
        begins=moment(text(node.get("startDate"))),
        ends=moment(text(node.get("endDate"))) if node.get("endDate") else None,
        summary=plain(text(node.get("description"))),
        cancelled=status == "EventCancelled",
        holding=HOLDINGS.get(status, ""),
        venue=words or ", ".join(filter(None, (line(text(place.get("name"))), line(street))))[:250],
        where=words or plain(street),
        commune=line(text(inside.get("addressLocality")), 120),
        postal=line(text(inside.get("postalCode")), 5),
        format=FORMATS.get(last(node.get("eventAttendanceMode")), ""),
        website=web_address(text(node.get("url"))),
        registration_url=web_address(text(offer.get("url"))),
        is_free=free if isinstance(free, bool) else None,
    )


def is_place(value):
    return isinstance(value, dict) and last(value.get("@type")) != "VirtualLocation"


def moment(said):
    """A day, or an hour with or without its zone; ``ValueError`` when it is neither."""
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        return datetime.datetime.fromisoformat(said)
