"""What calendars follow of an event (RFC 5545): kept right at each save, whoever saves it and whatever it holds.

``sequence`` rises when its date, place or holding changes, or when it leaves the site or comes back, once someone may
have it; ``calendar_changed`` when anything that calendars show does; ``cancelled_on`` says since when they show it as
cancelled.
"""

from django.db import models
from django.utils import timezone

from ptce_hub.directory.models import Status

KEPT = ("uid", "sequence", "calendar_changed", "cancelled_on")
MOVING = (
    "start", "end", "start_time", "end_time", "zone", "territory", "territory_words", "venue", "format", "holding",
)  # fmt: skip
SHOWN = (
    *MOVING, "status", "name", "slug", "summary", "holding_words", "registration_url", "capacity", "is_free", "price",
)  # fmt: skip
SHOWN_OF_SESSIONS = ("event", "title", "kind", "day", "track", "room", "half_day", "start_time", "end_time", "position")


def follow(event, written=None):
    """Set what is ``KEPT`` before a save of the fields ``written`` (all when None)."""
    old = as_it_was(event)
    if old is None:
        event.cancelled_on = timezone.localdate() if event.is_published and is_cancelled(event) else None
        return
    for name in KEPT:
        setattr(event, name, getattr(old, name))
    if not differ(event, old, SHOWN, written):
        return
    event.calendar_changed = timezone.now()
    published, was_published = value(event, old, "status", written) == Status.PUBLISHED, old.is_published
    if (was_published or old.cancelled_on) and (published != was_published or differ(event, old, MOVING, written)):
        event.sequence += 1
    if published and value(event, old, "holding", written) != event.Holding.CANCELLED:
        event.cancelled_on = None
    elif published or was_published:
        event.cancelled_on = old.cancelled_on or timezone.localdate()


def follow_session(session):
    """Before a save: the event it belongs to, and the one it leaves, change in calendars if it does."""
    old = as_it_was(session)
    if old is None or differ(session, old, SHOWN_OF_SESSIONS):
        touch(session._meta.get_field("event").related_model, {session.event_id, old.event_id if old else None})


def touch(model, keys):
    """Something that calendars show of these events has changed beside their own rows."""
    model._base_manager.filter(pk__in=keys).update(calendar_changed=timezone.now())


def as_it_was(row):
    """The row in the database, kept from others until the transaction ends; None when there is none."""
    rows = type(row)._base_manager
    return rows.select_for_update().filter(pk=row.pk).first() if row.pk else None


def is_cancelled(event):
    return event.holding == event.Holding.CANCELLED


def differ(new, old, names, written=None):
    return any(value(new, old, name, written) != value(old, old, name) for name in names)


def value(new, old, name, written=None):
    """What the database will hold; what is not written stays."""
    field = new._meta.get_field(name)
    is_written = field.attname in new.__dict__ and (written is None or {field.name, field.attname} & set(written))
    column = field.target_field if isinstance(field, models.ForeignKey) else field
    return column.to_python(getattr(new if is_written else old, field.attname))
