"""Events, their sessions and speakers, and the November editions they belong to."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from actors.models import Structure
from poles.models import Cooperation, Pole
from ptce_hub.directory.constraints import in_order
from ptce_hub.directory.dates import PartialDateField
from ptce_hub.directory.models import Entry, Link, published_by


class EssMonth(models.Model):
    """An edition of the *Mois de l'ESS*, held each November."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    opens = models.DateField("ouvre le", null=True, blank=True)
    closes = models.DateField("se termine le", null=True, blank=True)
    text = models.TextField("présentation", blank=True)

    class Meta:
        ordering = ["-year"]
        verbose_name = "édition du Mois de l'ESS"
        verbose_name_plural = "éditions du Mois de l'ESS"
        constraints = [
            models.CheckConstraint(
                name="ess_month_closes_after_it_opens",
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(closes__gte=F("opens")),
                violation_error_message="L'édition ne peut pas se terminer avant d'avoir commencé.",
            ),
        ]

    def __str__(self):
        return f"Mois de l'ESS {self.year}"


def validate_zone(value):
    if value and value not in zoneinfo.available_timezones():
        raise ValidationError("Ce fuseau horaire n'existe pas : écrivez par exemple Indian/Reunion.", code="zone")


class Event(Entry):
    """Something that happens at a date, perhaps known to the month only, perhaps not at all."""

    class Format(models.TextChoices):
        ON_SITE = "sur place", "sur place"
        ONLINE = "en ligne", "en ligne"
        MIXED = "mixte", "sur place et en ligne"

    searched_fields = ("venue", "sessions__title")
    searched_ties = {"structures": "Avec", "poles": "Pôles", "cooperations": "Coopérations"}
    _history_m2m_fields = ["themes", "poles", "cooperations"]

    start = PartialDateField("début")
    end = PartialDateField("fin")
    start_time = models.TimeField(
        "heure de début", null=True, blank=True, help_text="Heure du lieu ; vide si la source se tait."
    )
    end_time = models.TimeField("heure de fin", null=True, blank=True)
    zone = models.CharField(
        "fuseau horaire", max_length=40, blank=True, validators=[validate_zone],
        help_text="Vide : celui du lieu (Europe/Paris en métropole).",
    )  # fmt: skip
    format = models.CharField("forme", max_length=9, choices=Format, blank=True)
    venue = models.CharField("lieu", max_length=250, blank=True, help_text="Salle, adresse publique, « en ligne »…")
    ess_month = models.ForeignKey(
        EssMonth, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="édition du Mois de l'ESS"
    )
    ess_month_inferred = models.BooleanField(
        "édition déduite", default=False, help_text="L'année de l'édition est une déduction, non un dire de la source."
    )
    structures = models.ManyToManyField(
        Structure, through="EventRole", related_name="events", verbose_name="structures"
    )
    poles = models.ManyToManyField(Pole, blank=True, related_name="events", verbose_name="pôles concernés")
    cooperations = models.ManyToManyField(
        Cooperation, blank=True, related_name="events", verbose_name="coopérations concernées"
    )

    class Meta(Entry.Meta):
        verbose_name = "événement"
        indexes = [
            *Entry.Meta.indexes,
            *published_by("format", "ess_month"),
            models.Index(fields=["status", "start", "end"], name="event_by_date"),
        ]
        constraints = [
            in_order(
                "start", "end", "event_ends_after_it_begins", "L'événement ne peut pas finir avant d'avoir commencé."
            ),
            models.CheckConstraint(
                name="event_end_has_a_start",
                condition=Q(end__isnull=True) | Q(start__isnull=False),
                violation_error_message="Un événement qui a une fin a un début.",
            ),
            models.CheckConstraint(
                name="event_times_are_in_order",
                condition=Q(end_time__isnull=True)
                | Q(start_time__isnull=False) & (~Q(end=F("start")) | Q(end_time__gte=F("start_time"))),
                violation_error_message="L'heure de fin vient après celle de début, qui doit être donnée.",
            ),
        ]

    def get_absolute_url(self):
        return reverse("event", args=[self.slug])

    @property
    def is_coming(self):
        """Whether it is going on or still to come; what no source dates is neither."""
        last = self.end or self.start
        return bool(last) and last.latest >= timezone.localdate()


class EventRole(Link):
    """What a structure does for an event."""

    owners = ("event",)

    class Role(models.TextChoices):
        ORGANISER = "organisateur", "organisateur"
        HOST = "hôte", "accueille"
        SUPPORTER = "soutien", "soutient"

    event = models.ForeignKey(Event, models.CASCADE, related_name="roles", verbose_name="événement")
    structure = models.ForeignKey(Structure, models.CASCADE, related_name="event_roles", verbose_name="structure")
    role = models.CharField("rôle", max_length=12, choices=Role, default=Role.ORGANISER)

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = "rôle dans un événement"
        verbose_name_plural = "rôles dans un événement"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "structure", "role"],
                name="event_role_is_said_once",
                violation_error_message="Cette structure a déjà ce rôle dans l'événement.",
            ),
        ]

    def __str__(self):
        return f"{self.structure} ({self.get_role_display()})"


class Session(Link):
    """A part of an event: a plenary, a workshop beside another."""

    owners = ("event",)

    class HalfDay(models.TextChoices):
        MORNING = "matin", "matin"
        AFTERNOON = "après-midi", "après-midi"
        EVENING = "soir", "soir"

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name="événement")
    title = models.CharField("titre", max_length=300)
    kind = models.CharField("nature", max_length=40, blank=True, help_text="Plénière, atelier, table ronde…")
    day = PartialDateField("jour")
    half_day = models.CharField("demi-journée", max_length=10, choices=HalfDay, blank=True)
    start_time = models.TimeField("heure de début", null=True, blank=True)
    end_time = models.TimeField("heure de fin", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "temps de l'événement"
        verbose_name_plural = "temps de l'événement"
        constraints = [
            models.CheckConstraint(
                name="session_times_are_in_order",
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False, end_time__gte=F("start_time")),
                violation_error_message="L'heure de fin vient après celle de début, qui doit être donnée.",
            ),
        ]

    def __str__(self):
        return self.title


class Speaker(Link):
    """Someone who speaks, in the public role that the source gives."""

    owners = ("session__event",)

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers", verbose_name="temps")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("rôle public", max_length=200, blank=True)
    organisation = models.CharField("organisation, telle que nommée", max_length=200, blank=True)
    structure = models.ForeignKey(
        Structure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="speakers",
        verbose_name="structure de l'annuaire",
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "intervenant"

    def __str__(self):
        return self.name


class Document(Link):
    """What an event leaves: a programme, a report, a replay."""

    owners = ("event",)

    event = models.ForeignKey(Event, models.CASCADE, related_name="documents", verbose_name="événement")
    title = models.CharField("titre", max_length=250)
    url = models.URLField("adresse", max_length=500, blank=True)
    is_replay = models.BooleanField("enregistrement", default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "document"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "title"],
                name="document_is_said_once",
                violation_error_message="Ce document est déjà dans la liste.",
            ),
        ]

    def __str__(self):
        return self.title
