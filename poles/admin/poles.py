from django.contrib import admin
from django.db.models import Prefetch

from poles import columns
from poles.models import Membership, Pole, Recognition
from poles.tables import MEMBERSHIPS, POLES
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.staff.ties import LinkAdmin, LinkInline


class MembershipInline(LinkInline):
    model = Membership
    verbose_name = "membre"
    verbose_name_plural = (
        "membres, porteurs, partenaires et soutiens (chacun à son rythme : noyau, régulier ou ponctuel, à ses dates)"
    )


class RecognitionInline(LinkInline):
    model = Recognition
    verbose_name_plural = (
        "reconnaissances (un appel ou une autorité nomme le pôle ; ce n'est pas sa naissance, et il peut y en avoir "
        "plusieurs)"
    )


@admin.register(Pole)
class PoleAdmin(EntryAdmin):
    table, columns = POLES, columns.POLES
    list_display = ["name", "territory", "activity", "member_count", "recognised", "status", "verified_on", "updated"]
    list_filter = ["status", "activity", *EntryAdmin.list_filter[1:]]
    search_help_text = "Cherche dans le nom, le sigle, la présentation et l'adresse, sans tenir compte des accents."
    naming_fields = ["acronym"]
    place_fields = ["scope", ("latitude", "longitude")]
    own_fieldsets = [
        (
            "Le pôle dans le temps",
            {
                "fields": [("activity", "initiated_by"), "started", "recognised", "ended"],
                "description": "Coopérer et être reconnu sont deux faits : un pôle coopère souvent des années "
                "avant qu'on le reconnaisse.",
            },
        ),
    ]
    inlines = [MembershipInline, RecognitionInline]

    def get_queryset(self, request):
        """The members of the rows of one page: counting by a join would group the whole table first."""
        members = Membership.objects.order_by().only("pole_id", "structure_id")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", members))

    @admin.display(description="membres")
    def member_count(self, pole):
        return len({membership.structure_id for membership in pole.memberships.all()})


@admin.register(Membership)
class MembershipAdmin(LinkAdmin):
    table = MEMBERSHIPS
    list_display = ["structure", "pole", "role", "intensity", "since", "until"]
    list_filter = ["role", "intensity"]
    list_select_related = ["structure", "pole"]
    search_fields = ["structure", "pole"]
