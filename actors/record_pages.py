"""The records of structures, networks and support offers."""

from actors.models import Network, Structure, SupportOffer
from actors.partners import partners_of
from actors.timelines import network_timeline, structure_timeline
from actors.views import NetworkPages, StructurePages, SupportOfferPages
from ptce_hub.directory.addresses import moved_for_good
from ptce_hub.directory.history.days import Life
from ptce_hub.directory.history.pages import Dated
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryPage

MEMBERS = 30  # shown at once


class StructurePage(StructurePages, EntryPage):
    template_name = "actors/structure.html"
    dated = (
        Dated("poles", "Pôles", "memberships", "pole", whole=Life("started", "ended")),
        Dated("cooperations", "Coopérations", "participations", "cooperation", whole=Life("started", "ended")),
        Dated("reseaux", "Réseaux", "network_memberships", "network"),
    )

    def for_page(self, entries):
        model = self.model
        if model is Structure:
            entries = entries.filter(network=None)  # a network's only page is among the networks
        return (
            super()
            .for_page(entries)
            .prefetch_related(
                "contacts",
                shown(model, "memberships", "pole"),
                shown(model, "participations", "cooperation"),
                shown(model, "network_memberships", "network"),
                shown(model, "successions", "successor"),
                shown(model, "precessions", "predecessor"),
                shown(model, "event_roles", "event"),
                shown(model, "speakers", "session__event"),
                shown(model, "calls"),
                shown(model, "support_offers"),
                shown(model, "managed_places"),
                shown(model, "exchanges"),
            )
        )

    def moved(self, slug):
        network = Network.objects.published().only(*Network.address_fields).filter(slug=slug).first()
        return moved_for_good(self.request, network.get_absolute_url()) if network else super().moved(slug)

    def get_context_data(self, **kwargs):
        entry = self.object
        memberships, participations = entry.memberships.all(), entry.participations.all()
        return super().get_context_data(
            memberships=self.some(memberships, "poles"),
            participations=self.some(participations, "cooperations"),
            partners=partners_of([entry.pk]),
            events=self.some(self.parts_in_events(), "evenements"),
            offers=self.some(entry.support_offers.all(), "offres"),
            calls=self.some(entry.calls.all(), "appels"),
            exchanges=self.some(entry.exchanges.all(), "besoins"),
            **{"timeline": structure_timeline(entry), **kwargs},
        )

    def parts_in_events(self):
        """``(event, what the structure does there)``, the latest first."""
        parts = [(role.event, role.get_role_display()) for role in self.object.event_roles.all()]
        for speaker in self.object.speakers.all():
            role = f", {speaker.role}" if speaker.role else ""
            parts.append((speaker.session.event, f"intervention de {speaker.name}{role}"))
        return sorted(parts, key=lambda part: part[0].start.iso if part[0].start else "", reverse=True)


class NetworkPage(NetworkPages, StructurePage):
    template_name = "actors/network.html"
    dated = (Dated("membres", "Membres du réseau", "federations", "structure"), *StructurePage.dated)

    def for_page(self, entries):
        return super().for_page(entries).prefetch_related("territories", shown(Network, "federations", "structure"))

    def get_context_data(self, **kwargs):
        federated = self.some(self.object.federations.all(), "membres", MEMBERS)
        return super().get_context_data(federated=federated, timeline=network_timeline(self.object), **kwargs)


class SupportOfferPage(SupportOfferPages, EntryPage):
    template_name = "actors/support_offer.html"

    def for_page(self, entries):
        return super().for_page(entries).prefetch_related(shown(SupportOffer, "providers"))
