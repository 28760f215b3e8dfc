"""What the tests of every noun share: the factory of each model, the nouns one by one, a record tied to others."""

import pytest
from django.contrib import admin
from factory.django import DjangoModelFactory

from ptce_hub.directory.search.indexing import indexed_together
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

OUR_APPS = {"accounts", "territories", "directory", "actors", "poles", "events", "contributions", "site"}

FACTORIES = {
    factory._meta.model: factory
    for factory in vars(make).values()
    if isinstance(factory, type) and issubclass(factory, DjangoModelFactory) and not factory._meta.abstract
}
#: The models that have pages in the admin.
IN_ADMIN = sorted(
    (model for model in admin.site._registry if model._meta.app_label in OUR_APPS and model in FACTORIES),
    key=lambda model: model._meta.label,
)
each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.url_name)


def each(models):
    return pytest.mark.parametrize("model", models, ids=lambda model: model.__name__)


def commune(code):
    return Territory.objects.get(kind=Kind.COMMUNE, code=code)


def tied(noun, count):
    """A published record with ``count`` of everything that its page shows."""
    with indexed_together():
        return tied_at_once(noun, count)


def tied_at_once(noun, count):
    entry = FACTORIES[noun.model](published=True)
    structures = make.StructureFactory.create_batch(count, published=True)
    ties = {
        "poles": [
            (make.MembershipFactory, "pole"),
            (make.RecognitionFactory, "pole"),
            (make.CooperationFactory, "pole"),
        ],
        "cooperations": [(make.ParticipationFactory, "cooperation"), (make.AgreementFactory, "cooperation")],
        "structures": [(make.MembershipFactory, "structure"), (make.ParticipationFactory, "structure")],
        "networks": [(make.NetworkMembershipFactory, "network"), (make.ParticipationFactory, "structure")],
        "shared_places": [(make.PlaceFigureFactory, "place")],
        "events": [(make.EventRoleFactory, "event"), (make.SessionFactory, "event"), (make.DocumentFactory, "event")],
        "calls": [(make.CallFigureFactory, "call"), (make.RecognitionFactory, "call")],
        "support_offers": [],
        "exchanges": [],
    }[noun.url_name]
    for factory, field in ties:
        for rank, structure in enumerate(structures):
            other = {"structure": structure} if "structure" in fields_of(factory) and field != "structure" else {}
            other |= {"year": 2010 + rank} if factory is make.RecognitionFactory else {}
            factory(**{field: entry}, **other)
    if noun.url_name == "exchanges":
        make.ExchangeFactory.create_batch(count, published=True, shares=True, territory=entry.territory)
    return entry


def fields_of(factory):
    return {field.name for field in factory._meta.model._meta.fields}
