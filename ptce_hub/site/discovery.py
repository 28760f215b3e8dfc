"""What robots, browsers and readers use to find their way: sitemaps, robots.txt, OpenSearch, manifest, site map."""

from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.db.models import Max
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from actors.models import Structure
from events.editions.addresses import page_of_edition
from events.models import EssMonth, Event
from ptce_hub.directory.files.exports import base_of
from ptce_hub.directory.maps.places import holder
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Containment, Kind, Territory

PER_FILE = 5000  # addresses
#: Pages that no record makes, and whose date of change is not known.
PAGES = (
    "home", "territories", "graph", "whom_to_call", "ess_months", "grid", "about", "open_data", "site_map", "contact",
    "legal", "personal_data", "accessibility", "ecodesign",
)  # fmt: skip

#: The staff's pages, and the forms.
NOT_FOR_ROBOTS = (
    "/admin/", "/contributions/", "/messages/", "/*/proposer/", "/*/*/signaler/", "/*/*/corriger/", "/*/*/ecrire/",
)  # fmt: skip


class RecordSitemap(GenericSitemap):
    limit = PER_FILE

    def __init__(self, noun):
        entries = noun.model.objects.published().order_by("pk").defer("summary", "notes", "sources")
        if noun.model is Structure:  # a network has its address in its own noun
            entries = entries.exclude(kind=Structure.Kind.RESEAU)
        super().__init__({"queryset": entries, "date_field": "updated_at"})


class PageSitemap(Sitemap):
    """The lists, which change with their records, and the other pages."""

    def items(self):
        return [*(noun.url_name for noun in NOUNS), *PAGES]

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        noun = next((noun for noun in NOUNS if noun.url_name == name), None)
        return noun and noun.model.objects.published().aggregate(last=Max("updated_at"))["last"]


class TerritorySitemap(Sitemap):
    """The territories where something is, each with the last change there."""

    limit = PER_FILE

    def items(self):
        return self.dated

    @cached_property
    def dated(self):
        dates = last_changes()
        territories = Territory.objects.only("kind", "slug").order_by("pk").iterator()
        return [(territory, dates[territory.pk]) for territory in territories if territory.pk in dates]

    def location(self, item):
        return item[0].get_absolute_url()

    def lastmod(self, item):
        return item[1]


class EditionSitemap(Sitemap):
    """The editions of the Mois de l'ESS, and the regions that have events in them, each with its last change."""

    limit = PER_FILE

    def items(self):
        held = Event.objects.published().filter(ess_month__isnull=False)
        rows = held.annotate(holder=holder("territory", Kind.REGION)).order_by().values_list("ess_month", "holder")
        dates = {(edition, region): last for edition, region, last in rows.annotate(last=Max("updated_at"))}
        regions = Territory.objects.in_bulk({region for _, region in dates if region})
        editions = {edition.pk: edition for edition in EssMonth.objects.all()}
        whole = {}
        for (edition, _), last in dates.items():
            whole[edition] = max(last, whole.get(edition, last))
        parts = [(editions[edition], regions[region], last) for (edition, region), last in dates.items() if region]
        return [*((edition, None, whole.get(key)) for key, edition in editions.items()), *parts]

    def location(self, item):
        return page_of_edition(*item[:2])

    def lastmod(self, item):
        return item[2]


def last_changes():
    """By key of territory, the last change of a published record there or in what it contains."""
    here = {}
    for noun in NOUNS:
        for field in noun.model.territory_fields:
            entries = noun.model.objects.published().exclude(**{field: None}).order_by()
            for key, date in entries.values_list(field).annotate(Max("updated_at")):
                here[key] = max(date, here.get(key, date))
    dates = dict(here)
    for outer, inner in Containment.objects.filter(whole=True).values_list("outer", "inner").iterator():
        if date := here.get(inner):
            dates[outer] = max(date, dates.get(outer, date))
    return dates


SITEMAPS = {
    "pages": PageSitemap,
    **{noun.url_name: (lambda noun=noun: RecordSitemap(noun)) for noun in NOUNS},
    "territories": TerritorySitemap,
    "editions": EditionSitemap,
}


class Robots(View):
    def get(self, request):
        closed = [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines = ["User-agent: *", *closed, "", f"Sitemap: {base_of(request)}{reverse('sitemap_index')}", ""]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class OpenSearch(TemplateView):
    """So that a browser's own search box may search here."""

    template_name = "site/opensearch.xml"
    content_type = "application/opensearchdescription+xml"

    def get_context_data(self, **kwargs):
        return super().get_context_data(base=base_of(self.request), **kwargs)


class Manifest(View):
    def get(self, request):
        manifest = {
            "name": "PTCE Hub",
            "short_name": "PTCE Hub",
            "description": "L’annuaire des pôles territoriaux de coopération économique.",
            "lang": "fr",
            "start_url": reverse("home"),
            "display": "minimal-ui",
            "background_color": "#fbf8f2",
            "theme_color": "#0e5446",
            "icons": [{"src": static("icon.svg"), "type": "image/svg+xml", "sizes": "any"}],
        }
        return JsonResponse(manifest, content_type="application/manifest+json")


class SiteMap(TemplateView):
    template_name = "site/site_map.html"

    def get_context_data(self, **kwargs):
        regions = Territory.objects.filter(kind=Kind.REGION).order_by("key")
        editions = EssMonth.objects.only("year")
        return super().get_context_data(nouns=NOUNS, regions=regions, editions=editions, **kwargs)
