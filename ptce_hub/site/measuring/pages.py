"""The public pages, found in the site's own addresses, so that a new page is measured and tested from its first day."""

import random
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.views.generic.base import TemplateResponseMixin

from events.editions.addresses import page_of_edition
from events.editions.programme import Programme
from events.editions.views import EditionPage
from events.models import EssMonth
from poles.graph.views import GraphPage, WholeGraph
from poles.models import Pole
from ptce_hub.contributions import nouns as proposable
from ptce_hub.contributions.diagnosing.here import HereStep
from ptce_hub.contributions.pages import RecordPage
from ptce_hub.contributions.views import Correct
from ptce_hub.directory.views import EntryList, EntryPage
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Kind, Territory

HOME, RECORD, LIST, SEARCH, OTHER = "accueil", "fiche", "liste", "recherche", "autre"
RECORDS, TERRITORIES = 600, 20  # among how many of a noun, or of a level, the heaviest is sought
SEED = 2026
STAFF = ("admin/", "compte/")  # where the addresses of the staff begin
LIST_STATES = (
    ("", 200),
    ("?q=cooperation", 200),
    ("?q=zzzzzz", 200),
    ("?territoire=region-28", 200),
    ("?theme=x", 400),
)


class Page(NamedTuple):
    """An address that answers ``status``; ``kind`` says which bars of CPU it must clear."""

    address: str
    kind: str = OTHER
    status: int = 200


def public_pages(site, among=(RECORDS, TERRITORIES)):
    """Every public template at one address or more: of records and territories, the heaviest that ``site`` answers."""
    found = [page for pattern in public_patterns() for page in pages_at(pattern, site, among)]
    return [*found, Page("/nulle-part/", status=404)]


def public_patterns(resolver=None):
    """Named addresses, the staff's apart."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLResolver):
            yield from [pattern] if pattern.name else []
        elif str(pattern.pattern) not in STAFF:
            yield from public_patterns(pattern)


def pages_at(pattern, site, among):
    """Examples of the address; none for what is no page (a feed, a file, a part of a page)."""
    name, view, asked = pattern.name, view_of(pattern), set(pattern.pattern.converters)
    if issubclass(view, EntryPage) and asked == {"slug"}:
        return heaviest(records(view, among[0]), site, name, RECORD)
    if issubclass(view, RecordPage):
        return form_about_a_record(pattern, view)
    if name == "territory":
        some = [rows for kind in Kind.values for rows in territories(kind, among[1])]
        return [page for rows in some for page in heaviest(rows, site, name)]
    if name == "report":
        return reports(site)
    if issubclass(view, GraphPage):
        return graphs(name, site, among[0])
    if issubclass(view, EditionPage):
        return editions(name)
    if issubclass(view, HereStep):
        return [Page(reverse(name, args=[step])) for step in (1, 2)]
    if asked or not issubclass(view, TemplateResponseMixin):
        return []
    if not site.get(reverse(name)).body.startswith(b"<!doctype html>"):
        return []
    if issubclass(view, EntryList):
        _, *others = view.views
        states = [*LIST_STATES, *((f"?vue={word}", 200) for word in others)]
        return [Page(reverse(name) + state, LIST, status) for state, status in states]
    if name == "whom_to_call":
        states = [("", 200), ("?territoire=pays-FR", 200), ("?territoire=Saint-Denis", 400)]
        return [Page(reverse(name) + state, OTHER, status) for state, status in states]
    if name == "search":
        return [Page(f"{reverse(name)}{state}", SEARCH) for state in ("", "?q=cooperation", "?q=zzzzzz")]
    return [Page(reverse(name), HOME if name == "home" else OTHER)]


def editions(name):
    """The fullest edition, its programme and a wrong day, then the emptiest; or their parts in the fullest region."""
    found = list(EssMonth.objects.annotate(total=Count("events")).order_by("-total", "-year"))
    if not found:
        return []
    place = None
    if name == "ess_month_territory":
        counts = Programme(found[0]).by_part()
        regions = list(counts) or Territory.objects.filter(kind=Kind.REGION, ended="")
        place = max(regions, key=lambda region: (counts.get(region, 0), region.code))
    full, bare = (page_of_edition(edition, place) for edition in (found[0], found[-1]))
    return [Page(full), Page(f"{full}?vue=programme"), Page(f"{full}?jour=x", status=400), Page(bare)]


def graphs(name, site, count):
    """The views of the whole graph and of the longest around a pole, and the longest of a region: one template."""
    if name == "graph":
        own = reverse(name)
        states = [f"?vue={word}" if word else "" for word in WholeGraph.views if word != "liens"]
        return [*(Page(own + state) for state in states), Page(f"{own}?degre=9", status=400)]
    if name == "pole_graph":
        around = longest(drawn(Pole.objects.published(), count), site)
        return [Page(address + state) for address in around for state in ("", "?vue=liens", "?vue=dessin")]
    if name == "territory_graph":
        return [Page(address) for address in longest(Territory.objects.filter(kind=Kind.REGION, ended=""), site)]
    return []


def longest(rows, site, ending="graphe/"):
    """The address of the longest page of that ending about one of the ``rows``, if there is any."""
    own = [f"{row.get_absolute_url()}{ending}" for row in rows]
    return [max(own, key=lambda address: len(site.get(address).body))] if own else []


def reports(site):
    """Of the country, of a busy region and of a commune where nothing is; then a wrong date."""
    (country, _), (regions, _), (_, empty) = (
        territories(kind, 3) for kind in (Kind.COUNTRY, Kind.REGION, Kind.COMMUNE)
    )
    found = [address for rows in (country, regions, empty) for address in longest(rows, site, "bilan/")]
    return [*map(Page, found), *(Page(f"{address}?du=hier", status=400) for address in found[:1])]


def form_about_a_record(pattern, view):
    """The form of a record of the noun; what asks the same of all nouns, of a record of the first."""
    noun = pattern.callback.view_initkwargs["noun"]
    if view is Correct or noun is proposable.NOUNS[0]:
        return [Page(reverse(pattern.name, args=[row.slug])) for row in drawn(noun.model.objects.published(), 1)]
    return []


def view_of(pattern):
    return getattr(pattern.callback, "view_class", object)


def views(kind):
    """The lists, or the record pages, of the nouns."""
    return [view_of(pattern) for pattern in public_patterns() if issubclass(view_of(pattern), kind)]


def heaviest(rows, site, name, kind=OTHER):
    """The one whose page is longest, among those whose address has that name."""
    addresses = [row.get_absolute_url() for row in rows]
    own = [address for address in addresses if resolve(address).url_name == name]
    return [Page(max(own, key=lambda address: len(site.get(address).body)), kind)] if own else []


def records(view, count):
    """Published records drawn at random, always the same ones."""
    return drawn(view().entries(), count)


def territories(kind, count):
    """Some of the kind where records stand, at random; and one where none does, whose page says so."""
    stand = [Q(pk__in=noun.model.objects.published().values("territory")) for noun in NOUNS]
    all_of_them = Territory.objects.filter(kind=kind)
    busy = all_of_them.filter(reduce(or_, stand))
    return drawn(busy, count), drawn(all_of_them.exclude(pk__in=busy.values("pk")), 1)


def drawn(rows, count):
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    random.Random(SEED).shuffle(keys)  # noqa: S311 (a sample, not a secret)
    return rows.model.objects.filter(pk__in=keys[:count])
