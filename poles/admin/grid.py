"""The grid is edited level by level: a grid holds its general objectives, each holds its own, and so on."""

from django.contrib import admin

from poles.models import Answer, Degree, Diagnosis, GeneralObjective, Grid, Indicator, Objective
from ptce_hub.directory.admin_links import LinkAdmin, LinkInline, RowAdmin


class GeneralObjectiveInline(LinkInline):
    model = GeneralObjective


class ObjectiveInline(LinkInline):
    model = Objective
    fields = ["code", "label", "origin", "position"]


class IndicatorInline(LinkInline):
    model = Indicator
    fields = ["code", "label", "scale", "choices", "origin", "position"]


class DegreeInline(LinkInline):
    model = Degree


class AnswerInline(LinkInline):
    model = Answer


@admin.register(Grid)
class GridAdmin(RowAdmin):
    on_index = True
    list_display = ["title", "version"]
    search_fields = ["title", "version"]
    inlines = [GeneralObjectiveInline, DegreeInline]


@admin.register(GeneralObjective)
class GeneralObjectiveAdmin(RowAdmin):
    list_display = ["code", "label", "grid", "position"]
    list_display_links = ["code", "label"]
    list_filter = ["grid"]
    list_select_related = ["grid"]
    search_fields = ["code", "label"]
    inlines = [ObjectiveInline]


@admin.register(Objective)
class ObjectiveAdmin(RowAdmin):
    list_display = ["code", "label", "general_objective", "position"]
    list_display_links = ["code", "label"]
    list_filter = ["general_objective__grid"]
    list_select_related = ["general_objective"]
    search_fields = ["code", "label"]
    inlines = [IndicatorInline]


@admin.register(Indicator)
class IndicatorAdmin(RowAdmin):
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
class DiagnosisAdmin(LinkAdmin):
    """A diagnosis is private unless its pole publishes it."""

    list_display = ["reading", "kind", "made", "made_by", "grid", "is_public"]
    list_filter = ["kind", "is_public", "grid"]
    list_select_related = ["pole", "cooperation", "made_by", "grid"]
    search_fields = ["pole", "cooperation"]
    ordering = ["-pk"]
    inlines = [AnswerInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["pole", "cooperation", "grid", "kind", ("made", "made_by"), "is_public"],
                "description": "Un diagnostic lit un pôle ou une coopération, un seul des deux. Il reste privé "
                "tant que « public » n'est pas coché.",
            },
        ),
    ]

    @admin.display(description="lit")
    def reading(self, diagnosis):
        return diagnosis.pole or diagnosis.cooperation


@admin.register(Answer)
class AnswerAdmin(LinkAdmin):
    on_index = False
    list_display = ["diagnosis", "indicator", "value", "not_applicable"]
    list_select_related = ["diagnosis__pole", "diagnosis__cooperation", "indicator"]
    search_fields = ["indicator__label", "value", "comment"]
    ordering = ["-pk"]
