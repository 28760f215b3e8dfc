"""Mails that leave once what they tell is written; what fails to leave waits, and is sent later."""

import logging

from django.urls import reverse

from ptce_hub.contributions.check_links import exchange_path
from ptce_hub.contributions.exchanging.contacts import contact_made_by
from ptce_hub.contributions.links import new_secret
from ptce_hub.contributions.models import Message, Proposal
from ptce_hub.contributions.models.waiting import AwaitingMail
from ptce_hub.directory.mailing import compose, site_address

logger = logging.getLogger(__name__)
LINK, ANSWER, NONE = AwaitingMail.Mail.LINK, AwaitingMail.Mail.ANSWER, AwaitingMail.Mail.NONE


def leave(row, mail, to, template, reply_to=(), kept=None, **context):
    """Whether the mail left. It is claimed first, so that two processes never send it twice; ``kept`` is written too.

    A process killed between the two sends nothing: whoever waits for the mail asks again.
    """
    waiting = type(row).objects.filter(pk=row.pk, mail_due=mail)
    if not waiting.update(mail_due=NONE, **(kept or {})):
        return False
    try:
        message = compose(to, template, row=row, **context)
        message.reply_to = list(reply_to)
        message.send()
    except Exception as error:  # whatever a mail server may say; nothing personal in the log
        logger.error("Le courrier de %s attend : %s", row, type(error).__name__)
        type(row).objects.filter(pk=row.pk).update(mail_due=mail)
        return False
    return True


def send_link(row):
    """The link by which its author confirms; made here, because only its fingerprint may be kept."""
    secret, mark = new_secret()
    page, template = LINKS[type(row)]
    link = site_address(reverse(page, args=[secret]))
    return leave(row, LINK, row.mail, template, kept={"secret_hash": mark}, link=link)


LINKS = {Proposal: ("contribution", "contributions/link"), Message: ("message", "contributions/message_link")}


def send_decision(proposal):
    record = proposal.record
    page = site_address(record.get_absolute_url()) if record and record.is_published else ""
    follow = site_address(exchange_path(contact)) if page and (contact := contact_made_by(proposal, record)) else ""
    return leave(proposal, ANSWER, proposal.mail, "contributions/decision", page=page, follow=follow)


def waiting(model):
    return model.objects.exclude(mail_due=NONE).exclude(mail="").order_by("pk")
