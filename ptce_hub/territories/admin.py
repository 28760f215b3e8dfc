from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.db.models import Q

from . import containment
from .models import Alias, Kind, Territory
from .names import fold
from .resolving import name_in_full

#: What an editor may change of a territory of the COG; the rest comes with each vintage.
OPEN_FIELDS = ("successors", "ended")
DERIVED_FIELDS = ("region", "department", "epci", "zone", "vintage")


class NatureFilter(admin.AllValuesFieldListFilter):
    """What has no nature is named too."""

    empty_value_display = "aucune"

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or self.empty_value_display}


class AliasInline(admin.TabularInline):
    model = Alias
    fields = ["nature", "name", "code"]
    extra = 0
    verbose_name_plural = "autres noms et codes (un ancien nom doit continuer à mener ici)"


@admin.register(Territory)
class TerritoryAdmin(admin.ModelAdmin):
    list_display = ["label", "kind", "nature", "code", "department", "region", "population", "ended"]
    list_display_links = ["label"]
    list_filter = ["kind", ("nature", NatureFilter), ("zone", NatureFilter)]
    list_select_related = ["department", "region"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["name", "pk"]
    search_fields = ["key", "code"]
    search_help_text = "Nom (accents et traits d'union indifférents), autre nom, ou code Insee, Siren ou postal."
    autocomplete_fields = ["communes", "anchors", "successors"]
    inlines = [AliasInline]
    fieldsets = [
        (None, {"fields": ["kind", "code", "name", "slug", "nature"]}),
        ("Étendue d'une zone", {"fields": ["communes", "anchors"]}),
        ("Succession", {"fields": ["ended", "successors"]}),
        ("Repères", {"fields": ["population", "latitude", "longitude", "approximate"]}),
        ("Déduit du code officiel géographique", {"fields": DERIVED_FIELDS}),
    ]

    @admin.display(description="nom", ordering="key")
    def label(self, territory):
        return name_in_full(territory)

    def get_search_results(self, request, queryset, search_term):
        """By folded name or by code, other names and codes included."""
        key, code = fold(search_term), search_term.strip().upper()
        if not key:
            return queryset.none() if code else queryset, False
        named = Q(key__contains=key) | Q(code__in=[code, code.lower()])
        aliased = Alias.objects.filter(Q(key__contains=key) | Q(code=code)).values("territory")
        return queryset.filter(named | Q(pk__in=aliased)), False

    def get_readonly_fields(self, request, territory=None):
        if territory is None:
            return list(DERIVED_FIELDS)
        if territory.kind == Kind.AREA and territory.nature != "EPT":
            return ["kind", "code", "slug", *DERIVED_FIELDS]
        named = [name for _, options in self.fieldsets for name in options["fields"]]
        return [name for name in named if name not in OPEN_FIELDS]

    def get_prepopulated_fields(self, request, territory=None):
        return {"slug": ["name"], "code": ["name"]} if territory is None else {}

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":  # only ever asked of a new one; the other levels come from the COG
            kwargs["choices"] = [(Kind.AREA.value, Kind.AREA.label)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.kind == Kind.AREA:
            containment.refresh(form.instance)

    def has_delete_permission(self, request, territory=None):
        """Only our own areas; the database refuses as long as a record points to one."""
        allowed = super().has_delete_permission(request, territory)
        return allowed and (territory is None or (territory.kind == Kind.AREA and territory.nature != "EPT"))

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}
