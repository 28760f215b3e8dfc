"""What narrows the lists of poles, cooperations, places and calls."""

from functools import cached_property

from django.db.models import Case, CharField, F, OrderBy, OuterRef, Subquery, Value, When

from actors.models import Network
from poles.models import Call, Cooperation, Degree, DegreeAssessment, Initiator, Pole
from poles.models.poles import years_before_recognition
from ptce_hub.directory.facets import UNKNOWN, PeriodFacet, RelatedFacet, ValueFacet
from ptce_hub.directory.filters import EntryFilter
from ptce_hub.directory.models import Status

NO_NETWORK = "Aucun réseau n’a l’adresse « %s »."


def oldest(column):
    return [F(column).asc(nulls_last=True), "sort_name"]


def latest(column):
    return [F(column).desc(nulls_last=True), "sort_name"]


def longest_first(years):
    return [OrderBy(years(), descending=True, nulls_last=True), "sort_name"]


class PoleFilter(EntryFilter):
    facets = ("territoire", "theme", "situation", "initiative", "appel", "periode", "reseau")
    folded = ("reseau",)
    orders = {
        **EntryFilter.orders,
        "debut": ("début de la coopération", oldest("started")),
        "reconnaissance": ("reconnaissance récente", latest("recognised")),
        "anteriorite": ("longtemps avant d’être reconnus", longest_first(years_before_recognition)),
    }

    situation = ValueFacet("Situation", Pole.Activity.choices, field_name="activity")
    initiative = ValueFacet("Lancé par", Initiator.choices, field_name="initiated_by")
    appel = RelatedFacet(
        "Reconnu par",
        "recognitions__call",
        Call.objects.published,
        missing="Aucun appel à projets n’a l’adresse « %s ».",
        none="aucun appel connu",
    )
    periode = PeriodFacet("Coopère depuis", years=10, field_name="started")
    reseau = RelatedFacet(
        "Réseau de ses membres",
        "memberships__structure__network_memberships__network",
        Network.objects.published,
        among={"memberships__structure__status": Status.PUBLISHED},
        missing=NO_NETWORK,
        none="aucun réseau connu",
    )


class DegreeFacet(ValueFacet):
    """The latest assessment, in the words of the latest grid."""

    def __init__(self, label):
        super().__init__(label, [(degree, f"degré {degree}") for degree in range(1, 7)], in_order=True)

    def expression(self):
        latest = DegreeAssessment.objects.filter(cooperation=OuterRef("pk")).order_by("-assessed", "-pk")
        return Subquery(latest.values("degree")[:1])

    @cached_property
    def labels(self):
        steps = dict(Degree.objects.order_by("grid").values_list("degree", "label"))
        labels = {str(degree): f"{degree}. {steps.get(degree, label)}" for degree, label in self.values}
        return labels | {UNKNOWN: "non évalué"}


def belonging():
    return Case(When(pole__status="published", then=Value("dans un pôle")), default=Value("hors pôle"))


class CooperationFilter(EntryFilter):
    facets = ("territoire", "nature", "degre", "choix", "initiative", "cadre", "periode", "theme", "reseau")
    folded = ("theme", "cadre", "reseau")
    orders = {
        **EntryFilter.orders,
        "debut": ("les plus anciennes", oldest("started")),
        "recentes": ("les plus récentes", latest("started")),
    }

    nature = ValueFacet("Nature", Cooperation.Kind.choices, field_name="kind", unknown="")
    degre = DegreeFacet("Degré (proposition de ce projet)")
    choix = ValueFacet("Choisie ou subie", Cooperation.Chosen.choices, field_name="chosen")
    initiative = ValueFacet("Lancée par", Initiator.choices, field_name="initiated_by")
    cadre = ValueFacet(
        "Cadre", [("dans un pôle", "dans un pôle"), ("hors pôle", "hors pôle")], expression=belonging, unknown=""
    )
    periode = PeriodFacet("Commencée", years=10, field_name="started")
    reseau = RelatedFacet(
        "Réseau qui y prend part",
        "participations__structure",
        Network.objects.published,
        missing=NO_NETWORK,
        none="aucun réseau connu",
    )


def closing():
    return Case(When(closed__isnull=True, then=Value("ouvert")), default=Value("fermé"), output_field=CharField())


class PlaceFilter(EntryFilter):
    facets = ("territoire", "etat", "theme", "periode")
    orders = {**EntryFilter.orders, "ouverture": ("ouverture récente", latest("opened"))}

    etat = ValueFacet(
        "État",
        [("ouvert", "ouvert, ou fermeture inconnue"), ("fermé", "fermé")],
        expression=closing,
        unknown="",
    )
    periode = PeriodFacet("Ouvert depuis", years=10, field_name="opened")


class CallFilter(EntryFilter):
    facets = ("echelle", "annee", "territoire", "theme")
    orders = {
        "date": ("les plus récents", [*latest("decided")[:1], *latest("launched")]),
        **EntryFilter.orders,
    }

    echelle = ValueFacet("Échelle", Call.Level.choices, field_name="level", unknown="")
    annee = PeriodFacet("Lancé en", field_name="launched")
