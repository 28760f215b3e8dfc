"""What becomes of one's exchange: still wanted, it lasts longer; found, it goes."""

import datetime

from django.db import transaction
from django.utils import timezone

from poles.models import Exchange
from poles.models.exchanges import LASTS, usual_last_day
from ptce_hub.contributions.models import Proposal
from ptce_hub.directory.models import Status

LATE = 90  # days after the last one during which it may be prolonged; its contact is kept as long
ACTS = {"renew": "prolongé", "close": "terminé"}


def follow(exchange, act):
    """Prolongs the exchange from today, or ends it; whether there was something to do."""
    today = timezone.localdate()
    last_day = {"renew": usual_last_day(), "close": today - datetime.timedelta(days=1)}.get(act)
    with transaction.atomic():
        held = Exchange.objects.select_for_update().filter(pk=exchange.pk, status=Status.PUBLISHED).first()
        if held is None or last_day is None or not may(held, act, last_day):
            return False
        held.expires_on = last_day
        held._change_reason = f"{ACTS[act]} par qui l'a publié"
        held.save()
    return True


def may(exchange, act, last_day):
    """Prolonging never shortens; what is over is not ended again."""
    if act == "close":
        return not exchange.is_over
    return may_be_renewed(exchange) and exchange.expires_on < last_day


def may_be_renewed(exchange):
    return (timezone.localdate() - exchange.expires_on).days <= LATE


def exchange_made_by(proposal):
    """The published exchange that a proposal made, over or not; None of any other."""
    accepted = proposal.state in (Proposal.State.ACCEPTED, Proposal.State.PARTLY)
    if not accepted or proposal.act != Proposal.Act.ADDITION:
        return None
    record = proposal.record
    return record if isinstance(record, Exchange) and record.status == Status.PUBLISHED else None


def told_of(exchange):
    """What the page that follows an exchange shows of it."""
    return {
        "exchange": exchange,
        "renewable": may_be_renewed(exchange) and exchange.expires_on < usual_last_day(),
        "lasts": LASTS,
    }
