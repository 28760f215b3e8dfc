"""Events: the list, coming ones first, and the page of each."""

import django_filters
from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When
from django.utils import timezone

from events.columns import EVENTS
from events.models import EssMonth, Event, Speaker
from ptce_hub.directory.filters import EntryFilter
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList, EntryPage


class EventFilter(EntryFilter):
    edition = django_filters.ModelChoiceFilter(
        label="Mois de l’ESS",
        field_name="ess_month",
        to_field_name="year",
        queryset=EssMonth.objects.all(),
        empty_label="toutes",
        error_messages={"invalid_choice": "Aucune édition du Mois de l’ESS n’est enregistrée pour « %(value)s »."},
    )


class EventPages:
    model = Event
    filterset_class = EventFilter
    title = "Événements"
    lead = "Rencontres, Mois de l’ESS, journées portes ouvertes. Ce qui vient est en tête, les archives suivent."
    url_name = "events"
    columns = EVENTS
    card = "components/cards.html#event"


class EventList(EventPages, EntryList):
    def for_list(self, entries):
        return coming_first(entries.for_cards().select_related("territory__department", "ess_month"))


def coming_first(events):
    """What is going on or to come, soonest first; then the past, latest first; then what no source dates."""
    today = timezone.localdate().isoformat()
    coming = Q(start__gte=today) | Q(end__gte=today)
    rank = Case(
        When(coming, then=Value(0)),
        When(start__isnull=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    soonest = Case(When(coming, then=F("start")))
    return events.annotate(rank=rank).order_by(
        "rank", soonest.asc(nulls_last=True), F("start").desc(nulls_last=True), "sort_name", "pk"
    )


class EventPage(EventPages, EntryPage):
    template_name = "events/event.html"

    def for_page(self, entries):
        speakers = Prefetch("sessions__speakers", Speaker.objects.select_related("structure"))
        return (
            super()
            .for_page(entries)
            .select_related("ess_month")
            .prefetch_related(
                shown(Event, "roles", "structure"),
                "sessions",
                speakers,
                "documents",
                shown(Event, "poles"),
                shown(Event, "cooperations"),
            )
        )
