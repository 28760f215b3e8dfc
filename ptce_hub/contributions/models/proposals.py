"""What the public proposes: an error told, a correction, a record that is missing."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ptce_hub.contributions.models.waiting import PATIENCE, AwaitingMail
from ptce_hub.territories.models import Territory


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        """Those that someone of the staff must decide."""
        return self.filter(state=Proposal.State.PENDING)

    def forgotten(self):
        """Those that nobody confirmed in time."""
        return self.filter(state=Proposal.State.UNCONFIRMED, created_at__lt=timezone.now() - PATIENCE)


class Proposal(AwaitingMail):
    """``changes`` holds, by field, what the form showed (``before``) and what is proposed (``after``), as a form
    sends them back: texts or lists of texts. Of a new record there is no ``before``. ``occurrences`` are the
    other dates of a new event, as ``several_dates`` keeps them.
    """

    class Act(models.TextChoices):
        REPORT = "report", "erreur signalée"
        CORRECTION = "correction", "correction"
        ADDITION = "addition", "nouvelle fiche"

    class Reason(models.TextChoices):
        CLOSED = "closed", "fermé ou terminé"
        MOVED = "moved", "déménagé"
        DUPLICATE = "duplicate", "doublon d'une autre fiche"
        WRONG = "wrong", "information fausse"
        OTHER = "other", "autre"

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "à confirmer"
        PENDING = "pending", "en attente"
        ACCEPTED = "accepted", "acceptée"
        PARTLY = "partly", "acceptée en partie"
        REFUSED = "refused", "refusée"
        WITHDRAWN = "withdrawn", "retirée"

    act = models.CharField("nature", max_length=10, choices=Act)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name="type de fiche")
    object_id = models.PositiveBigIntegerField("numéro de la fiche", null=True, blank=True)
    record = GenericForeignKey("content_type", "object_id")
    label = models.CharField("fiche", max_length=250)
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="territoire proposé"
    )
    reason = models.CharField("motif", max_length=9, choices=Reason, blank=True)
    words = models.TextField("message", blank=True)
    changes = models.JSONField("changements", default=dict, blank=True)
    occurrences = models.JSONField("autres dates", default=list, blank=True)
    not_same = models.JSONField("fiches proches, dites différentes", default=list, blank=True)
    credit = models.CharField("nom à remercier", max_length=80, blank=True)
    state = models.CharField("état", max_length=11, choices=State, default=State.UNCONFIRMED, db_index=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    answer = models.TextField("réponse", blank=True)
    accepted = models.JSONField("champs acceptés", default=list, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "proposition"
        indexes = [
            models.Index(fields=["content_type", "object_id", "state"], name="proposal_by_record"),
            models.Index(fields=["state", "confirmed_at"], name="proposal_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                name="proposal_reports_have_a_reason",
                condition=Q(act="report") & ~Q(reason="") | ~Q(act="report") & Q(reason=""),
                violation_error_message="Un signalement a un motif, et lui seul.",
            ),
            models.CheckConstraint(
                name="proposal_decisions_are_dated",
                condition=~Q(state__in=["accepted", "partly", "refused"]) | Q(decided_at__isnull=False),
                violation_error_message="Une décision est datée.",
            ),
            models.CheckConstraint(
                name="proposal_is_decided_after_it_is_confirmed",
                condition=Q(decided_at__isnull=True) | Q(confirmed_at__isnull=False, decided_at__gte=F("confirmed_at")),
                violation_error_message="Une proposition se décide après sa confirmation.",
            ),
        ]

    def __str__(self):
        return f"proposition n° {self.pk}"

    @property
    def is_open(self):
        """Whether its author may still withdraw it."""
        return self.state in (self.State.UNCONFIRMED, self.State.PENDING)

    @property
    def admin_url(self):
        return reverse("admin:contributions_proposal_change", args=[self.pk])
