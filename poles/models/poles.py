"""A pole and those who make it."""

from django.db import models
from django.db.models import Case, CharField, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce, Least, Substr
from django.utils.functional import cached_property

from actors.models import Structure
from ptce_hub.directory.fields.constraints import in_order, in_pairs, or_blank, said_once
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.fields.spans import LastingQuerySet
from ptce_hub.directory.history.days import Life
from ptce_hub.directory.models import Entry, Link, Status, counted_by
from ptce_hub.territories.models import Territory


class Initiator(models.TextChoices):
    """Who had the idea first."""

    ENTREPRISE = "entreprise", "une entreprise"
    CITOYENS = "citoyens", "des citoyens"
    COLLECTIVITE = "collectivité", "une collectivité"
    RESEAU = "reseau", "un réseau"
    MIXTE = "mixte", "plusieurs d'entre eux"


class PoleQuerySet(LastingQuerySet):
    life = Life("beginning", "ended")

    def with_beginning(self):
        return self.alias(beginning=beginning())

    def with_member_count(self):
        """Annotate ``member_count`` without drafts: they must not show through a number."""
        shown = Q(memberships__structure__status=Status.PUBLISHED)
        return self.annotate(member_count=Count("memberships__structure", filter=shown, distinct=True))

    def with_first_cooperation(self):
        return self.annotate(first_cooperation=Subquery(dated_cooperations().values("started")[:1]))


def dated_cooperations():
    """Those of the outer pole that are published and dated, the first one first."""
    rows = Pole.cooperations.rel.related_model.objects.published().filter(pole=OuterRef("pk"), started__isnull=False)
    return rows.order_by("started")


def beginning():
    """``Pole.cooperates_since``, to sort and to filter by: one look at the cooperations of each pole."""
    earlier = Least("started", Coalesce(OuterRef("started"), "started"))
    return Coalesce(Subquery(dated_cooperations().values_list(earlier)[:1]), "started", output_field=CharField())


def years_before_recognition():
    """``Pole.years_before_recognition``, to sort by."""
    return Case(When(recognised__isnull=False, then=year_of("recognised") - year_of(beginning())))


def year_of(date):
    return Cast(Substr(date, 1, 4, output_field=CharField()), models.IntegerField())


class Pole(Entry):
    """A PTCE: structures of one territory that chose to work together, recognised as such or not."""

    class Activity(models.TextChoices):
        PROJECT = "en projet", "en projet"
        ACTIVE = "actif", "actif"
        ENDED = "terminé", "terminé"

    page_name = "pole"
    territory_fields = ("territory", "scope")
    searched_ties = {"members": "Membres"}
    search_weight = 2
    _history_m2m_fields = ["themes", "scope"]

    acronym = models.CharField("sigle", max_length=60, blank=True)
    activity = models.CharField(
        "situation",
        max_length=9,
        choices=Activity,
        blank=True,
        help_text="« Actif » seulement quand une source récente l'atteste ; vide quand on ne sait pas.",
    )
    started = PartialDateField(
        "coopère depuis", help_text="Début, même informel, souvent bien avant la reconnaissance."
    )
    ended = PartialDateField("a pris fin")
    recognised = PartialDateField(
        "reconnu depuis", help_text="Première reconnaissance que les sources donnent. Ce n'est pas le début du pôle."
    )
    initiated_by = models.CharField("lancé par", max_length=12, choices=Initiator, blank=True)
    scope = models.ManyToManyField(
        Territory, blank=True, related_name="poles_in_scope", verbose_name="territoires d'action"
    )
    members = models.ManyToManyField(Structure, through="Membership", related_name="poles", verbose_name="membres")
    latitude = models.FloatField("latitude (degrés, WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude (degrés, WGS 84)", null=True, blank=True)

    objects = PoleQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "pôle"
        indexes = [*counted_by("activity", "initiated_by", "started"), *Entry.Meta.indexes]
        constraints = [
            in_pairs("pole_coordinates_come_in_pairs"),
            in_order(
                "started", "ended", "pole_ends_after_it_begins", "Le pôle ne peut pas finir avant d'avoir commencé."
            ),
        ]

    def comes_after(self, date):
        """Whether ``date`` is surely before the pole, by its start or, unknown, by its recognition."""
        birth = self.started or self.recognised
        return bool(birth and date and date.latest < birth.earliest)

    @cached_property
    def first_cooperation(self):
        """When the first of its published cooperations began; a list reads it with the row."""
        dates = [row.started for row in self.cooperations.all() if row.is_published and row.started]
        return min(dates, default=None)

    @property
    def cooperates_since(self):
        """Its own beginning, or that of its first cooperation when sources date it earlier, or date nothing else."""
        return min(filter(None, (self.started, self.first_cooperation)), default=None)

    @property
    def years_before_recognition(self):
        """How many years the pole cooperated before it was recognised; None when either date is unknown."""
        since = self.cooperates_since
        return self.recognised.year - since.year if since and self.recognised else None

    @property
    def memberships_by_role(self):
        """Bearers first, then as the roles are listed; by name within a role."""
        rank = {role: position for position, role in enumerate(Membership.Role.values)}
        return sorted(self.memberships.all(), key=lambda row: (rank[row.role], row.structure.sort_name))


class Membership(Link):
    """A structure's part in a pole: in what role, how strongly, for how long."""

    owners = ("pole",)
    lasts_apart = ("pole", "structure", "role")

    class Role(models.TextChoices):
        PORTEUR = "porteur", "porteur"
        CO_PORTEUR = "co-porteur", "co-porteur"
        MEMBRE = "membre", "membre"
        PARTENAIRE = "partenaire", "partenaire"
        SOUTIEN = "soutien", "soutien"

    class Intensity(models.TextChoices):
        NOYAU = "noyau", "noyau"
        REGULIER = "régulier", "régulier"
        PONCTUEL = "ponctuel", "ponctuel"

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="memberships", verbose_name="pôle")
    structure = models.ForeignKey(Structure, models.CASCADE, related_name="memberships", verbose_name="structure")
    role = models.CharField("rôle", max_length=10, choices=Role, default=Role.MEMBRE)
    intensity = models.CharField(
        "intensité",
        max_length=8,
        choices=Intensity,
        blank=True,
        help_text="Noyau : pilote au quotidien. Régulier : participe souvent. Ponctuel : vient pour une action. "
        "Vide quand aucune source ne le dit.",
    )
    since = PartialDateField("depuis")
    until = PartialDateField("jusqu'à")

    class Meta:
        ordering = ["structure__sort_name", "pk"]
        verbose_name = "participation à un pôle"
        verbose_name_plural = "participations à un pôle"
        constraints = [
            said_once(
                "pole",
                "structure",
                "role",
                or_blank("since"),
                name="membership_is_said_once",
                message="Cette structure a déjà ce rôle dans le pôle depuis cette date.",
            ),
            in_order(
                "since",
                "until",
                "membership_ends_after_it_begins",
                "La participation ne peut pas finir avant d'avoir commencé.",
            ),
        ]

    def __str__(self):
        return f"{self.structure} – {self.pole} ({self.get_role_display()})"
