"""What the tests of the graph share: published cooperations, and a chain of four structures that they tie."""

import pytest

from tests.factories import CooperationFactory, ParticipationFactory, StructureFactory


def cooperation(*structures, **fields):
    """A published cooperation of these structures, made when they are names."""
    entry = CooperationFactory(published=True, **fields)
    for structure in structures:
        ParticipationFactory(cooperation=entry, structure=structure)
    return entry


@pytest.fixture
def chain():
    """A, then B by the first cooperation, then C by the second, then D by the third."""
    named = {name: StructureFactory(published=True, name=name) for name in "ABCD"}
    for one, other in ("AB", "BC", "CD"):
        cooperation(named[one], named[other], name=f"{one}{other}")
    return named
