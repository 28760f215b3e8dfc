"""What an event is made of: its sessions, who speaks in them, what it leaves."""

from django.db import models, transaction
from django.db.models import F, Q

from actors.models import Structure
from events.calendars import following
from events.models.events import Event
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.models import Link


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
    track = models.CharField("parcours", max_length=80, blank=True, help_text="Quand plusieurs temps sont parallèles.")
    room = models.CharField("salle", max_length=120, blank=True)
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

    def save(self, *args, **kwargs):
        with transaction.atomic():
            following.follow_session(self)
            super().save(*args, **kwargs)


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
