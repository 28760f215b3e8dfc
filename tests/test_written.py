"""Queries written once answer as Django's own would, whatever they are asked."""

import pytest
from django.db.models import Count

from poles.models import Membership, Pole
from ptce_hub.directory.views import EntryPage
from ptce_hub.directory.written import ASKED, ASKED_NAME, Written, rows_among
from ptce_hub.site.measuring.pages import views
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_query_written_once_is_asked_of_one_row_then_another():
    archer, bocage = (make.PoleFactory(name=name, slug=name.lower()) for name in ("Archer", "Bocage"))
    written = Written(Pole.objects.filter(pk=ASKED, slug=ASKED_NAME).select_related("territory"))

    assert [written.rows(pole.pk, pole.slug) for pole in (archer, bocage, archer)] == [[archer], [bocage], [archer]]
    assert written.rows(archer.pk, "bocage") == []
    assert written.rows(archer.pk, "archer")[0].territory == archer.territory


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_query_about_several_keys_counts_each_once(number):
    poles = make.PoleFactory.create_batch(6)
    structure = make.StructureFactory()
    for pole in poles:
        make.MembershipFactory(pole=pole, structure=structure)

    def written(keys):
        rows = Membership.objects.filter(pole__in=keys).order_by()
        return Written(rows.values_list("structure").annotate(Count("pole")))

    assert rows_among([pole.pk for pole in poles[:number]], written) == [(structure.pk, number)]


def test_each_record_is_read_with_the_ties_that_its_page_asks_for(real_records):
    for page in views(EntryPage):
        for asked in page().get_queryset()[:5]:
            view = page()
            view.kwargs = {"slug": asked.slug}
            read = view.get_object()
            assert (read, read.territory) == (asked, asked.territory)
            assert ties(read) == ties(asked), asked.get_absolute_url()


def ties(entry):
    return {name: list(rows) for name, rows in entry._prefetched_objects_cache.items()}
