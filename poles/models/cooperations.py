"""Cooperations: who works with whom, on what, since when, how strongly. They make the pole, not the reverse."""

from django.db import models
from django.db.models import Count, Q

from actors.models import Structure
from poles.models.poles import Initiator, Pole
from ptce_hub.directory.fields.constraints import in_order, or_blank, or_zero, said_once
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.fields.spans import LastingQuerySet
from ptce_hub.directory.models import Entry, Link, Status, counted_by


class CooperationQuerySet(LastingQuerySet):
    def with_participant_count(self):
        """Annotate ``participant_count``: named bodies and unnamed ones, without drafts."""
        shown = Q(participations__structure__isnull=True) | Q(participations__structure__status=Status.PUBLISHED)
        return self.annotate(participant_count=Count("participations", filter=shown, distinct=True))


class Cooperation(Entry):
    """Two or more participants on one object; it may belong to a pole, to none, or become one."""

    class Kind(models.TextChoices):
        ALLIANCE = "alliance", "alliance"
        COLLECTIF = "collectif", "collectif"
        CONVENTION = "convention", "convention"
        EVENEMENT = "evenement", "événement commun"
        FILIERE = "filiere", "filière"
        GROUPEMENT = "groupement", "groupement"
        LIEU_PARTAGE = "lieu_partage", "lieu partagé"
        MUTUALISATION = "mutualisation", "mutualisation"
        PLATEFORME = "plateforme", "plateforme"
        PORTAGE = "portage", "portage"
        PROGRAMME = "programme", "programme"
        RECHERCHE = "recherche", "recherche"
        RESEAU = "reseau", "réseau"
        STRUCTURE_COMMUNE = "structure_commune", "structure commune"

    class Chosen(models.TextChoices):
        CHOISIE = "choisie", "choisie"
        SUBIE = "subie", "subie"
        MIXTE = "mixte", "en partie choisie, en partie subie"

    page_name = "cooperation"
    searched_fields = ("object", "participations__label")
    searched_ties = {"participations__structure": "Participants", "pole": "Pôle"}
    search_weight = 1.2

    object = models.TextField("objet", blank=True)
    kind = models.CharField("nature", max_length=17, choices=Kind, db_index=True)
    started = PartialDateField("commencée")
    formalised = PartialDateField("formalisée")
    ended = PartialDateField("terminée")
    chosen = models.CharField("choisie ou subie", max_length=7, choices=Chosen, blank=True)
    initiated_by = models.CharField("lancée par", max_length=12, choices=Initiator, blank=True)
    pole = models.ForeignKey(
        Pole, models.SET_NULL, null=True, blank=True, related_name="cooperations", verbose_name="pôle"
    )

    objects = CooperationQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "coopération"
        indexes = [*counted_by("kind", "chosen", "initiated_by", "started"), *Entry.Meta.indexes]
        constraints = [
            in_order(
                "started",
                "formalised",
                "cooperation_is_formalised_after_it_begins",
                "La coopération ne peut pas être formalisée avant d'avoir commencé.",
            ),
            in_order(
                "started",
                "ended",
                "cooperation_ends_after_it_begins",
                "La coopération ne peut pas finir avant d'avoir commencé.",
            ),
            in_order(
                "formalised",
                "ended",
                "cooperation_ends_after_it_is_formalised",
                "La coopération ne peut pas finir avant d'avoir été formalisée.",
            ),
        ]


class Participation(Link):
    """One who cooperates: a structure, or the words of a source that names nobody. None cooperates with itself."""

    owners = ("cooperation",)
    lasts_apart = ("cooperation", "structure")

    cooperation = models.ForeignKey(
        Cooperation, models.CASCADE, related_name="participations", verbose_name="coopération"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, related_name="participations", verbose_name="structure"
    )
    label = models.CharField(
        "nom donné par la source", max_length=200, blank=True, help_text="Quand la source ne nomme pas la structure."
    )
    role = models.CharField("rôle", max_length=60, blank=True, help_text="Porteur, membre, fondateur, partenaire…")
    since = PartialDateField("depuis")
    until = PartialDateField("jusqu'à")

    class Meta:
        ordering = ["pk"]
        verbose_name = "participation à une coopération"
        verbose_name_plural = "participations à une coopération"
        constraints = [
            models.CheckConstraint(
                name="participation_names_someone",
                condition=Q(structure__isnull=False, label="") | (Q(structure__isnull=True) & ~Q(label="")),
                violation_error_message="Choisissez une structure ou écrivez comment la source la désigne.",
            ),
            said_once(
                "cooperation",
                or_zero("structure"),
                "label",
                "role",
                or_blank("since"),
                name="participation_is_said_once",
                message="Ce participant a déjà ce rôle dans la coopération depuis cette date.",
            ),
            in_order(
                "since",
                "until",
                "participation_ends_after_it_begins",
                "La participation ne peut pas finir avant d'avoir commencé.",
            ),
        ]

    def __str__(self):
        return str(self.structure or self.label)


class Agreement(Link):
    """What the participants signed, founded or obtained together."""

    owners = ("cooperation",)

    cooperation = models.ForeignKey(Cooperation, models.CASCADE, related_name="agreements", verbose_name="coopération")
    instrument = models.CharField("forme", max_length=200, help_text="Convention, association, SCIC, bail…")
    signed = PartialDateField("date")

    class Meta:
        ordering = ["signed", "pk"]
        verbose_name = "accord"
        constraints = [
            said_once(
                "cooperation",
                "instrument",
                or_blank("signed"),
                name="agreement_is_said_once",
                message="Cet accord est déjà enregistré.",
            ),
        ]

    def __str__(self):
        return self.instrument


class DegreeAssessment(Link):
    """How strong a cooperation was, on the six degrees, at a date, according to whom, for what reason.

    The scale is this project's proposal between two attested ends; it never ranks.
    """

    owners = ("cooperation",)

    class Voice(models.TextChoices):
        OWN = "own", "par les participants"
        MUTUAL = "mutual", "par un autre pôle"
        STAFF = "staff", "par l'équipe de l'annuaire"

    cooperation = models.ForeignKey(Cooperation, models.CASCADE, related_name="assessments", verbose_name="coopération")
    degree = models.PositiveSmallIntegerField(
        "degré", help_text="De 1 (événement ponctuel) à 6 (structurée dans la durée)."
    )
    assessed = PartialDateField("évalué")
    voice = models.CharField("évalué par", max_length=6, choices=Voice)
    basis = models.TextField(
        "fondement",
        help_text="Ce qui permet de le dire : lieu, convention, structure commune…",
        error_messages={"blank": "Dites sur quoi repose ce degré."},
    )

    class Meta:
        ordering = ["-assessed", "-pk"]
        indexes = [models.Index(fields=["cooperation", "-assessed", "-id", "degree"], name="degree_latest")]
        verbose_name = "évaluation du degré"
        verbose_name_plural = "évaluations du degré"
        constraints = [
            models.CheckConstraint(
                name="degree_is_from_1_to_6",
                condition=Q(degree__range=(1, 6)),
                violation_error_message="Le degré va de 1 à 6.",
            ),
            models.CheckConstraint(
                name="degree_is_dated",
                condition=Q(assessed__isnull=False),
                violation_error_message="Datez l'évaluation : un degré n'est jamais intemporel.",
            ),
            models.CheckConstraint(
                name="degree_has_a_basis",
                condition=~Q(basis=""),
                violation_error_message="Dites sur quoi repose ce degré.",
            ),
        ]

    def __str__(self):
        return f"degré {self.degree} ({self.assessed})"
