"""The internal page of components: each one in its states, on real records, for those who draw and check them."""

from django.views.generic import TemplateView

from events.models import Event
from poles.models import Call, Cooperation, Pole, SharedPlace
from ptce_hub.directory.listing.filters import EntryFilter
from ptce_hub.directory.timeline.story import Moment, timeline
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Territory


class ComponentsPage(TemplateView):
    template_name = "site/components.html"

    def get_context_data(self, **kwargs):
        wrong = EntryFilter({"territoire": "Saint-Denos", "theme": "rien"}, queryset=Pole.objects.none())
        dated = Cooperation.objects.published().exclude(started=None)[:3]
        return super().get_context_data(
            cards=[(noun, noun.model.objects.published().for_cards().first()) for noun in NOUNS],
            closed=SharedPlace.objects.published().exclude(closed=None).first(),
            figures=Call.objects.published().exclude(figures=None).first(),
            events=Event.objects.published()[:2],
            filterset=wrong,
            sourced=Pole.objects.published().first(),
            territory=Territory.objects.filter(slug="nantes").select_related("department", "region").first(),
            timeline=timeline([Moment(row.started, "Début de", row) for row in dated]),
            **kwargs,
        )
