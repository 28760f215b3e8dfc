"""On the real records: the pages agree with the lists, stay light, and their headings are in order."""

import re
from itertools import pairwise

import pytest

from ptce_hub.directory.listing.reach import count_by_year, first_of_each
from ptce_hub.site.growth import SERIES
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]

get = Territory.objects.get_by_ref
each_territory = pytest.mark.parametrize(
    "ref",
    [
        *("pays-FR", "region-11", "region-28", "region-84", "ancienne-region-23", "departement-59"),
        *("epci-200054781", "epci-246100663", "commune-61309", "commune-49301"),
    ],
)
each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.url_name)


def nodes(page):
    return len(re.findall(r"<[a-z]", page))


def in_order(page):
    """Whether there is one title, first, and no level is skipped after it."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    return levels[0] == 1 and levels.count(1) == 1 and all(later - earlier <= 1 for earlier, later in pairwise(levels))


@each_noun
@each_territory
def test_what_the_page_counts_is_what_the_lists_show(noun, ref):
    territory, entries = get(ref), noun.model.objects.published()
    lists = {
        "ici": entries.within(territory).count(),
        "plus-large": entries.covering(territory).count(),
        "a-cheval": entries.overlapping(territory).count(),
    }
    found = first_of_each(noun.model, territory, ("name",), ("sort_name", "pk"), 3)
    assert {row.reach: row.total for row in found} == {reach: count for reach, count in lists.items() if count}


def test_growth_agrees_with_the_lists():
    normandie = get("region-28")
    for model, date, *_ in SERIES:
        dated = model.objects.published().within(normandie).exclude(**{f"{date}__isnull": True})
        assert sum(count_by_year(model, normandie, date).values()) == dated.count()


@each_territory
def test_the_page_of_a_territory_is_light_and_in_order(client, ref):
    page = client.get(get(ref).get_absolute_url()).content.decode()
    assert nodes(page) <= 350
    assert in_order(page)


@each_noun
def test_the_page_of_a_record_is_light_and_in_order(client, noun):
    for entry in noun.model.objects.published()[:25]:
        page = client.get(entry.get_absolute_url(), follow=True).content.decode()
        assert nodes(page) <= 350, entry
        assert in_order(page), entry
