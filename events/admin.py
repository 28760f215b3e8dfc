"""Where editors keep events, their programme and the November editions."""

from django.contrib import admin

from events import (
    coherence,  # noqa: F401 (its rules)
    columns,
)
from events.entering.admin import PastesProgrammes
from events.harvest import admin as harvest_admin  # noqa: F401 (the sources)
from events.models import Access, Document, EditionOrganiser, EssMonth, Event, EventRole, Series, Session, Speaker
from events.tables import EVENTS
from ptce_hub.directory.admin import EntryAdmin
from ptce_hub.directory.staff.ties import LinkAdmin, LinkInline, RowAdmin


class EventRoleInline(LinkInline):
    model = EventRole
    verbose_name = "structure"
    verbose_name_plural = "qui organise, accueille, soutient"


class SessionInline(LinkInline):
    """The speakers of a session are on its own page, one click away."""

    model = Session
    verbose_name_plural = "programme (les intervenants d'un temps se saisissent sur sa page : « Modification »)"


class SpeakerInline(LinkInline):
    model = Speaker


class AccessInline(LinkInline):
    model = Access


class EditionOrganiserInline(LinkInline):
    model = EditionOrganiser


class DocumentInline(LinkInline):
    model = Document


@admin.register(Event)
class EventAdmin(PastesProgrammes, EntryAdmin):
    table, columns = EVENTS, columns.EVENTS
    list_display = ["name", "start", "end", "territory", "format", "ess_month", "status", "verified_on"]
    list_select_related = ["territory", "ess_month"]
    list_filter = ["status", "format", "ess_month", *EntryAdmin.list_filter[1:]]
    ordering = ["-start", "name", "pk"]
    search_help_text = "Cherche dans le nom, le lieu, la présentation et l'adresse, sans tenir compte des accents."
    place_fields = [("venue", "format")]
    naming_fields = ["kind"]
    own_fieldsets = [
        (
            "Quand",
            {
                "fields": [("start", "start_time"), ("end", "end_time"), "zone", ("holding", "holding_words")],
                "description": "Une date connue au mois ou à l'année près s'écrit telle quelle : 11/2026, 2026.",
            },
        ),
        ("Y venir", {"fields": ["registration_url", ("is_free", "price"), "capacity"]}),
        ("Mois de l'ESS et série", {"fields": [("ess_month", "ess_month_inferred"), "series"]}),
        ("Ce qu'il concerne", {"fields": ["poles", "cooperations"]}),
        ("Ce qu'il a fait naître", {"fields": ["led_to_poles", "led_to_cooperations"]}),
    ]
    inlines = [EventRoleInline, SessionInline, AccessInline, DocumentInline]


@admin.register(EssMonth)
class EssMonthAdmin(RowAdmin):
    on_index = True
    list_display = ["__str__", "opens", "closes"]
    search_fields = ["year"]
    inlines = [EditionOrganiserInline]


@admin.register(Series)
class SeriesAdmin(RowAdmin):
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(Access)
class AccessAdmin(LinkAdmin):
    on_index = False
    list_display = ["event", "disability", "words"]
    list_filter = ["disability"]
    list_select_related = ["event"]
    search_fields = ["event", "words"]


@admin.register(EditionOrganiser)
class EditionOrganiserAdmin(RowAdmin):
    list_display = ["edition", "territory", "structure", "label"]
    list_select_related = ["edition", "territory", "structure"]
    search_fields = ["structure", "label"]
    ordering = ["-pk"]


@admin.register(EventRole)
class EventRoleAdmin(LinkAdmin):
    on_index = False
    list_display = ["structure", "role", "event"]
    list_filter = ["role"]
    list_select_related = ["structure", "event"]
    search_fields = ["structure", "event"]


@admin.register(Session)
class SessionAdmin(LinkAdmin):
    list_display = ["title", "event", "kind", "day", "start_time", "end_time"]
    list_filter = ["half_day"]
    list_select_related = ["event"]
    search_fields = ["title", "event"]
    fieldsets = [
        (None, {"fields": ["event", "title", "kind", ("day", "half_day"), ("start_time", "end_time")]}),
        ("En parallèle", {"fields": [("track", "room"), "position"]}),
    ]
    inlines = [SpeakerInline]


@admin.register(Speaker)
class SpeakerAdmin(LinkAdmin):
    exported = False
    on_index = False
    list_display = ["name", "role", "organisation", "structure", "session"]
    list_select_related = ["structure", "session"]
    search_fields = ["name", "role", "organisation", "structure"]


@admin.register(Document)
class DocumentAdmin(LinkAdmin):
    on_index = False
    list_display = ["title", "event", "is_replay", "url"]
    list_filter = ["is_replay"]
    list_select_related = ["event"]
    search_fields = ["title", "event"]
