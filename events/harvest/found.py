"""What a source says of an event, before the site places it; and what could not be read of the source."""

import datetime
import html
import re
from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags

from ptce_hub.directory.files.columns import CONTROLS

MOST_EVENTS = 5_000  # of one source
MOST_OCCURRENCES = 200  # of one event that comes again
LONGEST = 366  # days of one event
LONGEST_TEXT = 5_000  # signs
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")
NEW_LINE = re.compile(r"<(?:br|/p|/li|/div|/h[1-6]|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


class Unreadable(Exception):
    """Why a source, or one of its events, cannot be read, and the mend, in French."""


@dataclass
class Found:
    """An event as its source says it.

    ``begins`` and ``ends`` are days (the last one included), or hours: with their zone, or in that of the place.
    ``insee`` and ``postal`` are codes, ``where`` words in which the name of a commune may stand.
    """

    outside_id: str
    name: str
    begins: datetime.date | datetime.datetime
    ends: datetime.date | datetime.datetime | None = None
    summary: str = ""
    cancelled: bool = False
    holding: str = ""
    venue: str = ""
    where: str = ""
    commune: str = ""
    postal: str = ""
    insee: str = ""
    format: str = ""
    website: str = ""
    registration_url: str = ""
    is_free: bool | None = None
    price: str = ""

    def __post_init__(self):
        if not self.outside_id:
            raise Unreadable("n'a pas d'identifiant")
        if not self.name:
            raise Unreadable("n'a pas de titre")
        if self.ends is not None:
            self.check_order()

    def check_order(self):
        begins, ends = self.begins, self.ends
        if isinstance(begins, datetime.datetime) != isinstance(ends, datetime.datetime):
            raise Unreadable("commence un jour et finit à une heure, ou l'inverse")
        if isinstance(begins, datetime.datetime) and (begins.tzinfo is None) != (ends.tzinfo is None):
            ends = self.ends = ends.replace(tzinfo=begins.tzinfo)
        if ends < begins:
            raise Unreadable("finit avant d'avoir commencé")
        if ends - begins > datetime.timedelta(days=LONGEST):
            raise Unreadable("dure plus d'un an")


@dataclass
class Reading:
    """What a source holds. ``refused``: the identifiers (empty when unknown) and reasons of what was not understood.

    ``whole`` says that what is not there is not at the source any more.
    """

    found: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    whole: bool = True

    def add(self, outside_id, label, make):
        """Keep the events that ``make`` gives; one that cannot be read is told and stops nothing."""
        try:
            self.found += make()
        except Unreadable as refusal:
            self.refused.append((outside_id, f"« {label[:80] or outside_id[:80] or 'sans titre'} » {refusal}."))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, ArithmeticError):
            words = "n'est pas écrit selon la norme : vérifiez ses dates"
            self.refused.append((outside_id, f"« {label[:80] or outside_id[:80] or 'sans titre'} » {words}."))
        if len(self.found) > MOST_EVENTS:
            raise too_many()


def too_many():
    return Unreadable(
        f"Cette source contient plus de {MOST_EVENTS} événements : choisissez-en une plus étroite (un thème, un an)."
    )


def plain(value, most=LONGEST_TEXT):
    """A text without markup nor control characters, cut at ``most`` signs."""
    if not isinstance(value, str):
        return ""
    text = value[: 4 * LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    if TAG.search(text):
        try:
            text = html.unescape(strip_tags(NEW_LINE.sub("\n", text)))
        except SuspiciousOperation:  # tags in tags, for no reader
            text = TAG.sub("", text)
    elif "&" in text:
        text = html.unescape(text)
    text = BLANK_LINES.sub("\n\n", CONTROLS.sub("", text)).strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def line(value, most=250):
    """The same on one line."""
    return " ".join(plain(value, most).split())


def web_address(value, most=500):
    """The address when it is one of the web, else nothing."""
    text = value.strip() if isinstance(value, str) else ""
    return text if re.fullmatch(r"https?://[^\s<>\"]{3,}", text) and len(text) <= most else ""
