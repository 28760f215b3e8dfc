"""Places that poles or their members share."""

from django.db import models
from django.db.models import F, Q

from actors.models import Structure
from poles.models.poles import Pole
from ptce_hub.directory.fields.constraints import in_order, in_pairs
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.models import Entry, Figure


class SharedPlace(Entry):
    """A building or a site used together. A closed one is kept as memory."""

    page_name = "shared_place"
    searched_ties = {"managed_by": "Géré par", "pole": "Pôle"}
    _history_m2m_fields = ["themes", "managed_by"]

    surface_m2 = models.PositiveIntegerField("surface (m²)", null=True, blank=True)
    hosted_structures = models.PositiveIntegerField("structures hébergées", null=True, blank=True)
    people_working = models.PositiveIntegerField("personnes qui y travaillent", null=True, blank=True)
    visitors_min_per_day = models.PositiveIntegerField("visiteurs par jour, au moins", null=True, blank=True)
    visitors_max_per_day = models.PositiveIntegerField("visiteurs par jour, au plus", null=True, blank=True)
    managed_by = models.ManyToManyField(Structure, blank=True, related_name="managed_places", verbose_name="géré par")
    pole = models.ForeignKey(Pole, models.SET_NULL, null=True, blank=True, related_name="places", verbose_name="pôle")
    opened = PartialDateField("ouvert")
    closed = PartialDateField("fermé")
    latitude = models.FloatField("latitude (degrés, WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude (degrés, WGS 84)", null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "lieu partagé"
        verbose_name_plural = "lieux partagés"
        constraints = [
            in_pairs("place_coordinates_come_in_pairs"),
            models.CheckConstraint(
                name="place_visitors_are_in_order",
                condition=Q(visitors_min_per_day__isnull=True)
                | Q(visitors_max_per_day__isnull=True)
                | Q(visitors_max_per_day__gte=F("visitors_min_per_day")),
                violation_error_message="Le plus grand nombre de visiteurs ne peut pas être sous le plus petit.",
            ),
            in_order(
                "opened", "closed", "place_closes_after_it_opens", "Le lieu ne peut pas fermer avant d'avoir ouvert."
            ),
        ]


class PlaceFigure(Figure):
    """One source's figure for a place."""

    owners = ("place",)

    class Measure(models.TextChoices):
        SURFACE = "surface_m2", "surface (m²)"
        HOSTED = "hosted_structures", "structures hébergées"
        WORKING = "people_working", "personnes qui y travaillent"
        VISITORS = "visitors_per_day", "visiteurs par jour"

    place = models.ForeignKey(SharedPlace, models.CASCADE, related_name="figures", verbose_name="lieu")
    measure = models.CharField("mesure", max_length=17, choices=Measure)

    class Meta(Figure.Meta):
        verbose_name = "chiffre selon une source"
        verbose_name_plural = "chiffres selon les sources"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "measure", "value", "source"],
                name="place_figure_is_said_once",
                violation_error_message="Ce chiffre est déjà donné par cette source.",
            ),
        ]
