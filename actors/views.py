"""Structures, networks, support offers: their lists."""

from actors.columns import NETWORKS, STRUCTURES, SUPPORT_OFFERS
from actors.filters import NetworkFilter, StructureFilter, SupportOfferFilter
from actors.models import Network, Structure, SupportOffer
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList


class StructurePages:
    model = Structure
    filterset_class = StructureFilter
    title = "Acteurs"
    lead = "Les organisations qu’une source nomme dans un pôle, une coopération, un événement ou un accompagnement."
    url_name = "structures"
    columns = STRUCTURES
    card = "components/cards.html#structure"


class StructureList(StructurePages, EntryList):
    pass


class NetworkPages:
    model = Network
    filterset_class = NetworkFilter
    title = "Réseaux"
    lead = "Les structures qui en fédèrent d’autres, et la part qu’elles prennent dans le mouvement des PTCE."
    url_name = "networks"
    columns = NETWORKS
    card = "components/cards.html#network"


class NetworkList(NetworkPages, EntryList):
    def for_list(self, entries):
        return super().for_list(entries).prefetch_related("territories")


class SupportOfferPages:
    model = SupportOffer
    filterset_class = SupportOfferFilter
    title = "Accompagnement"
    lead = "Qui soutient quoi, où et pour qui. Une offre ancienne peut avoir changé : voyez sa dernière source."
    url_name = "support_offers"
    columns = SUPPORT_OFFERS
    card = "components/cards.html#offer"


class SupportOfferList(SupportOfferPages, EntryList):
    template_name = "support/list.html"

    def for_list(self, entries):
        return super().for_list(entries).prefetch_related(shown(SupportOffer, "providers"))
