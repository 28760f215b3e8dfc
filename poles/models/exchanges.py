"""What poles and structures seek or can share, for a time."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from actors.models import Structure
from poles.models.poles import Pole
from ptce_hub.directory.entries import EntryQuerySet
from ptce_hub.directory.models import Entry

FARTHEST = 500  # kilometres; whoever reaches farther says a region or the country
LASTS, LONGEST = 90, 365  # days, unless one says otherwise; at most


def usual_last_day():
    return timezone.localdate() + datetime.timedelta(days=LASTS)


class ExchangeQuerySet(EntryQuerySet):
    def for_cards(self):
        return super().for_cards().select_related("territory__department", "territory__region", "pole", "structure")


class Exchange(Entry):
    """A need, or what answers one: published by one pole or one structure, over by itself after its last day."""

    class Sense(models.TextChoices):
        SEEKS = "recherche", "recherche"
        SHARES = "propose", "propose"

    class Kind(models.TextChoices):
        PREMISES = "locaux", "locaux"
        PURCHASES = "achats", "achats groupés"
        JOBS = "emplois", "emplois partagés"
        SKILLS = "compétences", "compétences"
        EQUIPMENT = "matériel", "matériel"
        SUPPORT = "accompagnement", "accompagnement (DLA collectif…)"

    page_name = "exchange"
    last_day = "expires_on"
    searched_ties = {"pole": "Publié par", "structure": "Publié par"}

    name = models.CharField("titre", max_length=250, help_text="Ce qui est cherché ou proposé, en une phrase.")
    summary = models.TextField(
        "description", blank=True, help_text="Sans nom ni adresse de personne : on vous écrit par ce site."
    )
    sense = models.CharField("sens", max_length=9, choices=Sense)
    kind = models.CharField("nature", max_length=14, choices=Kind)
    pole = models.ForeignKey(
        Pole, models.CASCADE, null=True, blank=True, related_name="exchanges", verbose_name="pôle qui publie"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, related_name="exchanges", verbose_name="structure qui publie"
    )
    radius_km = models.SmallIntegerField(
        "rayon (km)",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, "Un rayon va de 1 à 500 km : laissez vide pour votre seul territoire."),
            MaxValueValidator(FARTHEST, "500 km au plus : pour plus large, choisissez une région ou la France."),
        ],
        help_text="Jusqu'où, autour du territoire. Vide : ce territoire, et ceux qui le contiennent ou le chevauchent.",
    )
    expires_on = models.DateField(
        "dernier jour",
        default=usual_last_day,
        db_index=True,
        help_text="Un an au plus. Le lendemain, l'annonce disparaît d'elle-même ; vous pourrez la prolonger.",
    )

    objects = ExchangeQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "besoin ou partage"
        verbose_name_plural = "besoins et partages"
        constraints = [
            models.CheckConstraint(
                name="exchange_has_one_publisher",
                condition=Q(pole__isnull=False, structure__isnull=True) | Q(pole__isnull=True, structure__isnull=False),
                violation_error_message="Dites quel pôle publie, ou quelle structure : l'un des deux, et un seul.",
            ),
            models.CheckConstraint(
                name="exchange_radius_is_in_bounds",
                condition=Q(radius_km__isnull=True) | Q(radius_km__range=(1, FARTHEST)),
                violation_error_message="Un rayon va de 1 à 500 km.",
            ),
        ]

    @classmethod
    def from_db(cls, *args, **kwargs):
        exchange = super().from_db(*args, **kwargs)
        exchange._last_day_in_db = exchange.__dict__.get("expires_on")
        return exchange

    def clean(self):
        super().clean()
        mistakes = {}
        if not self.territory_id:
            mistakes["territory"] = "Dites où : une commune, une intercommunalité, un département…"
        if self.pole_id and self.structure_id:
            mistakes["structure"] = "Un pôle publie, ou une structure, et non les deux : videz l'une des deux cases."
        elif not (self.pole_id or self.structure_id):
            mistakes["pole"] = "Dites quel pôle publie, ou bien, plus bas, quelle structure."
        if mistake := self.wrong_last_day():
            mistakes["expires_on"] = mistake
        if mistakes:
            raise ValidationError(mistakes)

    def wrong_last_day(self):
        """Why the last day cannot be; empty when it can, or when it is that of before: what is over stays so."""
        if self.expires_on is None or self.expires_on == getattr(self, "_last_day_in_db", None):
            return ""
        today = timezone.localdate()
        latest = today + datetime.timedelta(days=LONGEST)
        if today <= self.expires_on <= latest:
            return ""
        wrong = "est déjà passé" if self.expires_on < today else "est trop loin"
        return f"Le {self.expires_on:%d/%m/%Y} {wrong} : choisissez un jour d'ici au {latest:%d/%m/%Y}."

    @property
    def other_sense(self):
        """That of what answers it."""
        return self.Sense.SHARES if self.sense == self.Sense.SEEKS else self.Sense.SEEKS

    @property
    def published_by(self):
        """The keys of its publisher, to compare."""
        return self.pole_id, self.structure_id

    @property
    def publisher(self):
        return self.pole or self.structure

    @property
    def publisher_shown(self):
        """As far as the public may see it; None otherwise."""
        return self.publisher if self.publisher and self.publisher.is_published else None
