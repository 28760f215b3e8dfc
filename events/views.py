"""Events: their list, in each of its views."""

from functools import lru_cache, partial

from django.utils import timezone

from events.calendars.formats import FORMATS
from events.columns import EVENTS
from events.filters import EventFilter
from events.listing import Section, by_day, sections
from events.models import Event
from events.month import MonthTable
from events.periods import Month
from ptce_hub.directory.maps.views import LIST
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList
from ptce_hub.directory.written import Written, rows_among

MONTH, PROGRAMME = "mois", "programme"
PRINTED = 50  # events on a page of the programme, whose lines are lighter than cards


#: What cards and the printed programme say of an event, beside its place.
SAID = (
    "name", "slug", "status", "start", "end", "start_time", "end_time", "zone", "venue", "format", "kind", "is_free",
    "holding", "holding_words", "ess_month_inferred", "ess_month__year",
    "territory__kind", "territory__slug", "territory__code", "territory__department__code",
    *(f"territory__{way}name" for way in ("", "department__", "region__")),
)  # fmt: skip


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

    def rows(self, keys):
        """None in the table of a month, which reads its own."""
        keys = list(keys) if self.view != MONTH else []
        rows = {event.pk: event for event in rows_among(keys, partial(rows_written, self.view))}
        return [rows[key] for key in keys if key in rows]

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


@lru_cache(maxsize=32)
def rows_written(view, keys):
    """The query of the events of these keys, with what the view says of them."""
    events = Event.objects.published().filter(pk__in=keys)
    events = events.select_related("territory__department", "territory__region", "ess_month").only(*SAID)
    return Written(events.prefetch_related(shown(Event, "roles", "structure")) if view == PROGRAMME else events)
