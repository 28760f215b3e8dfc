from django.contrib import admin

from poles import columns
from poles.models import PlaceFigure, SharedPlace
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.staff.ties import LinkAdmin, LinkInline


class PlaceFigureInline(LinkInline):
    model = PlaceFigure


@admin.register(SharedPlace)
class SharedPlaceAdmin(EntryAdmin):
    columns = columns.PLACES
    list_display = ["name", "territory", "pole", "surface_m2", "opened", "closed", "status", "verified_on"]
    list_select_related = ["territory", "pole"]
    place_fields = [("latitude", "longitude")]
    own_fieldsets = [
        ("Le lieu", {"fields": ["pole", "managed_by", ("opened", "closed")]}),
        (
            "Mesures",
            {
                "fields": [
                    ("surface_m2", "hosted_structures", "people_working"),
                    ("visitors_min_per_day", "visitors_max_per_day"),
                ],
                "description": "Quand les sources se contredisent, gardez chaque chiffre avec sa source plus bas.",
            },
        ),
    ]
    inlines = [PlaceFigureInline]


@admin.register(PlaceFigure)
class PlaceFigureAdmin(LinkAdmin):
    on_index = False
    list_display = ["place", "measure", "value", "source"]
    list_filter = ["measure"]
    list_select_related = ["place"]
    search_fields = ["place", "source", "words"]
