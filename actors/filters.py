"""What narrows the lists of structures, networks and support offers."""

from django.db.models import F

from actors.models import Network, Structure, SupportOffer
from ptce_hub.directory.facets import PeriodFacet, RelatedFacet, ValueFacet, WrittenFacet
from ptce_hub.directory.filters import EntryFilter


class StructureFilter(EntryFilter):
    facets = ("territoire", "nature", "theme", "reseau")
    folded = ("reseau",)

    nature = ValueFacet("Nature", Structure.Kind.choices, field_name="kind", unknown="")
    reseau = RelatedFacet(
        "Membre du réseau",
        "network_memberships__network",
        Network.objects.published,
        missing="Aucun réseau n’a l’adresse « %s ».",
        none="aucun réseau connu",
    )


class NetworkFilter(StructureFilter):
    facets = ("territoire", "echelle", "sorte", "theme", "reseau")
    folded = ("sorte", "reseau")

    nature = None
    sorte = WrittenFacet("Sorte de réseau", field_name="nature")
    echelle = ValueFacet("Échelle", Network.Scope.choices, field_name="scope", unknown="")


class SupportOfferFilter(EntryFilter):
    facets = ("territoire", "nature", "theme", "annee")
    orders = {
        **EntryFilter.orders,
        "annee": ("dernière source", [F("last_known").desc(nulls_last=True), "sort_name"]),
    }

    nature = ValueFacet("Nature", SupportOffer.Kind.choices, field_name="kind", unknown="")
    annee = PeriodFacet("Dernière année connue", field_name="last_known")
