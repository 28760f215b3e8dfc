from django.contrib import admin

from poles import columns
from poles.models import Exchange
from ptce_hub.directory.admin import EntryAdmin


@admin.register(Exchange)
class ExchangeAdmin(EntryAdmin):
    columns = columns.EXCHANGES
    list_display = ["name", "sense", "kind", "territory", "publisher", "expires_on", "status"]
    list_filter = ["status", "sense", "kind", *EntryAdmin.list_filter[1:]]
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
