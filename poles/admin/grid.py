"""The grid is edited level by level: a grid holds its general objectives, each holds its own, and so on.

Once a test was begun with it, a version is only read: answers keep the words that they were given to. The answers
themselves are nowhere here.
"""

from django.contrib import admin

from poles.models import Degree, Diagnosis, GeneralObjective, Grid, Indicator, Objective
from ptce_hub.directory.staff.ties import LinkInline, RowAdmin


def grid_of(row):
    """The grid that a line of it belongs to."""
    match row:
        case Grid():
            return row
        case GeneralObjective():
            return row.grid
        case Objective():
            return row.general_objective.grid
    return row.objective.general_objective.grid


class Frozen:
    """A line, or the lines beside it: neither changed nor deleted in a version that has tests."""

    def is_open(self, row):
        return row is None or not Diagnosis.objects.filter(grid=grid_of(row)).exists()

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.is_open(obj)


class FrozenInline(Frozen, LinkInline):
    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self.is_open(obj)


class GeneralObjectiveInline(FrozenInline):
    model = GeneralObjective


class ObjectiveInline(FrozenInline):
    model = Objective
    fields = ["code", "label", "origin", "position"]


class IndicatorInline(FrozenInline):
    model = Indicator
    fields = ["code", "label", "scale", "choices", "origin", "position"]


class DegreeInline(LinkInline):
    model = Degree


@admin.register(Grid)
class GridAdmin(Frozen, RowAdmin):
    on_index = True
    list_display = ["title", "version", "is_current"]
    search_fields = ["title", "version"]
    readonly_fields = ["is_current"]
    inlines = [GeneralObjectiveInline, DegreeInline]
    actions = ["offer"]

    @admin.action(description="Proposer cette version aux nouveaux tests", permissions=["change"])
    def offer(self, request, queryset):
        if len(queryset) != 1:
            self.message_user(request, "Choisissez une seule version.", "warning")
            return
        [grid] = queryset
        grid.offer()
        self.message_user(request, f"Les nouveaux tests se font avec « {grid} » ; les autres gardent leur version.")


@admin.register(GeneralObjective)
class GeneralObjectiveAdmin(Frozen, RowAdmin):
    list_display = ["code", "label", "grid", "position"]
    list_display_links = ["code", "label"]
    list_filter = ["grid"]
    list_select_related = ["grid"]
    search_fields = ["code", "label"]
    inlines = [ObjectiveInline]


@admin.register(Objective)
class ObjectiveAdmin(Frozen, RowAdmin):
    list_display = ["code", "label", "general_objective", "position"]
    list_display_links = ["code", "label"]
    list_filter = ["general_objective__grid"]
    list_select_related = ["general_objective"]
    search_fields = ["code", "label"]
    inlines = [IndicatorInline]


@admin.register(Indicator)
class IndicatorAdmin(Frozen, RowAdmin):
    list_display = ["code", "label", "objective", "scale", "position"]
    list_display_links = ["code", "label"]
    list_filter = ["objective__general_objective__grid", "scale"]
    list_select_related = ["objective"]
    search_fields = ["code", "label"]


@admin.register(Degree)
class DegreeAdmin(RowAdmin):
    list_display = ["degree", "label", "grid"]
    list_display_links = ["degree", "label"]
    list_filter = ["grid"]
    list_select_related = ["grid"]
    search_fields = ["label", "description"]


@admin.register(Diagnosis)
class DiagnosisAdmin(RowAdmin):
    """Which pole was read, by whom, when: what is answered is not here. A moderator publishes or withdraws, when the
    pole asks for it; answers are read on the public page, once there.
    """

    on_index = True
    list_display = ["reading", "kind", "finished_on", "by_pole", "grid", "is_public"]
    list_filter = ["kind", "is_public", "grid"]
    list_select_related = ["pole", "cooperation", "by_pole", "grid"]
    search_fields = ["pole__name", "cooperation__name"]
    ordering = ["-pk"]
    fields = ["reading", "kind", "by_pole", "by_words", "grid", "finished_on", "is_public"]
    actions = ["publish", "withdraw"]

    def get_queryset(self, request):
        """Tests of nobody in particular are nobody's business."""
        return super().get_queryset(request).exclude(pole=None, cooperation=None)

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="lit")
    def reading(self, diagnosis):
        return diagnosis.subject

    @admin.action(description="Publier, à la demande du pôle", permissions=["publish"])
    def publish(self, request, queryset):
        self.turn(request, queryset.exclude(finished_on=None), True)

    @admin.action(description="Retirer de la publication", permissions=["publish"])
    def withdraw(self, request, queryset):
        self.turn(request, queryset, False)

    def turn(self, request, queryset, is_public):
        rows = [row.pk for row in self.split(request, queryset, "publish")]
        count = Diagnosis.objects.filter(pk__in=rows).update(is_public=is_public)
        self.message_user(request, f"{count} diagnostic(s) {'publié(s)' if is_public else 'retiré(s)'}.")
