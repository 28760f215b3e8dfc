"""Events: their list, in each of its views."""

from django.utils import timezone

from events.calendars.formats import FORMATS
from events.columns import EVENTS
from events.filters import EventFilter
from events.listing import Section, by_day, sections
from events.models import Event
from events.month import MonthTable
from events.periods import Month
from ptce_hub.directory.map_view import LIST
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList

MONTH, PROGRAMME = "mois", "programme"
PRINTED = 50  # events on a page of the programme, whose lines are lighter than cards


class EventPages:
    model = Event
    filterset_class = EventFilter
    title = "Événements"
    lead = "Rencontres, Mois de l’ESS, journées portes ouvertes. Ce qui vient est en tête, les archives suivent."
    url_name = "events"
    columns = EVENTS
    formats = FORMATS
    card = "components/cards.html#event"


class EventList(EventPages, EntryList):
    period = "du"
    views = {
        LIST: ("Liste", "events/list.html"),
        MONTH: ("Mois", "events/month.html"),
        "carte": ("Carte", "directory/map.html"),
        PROGRAMME: ("Programme à imprimer", "events/programme.html"),
    }

    def get(self, request, *args, **kwargs):
        """The table of a month is of this one, or of the one where the period begins, unless it is asked for."""
        if request.GET.get("vue") == MONTH and not request.GET.get("mois"):
            request.GET = request.GET.copy()
            request.GET["mois"] = self.usual_month(request.GET).iso
        return super().get(request, *args, **kwargs)

    def usual_month(self, query):
        asked = self.filterset(query)
        return Month.of((asked.is_right and asked.first_day) or timezone.localdate())

    def get_paginate_by(self, queryset):
        return PRINTED if self.view == PROGRAMME else super().get_paginate_by(queryset)

    def for_list(self, entries):
        cards = super().for_list(entries).select_related("ess_month")
        return cards.prefetch_related(shown(Event, "roles", "structure")) if self.view == PROGRAMME else cards

    def rows(self, keys):
        return [] if self.view == MONTH else super().rows(keys)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.asked.is_right:
            return context
        if self.view == MONTH:
            context["table"] = MonthTable(self.asked, context["browsing"].address, context["paginator"].count)
        elif self.asked.order == "date":
            context["sections"] = self.sections(context["page_obj"].object_list)
        return context

    def sections(self, events):
        first = self.asked.first_day
        return [Section("", by_day(events, first))] if first else sections(events, timezone.localdate())
