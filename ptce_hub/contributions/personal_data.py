"""What the contributions hold about people; see ``ptce_hub.directory.personal_data``."""

import datetime

from django.db.models import Q
from django.utils import timezone

from poles.models import Exchange
from ptce_hub.contributions.guarding import DAY
from ptce_hub.contributions.models import Attempt, Message, Proposal, Referent
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.directory.personal_data import declare

#: Days for which an address is kept: of a référent who stopped, who was asked nothing; of whoever got an answer.
STOPPED, UNUSED, ANSWERED = 90, 730, 30


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def expired_messages():
    return Message.objects.filter(created_at__date__lt=days_ago(ANSWERED))


def expired_attempts():
    return Attempt.objects.filter(at__lt=timezone.now() - DAY)


def expired_referents():
    """Those who asked to stop, whom nothing was asked for years, and whose announcement is over for long or gone."""
    stopped = Q(is_active=False, stopped_on__lt=days_ago(STOPPED))
    idle = Q(consent_on__lt=days_ago(UNUSED)) & (Q(asked_on=None) | Q(asked_on__lt=days_ago(UNUSED)))
    lasting = Exchange.objects.filter(expires_on__gte=days_ago(STOPPED)).values("pk")
    ended = Q(content_type=BY_MODEL[Exchange].content_type) & ~Q(object_id__in=lasting)
    return Referent.objects.filter(stopped | idle | ended)


def forget_senders(proposals):
    """What was never confirmed goes; of the rest, the proposal stays without its author's address."""
    keys = [proposal.pk for proposal in proposals]
    rows = Proposal.objects.filter(pk__in=keys)
    rows.filter(state=Proposal.State.UNCONFIRMED).delete()
    rows.update(mail="", mail_due=Proposal.Mail.NONE)


def forget_everything_of(proposals):
    """At the person's own request, their thanks go too."""
    Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]).update(credit="")
    forget_senders(proposals)


def expired_proposals():
    answered = Proposal.objects.filter(decided_at__date__lt=days_ago(ANSWERED)).exclude(mail="")
    return answered.filter(mail_due=Proposal.Mail.NONE) | Proposal.objects.forgotten()


declare(
    Referent,
    ["email", "consent_how"],
    by="email",
    label="référents des fiches",
    why="demander si une fiche est encore exacte, à une personne qui l'a accepté ; dire à qui publie un besoin ou un "
    "partage ce qui y répond",
    kept="jusqu'à l'arrêt demandé et 90 jours après, ou deux ans sans courrier ; d'un besoin ou d'un partage, jusqu'à "
    "90 jours après son dernier jour",
    expired=expired_referents,
)
declare(
    Proposal,
    ["mail"],
    by="mail",
    label="auteurs de propositions",
    why="confirmer l'envoi, puis répondre",
    kept="7 jours sans confirmation ; sinon jusqu'à 30 jours après la réponse",
    erase=forget_everything_of,
)
declare(
    Proposal,
    ["words", "answer"],
    label="propositions",
    why="savoir pourquoi une fiche a changé",
    kept="avec la fiche, sans l'adresse de qui l'a envoyée",
    erase=forget_senders,
    expired=expired_proposals,
    for_staff=True,
)
declare(
    Proposal,
    ["credit"],
    label="personnes remerciées",
    why="remercier, sous le nom qu'elle a choisi, une personne qui l'a demandé",
    kept="tant que la personne ne demande pas son retrait",
    in_role=True,
)
declare(
    Message,
    ["mail", "name", "words"],
    by="mail",
    label="messages transmis aux fiches",
    why="transmettre un message sans montrer d'adresse",
    kept="les mots, jusqu'à l'envoi ; l'adresse, 30 jours",
    expired=expired_messages,
)
declare(
    Attempt,
    ["key"],
    label="empreintes des envois",
    why="refuser les envois en masse",
    kept="un jour",
    expired=expired_attempts,
)
