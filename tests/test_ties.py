"""A record's page reads the ties that the record has, and asks nothing for the others."""

import pytest

from ptce_hub.directory.shown import ties_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_ties_that_an_entry_has_are_told_from_those_it_has_not():
    structure = make.StructureFactory(published=True, themes=[make.ThemeFactory()])
    make.MembershipFactory(structure=structure)
    make.MembershipFactory(structure=make.StructureFactory())
    make.CallFactory().organisers.add(structure)

    names = ("themes", "memberships", "participations", "calls", "support_offers", "contacts")
    assert ties_of(structure, names) == {"themes", "memberships", "calls"}


def test_a_network_has_the_ties_of_the_structure_that_it_is():
    network = make.NetworkFactory(published=True)
    make.MembershipFactory(structure=network.structure_ptr)
    make.NetworkMembershipFactory(network=network)
    assert ties_of(network, ("memberships", "federations", "participations")) == {"memberships", "federations"}


def test_a_kind_of_ties_that_a_record_has_not_costs_no_query(queries_of):
    alone, member = make.StructureFactory.create_batch(2, published=True)
    make.MembershipFactory(structure=member, pole=make.PoleFactory(published=True))
    assert queries_of(alone.get_absolute_url()) < queries_of(member.get_absolute_url())
