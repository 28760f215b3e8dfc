"""The twins of the list of events: those of every list, an agenda, and a feed of what is coming."""

from events.calendars.views import ICS
from events.filters import coming
from events.wording import when
from ptce_hub.directory.files import exports
from ptce_hub.directory.files.exports import ATOM, Format
from ptce_hub.directory.files.feeds import feed


def write_coming(extract):
    """What is going on or to come, soonest first."""
    entries = extract.entries.filter(coming()).order_by("start", "start_time", "pk")
    yield feed(extract, f"{extract.title} à venir", entries, words)


def words(event):
    place = event.territory.name if event.territory else event.territory_words
    loudly = "" if event.holding == event.Holding.PLANNED else event.get_holding_display()
    where = ", ".join(filter(None, (event.venue, place)))
    return " · ".join(filter(None, (loudly, when(event), where, event.summary)))


COMING = Format(
    "-a-venir.atom",
    "Atom de ce qui vient",
    ATOM.content_type,
    write_coming,
    followed="ce qui vient, le plus proche d’abord",
)
FORMATS = (*exports.FORMATS, ICS, COMING)
