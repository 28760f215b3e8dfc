"""The page of an event."""

from django.db.models import Prefetch

from events.models import Event, Speaker
from events.programme import programme_of
from events.views import EventPages
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryPage

OCCURRENCES = 12  # of a series, shown at once


class EventPage(EventPages, EntryPage):
    template_name = "events/event.html"

    def for_page(self, entries):
        speakers = Prefetch("sessions__speakers", Speaker.objects.select_related("structure"))
        return (
            super()
            .for_page(entries)
            .select_related("ess_month", "series", "source")
            .prefetch_related(
                shown(Event, "roles", "structure"),
                "sessions",
                speakers,
                "accesses",
                "documents",
                *(shown(Event, name) for name in ("poles", "cooperations", "led_to_poles", "led_to_cooperations")),
            )
        )

    def get_context_data(self, **kwargs):
        event = self.object
        return super().get_context_data(
            programme=programme_of(event.sessions.all()),
            poles=self.some(event.poles.all(), "poles"),
            cooperations=self.some(event.cooperations.all(), "cooperations"),
            born=self.some([*event.led_to_poles.all(), *event.led_to_cooperations.all()], "suites"),
            **(self.series() if event.series else {}),
            **kwargs,
        )

    def series(self):
        """The other occurrences of its series, oldest first, and those just before and just after it."""
        event = self.object
        rows = Event.objects.published().filter(series=event.series).order_by("start", "sort_name", "pk")
        found = list(rows.only("name", "slug", "start", "end", "series"))
        place = found.index(event)
        return {
            "occurrences": self.some(found, "serie", OCCURRENCES),
            "earlier": found[place - 1] if place else None,
            "later": found[place + 1] if place + 1 < len(found) else None,
        }
