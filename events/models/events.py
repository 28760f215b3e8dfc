"""Events: when and where they happen, who holds them, what came of them."""

import datetime
import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone

from actors.models import Structure
from events.calendars import following
from events.models.editions import EssMonth
from events.models.sources import Source
from events.zones import today_of
from poles.models import Cooperation, Pole
from ptce_hub.directory.entries import EntryQuerySet
from ptce_hub.directory.fields.constraints import in_order
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.models import Entry, Link, Status, counted_by

#: Days during which calendars still say that an event is cancelled, for whoever has it to learn it.
CANCELLED_STAYS = 30
#: Until when an evening may last without the date of its end.
SMALL_HOURS = datetime.time(6)


def new_uid():
    """An identifier that no other event of any calendar has (RFC 7986, section 5.3)."""
    return str(uuid.uuid4())


def validate_zone(value):
    if value and value not in zoneinfo.available_timezones():
        raise ValidationError("Ce fuseau horaire n'existe pas : écrivez par exemple Indian/Reunion.", code="zone")


class EventQuerySet(EntryQuerySet):
    def in_calendars(self):
        """Those whose day is known; what is cancelled, or has left the site, stays ``CANCELLED_STAYS`` more days."""
        oldest = timezone.localdate() - datetime.timedelta(days=CANCELLED_STAYS)
        seen = self.filter(Q(status=Status.PUBLISHED) | Q(cancelled_on__isnull=False)).exclude(cancelled_on__lt=oldest)
        return seen.alias(precision=Length("start")).filter(precision=len("2026-11-14"))


class Series(models.Model):
    """Events that come again: a yearly day, a monthly visit."""

    name = models.CharField("nom", max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "série d'événements"
        verbose_name_plural = "séries d'événements"

    def __str__(self):
        return self.name

    @classmethod
    def called(cls, title, territory):
        """That of the events of this title there."""
        name = f"{title} ({territory})" if territory else title
        return cls.objects.get_or_create(name=name[:200])[0]


class Event(Entry):
    """Something that happens at a date, perhaps known to the month only, perhaps not at all."""

    class Format(models.TextChoices):
        ON_SITE = "sur place", "sur place"
        ONLINE = "en ligne", "en ligne"
        MIXED = "mixte", "sur place et en ligne"

    class Kind(models.TextChoices):
        ATELIER = "atelier", "atelier"
        CONFERENCE = "conference", "conférence"
        DEBAT = "debat", "débat ou table ronde"
        PROJECTION = "projection", "projection ou spectacle"
        VISITE = "visite", "visite ou portes ouvertes"
        SALON = "salon", "salon, forum ou marché"
        FORMATION = "formation", "formation"
        RENCONTRE = "rencontre", "rencontre ou journée"
        ASSEMBLEE = "assemblee", "assemblée générale"
        FETE = "fete", "fête ou inauguration"
        OTHER = "autre", "autre"

    class Holding(models.TextChoices):
        PLANNED = "prévu", "prévu"
        FULL = "complet", "complet"
        MOVED = "déplacé", "déplacé"
        POSTPONED = "reporté", "reporté"
        CANCELLED = "annulé", "annulé"

    page_name = "event"
    searched_fields = ("venue", "sessions__title")
    searched_ties = {"structures": "Avec", "poles": "Pôles", "cooperations": "Coopérations"}
    never_back = ("sequence", "calendar_changed", "cancelled_on")  # calendars only go on, whatever is undone
    _history_m2m_fields = ["themes", "poles", "cooperations", "led_to_poles", "led_to_cooperations"]

    kind = models.CharField("nature", max_length=10, choices=Kind, blank=True)
    holding = models.CharField(
        "tenue",
        max_length=8,
        choices=Holding,
        default=Holding.PLANNED,
        help_text="Reporté : la nouvelle date n'est pas connue. Déplacé : la date ou le lieu viennent de changer.",
    )
    holding_words = models.CharField(
        "ce qui a changé", max_length=250, blank=True, help_text="Montré bien en vue : « reporté au printemps »…"
    )
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
    capacity = models.PositiveIntegerField("places", null=True, blank=True)
    is_free = models.BooleanField("gratuit", null=True, blank=True, help_text="Vide quand aucune source ne le dit.")
    price = models.CharField("prix", max_length=120, blank=True, help_text="Dans les mots de l'organisateur.")
    registration_url = models.URLField("page d'inscription", max_length=500, blank=True)
    series = models.ForeignKey(
        "Series", models.SET_NULL, null=True, blank=True, related_name="events", verbose_name="série"
    )
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
    led_to_poles = models.ManyToManyField(
        Pole, blank=True, related_name="born_of_events", verbose_name="pôles auxquels il a donné lieu"
    )
    led_to_cooperations = models.ManyToManyField(
        Cooperation, blank=True, related_name="born_of_events", verbose_name="coopérations auxquelles il a donné lieu"
    )
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, editable=False, related_name="events",
        verbose_name="source qui le tient",
    )  # fmt: skip
    outside_id = models.CharField("identifiant à la source", max_length=255, blank=True, editable=False)
    gone_on = models.DateField("disparu de la source le", null=True, blank=True, editable=False)
    #: What calendars follow (RFC 5545): for ever the same, raised when date, place or holding change, when it was.
    uid = models.CharField("identifiant d'agenda", max_length=255, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField("révision d'agenda", default=0, editable=False)
    calendar_changed = models.DateTimeField("agenda modifié le", default=timezone.now, editable=False)
    cancelled_on = models.DateField("annulé le", null=True, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "événement"
        indexes = [
            *counted_by("format", "ess_month", "kind"),
            models.Index(fields=["status", "start", "end", "territory"], name="event_by_date"),
            *Entry.Meta.indexes,
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "outside_id"], name="event_of_a_source_is_taken_once"),
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

    def clean(self):
        """An end before the beginning is that of the next day: in the small hours only, unless its date is given."""
        super().clean()
        begins, ends = self.start_time, self.end_time
        if begins and ends and self.end in (None, self.start) and SMALL_HOURS < ends < begins:
            raise ValidationError(
                f"L'heure de fin ({ends:%H:%M}) vient avant celle de début ({begins:%H:%M}) : échangez-les ; s'il "
                "finit un autre jour, donnez aussi la date de fin.",
                code="hours",
            )

    def save(self, *args, update_fields=None, **kwargs):
        with transaction.atomic():
            following.follow(self, update_fields)
            self._followed = True
            kept = update_fields and {*update_fields, *following.KEPT}
            super().save(*args, update_fields=kept, **kwargs)

    @property
    def kept_elsewhere(self):
        if self.source_id is None:
            return ""
        return (
            f"Cet événement est repris de « {self.source} » : corrigez-le là-bas, le site suivra à la prochaine "
            "lecture. Ici, on peut le publier ou l'archiver."
        )

    @property
    def is_coming(self):
        """Whether it is going on or still to come, on a day that is known; in the time of its place."""
        known = self.start is not None and self.start.day is not None
        return known and (self.end or self.start).latest >= today_of(self)

    @property
    def is_open(self):
        """Whether one may still hope to come."""
        return self.is_coming and self.holding not in (self.Holding.CANCELLED, self.Holding.FULL)


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


class Access(Link):
    """What an event offers to people with a disability, as its organisers say it."""

    owners = ("event",)

    class Disability(models.TextChoices):
        MOTOR = "moteur", "handicap moteur"
        HEARING = "auditif", "handicap auditif"
        SIGHT = "visuel", "handicap visuel"
        MIND = "mental", "handicap mental, cognitif ou psychique"

    event = models.ForeignKey(Event, models.CASCADE, related_name="accesses", verbose_name="événement")
    disability = models.CharField("pour", max_length=8, choices=Disability)
    words = models.CharField(
        "ce qui est prévu",
        max_length=250,
        help_text="Rampe, boucle magnétique, langue des signes…",
    )

    class Meta:
        ordering = ["disability", "pk"]
        verbose_name = "accès"
        verbose_name_plural = "accès selon le handicap"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "disability", "words"],
                name="access_is_said_once",
                violation_error_message="Cet accès est déjà dit.",
            ),
        ]

    def __str__(self):
        return f"{self.get_disability_display()} : {self.words}"
