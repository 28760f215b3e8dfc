"""Structures, networks, support offers: their lists and pages."""

from django.shortcuts import redirect

from actors.columns import NETWORKS, STRUCTURES, SUPPORT_OFFERS
from actors.filters import NetworkFilter, StructureFilter, SupportOfferFilter
from actors.models import Network, Structure, SupportOffer
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList, EntryPage


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


class StructurePage(StructurePages, EntryPage):
    template_name = "actors/structure.html"

    def for_page(self, entries):
        model = self.model
        return (
            super()
            .for_page(entries)
            .prefetch_related(
                "contacts",
                shown(model, "memberships", "pole", "pole__territory"),
                shown(model, "participations", "cooperation"),
                shown(model, "network_memberships", "network"),
                shown(model, "successions", "successor"),
                shown(model, "precessions", "predecessor"),
                shown(model, "event_roles", "event", "event__territory"),
                shown(model, "speakers", "session__event"),
                shown(model, "calls"),
                shown(model, "support_offers"),
                shown(model, "managed_places", None, "territory"),
            )
        )

    def get(self, request, *args, **kwargs):
        network = Network.objects.published().filter(slug=kwargs["slug"]).first() if self.model is Structure else None
        return redirect(network, permanent=True) if network else super().get(request, *args, **kwargs)


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


class NetworkPage(NetworkPages, StructurePage):
    template_name = "actors/network.html"

    def for_page(self, entries):
        federations = shown(Network, "federations", "structure", "structure__territory")
        return super().for_page(entries).prefetch_related("territories", federations)


class SupportOfferPages:
    model = SupportOffer
    filterset_class = SupportOfferFilter
    title = "Accompagnement"
    lead = "Qui soutient quoi, où et pour qui. Une offre ancienne peut avoir changé : voyez sa dernière source."
    url_name = "support_offers"
    columns = SUPPORT_OFFERS
    card = "components/cards.html#offer"


class SupportOfferList(SupportOfferPages, EntryList):
    def for_list(self, entries):
        return super().for_list(entries).prefetch_related(shown(SupportOffer, "providers"))


class SupportOfferPage(SupportOfferPages, EntryPage):
    template_name = "actors/support_offer.html"

    def for_page(self, entries):
        return super().for_page(entries).prefetch_related(shown(SupportOffer, "providers"))
