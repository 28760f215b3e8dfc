from django.contrib import admin

from poles import columns
from poles.models import Call, CallFigure, Recognition
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.staff.ties import LinkAdmin, LinkInline


class CallFigureInline(LinkInline):
    model = CallFigure


class LaureateInline(LinkInline):
    model = Recognition
    verbose_name = "pôle reconnu"
    verbose_name_plural = "pôles reconnus par cet appel"


@admin.register(Call)
class CallAdmin(EntryAdmin):
    columns = columns.CALLS
    list_display = ["name", "level", "launched", "deadline", "decided", "candidates", "laureates", "status"]
    list_filter = ["status", "level", *EntryAdmin.list_filter[1:]]
    naming_fields = ["level"]
    own_fieldsets = [
        ("Calendrier", {"fields": [("launched", "deadline", "decided")]}),
        (
            "Organisateurs et chiffres",
            {
                "fields": ["organisers", "organiser_names", ("budget_eur", "candidates", "laureates")],
                "description": "Quand les sources se contredisent, gardez ici le chiffre le mieux établi et "
                "chacun des autres, avec sa source, dans la liste plus bas.",
            },
        ),
    ]
    inlines = [CallFigureInline, LaureateInline]


@admin.register(CallFigure)
class CallFigureAdmin(LinkAdmin):
    on_index = False
    list_display = ["call", "measure", "value", "source"]
    list_filter = ["measure"]
    list_select_related = ["call"]
    search_fields = ["call", "source", "words"]


@admin.register(Recognition)
class RecognitionAdmin(LinkAdmin):
    list_display = ["pole", "call", "recognised_by", "year", "result"]
    list_filter = ["year"]
    list_select_related = ["pole", "call"]
    search_fields = ["pole", "call", "recognised_by", "result"]
