"""Events: the list and the page of each."""

from django.db.models import Prefetch

from events.calendars.formats import FORMATS
from events.columns import EVENTS
from events.filters import EventFilter
from events.models import Event, Speaker
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList, EntryPage


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
    def for_list(self, entries):
        return super().for_list(entries).select_related("ess_month")


class EventPage(EventPages, EntryPage):
    template_name = "events/event.html"

    def for_page(self, entries):
        speakers = Prefetch("sessions__speakers", Speaker.objects.select_related("structure"))
        return (
            super()
            .for_page(entries)
            .select_related("ess_month", "source")
            .prefetch_related(
                shown(Event, "roles", "structure"),
                "sessions",
                speakers,
                "documents",
                shown(Event, "poles"),
                shown(Event, "cooperations"),
            )
        )

    def get_context_data(self, **kwargs):
        event = self.object
        return super().get_context_data(
            poles=self.some(event.poles.all(), "poles"),
            cooperations=self.some(event.cooperations.all(), "cooperations"),
            **kwargs,
        )
