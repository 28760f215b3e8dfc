"""The analysis grid: general objectives, objectives, indicators; and the readings made with it.

Only the shape (3, 9, 36) and the year (2012) are attested; the texts are this project's proposal, and pages say so.
"""

import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from poles.models.cooperations import Cooperation
from poles.models.poles import Pole
from ptce_hub.directory.fields.lines import LinesField

#: Days after the last answer for which a test is kept: one left before its end; one that belongs to no record.
UNFINISHED, OF_NOBODY = 90, 365


class GridQuerySet(models.QuerySet):
    def current(self):
        """The version offered to new tests; the last one loaded when none was chosen, None without any."""
        return self.order_by("-is_current", "-pk").first()

    def whole(self):
        """With its lines, in order, for a number of queries that does not depend on them."""
        return self.prefetch_related("general_objectives__objectives__indicators")


class Grid(models.Model):
    """One version of the grid; versions live side by side."""

    version = models.SlugField("version", max_length=40, unique=True)
    title = models.CharField("titre", max_length=200)
    authenticity = models.TextField("ce qui est attesté, ce qui est proposé")
    sources = LinesField("sources")
    scales = models.JSONField("échelles de réponse", default=dict, blank=True)
    material = models.JSONField(
        "repères attestés", default=dict, blank=True, help_text="Critères et dimensions que des sources donnent."
    )
    degrees_origin = models.TextField("d'où vient l'échelle des degrés", blank=True)
    degrees_note = models.TextField("ce qui manque à l'échelle des degrés", blank=True)
    degrees_sources = LinesField("sources de l'échelle des degrés")
    digest = models.CharField("empreinte du fichier", max_length=64, blank=True, editable=False)
    is_current = models.BooleanField("proposée aux nouveaux tests", default=False)

    objects = GridQuerySet.as_manager()

    class Meta:
        ordering = ["version"]
        verbose_name = "grille d'analyse"
        verbose_name_plural = "grilles d'analyse"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="grid_offered_to_new_tests_is_one",
                violation_error_message="Une autre grille est déjà proposée aux nouveaux tests.",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.version})"

    @transaction.atomic
    def offer(self):
        """To new tests, in place of the version that was; those begun keep theirs."""
        Grid.objects.filter(is_current=True).update(is_current=False)
        Grid.objects.filter(pk=self.pk).update(is_current=True)
        self.is_current = True

    @property
    def objectives(self):
        """Its objectives in order, which are the steps of a test; of a ``whole`` grid, without a query."""
        return [objective for general in self.general_objectives.all() for objective in general.objectives.all()]


class GridItem(models.Model):
    """A line of the grid, with where its wording comes from."""

    code = models.CharField("code", max_length=10)
    label = models.CharField("libellé", max_length=250)
    origin = models.CharField("origine du texte", max_length=250)
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.code} – {self.label}"


class GeneralObjective(GridItem):
    grid = models.ForeignKey(Grid, models.CASCADE, related_name="general_objectives", verbose_name="grille")

    class Meta(GridItem.Meta):
        verbose_name = "objectif général"
        verbose_name_plural = "objectifs généraux"
        constraints = [
            models.UniqueConstraint(fields=["grid", "code"], name="general_objective_code_is_unique_in_its_grid")
        ]


class Objective(GridItem):
    general_objective = models.ForeignKey(
        GeneralObjective, models.CASCADE, related_name="objectives", verbose_name="objectif général"
    )
    grounding = models.JSONField("appuis", default=list, blank=True)

    class Meta(GridItem.Meta):
        verbose_name = "objectif"
        constraints = [
            models.UniqueConstraint(fields=["general_objective", "code"], name="objective_code_is_unique_in_its_parent")
        ]


class Indicator(GridItem):
    class Scale(models.TextChoices):
        LADDER = "échelle", "de 0 (absent) à 4 (exemplaire)"
        YES_NO = "oui/non", "oui ou non"
        COUNT = "compte", "nombre entier"
        CHOICE = "choix", "valeur d'une liste"
        YEARS = "années", "nombre d'années"
        PERCENT = "%", "pourcentage, de 0 à 100"
        FTE = "ETP", "équivalents temps plein"

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="indicators", verbose_name="objectif")
    scale = models.CharField("échelle de réponse", max_length=7, choices=Scale)
    choices = LinesField("valeurs possibles")
    grounding = models.JSONField("appuis", default=list, blank=True)

    class Meta(GridItem.Meta):
        verbose_name = "indicateur"
        constraints = [
            models.UniqueConstraint(fields=["objective", "code"], name="indicator_code_is_unique_in_its_objective")
        ]


class Degree(models.Model):
    """A step of the ladder on which cooperations are read; between two attested ends, proposed by this project."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="degrees", verbose_name="grille")
    degree = models.PositiveSmallIntegerField("degré")
    slug = models.SlugField("nom court", max_length=60)
    label = models.CharField("libellé", max_length=120)
    description = models.CharField("description", max_length=300)
    origin = models.CharField("origine du texte", max_length=250)

    class Meta:
        ordering = ["degree"]
        verbose_name = "degré de coopération"
        verbose_name_plural = "degrés de coopération"
        constraints = [
            models.UniqueConstraint(fields=["grid", "degree"], name="degree_is_unique_in_its_grid"),
            models.CheckConstraint(
                name="degree_step_is_from_1_to_6",
                condition=Q(degree__range=(1, 6)),
                violation_error_message="Le degré va de 1 à 6.",
            ),
        ]

    def __str__(self):
        return f"{self.degree} – {self.label}"


class DiagnosisQuerySet(models.QuerySet):
    def expired(self):
        """Those that nobody came back to for so long that they are forgotten."""
        now = timezone.now()
        unfinished = Q(finished_on=None, answered_at__lt=now - datetime.timedelta(days=UNFINISHED))
        of_nobody = Q(pole=None, cooperation=None, answered_at__lt=now - datetime.timedelta(days=OF_NOBODY))
        return self.filter(unfinished | of_nobody)

    def with_ties(self):
        return self.select_related("grid", "pole", "cooperation", "by_pole")

    def shown(self):
        """Those that their pole publishes, the last first."""
        return self.filter(is_public=True).with_ties().order_by("-finished_on", "-pk")


class Diagnosis(models.Model):
    """A test of one's cooperation, with one version of the grid: of a pole, a cooperation, or nobody in particular.

    Private unless its pole publishes it, and erased for ever when it is erased: no history, no trash, no admin shows
    its answers. Whoever answers holds a secret link, of which only the fingerprint is kept.
    """

    owners = ("pole", "cooperation")
    kept_in_trash = False

    class Kind(models.TextChoices):
        SELF = "self", "par soi-même"
        MUTUAL = "mutual", "par un autre pôle"
        EXTERNAL = "external", "de l'extérieur"

    grid = models.ForeignKey(Grid, models.PROTECT, related_name="diagnoses", verbose_name="grille")
    pole = models.ForeignKey(Pole, models.CASCADE, null=True, blank=True, related_name="diagnoses", verbose_name="pôle")
    cooperation = models.ForeignKey(
        Cooperation, models.CASCADE, null=True, blank=True, related_name="diagnoses", verbose_name="coopération"
    )
    kind = models.CharField("sorte", max_length=8, choices=Kind, default=Kind.SELF)
    by_pole = models.ForeignKey(
        Pole, models.SET_NULL, null=True, blank=True, related_name="diagnoses_made", verbose_name="fait par le pôle"
    )
    by_words = models.CharField("organisation qui répond", max_length=120, blank=True)
    in_return_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="return_reading", verbose_name="en retour de"
    )
    finished_on = models.DateField("terminé le", null=True, blank=True)
    answered_at = models.DateTimeField("dernière réponse", default=timezone.now, db_index=True)
    is_public = models.BooleanField("public", default=False)
    secret_hash = models.CharField("empreinte du lien secret", max_length=64, blank=True, editable=False, db_index=True)

    objects = DiagnosisQuerySet.as_manager()

    class Meta:
        ordering = ["-finished_on", "-pk"]
        verbose_name = "diagnostic"
        constraints = [
            models.CheckConstraint(
                name="diagnosis_reads_one_thing_at_most",
                condition=Q(pole__isnull=True) | Q(cooperation__isnull=True),
                violation_error_message="Choisissez un pôle ou une coopération, un seul des deux.",
            ),
            models.CheckConstraint(
                name="diagnosis_published_is_whole_and_of_a_record",
                condition=Q(is_public=False)
                | Q(finished_on__isnull=False) & (Q(pole__isnull=False) | Q(cooperation__isnull=False)),
                violation_error_message="Seul un diagnostic terminé, d'un pôle ou d'une coopération, se publie.",
            ),
        ]

    def __str__(self):
        return f"diagnostic n° {self.pk}"  # never of whom: this text goes to logs and messages

    @property
    def subject(self):
        """The record that it reads; None for a test of nobody in particular."""
        return self.pole or self.cooperation

    @property
    def voice(self):
        """Who answers, in words."""
        if self.kind == self.Kind.MUTUAL:
            return f"par le pôle {self.by_pole}" if self.by_pole else "par un autre pôle"
        if self.kind == self.Kind.EXTERNAL and self.by_words:
            return f"de l'extérieur, par {self.by_words}"
        return self.get_kind_display()


class Answer(models.Model):
    """What a diagnosis says of one indicator; *sans objet* counts for nothing."""

    kept_in_trash = False

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="answers", verbose_name="diagnostic")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="answers", verbose_name="indicateur")
    value = models.CharField("réponse", max_length=120, blank=True)
    not_applicable = models.BooleanField("sans objet", default=False)

    class Meta:
        ordering = ["indicator__position", "pk"]
        verbose_name = "réponse"
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "indicator"],
                name="indicator_is_answered_once",
                violation_error_message="Cet indicateur a déjà une réponse.",
            ),
            models.CheckConstraint(
                name="answer_is_a_value_or_not_applicable",
                condition=Q(not_applicable=True, value="") | (Q(not_applicable=False) & ~Q(value="")),
                violation_error_message="Répondez, ou cochez « sans objet ».",
            ),
        ]

    def __str__(self):
        return f"réponse n° {self.pk}"  # never what it says
