"""On the real records: a list, its facets, its map and its twins say the same total, whatever is asked of them."""

import csv
import io
import json
import random
from functools import cached_property
from itertools import cycle

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse

from ptce_hub.directory.files.exports import CSV, GEOJSON, JSON, extract_of
from ptce_hub.directory.files.writing import Extract
from ptce_hub.directory.listing.browsing import Address, Browsing
from ptce_hub.directory.maps import views as map_view
from ptce_hub.directory.views import EntryList
from ptce_hub.site.measuring.pages import SEED, views
from ptce_hub.site.measuring.samples import Queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]
COMBINATIONS = 200
LINKS = 2  # of those that a list or its map shows, followed for each combination


class Asked:
    """A list asked with a query string, as its views ask for it."""

    def __init__(self, view, query):
        self.view, self.query = view, QueryDict(query)
        self.filterset = view().filterset(self.query)
        assert self.filterset.is_right, f"{self}: {self.filterset.form.errors}"
        self.total = Paginator(self.filterset.keys(), view.paginate_by).count

    def __str__(self):
        return f"{reverse(self.view.url_name)}?{self.query.urlencode()}"

    def links(self):
        """The values that the facets show: the address of the list with this one alone, and its count."""
        address = Address(reverse(self.view.url_name), self.query, self.filterset.filters)
        alone = self.filterset.form.cleaned_data["facette"]
        panels = Browsing(self.filterset, address, self.total, alone).panels()
        return [
            (only_last(link.url, panel.name), link.count) for panel in panels for link in panel.links if not link.chosen
        ]

    def following(self, url):
        return Asked(self.view, url.partition("?")[2])

    def totals(self, request):
        """What each view of the list says that there is."""
        extract = ReadOnce(**vars(extract_of(self.view, self.filterset.qs, request)))
        rows = csv.reader(io.StringIO("".join(CSV.write(extract))))
        collection = json.loads("".join(GEOJSON.write(extract)))
        whole = json.loads("".join(JSON.write(extract)))
        return {
            "list": len(list(self.filterset.keys())),
            "moving map": map_view.by_department(self.filterset.qs)["total"],
            "CSV": len(list(rows)) - 1,
            "GeoJSON": len(collection["features"]),
            "JSON": len(whole["fiches"]),
            "JSON says": whole["total"],
        }


class ReadOnce(Extract):
    """Reads its records for all formats together, for time's sake."""

    @cached_property
    def read(self):
        return list(super().records())

    def records(self):
        return iter(self.read)


def only_last(url, name):
    """The address with the value that it adds to a facet, without those chosen before, for several mean « or »."""
    query = QueryDict(url.partition("?")[2], mutable=True)
    query[name] = query[name]
    return f"?{query.urlencode()}"


@pytest.fixture(scope="module")
def combinations(real_records, django_db_blocker):
    """Random ones, all different, each noun in turn; lists that nothing narrows are long, and the same for all."""
    with django_db_blocker.unblock():
        chance = random.Random(SEED)  # noqa: S311 (a sample, not a secret)
        queries = cycle([Queries(view, chance) for view in views(EntryList)])
        drawn = {}
        while len(drawn) < COMBINATIONS:
            noun = next(queries)
            asked = Asked(noun.view, noun.address().partition("?")[2])
            if not asked.filterset.is_whole():
                drawn[str(asked)] = asked
        return list(drawn.values())


def test_the_combinations_are_not_all_empty(combinations):
    assert sum(asked.total > 0 for asked in combinations) >= COMBINATIONS // 3


def test_the_list_and_its_twins_have_the_same_total(combinations, rf):
    for asked in combinations:
        totals = asked.totals(rf.get("/"))
        assert totals == dict.fromkeys(totals, asked.total), str(asked)


def test_what_a_facet_counts_is_the_total_of_the_list_it_leads_to(combinations):
    chance = random.Random(SEED)  # noqa: S311
    for asked in combinations:
        links = asked.links()
        for url, count in chance.sample(links, min(LINKS, len(links))):
            assert asked.following(url).total == count, (str(asked), url)


def test_the_map_places_or_counts_every_record_of_the_list(combinations):
    chance = random.Random(SEED)  # noqa: S311
    for asked in combinations:
        drawing = map_view.draw_list(asked.filterset, asked.query)
        assert asked.total - drawing.unplaced == held(asked, drawing), str(asked)
        for area in chance.sample(drawing.areas, min(LINKS, len(drawing.areas))):
            assert asked.following(area.url).total == area.count, (str(asked), area.url)


def held(asked, drawing):
    """How many records the drawing places; one of several territories is counted in each."""
    if not drawing.areas:
        return drawing.placed
    if asked.view.model.territory_fields == ("territory",):
        return sum(area.count for area in drawing.areas)
    inside = [set(asked.following(area.url).filterset.qs.values_list("pk", flat=True)) for area in drawing.areas]
    return len(set().union(*inside))
