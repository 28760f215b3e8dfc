"""The roof: home, territories, what the site is."""

from functools import cache

from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.views.generic import TemplateView

from events.editions.programme import editions_of_the_season
from events.filters import first_ones
from events.models import Event
from poles.models import Pole
from ptce_hub.directory.maps.drawing import draw_regions
from ptce_hub.directory.written import Written
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Kind, Territory
from ptce_hub.territories.overseas import PARTS_OF_COUNTRY
from ptce_hub.territories.resolving import resolve


class Home(TemplateView):
    """What counts the whole directory is kept a minute by the template; a pole that changes shows at once."""

    template_name = "site/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            regions=SimpleLazyObject(Regions),
            nouns=SimpleLazyObject(count_nouns),
            events=SimpleLazyObject(lambda: first_ones(Event.objects.published().for_cards(), 4)),
            seasonal=SimpleLazyObject(editions_of_the_season),
            recent=recent_written().rows(),
            **kwargs,
        )


class Regions:
    """The poles by region, and the regions that the drawing leaves out."""

    def __init__(self):
        self.drawing = draw_regions(Pole.objects.published(), Territory.get_absolute_url)
        drawn = [area.territory.pk for area in self.drawing.areas]
        self.without = Territory.objects.filter(PARTS_OF_COUNTRY).exclude(pk__in=drawn).order_by("key")


def count_nouns():
    return [(noun, noun.model.objects.published().count()) for noun in NOUNS]


@cache
def recent_written():
    return Written(Pole.objects.published().for_cards().order_by("-updated_at", "-pk")[:4])


class About(TemplateView):
    template_name = "site/about.html"


class TerritorySearch(TemplateView):
    """Any name or code leads to its territory; several make a choice; none says so."""

    template_name = "site/territories.html"

    def get(self, request, *args, **kwargs):
        self.words = request.GET.get("q", "").strip()
        self.matches = resolve(self.words) if self.words else []
        if len(self.matches) == 1 and self.matches[0].reason in ("nom", "code", "ancienne région"):
            return redirect(self.matches[0].territory)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            words=self.words[:80],
            matches=self.matches,
            regions=Territory.objects.filter(PARTS_OF_COUNTRY).order_by("key"),
            former_regions=Territory.objects.filter(kind=Kind.FORMER_REGION).exclude(ended="").order_by("key"),
            departments=Territory.objects.filter(kind=Kind.DEPARTMENT).order_by("code"),
            **kwargs,
        )
