"""What narrows the lists of poles, cooperations, places, exchanges and calls."""

from functools import cached_property

from django.db.models import Case, CharField, F, OrderBy, OuterRef, Subquery, Value, When

from actors.models import Network
from poles.models import Call, Cooperation, Degree, DegreeAssessment, Exchange, Initiator, Pole, Recognition
from poles.models.cooperations import CooperationQuerySet
from poles.models.poles import PoleQuerySet, years_before_recognition
from ptce_hub.directory.listing.facets import UNKNOWN, PeriodFacet, RelatedFacet, ValueFacet
from ptce_hub.directory.listing.filters import EntryFilter
from ptce_hub.directory.listing.spans import SpanField, SpanFilter
from ptce_hub.directory.models import Status

NO_NETWORK = "Aucun réseau n’a l’adresse « %s »."


def oldest(column):
    return [F(column).asc(nulls_last=True), "sort_name"]


def latest(column):
    return [F(column).desc(nulls_last=True), "sort_name"]


def longest_first(years):
    return [OrderBy(years(), descending=True, nulls_last=True), "sort_name"]


class RecognisedField(SpanField):
    """A period, or the word for recognitions of which no source gives the year."""

    def clean(self, value):
        return UNKNOWN if value == UNKNOWN else super().clean(value)

    def words_of(self, value):
        return "année non renseignée" if value == UNKNOWN else super().words_of(value)


class RecognisedFilter(SpanFilter):
    """One recognition, by one of the calls asked for if any, in the period asked for."""

    field_class = RecognisedField

    def __init__(self, label):
        super().__init__(label, narrow=None)

    def filter(self, poles, span):
        found = Recognition.objects.granted().of_years(None if span == UNKNOWN else span)
        if calls := set(self.parent.form.cleaned_data["appel"]) - {UNKNOWN}:
            found = found.filter(call__slug__in=calls)
        return poles.filter(pk__in=found.values("pole"))


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
    encours = SpanFilter("En cours", PoleQuerySet.going_on)
    commence = SpanFilter("La coopération commence", PoleQuerySet.begun)
    termine = SpanFilter("A pris fin", PoleQuerySet.over)
    sansdebut = SpanFilter("Début non renseigné, peut-être en cours", PoleQuerySet.undated)
    reconnu = RecognisedFilter("Reconnu")
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
    encours = SpanFilter("En cours", CooperationQuerySet.going_on)
    commence = SpanFilter("Commence", CooperationQuerySet.begun)
    termine = SpanFilter("A pris fin", CooperationQuerySet.over)
    sansdebut = SpanFilter("Début non renseigné, peut-être en cours", CooperationQuerySet.undated)
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


class ExchangeFilter(EntryFilter):
    facets = ("sens", "nature", "territoire", "theme")
    orders = {
        "recents": ("les plus récents", ["-created_at"]),
        "dernier-jour": ("les premiers à finir", ["expires_on", "sort_name"]),
        **EntryFilter.orders,
    }

    sens = ValueFacet("Sens", Exchange.Sense.choices, field_name="sense", unknown="")
    nature = ValueFacet("Nature", Exchange.Kind.choices, field_name="kind", unknown="")


class CallFilter(EntryFilter):
    facets = ("echelle", "annee", "territoire", "theme")
    orders = {
        "date": ("les plus récents", [*latest("decided")[:1], *latest("launched")]),
        **EntryFilter.orders,
    }

    echelle = ValueFacet("Échelle", Call.Level.choices, field_name="level", unknown="")
    annee = PeriodFacet("Lancé en", field_name="launched")
