"""The editors' workplace: every page answers, costs the same whatever the rows, and does what its buttons say."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from poles.models import Membership, Pole
from tests import factories
from tests.editors import address
from tests.nouns import FACTORIES, IN_ADMIN, each

MOST_QUERIES = 12

WITH_HISTORY = [model for model in IN_ADMIN if hasattr(admin.site.get_model_admin(model), "history_form_view")]


pytestmark = pytest.mark.django_db


def test_the_checks_of_the_admin_pass():
    call_command("check")


@each(IN_ADMIN)
def test_every_page_answers(editing, model):
    row = FACTORIES[model]()
    model_admin = admin.site.get_model_admin(model)

    assert editing.get(address(model, "changelist")).status_code == 200
    assert editing.get(address(model, "change", row.pk)).status_code == 200
    assert editing.get(address(model, "history", row.pk)).status_code == 200
    may_add = model_admin.has_add_permission(editing.get(address(model, "changelist")).wsgi_request)
    assert editing.get(address(model, "add")).status_code == (200 if may_add else 403)


@each(IN_ADMIN)
def test_every_page_sends_the_anonymous_to_sign_in(client, model):
    row = FACTORIES[model]()

    for page, args in [("changelist", []), ("add", []), ("change", [row.pk]), ("history", [row.pk])]:
        response = client.get(address(model, page, *args))
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))


@each(WITH_HISTORY)
def test_every_past_version_opens(editing, model):
    row = FACTORIES[model]()

    assert editing.get(address(model, "simple_history", row.pk, row.history.first().pk)).status_code == 200


@each(IN_ADMIN)
def test_a_list_costs_the_same_whatever_its_rows(editing, model, django_assert_max_num_queries):
    FACTORIES[model].create_batch(2)
    editing.get(address(model, "changelist"))
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        editing.get(address(model, "changelist"))

    FACTORIES[model].create_batch(12)
    with django_assert_max_num_queries(len(few)):
        response = editing.get(address(model, "changelist"))

    assert len(response.context["cl"].result_list) >= 14


@pytest.mark.parametrize(
    ("make", "tie", "link"),
    [
        (factories.PoleFactory, "pole", factories.MembershipFactory),
        (factories.CooperationFactory, "cooperation", factories.ParticipationFactory),
        (factories.NetworkFactory, "network", factories.NetworkMembershipFactory),
        (factories.EventFactory, "event", factories.EventRoleFactory),
    ],
    ids=["pole", "cooperation", "network", "event"],
)
def test_a_form_costs_the_same_whatever_its_ties(editing, make, tie, link, django_assert_max_num_queries):
    record = make()
    page = address(type(record), "change", record.pk)
    link.create_batch(2, **{tie: record}, structure__placed=True)
    editing.get(page)
    with django_assert_max_num_queries(100) as few:
        editing.get(page)

    link.create_batch(8, **{tie: record}, structure__placed=True)
    with django_assert_max_num_queries(len(few)):
        editing.get(page)


def test_no_form_lists_the_territories(editing):
    factories.TerritoryFactory(name="Bourg-la-Reine-d'essai")
    for model in IN_ADMIN:
        response = editing.get(address(model, "add"))
        assert "Bourg-la-Reine" not in response.text


# --- Finding -------------------------------------------------------------------------------------------------------


def found(response):
    return [row.name for row in response.context["cl"].result_list]


def test_search_folds_case_and_accents(editing):
    factories.PoleFactory(name="Énergies du Pays de Bray")
    factories.PoleFactory(name="Pays de Caux")

    response = editing.get(address(Pole, "changelist"), {"q": "energies BRAY"})

    assert found(response) == ["Énergies du Pays de Bray"]


def test_search_for_nothing_but_signs_finds_nothing(editing):
    factories.PoleFactory()

    assert found(editing.get(address(Pole, "changelist"), {"q": "?!"})) == []


def test_links_are_found_by_either_end(editing):
    wanted = factories.MembershipFactory(structure__name="La Boîte à outils")
    factories.MembershipFactory()

    response = editing.get(address(Membership, "changelist"), {"q": "boite outils"})

    assert list(response.context["cl"].result_list) == [wanted]


def test_region_filter_keeps_what_lies_within(editing):
    region = factories.TerritoryFactory(region=True)
    commune = factories.TerritoryFactory()
    factories.ContainmentFactory(outer=region, inner=commune)
    factories.PoleFactory(name="Dans une commune", territory=commune)
    factories.PoleFactory(name="Dans la région", territory=region)
    factories.PoleFactory(name="Ailleurs", placed=True)

    response = editing.get(address(Pole, "changelist"), {"region": region.code})

    assert found(response) == ["Dans la région", "Dans une commune"]


def test_verification_and_source_filters(editing):
    factories.PoleFactory(name="Neuf")
    factories.PoleFactory(name="Ancien", verified_on="2020-01-01", sourced=True)
    factories.PoleFactory(name="Récent", verified=True, sourced=True)
    page = address(Pole, "changelist")

    assert found(editing.get(page, {"verifie": "jamais"})) == ["Neuf"]
    assert found(editing.get(page, {"verifie": "ancien"})) == ["Ancien"]
    assert found(editing.get(page, {"verifie": "recent"})) == ["Récent"]
    assert found(editing.get(page, {"sources": "sans"})) == ["Neuf"]
    assert found(editing.get(page, {"sources": "avec"})) == ["Ancien", "Récent"]


@pytest.mark.parametrize("query", [{"region": "pas-une-region"}, {"verifie": "demain"}, {"sources": "x"}])
def test_a_wrong_filter_value_is_refused(editing, query):
    factories.TerritoryFactory(region=True)

    assert editing.get(address(Pole, "changelist"), query).status_code == 302


def test_autocomplete_tells_homonyms_apart(editing):
    here = factories.TerritoryFactory(name="Zone nord")
    factories.StructureFactory(name="La Fabrique", territory=here)
    factories.StructureFactory(name="La Fabrique")

    query = {"app_label": "poles", "model_name": "membership", "field_name": "structure", "term": "fabriqué"}
    results = editing.get(reverse("admin:autocomplete"), query).json()["results"]

    assert sorted(result["text"] for result in results) == ["La Fabrique", "La Fabrique (Zone nord)"]
