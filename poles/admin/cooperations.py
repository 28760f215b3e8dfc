from django.contrib import admin
from django.db.models import Prefetch

from poles import columns
from poles.models import Agreement, Cooperation, DegreeAssessment, Participation
from poles.tables import COOPERATIONS
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.staff.ties import LinkAdmin, LinkInline


class ParticipationInline(LinkInline):
    model = Participation
    verbose_name = "participant"
    verbose_name_plural = "participants"


class AgreementInline(LinkInline):
    model = Agreement


class DegreeAssessmentInline(LinkInline):
    model = DegreeAssessment
    verbose_name_plural = (
        "degré de coopération (une lecture datée, qui dit sur quoi elle repose ; jamais un classement, et une échelle "
        "propre à cet annuaire)"
    )


@admin.register(Cooperation)
class CooperationAdmin(EntryAdmin):
    table, columns = COOPERATIONS, columns.COOPERATIONS
    list_display = ["name", "kind", "pole", "territory", "participant_count", "started", "status", "verified_on"]
    list_select_related = ["territory", "pole"]
    list_filter = ["status", "kind", *EntryAdmin.list_filter[1:]]
    search_help_text = "Cherche dans le nom, l'objet, la présentation et l'adresse, sans tenir compte des accents."
    naming_fields = ["kind", "object"]
    own_fieldsets = [
        (
            "La coopération",
            {
                "fields": ["pole", ("started", "formalised", "ended"), ("chosen", "initiated_by")],
                "description": "Elle peut appartenir à un pôle, n'en avoir aucun, ou en devenir un. Trois dates : "
                "le premier acte commun, la signature ou la création, la fin. « Choisie » : voulue par les "
                "participants ; « subie » : imposée par une règle ou un financeur. Vide si aucune source ne le dit.",
            },
        ),
    ]
    inlines = [ParticipationInline, AgreementInline, DegreeAssessmentInline]

    def get_queryset(self, request):
        """The participants of the rows of one page: counting by a join would group the whole table first."""
        participants = Participation.objects.order_by().only("cooperation_id")
        return super().get_queryset(request).prefetch_related(Prefetch("participations", participants))

    @admin.display(description="participants")
    def participant_count(self, cooperation):
        return len(cooperation.participations.all())


@admin.register(Participation)
class ParticipationAdmin(LinkAdmin):
    list_display = ["participant", "cooperation", "role", "since", "until"]
    list_select_related = ["structure", "cooperation"]
    search_fields = ["structure", "cooperation", "label"]

    @admin.display(description="participant")
    def participant(self, participation):
        return str(participation)


@admin.register(Agreement)
class AgreementAdmin(LinkAdmin):
    on_index = False
    list_display = ["instrument", "cooperation", "signed"]
    list_select_related = ["cooperation"]
    search_fields = ["instrument", "cooperation"]


@admin.register(DegreeAssessment)
class DegreeAssessmentAdmin(LinkAdmin):
    on_index = False
    list_display = ["cooperation", "degree", "assessed", "voice"]
    list_filter = ["degree", "voice"]
    list_select_related = ["cooperation"]
    search_fields = ["cooperation", "basis"]
