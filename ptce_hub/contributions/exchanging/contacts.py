"""Who answers for an exchange: its référent, told of what answers it. Forgotten some time after its last day."""

from django.utils import timezone

from poles.models import Exchange
from ptce_hub.contributions.models import Proposal, Referent


def keep_contact(proposal, record):
    """Whoever proposed an exchange answers for it: they agreed by opening the link that confirms their address."""
    is_new = proposal.act == Proposal.Act.ADDITION and isinstance(record, Exchange)
    if is_new and proposal.mail:
        Referent.objects.get_or_create(
            content_type=proposal.content_type,
            object_id=record.pk,
            defaults={
                "email": proposal.mail,
                "consent_on": timezone.localdate(proposal.confirmed_at),
                "consent_how": "en publiant l'annonce, adresse confirmée par un lien",
                "takes_messages": True,
            },
        )


def contact_made_by(proposal, record):
    """The contact that the proposal gave the exchange; None for any other, or once it is another's address."""
    if proposal.act != Proposal.Act.ADDITION or not isinstance(record, Exchange):
        return None
    kept = Referent.objects.filter(content_type=proposal.content_type, object_id=record.pk)
    return kept.filter(email=proposal.mail.strip().lower()).first()
