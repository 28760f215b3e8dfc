"""Where editors keep structures, networks and support offers."""

import re

from django.contrib import admin
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from actors import (
    coherence,  # noqa: F401 (its rules)
    columns,
    white_zones,
)
from actors.models import Contact, Network, NetworkMembership, Structure, Succession, SupportOffer
from actors.tables import STRUCTURES
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.fields.keys import keys_among
from ptce_hub.directory.rights import is_national
from ptce_hub.directory.staff.desk import Line, on_desk
from ptce_hub.directory.staff.ties import LinkAdmin, LinkFormSet, LinkInline

HEIR = re.compile(r"successions-\d+-successor")  # a field of the inline of successors


class ContactInline(LinkInline):
    model = Contact


class NetworksOfStructureInline(LinkInline):
    model = NetworkMembership
    fk_name = "structure"
    verbose_name = "réseau dont elle est membre"
    verbose_name_plural = "réseaux dont elle est membre"


class MembersOfNetworkInline(LinkInline):
    model = NetworkMembership
    fk_name = "network"
    verbose_name = "membre du réseau"
    verbose_name_plural = "membres du réseau"


class SuccessorsInline(LinkInline):
    model = Succession
    fk_name = "predecessor"
    verbose_name = "structure qui lui a succédé"
    verbose_name_plural = "ce qu'elle est devenue"


class PredecessorsFormSet(LinkFormSet):
    """Reads what is typed beside, among the successors: neither is in the database yet."""

    def clean(self):
        super().clean()
        for form in self.forms:
            if form.is_valid() and form not in self.deleted_forms and form.instance.predecessor_id:
                for heir in self.heirs():
                    self.refuse_circle(form, heir)

    def heirs(self):
        names = (name for name in self.data if HEIR.fullmatch(name))
        return keys_among(self.data[name] for name in names if not self.data.get(name.replace("-successor", "-DELETE")))

    def refuse_circle(self, form, heir):
        before = form.instance.predecessor_id
        if before == heir or Succession(predecessor_id=before, successor_id=heir).loop():
            form.add_error(
                "predecessor", "Ce qu'elle est devenue mène à cette structure : la succession tourne en rond."
            )


class PredecessorsInline(LinkInline):
    model = Succession
    formset = PredecessorsFormSet
    fk_name = "successor"
    verbose_name = "structure à laquelle elle succède"
    verbose_name_plural = "d'où elle vient"


class OrganisationAdmin(EntryAdmin):
    """What the forms of structures and networks share."""

    search_help_text = "Cherche dans le nom, le sigle, la présentation et l'adresse, sans tenir compte des accents."
    naming_fields = ["acronym", "kind"]
    place_fields = [("latitude", "longitude")]
    own_fieldsets = [
        (
            "Identifiants",
            {
                "fields": [("siren", "siret", "rna")],
                "description": "Facultatifs : ils changent, et plusieurs établissements les partagent.",
            },
        ),
    ]
    inlines = [ContactInline, NetworksOfStructureInline, SuccessorsInline, PredecessorsInline]


@admin.register(Structure)
class StructureAdmin(OrganisationAdmin):
    """Every organisation, networks included; a network opens in its own form, which keeps its history whole."""

    table, columns = STRUCTURES, columns.STRUCTURES
    list_display = ["name", "acronym", "kind", "territory", "status", "verified_on", "updated"]
    list_filter = ["status", "kind", *EntryAdmin.list_filter[1:]]

    def whole(self, queryset):
        networks = Network.objects.filter(pk__in=queryset.values("pk"))
        return [*queryset.filter(network=None), *networks]

    def as_network(self, request, object_id, page, *args):
        """Where a network's own page is; None for another structure."""
        structure = self.get_object(request, object_id)
        if structure and Network.objects.filter(pk=structure.pk).exists():
            address = reverse(f"admin:actors_network_{page}", args=[structure.pk, *args])
            return redirect(f"{address}?{request.GET.urlencode()}".rstrip("?"), preserve_request=True)
        return None

    def change_view(self, request, object_id, *args, **kwargs):
        return self.as_network(request, object_id, "change") or super().change_view(request, object_id, *args, **kwargs)

    def history_view(self, request, object_id, *args, **kwargs):
        return self.as_network(request, object_id, "history") or super().history_view(
            request, object_id, *args, **kwargs
        )

    def delete_view(self, request, object_id, *args, **kwargs):
        return self.as_network(request, object_id, "delete") or super().delete_view(request, object_id, *args, **kwargs)


@admin.register(Network)
class NetworkAdmin(OrganisationAdmin):
    columns = columns.NETWORKS
    list_display = ["name", "acronym", "scope", "nature", "status", "verified_on", "updated"]
    list_filter = ["status", "scope", *EntryAdmin.list_filter[1:]]
    place_fields = ["territories", ("latitude", "longitude")]
    own_fieldsets = [
        ("Le réseau", {"fields": [("scope", "nature"), "part_in_movement"]}),
        *OrganisationAdmin.own_fieldsets,
    ]
    inlines = [MembersOfNetworkInline, *OrganisationAdmin.inlines]


@admin.register(SupportOffer)
class SupportOfferAdmin(EntryAdmin):
    columns = columns.SUPPORT_OFFERS
    list_display = ["name", "kind", "territory", "last_known", "status", "verified_on", "updated"]
    list_filter = ["status", "kind", *EntryAdmin.list_filter[1:]]
    naming_fields = ["kind"]
    own_fieldsets = [("L'offre", {"fields": ["providers", "audience", "last_known"]})]

    def get_urls(self):
        page = self.admin_site.admin_view(self.white_zones)
        return [path("zones-blanches/", page, name="actors_supportoffer_white_zones"), *super().get_urls()]

    def white_zones(self, request):
        zones = white_zones.departments()
        context = self.admin_site.each_context(request) | {
            "title": "Zones blanches de l'accompagnement",
            "bare": [zone for zone in zones if not (zone.offers or zone.networks)],
            "without": [zone for zone in zones if zone.networks and not zone.offers],
            "served": sorted((zone for zone in zones if zone.offers), key=lambda zone: (zone.offers, zone.networks)),
            "themes": white_zones.themes(),
        }
        return TemplateResponse(request, "admin/white_zones.html", context)


@on_desk
def departments_without_support(user):
    count = sum(not zone.offers for zone in white_zones.departments()) if is_national(user) else 0
    return [Line("départements sans accompagnement propre", count, reverse("admin:actors_supportoffer_white_zones"))]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(LinkAdmin):
    list_display = ["structure", "network", "since", "until"]
    list_select_related = ["structure", "network"]
    search_fields = ["structure", "network"]


@admin.register(Succession)
class SuccessionAdmin(LinkAdmin):
    list_display = ["predecessor", "successor", "happened", "basis"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor", "successor"]


@admin.register(Contact)
class ContactAdmin(LinkAdmin):
    exported = False
    list_display = ["name", "role", "structure", "since", "until"]
    list_select_related = ["structure"]
    search_fields = ["name", "role", "structure"]
