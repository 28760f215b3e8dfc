"""Every model has its factory, and the least that a factory gives is a valid row."""

import pytest
from django.apps import apps

from ptce_hub.directory.models import Entry, Status
from ptce_hub.territories.models import Kind, Territory
from tests import factories
from tests.nouns import FACTORIES, OUR_APPS


def is_history(model):
    return hasattr(model, "instance_type") or hasattr(model, "m2m_history_id")


def is_derived(model):
    """The search's tables are made from the records, never written by themselves."""
    return model.__module__.startswith("ptce_hub.directory.search")


MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OUR_APPS and not is_history(model) and not is_derived(model)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_factory(model):
    assert model in FACTORIES


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_a_factory_gives_valid_rows(model):
    first, second = FACTORIES[model](), FACTORIES[model]()

    for row in (first, second):
        row.refresh_from_db()
        row.full_clean()
    assert first.pk != second.pk


@pytest.mark.django_db
@pytest.mark.parametrize("model", [model for model in FACTORIES if issubclass(model, Entry)], ids=lambda m: m.__name__)
def test_an_entry_is_a_draft_unless_a_trait_says_otherwise(model):
    assert FACTORIES[model]().status == Status.DRAFT
    assert FACTORIES[model](published=True).status == Status.PUBLISHED
    assert FACTORIES[model](archived=True).status == Status.ARCHIVED


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["country", "region", "former_region", "department", "area", "epci", "commune"])
def test_a_territory_takes_the_kind_of_its_trait(kind):
    territory = factories.TerritoryFactory(**{kind: True})

    territory.full_clean()
    assert territory.kind == Kind(kind)


@pytest.mark.django_db
def test_a_territory_already_known_is_found_again():
    known = factories.TerritoryFactory(region=True, code="ZZ")

    assert factories.TerritoryFactory(region=True, code="ZZ", name="Autre") == known
    assert Territory.objects.get(pk=known.pk).name == known.name
