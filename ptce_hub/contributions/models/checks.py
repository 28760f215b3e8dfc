"""Who answers for a record, when they are asked whether it is still true, and what they answered."""

import datetime
from itertools import groupby

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

#: Days after the last check at which a record is asked about: each year, and sooner when some of it changes.
YEAR = 365
SOONER = (180, 240)
#: Days during which the links of a mail may be used.
LINK_LIFE = 60


class ReferentQuerySet(models.QuerySet):
    def due(self, today):
        """By mail address, the active ones whose published record is to be asked about: ``(address, referents)``."""
        active = self.filter(is_active=True).order_by("email", "pk").prefetch_related("record")
        due = (referent for referent in active if referent.is_due(today))
        return [(email, list(rows)) for email, rows in groupby(due, lambda referent: referent.email)]

    def stop(self):
        """They asked for no more mail: what was sent to them can no longer be answered."""
        CheckQuestion.objects.filter(referent__in=self, answer="").delete()
        return self.update(is_active=False, stopped_on=timezone.localdate())


class Referent(models.Model):
    """A person who agreed to be asked, by mail, whether a record is still true. Their address is never public."""

    class Changing(models.TextChoices):
        MEMBERS = "members", "les membres ou participants"
        PLACE = "place", "le lieu"
        DATES = "dates", "les dates et horaires"
        ACTIVITY = "activity", "l'activité, la situation"
        CONTACT = "contact", "le site web, les contacts"

    is_private = True  # for the rights: only who may change the record sees it

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name="type de fiche")
    object_id = models.PositiveBigIntegerField("fiche")
    record = GenericForeignKey("content_type", "object_id")
    email = models.EmailField(
        "adresse électronique", help_text="Jamais publique : elle ne sert qu'à demander si la fiche est à jour."
    )
    consent_on = models.DateField(
        "accord donné le", help_text="Jour où la personne a accepté de recevoir ces courriers."
    )
    consent_how = models.CharField(
        "comment", max_length=200, help_text="Par courrier électronique, au téléphone, lors d'une réunion…"
    )
    changing = models.JSONField(
        "ce qui change souvent",
        default=list,
        blank=True,
        help_text="S'il y en a, la question est posée aussi 180 et 240 jours après le dernier contrôle.",
    )
    takes_messages = models.BooleanField(
        "accepte les messages des visiteurs",
        default=False,
        help_text="Le site les transmet sans montrer cette adresse. Seulement si la personne l'a accepté aussi.",
    )
    is_active = models.BooleanField("reçoit les courriers", default=True)
    stopped_on = models.DateField("a demandé l'arrêt le", null=True, blank=True, editable=False)
    asked_on = models.DateField("interrogé le", null=True, blank=True, editable=False)

    objects = ReferentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "référent"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                name="referent_is_one_a_record",
                violation_error_message="Cette fiche a déjà un référent : remplacez-le.",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="referent_by_address")]

    def __str__(self):
        return f"référent n° {self.pk}"  # never the address: this text goes to logs and messages

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def clean(self):
        if self.consent_on and self.consent_on > timezone.localdate():
            raise ValidationError({"consent_on": "L'accord ne peut pas être daté de l'avenir."})

    @property
    def in_full(self):
        """For who may change the record."""
        stopped = "" if self.is_active else ", ne reçoit plus de courriers"
        return f"{self.email}, accord donné le {self.consent_on:%d/%m/%Y}{stopped}\n{self.record} (n° {self.object_id})"

    @property
    def changing_shown(self):
        return [str(self.Changing(name).label) for name in self.changing if name in self.Changing.values]

    def is_due(self, today):
        """Whether a date to ask has come since the last check and since the last mail; never of what ends by itself."""
        if not (self.record and self.record.is_published) or self.record.last_day:
            return False
        due_on = self.due_on(today)
        return due_on is not None and (self.asked_on is None or self.asked_on < due_on)

    def due_on(self, today):
        """The last date to ask at, not after ``today``; None before the first.

        Counted from the last check, or from the consent when nobody ever checked the record, and then at once.
        """
        checked_on = self.record.verified_on
        since = checked_on or self.consent_on
        age = (today - since).days
        years = age // YEAR * YEAR
        steps = [*(() if checked_on else (0,)), *(SOONER if self.changing else ()), *((years,) if years else ())]
        past = [step for step in steps if step <= age]
        return since + datetime.timedelta(days=max(past)) if past else None


class CheckMail(models.Model):
    """A mail of questions. It is written before being sent: without ``sent_at``, nobody knows whether it left."""

    claimed_at = models.DateTimeField("préparé le", auto_now_add=True)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "courrier aux référents"
        verbose_name_plural = "courriers aux référents"

    def __str__(self):
        return f"courrier n° {self.pk}"


class CheckQuestion(models.Model):
    """What a mail asks about one record; answered once, by any of its three links."""

    class Answer(models.TextChoices):
        EXACT = "exact", "c'est exact"
        WRONG = "wrong", "à corriger"
        OVER = "over", "c'est fini"

    mail = models.ForeignKey(CheckMail, models.CASCADE, related_name="questions", verbose_name="courrier")
    referent = models.ForeignKey(Referent, models.CASCADE, related_name="questions", verbose_name="référent")
    answer = models.CharField("réponse", max_length=5, choices=Answer, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "question à un référent"
        verbose_name_plural = "questions aux référents"
        constraints = [
            models.UniqueConstraint(fields=["mail", "referent"], name="check_question_is_asked_once"),
            models.CheckConstraint(
                name="check_answer_is_dated",
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                violation_error_message="Une réponse est datée.",
            ),
        ]

    def __str__(self):
        return f"question n° {self.pk}"
