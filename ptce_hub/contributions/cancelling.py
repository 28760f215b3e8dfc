"""Whoever proposed an event may call it off by their secret link: shown at once, and told to the moderators.

Waiting for a decision would send people to a closed door. A change of date or place, which may be wrong, is proposed.
"""

from django.db import transaction
from django.utils import timezone

from events.models import Event
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.several_dates import events_made_by

WORDS = "L’organisateur a annulé cet événement par son lien secret. La fiche le montre déjà : vérifiez, complétez."


@transaction.atomic
def cancel(proposal, key):
    """Shows the event as « annulé » and puts it in the moderators' queue; whether this did it, not an earlier click."""
    made = next((event for event in events_made_by(proposal) if str(event.pk) == key), None)
    event = made and Event.objects.select_for_update().get(pk=made.pk)
    if event is None or not event.is_coming or event.holding == Event.Holding.CANCELLED:
        return False
    event.holding = Event.Holding.CANCELLED
    event._change_reason = f"annulé par qui l'a proposé ({proposal})"
    event.save()
    Proposal.objects.create(
        act=Proposal.Act.REPORT, reason=Proposal.Reason.CLOSED, content_type=proposal.content_type,
        object_id=event.pk, label=event.name, territory=event.territory, words=WORDS,
        state=Proposal.State.PENDING, confirmed_at=timezone.now(),
    )  # fmt: skip
    return True
