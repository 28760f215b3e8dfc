"""Events that are no more while calendars had them, deleted or merged: these still say for a while that they are
cancelled, under the identifier that they had.
"""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils import timezone

from events.calendars.files import written
from events.calendars.moments import moments
from events.models import Event
from events.models.events import CANCELLED_STAYS
from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.history.deletions import read
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.history.then import having_then, standing_then
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.models import Status

#: The filters that read the event's own columns: a version of its history answers them as the event did.
OF_COLUMNS = {"quand", "periode", "du", "au", "mois", "annee", "nature", "forme", "tarif", "tenue"}


def oldest():
    return timezone.now() - datetime.timedelta(days=CANCELLED_STAYS)


def gone(**known):
    """Those deleted or merged lately, as they are to be told: archived, one revision later."""
    events = [*deleted(), *merged(lately())]
    events = [event for event in events if all(getattr(event, name) == value for name, value in known.items())]
    prefetch_related_objects(events, "territory")
    return [event for event in events if moments(event)]


def deleted():
    """Those that the trash holds."""
    kind = ContentType.objects.get_for_model(Event)
    for deletion in Deletion.objects.waiting().filter(content_type=kind, at__gte=oldest()).order_by("pk"):
        for event in list(read(deletion))[: deletion.roots]:
            yield from withdrawn(event, deletion.at)


def lately():
    """The merges of events that calendars may not have heard of."""
    kind = ContentType.objects.get_for_model(Event)
    return MergeRecord.objects.filter(content_type=kind, undone_at=None, done_at__gte=oldest()).defer("changes")


def merged(records):
    """Those that these merges took in, as they were last."""
    done_at = {row["id"]: record.done_at for record in records for row in record.merged}
    last = Event.history.filter(id__in=done_at, history_type="-").order_by("history_date", "history_id")
    events = {version.id: version.instance for version in (last if done_at else ())}
    for key, event in events.items():
        yield from withdrawn(event, done_at[key])


def withdrawn(event, since):
    """The event, if calendars had it, from that moment on."""
    if event.is_published or (event.cancelled_on and event.cancelled_on >= oldest().date()):
        event.status, event.calendar_changed = Status.ARCHIVED, since
        event.sequence += 1
        yield event


def taken_in(event):
    """Those merged into ``event``, told in its own calendar, to which theirs now leads."""
    events = list(merged(record for record in MergeRecord.objects.into(event) if record.done_at >= oldest()))
    prefetch_related_objects(events, "territory")
    return [each for each in events if moments(each)]


def among(asked, base):
    """The components of those that the list asked for may have shown."""
    events = gone()
    shown = shown_in(asked, [event.pk for event in events]) if events else ()
    return [written(event, base) for event in events if event.pk in shown]


def shown_in(asked, keys):
    """The keys of those that answer the filters by what their last version said.

    The filters that no version can answer (words, organisers…) leave them all in: to be told that what one never had is
    cancelled changes nothing.
    """
    last = {}
    for key, version in Event.history.filter(id__in=keys).exclude(history_type="-").values_list("id", "history_id"):
        last[key] = max(version, last.get(key, 0))
    versions, values = Event.history.filter(history_id__in=last.values()), asked.form.cleaned_data
    for name, value in values.items():
        if not value:
            continue
        if name == "territoire" and values["portee"] in ("", Reach.HERE):
            versions = versions.filter(standing_then(Event, value))
        elif name == "theme":
            versions = having_then(versions, Event, asked.filters[name], value)
        elif name in OF_COLUMNS:
            versions = asked.filters[name].filter(versions, value)
    return set(versions.values_list("id", flat=True))
