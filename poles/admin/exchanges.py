from django.contrib import admin
from django.utils import timezone

from poles import columns
from poles.models import Exchange
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.staff.filters import KnownChoiceFilter


class CurrentFilter(KnownChoiceFilter):
    title = "dernier jour"
    parameter_name = "jour"

    def lookups(self, request, model_admin):
        return [("en-cours", "en cours"), ("terminees", "terminées")]

    def queryset(self, request, queryset):
        match self.value():
            case "en-cours":
                return queryset.filter(expires_on__gte=timezone.localdate())
            case "terminees":
                return queryset.filter(expires_on__lt=timezone.localdate())
        return queryset


@admin.register(Exchange)
class ExchangeAdmin(EntryAdmin):
    columns = columns.EXCHANGES
    list_display = ["name", "status", "expires_on", "sense", "kind", "territory", "publisher"]
    list_filter = ["status", CurrentFilter, "sense", "kind", *EntryAdmin.list_filter[1:]]
    list_select_related = ["territory", "pole", "structure"]
    naming_fields = [("sense", "kind")]
    place_fields = ["radius_km"]
    own_fieldsets = [
        (
            "Qui publie, jusqu'à quand",
            {
                "fields": [("pole", "structure"), "expires_on"],
                "description": "Un pôle ou une structure, et un seul. Après son dernier jour, l'annonce disparaît "
                "d'elle-même de toutes les pages ; repousser ce jour la fait revenir.",
            },
        ),
    ]

    @admin.display(description="publié par")
    def publisher(self, exchange):
        return exchange.publisher
