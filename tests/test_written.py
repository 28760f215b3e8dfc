"""Queries written once answer as Django's own would, whatever they are asked."""

import pytest
from django.db import connection
from django.db.models import Count, Model
from django.test.utils import CaptureQueriesContext

from actors.models import Network
from poles.models import Membership, Pole
from ptce_hub.directory.listing.beside import beside
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


def values_of(model, field):
    return model.objects.order_by().values_list(field)


def members_and_poles():
    return Membership.objects.select_related("pole__territory__region").order_by("pk")


QUERYSETS = {
    "whole": lambda: Pole.objects.all(),
    "read with another that may be missing": lambda: Pole.objects.select_related("territory__department"),
    "read with another at two steps": members_and_poles,
    "some fields only": lambda: Pole.objects.only("slug", "territory__name").select_related("territory"),
    "a child of another table": lambda: Network.objects.all(),
    "annotated": lambda: Pole.objects.annotate(number=Count("memberships")),
    "read with its ties": lambda: Pole.objects.prefetch_related("memberships__structure"),
    "sorted by what is not shown": lambda: Pole.objects.values_list("name").distinct().order_by("territory__name"),
    "some values": lambda: Pole.objects.values_list("started", "sources", "updated_at"),
    "one value": lambda: Pole.objects.values_list("started", flat=True),
    "two queries in one": lambda: values_of(Pole, "name").union(values_of(Pole, "slug")).order_by(),
}


@pytest.mark.parametrize("queryset", QUERYSETS.values(), ids=QUERYSETS)
def test_what_is_written_once_gives_what_django_gives(queryset, django_assert_num_queries):
    make.NetworkFactory(acronym="RTES")
    make.PoleFactory(territory=None)
    for _ in range(2):
        make.MembershipFactory(pole=make.PoleFactory(started="2011-03", sources=["https://exemple.fr/"]))
    with CaptureQueriesContext(connection) as asked:
        expected = [known(row) for row in queryset()]
    written = Written(queryset())

    with django_assert_num_queries(len(asked)):
        rows = [known(row) for row in written.rows()]

    assert rows == expected
    assert len(rows) > 0


def known(row, steps=3):
    """What is known of a row, and of those read with it a few steps away, without asking anything more."""
    if not isinstance(row, Model):
        return row
    held = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    with_it = row._state.fields_cache.items() if steps else ()
    ties = getattr(row, "_prefetched_objects_cache", {}).items() if steps else ()
    return (
        (type(row), row._state.db, row._state.adding, held),
        {name: known(one, steps - 1) for name, one in with_it},
        {name: [known(one, steps - 1) for one in rows] for name, rows in ties},
    )


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


def test_each_record_is_read_with_those_beside_it_by_name(real_records):
    for page in views(EntryPage):
        several = [None, *page().entries().order_by("sort_name", "pk"), None][:6]
        for before, entry, after in zip(several, several[1:], several[2:], strict=False):
            view = page()
            view.kwargs = {"slug": entry.slug}
            near = beside(view.get_object(), view, "")
            assert [said(near.before), said(near.after)] == [said(before), said(after)], entry.get_absolute_url()


def said(entry):
    return entry and (entry.name, entry.get_absolute_url())


def ties(entry):
    return {name: [known(row, 0) for row in rows] for name, rows in entry._prefetched_objects_cache.items()}
