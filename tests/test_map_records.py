"""The maps of the real records: counts that agree with the lists, sources, weight."""

import re

import pytest

from ptce_hub.directory.maps.places import counts, in_no
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Kind, Territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]

each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.url_name)


@each_noun
@pytest.mark.parametrize("level", [Kind.REGION, Kind.DEPARTMENT])
def test_a_count_is_the_length_of_the_list(noun, level):
    entries = noun.model.objects.published()
    found, without = counts(entries, level)

    territories = Territory.objects.filter(kind=level)
    assert {each.pk: found[each.pk] for each in territories} == {
        each.pk: entries.within(each).count() for each in territories
    }
    assert in_no(level, entries).count() == without


@pytest.mark.parametrize("query", ["", "&q=solidaire", "&territoire=region-76", "&territoire=ancienne-region-31"])
def test_each_link_leads_to_as_many_entries_as_it_says(client, query):
    areas = client.get(f"/cooperations/?vue=carte{query}").context["drawing"].areas

    assert areas
    for area in areas:
        response = client.get(f"/cooperations/{area.url}")
        assert response.context["paginator"].count == area.count, area.territory
        assert response.context["filterset"].territory == area.territory


def test_placed_and_unplaced_make_the_whole_list(client):
    for ref in ("departement-31", "region-04", "epci-246100663", "commune-75056"):
        response = client.get(f"/acteurs/?vue=carte&territoire={ref}")
        drawing = response.context["drawing"]
        assert drawing.placed + drawing.unplaced == response.context["paginator"].count


@pytest.mark.parametrize("query", ["", "&territoire=region-76", "&territoire=departement-75", "&territoire=region-04"])
def test_every_map_says_its_sources_and_stays_light(client, query):
    page = client.get(f"/acteurs/?vue=carte{query}").content.decode()
    for source in ("Insee", "geonames.org", "by/4.0", "modifié", "Natural Earth"):
        assert source in page
    assert len(re.findall(r"<[a-z]", page)) <= 350
    assert len(page.encode()) < 80_000
