"""Calls for projects, and the recognitions that poles drew from them or otherwise."""

from django.db import models
from django.db.models import Q

from actors.models import Structure
from poles.models.poles import Pole
from ptce_hub.directory.fields.constraints import in_order, or_zero, said_once
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.fields.lines import LinesField
from ptce_hub.directory.models import Entry, Figure, Link


class Call(Entry):
    """An *appel à projets* or *à manifestation d'intérêt*."""

    class Level(models.TextChoices):
        NATIONAL = "national", "national"
        REGIONAL = "regional", "régional"
        LOCAL = "local", "local"

    page_name = "call"
    searched_fields = ("organiser_names",)
    searched_ties = {"organisers": "Organisateurs"}
    _history_m2m_fields = ["themes", "organisers"]

    level = models.CharField("échelle", max_length=8, choices=Level)
    launched = PartialDateField("lancé")
    deadline = PartialDateField("date limite")
    decided = PartialDateField("décidé")
    budget_eur = models.PositiveBigIntegerField("budget (euros)", null=True, blank=True)
    candidates = models.PositiveIntegerField("candidats", null=True, blank=True)
    laureates = models.PositiveIntegerField("lauréats", null=True, blank=True)
    organiser_names = LinesField(
        "organisateurs, tels que nommés", help_text="Un par ligne, dans les mots de la source."
    )
    organisers = models.ManyToManyField(
        Structure, blank=True, related_name="calls", verbose_name="organisateurs de l'annuaire"
    )

    class Meta(Entry.Meta):
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        constraints = [
            in_order(
                "launched",
                "deadline",
                "call_closes_after_it_opens",
                "La date limite ne peut pas précéder le lancement.",
            ),
            in_order(
                "launched",
                "decided",
                "call_is_decided_after_it_opens",
                "La décision ne peut pas précéder le lancement.",
            ),
        ]


class CallFigure(Figure):
    """One source's count of candidates, laureates or euros."""

    owners = ("call",)

    class Measure(models.TextChoices):
        CANDIDATES = "candidates", "candidats"
        LAUREATES = "laureates", "lauréats"
        BUDGET = "budget_eur", "budget (euros)"

    call = models.ForeignKey(Call, models.CASCADE, related_name="figures", verbose_name="appel")
    measure = models.CharField("mesure", max_length=10, choices=Measure)

    class Meta(Figure.Meta):
        verbose_name = "chiffre selon une source"
        verbose_name_plural = "chiffres selon les sources"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "measure", "value", "source"],
                name="call_figure_is_said_once",
                violation_error_message="Ce chiffre est déjà donné par cette source.",
            ),
        ]


class RecognitionQuerySet(models.QuerySet):
    def granted(self):
        """Without those who only applied."""
        return self.exclude(result__istartswith="candidat")

    def of_years(self, span):
        """Of a year of the period, or of none that a source gives (``span`` None)."""
        if span is None:
            return self.filter(year=None)
        return self.filter(year__range=(span.first.year, span.final.year))


class Recognition(Link):
    """Someone named the pole a PTCE: a fact of its own, that may come ten years after the cooperation."""

    owners = ("pole",)

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="recognitions", verbose_name="pôle")
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="recognitions", verbose_name="appel"
    )
    recognised_by = models.CharField(
        "reconnu par",
        max_length=200,
        blank=True,
        help_text="Quand ce n'est pas l'appel qui le dit : État, Région, réseau…",
    )
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    result = models.CharField("résultat", max_length=160, blank=True, help_text="Lauréat, candidat, pôle témoin…")

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["year", "pk"]
        verbose_name = "reconnaissance"
        constraints = [
            said_once(
                "pole",
                or_zero("call"),
                or_zero("year"),
                "result",
                name="recognition_is_said_once",
                message="Cette reconnaissance est déjà enregistrée.",
            ),
            models.CheckConstraint(
                name="recognition_has_a_call_or_a_year",
                condition=Q(call__isnull=False) | Q(year__isnull=False),
                violation_error_message="Indiquez l'appel, ou au moins l'année de la reconnaissance.",
            ),
        ]

    def __str__(self):
        return f"{self.pole} – {self.result or 'reconnu'} ({self.year or 'année non renseignée'})"
