"""The life of a proposal until the staff sees it: sent, confirmed by mail, perhaps withdrawn."""

import logging

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ptce_hub.contributions.links import new_secret
from ptce_hub.contributions.models import Proposal
from ptce_hub.directory.mailing import send, site_address

logger = logging.getLogger(__name__)


def keep(proposal):
    """Write the proposal, then send the link that confirms it; a mail that fails is sent later."""
    proposal.mail_due = Proposal.Mail.LINK
    with transaction.atomic():
        proposal.full_clean()
        proposal.save()
    return send_link(proposal)


def send_link(proposal):
    """Whether the mail left. The link is made here, because only its fingerprint may be kept.

    Claimed before it is sent, so that two processes never send it twice.
    """
    secret, mark = new_secret()
    waiting = Proposal.objects.filter(pk=proposal.pk, mail_due=Proposal.Mail.LINK, state=Proposal.State.UNCONFIRMED)
    if not waiting.update(mail_due=Proposal.Mail.NONE, secret_hash=mark):
        return False
    address = site_address(reverse("contribution", args=[secret]))
    return send_or_wait(proposal, Proposal.Mail.LINK, "contributions/link", link=address)


def send_decision(proposal):
    """Whether the mail left."""
    waiting = Proposal.objects.filter(pk=proposal.pk, mail_due=Proposal.Mail.DECISION)
    if not waiting.update(mail_due=Proposal.Mail.NONE):
        return False
    page = proposal.record and proposal.record.is_published and site_address(proposal.record.get_absolute_url())
    return send_or_wait(proposal, Proposal.Mail.DECISION, "contributions/decision", page=page or "")


def send_or_wait(proposal, mail, template, **context):
    try:
        send(proposal.mail, template, proposal=proposal, **context)
    except Exception as error:  # whatever a mail server may say; nothing personal in the log
        logger.error("Le courrier de la %s attend : %s", proposal, type(error).__name__)
        Proposal.objects.filter(pk=proposal.pk).update(mail_due=mail)
        return False
    return True


def confirm(proposal):
    """Put it in the moderators' queue; whether this did it, and not an earlier click."""
    waiting = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.UNCONFIRMED)
    return bool(waiting.update(state=Proposal.State.PENDING, confirmed_at=timezone.now()))


def withdraw(proposal):
    """Take it back and forget who sent it; whether it was still time."""
    still = Proposal.objects.filter(pk=proposal.pk, state__in=[Proposal.State.UNCONFIRMED, Proposal.State.PENDING])
    return bool(still.update(state=Proposal.State.WITHDRAWN, mail="", credit="", mail_due=Proposal.Mail.NONE))


def send_waiting():
    """Send what could not leave; how many left, and how many still wait."""
    sent = waiting = 0
    for proposal in Proposal.objects.exclude(mail_due=Proposal.Mail.NONE).exclude(mail=""):
        left = send_link(proposal) if proposal.mail_due == Proposal.Mail.LINK else send_decision(proposal)
        sent, waiting = sent + left, waiting + (not left)
    return sent, waiting
