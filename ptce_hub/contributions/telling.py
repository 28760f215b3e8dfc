"""Once a day, each moderator is told what is new in their territory; nobody is told twice, nothing is forgotten.

A mail is written as due before it leaves, then as sent. Killed between the two, it is not sent again that day, because
nobody knows whether it left; what it told is told again the next day, with what came since.
"""

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone

from ptce_hub.accounts.models import Role, User
from ptce_hub.contributions.models import Digest, Proposal
from ptce_hub.contributions.reach import within_reach
from ptce_hub.directory.mailing import send, site_address
from ptce_hub.directory.staff.desk import staff_address

logger = logging.getLogger(__name__)
LISTED = 20  # proposals in one mail; the queue has them all


def tell_all(today, report):
    """Counts in ``report`` what was done. Administrators are told what no moderator can decide."""
    told = User.objects.filter(is_active=True).order_by("pk")
    unreached = set(Proposal.objects.waiting().values_list("pk", flat=True))
    for moderator in told.filter(role=Role.MODERATOR):
        mine = within_reach(moderator, Proposal.objects.waiting())
        unreached -= set(mine.values_list("pk", flat=True))
        tell(moderator, mine, today, report)
    for administrator in told.filter(role=Role.ADMINISTRATOR):
        tell(administrator, Proposal.objects.waiting().filter(pk__in=unreached), today, report)


def tell(moderator, proposals, today, report):
    new = untold(moderator, proposals)
    digest = claim(moderator, new, today) if new else None
    if digest is None:
        return
    context = {
        "new": [(proposal, site_address(proposal.admin_url)) for proposal in new[:LISTED]],
        "others": len(new) - LISTED,
        "total": proposals.count(),
        "queue": site_address(staff_address(Proposal, "changelist")),
    }
    try:
        send(moderator.email, "contributions/digest", **context)
    except Exception as error:  # it did not leave: the next run tries again
        logger.error("Le %s n'est pas parti : %s", digest, type(error).__name__)
        digest.delete()
        report["refusés par le serveur de courrier"] += 1
        return
    Digest.objects.filter(pk=digest.pk).update(sent_at=timezone.now())
    report["envoyés"] += 1
    report["propositions annoncées"] += len(new)


def untold(moderator, proposals):
    sent = Digest.objects.filter(moderator=moderator, sent_at__isnull=False)
    return list(proposals.exclude(pk__in=sent.values("proposals")).order_by("confirmed_at", "pk"))


def claim(moderator, new, today):
    """The mail to send, written; None when one was already written today."""
    try:
        with transaction.atomic():
            digest = Digest.objects.create(moderator=moderator, day=today)
            digest.proposals.set(new)
            return digest
    except IntegrityError:
        return None
