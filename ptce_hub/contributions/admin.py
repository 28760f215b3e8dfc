"""The moderators' queue."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404

from ptce_hub.contributions.checks_admin import ReferentInline
from ptce_hub.contributions.decision_page import decide
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.reach import within_reach
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.rights import may
from ptce_hub.directory.staff.desk import Line, on_desk, staff_address
from ptce_hub.directory.staff.filters import KnownChoiceFilter
from ptce_hub.directory.staff.permissions import ReadOnly


class ReachFilter(KnownChoiceFilter):
    """By default, what the reader may decide."""

    title = "territoire"
    parameter_name = "portee"

    def lookups(self, request, model_admin):
        return [("toutes", "partout")]

    def choices(self, changelist):
        mine, everywhere = super().choices(changelist)
        return [mine | {"display": "les miens"}, everywhere]

    def queryset(self, request, queryset):
        return queryset if self.value() else within_reach(request.user, queryset)


class StateFilter(KnownChoiceFilter):
    """By default, what waits."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [*Proposal.State.choices, ("tous", "tous")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        waiting = Proposal.State.PENDING
        return [first | {"display": waiting.label}, *(one for one in others if one["display"] != waiting.label)]

    def queryset(self, request, queryset):
        return queryset if self.value() == "tous" else queryset.filter(state=self.value() or Proposal.State.PENDING)


@on_desk
def waiting(user):
    """What the person who signs in may decide."""
    if not may(user, "decide"):
        return []
    queue = staff_address(Proposal, "changelist")
    return [Line("propositions à décider", within_reach(user, Proposal.objects.waiting()).count(), queue)]


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    """Everybody on the staff reads the queue; a moderator of the place decides. Nothing is written by hand here."""

    rank = -1  # first on the index
    list_display = ["number", "act", "label", "reason", "state", "confirmed_at"]
    list_filter = [ReachFilter, StateFilter, "act", "reason"]
    search_fields = ["label"]
    ordering = ["confirmed_at", "pk"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description="n°", ordering="pk")
    def number(self, proposal):
        return proposal.pk

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404("Aucune proposition n’a ce numéro.")
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        return decide(self.admin_site, request, proposal)


EntryAdmin.shared_inlines.append(ReferentInline)
