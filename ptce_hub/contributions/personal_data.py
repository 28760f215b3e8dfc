"""What the contributions hold about people; see ``ptce_hub.directory.personal_data``."""

import datetime

from django.db.models import Q
from django.utils import timezone

from ptce_hub.contributions.models import CheckQuestion, Referent
from ptce_hub.directory.personal_data import declare

#: Days for which the address of a référent is kept after they stopped; when it serves no more; after an answer.
STOPPED, UNUSED = 90, 365


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def expired_referents():
    """Those who asked to stop, and those whom nothing was asked for years, their record being gone or archived."""
    stopped = Q(is_active=False, stopped_on__lt=days_ago(STOPPED))
    idle = Q(consent_on__lt=days_ago(2 * UNUSED)) & (Q(asked_on=None) | Q(asked_on__lt=days_ago(2 * UNUSED)))
    return Referent.objects.filter(stopped | idle)


def expired_questions():
    return CheckQuestion.objects.filter(mail__claimed_at__lt=timezone.now() - datetime.timedelta(days=3 * UNUSED))


declare(
    Referent,
    ["email", "consent_how"],
    by="email",
    label="référents des fiches",
    why="demander si une fiche est encore exacte, à une personne qui l'a accepté",
    kept="jusqu'à l'arrêt demandé et 90 jours après, ou deux ans sans courrier",
    expired=expired_referents,
)
declare(
    CheckQuestion,
    ["words"],
    label="réponses des référents",
    why="corriger la fiche, ne pas demander deux fois",
    kept="trois ans, sans l'adresse",
    expired=expired_questions,
    for_staff=True,
)
