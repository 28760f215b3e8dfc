"""The editions of the *Mois de l'ESS*, held each November."""

from django.db import models
from django.db.models import F, Q

from actors.models import Structure
from ptce_hub.directory.fields.constraints import or_zero, said_once
from ptce_hub.directory.fields.lines import LinesField, Source
from ptce_hub.territories.models import Territory


class EssMonth(models.Model):
    """An edition of the *Mois de l'ESS*, held each November."""

    year = models.PositiveSmallIntegerField("année", unique=True)
    opens = models.DateField("ouvre le", null=True, blank=True)
    closes = models.DateField("se termine le", null=True, blank=True)
    text = models.TextField("présentation", blank=True)
    sources = LinesField("sources", help_text="Une par ligne : d'où viennent les dates, le texte, les organisateurs.")

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

    @property
    def sources_shown(self):
        return [Source(line) for line in self.sources]


class EditionOrganiser(models.Model):
    """Who organises an edition in a region: a structure, or the words of a source that names nobody."""

    edition = models.ForeignKey(EssMonth, models.CASCADE, related_name="organisers", verbose_name="édition")
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="ess_month_organisers", verbose_name="territoire"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, related_name="ess_months", verbose_name="structure"
    )
    label = models.CharField("nom donné par la source", max_length=200, blank=True)
    website = models.URLField("page de l'édition", max_length=500, blank=True)

    class Meta:
        ordering = ["territory__name", "pk"]
        verbose_name = "organisateur régional"
        verbose_name_plural = "organisateurs régionaux"
        constraints = [
            said_once(
                "edition",
                "territory",
                or_zero("structure"),
                "label",
                name="edition_organiser_is_said_once",
                message="Cet organisateur est déjà dit pour ce territoire.",
            ),
            models.CheckConstraint(
                name="edition_organiser_names_someone",
                condition=Q(structure__isnull=False, label="") | (Q(structure__isnull=True) & ~Q(label="")),
                violation_error_message="Choisissez une structure ou écrivez comment la source la désigne.",
            ),
        ]

    def __str__(self):
        return f"{self.structure or self.label} ({self.territory})"
