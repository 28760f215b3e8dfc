"""Events that were deleted while calendars had them: these still say for a while that they are cancelled."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from events.calendars.files import written
from events.calendars.moments import moments
from events.models import Event
from events.models.events import CANCELLED_STAYS
from ptce_hub.directory.history.deletions import read
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.models import Status
from ptce_hub.territories.models import Containment


def deleted(**known):
    """Those that the trash holds, as they are to be told: archived, one revision later."""
    oldest = timezone.now() - datetime.timedelta(days=CANCELLED_STAYS)
    kind = ContentType.objects.get_for_model(Event)
    for deletion in Deletion.objects.waiting().filter(content_type=kind, at__gte=oldest).order_by("pk"):
        for event in list(read(deletion))[: deletion.roots]:
            was_seen = event.is_published or (event.cancelled_on and event.cancelled_on >= oldest.date())
            right = all(getattr(event, name) == value for name, value in known.items())
            if was_seen and right and moments(event):
                event.status, event.calendar_changed = Status.ARCHIVED, deletion.at
                event.sequence += 1
                yield event


def among(asked, base):
    """The components of those that the filters would have shown, as far as can be told: by their territory only."""
    if not asked.is_whole("territoire") or asked.form.cleaned_data.get("portee") not in ("", None, "ici"):
        return []
    events, territory = list(deleted()), asked.territory
    if territory and events:
        places = {event.territory_id for event in events}
        held = Containment.objects.filter(outer=territory, whole=True, inner__in=places)
        inside = {territory.pk, *held.values_list("inner", flat=True)}
        events = [event for event in events if event.territory_id in inside]
    return [written(event, base) for event in events]
