"""The life of a proposal until the staff sees it: sent, confirmed by mail, perhaps withdrawn."""

from django.db import transaction
from django.utils import timezone

from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.sending import LINK, NONE, send_link


def keep(proposal):
    """Write the proposal, then send the link that confirms it; a mail that fails is sent later."""
    proposal.mail_due = LINK
    with transaction.atomic():
        proposal.full_clean()
        proposal.save()
    return send_link(proposal)


def confirm(proposal):
    """Put it in the moderators' queue; whether this did it, and not an earlier click."""
    waiting = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.UNCONFIRMED)
    return bool(waiting.update(state=Proposal.State.PENDING, confirmed_at=timezone.now()))


def withdraw(proposal):
    """Take it back and forget who sent it; whether it was still time."""
    still = Proposal.objects.filter(pk=proposal.pk, state__in=[Proposal.State.UNCONFIRMED, Proposal.State.PENDING])
    return bool(still.update(state=Proposal.State.WITHDRAWN, mail="", credit="", mail_due=NONE))
