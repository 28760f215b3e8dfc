"""Events, their programme, and the November editions they belong to."""

from events.models.editions import EditionOrganiser, EssMonth
from events.models.events import Access, Event, EventRole, Series, validate_zone
from events.models.programme import Document, Session, Speaker
from events.models.sources import Source

__all__ = [
    "Access",
    "Document",
    "EditionOrganiser",
    "EssMonth",
    "Event",
    "EventRole",
    "Series",
    "Session",
    "Source",
    "Speaker",
    "validate_zone",  # named by the first migration
]
