"""Suspects follow what was decided of them, and a merge undone gives back the very same rows."""
# ruff: noqa: F811 (fixtures are taken by their names)

import pytest
from django.core.exceptions import PermissionDenied

from actors.models import Contact, Structure
from poles.models import Exchange, Pole
from ptce_hub.directory.duplicates.merging import merge
from ptce_hub.directory.duplicates.models import Suspicion
from ptce_hub.directory.duplicates.planning import Refused
from ptce_hub.directory.duplicates.storing import find
from ptce_hub.directory.duplicates.undoing import undo
from ptce_hub.directory.search.indexing import nouns
from tests import factories
from tests.factories import MembershipFactory, PoleFactory, StructureFactory, UserFactory
from tests.merging import pair  # noqa: F401
from tests.tables import all_rows, differing

pytestmark = pytest.mark.django_db


# --- Undoing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{}, {"name": "Un tout autre nom"}], ids=["as it is", "renamed"])
def test_undone_the_very_same_rows_come_back(pair, editor, values):
    kept, other = pair
    factories.SuccessionFactory(predecessor=kept, successor=other)
    pole = Pole.objects.first()
    MembershipFactory(structure=other, pole=pole, since="2012")
    MembershipFactory(structure=kept, pole=pole, since="2012")
    find(Structure)
    before = all_rows()

    record = merge(kept, [other], values, editor)
    assert len(differing(before, all_rows())) > 20
    undo(record, editor)

    assert differing(before, all_rows()) == []


def test_undoing_is_refused_once_something_moved_has_changed(pair, editor):
    kept, other = pair
    record = merge(kept, [other], {}, editor)
    contact = Contact.objects.filter(structure=kept).last()
    contact.role = "direction"
    contact.save()
    before = all_rows()

    with pytest.raises(Refused, match=r"contact « .* » a été modifié \(fonction publique\) depuis la fusion"):
        undo(record, editor)

    assert differing(before, all_rows()) == []


def test_undoing_is_refused_when_what_a_tie_came_from_is_gone(editor):
    kept, other, pole = StructureFactory(), StructureFactory(), PoleFactory()
    for structure in (kept, other):
        MembershipFactory(pole=pole, structure=structure)
    record = merge(kept, [other], {}, editor)
    pole.delete()

    with pytest.raises(Refused, match="Annuler n'est plus possible"):
        undo(record, editor)


def test_the_last_of_two_merges_is_undone_first(editor):
    kept, second, third = StructureFactory.create_batch(3)
    before = all_rows()
    first_merge, last_merge = merge(kept, [second], {}, editor), merge(kept, [third], {}, editor)

    with pytest.raises(Refused):
        undo(first_merge, editor)
    undo(last_merge, editor)
    undo(first_merge, editor)

    assert differing(before, all_rows()) == []
    with pytest.raises(Refused, match="déjà annulée"):
        undo(first_merge, editor)


def test_what_comes_back_must_be_in_reach_too(editor):
    here, there = factories.TerritoryFactory.create_batch(2)
    moderator = UserFactory(moderator=True, territories=[here])
    kept, away = StructureFactory(territory=here), StructureFactory(territory=there)
    pole, scoped = PoleFactory(territory=here), PoleFactory(territory=None)
    scoped.scope.set([here])
    merges = [merge(kept, [away], {}, editor), merge(pole, [scoped], {}, editor)]
    before = all_rows()

    with pytest.raises(PermissionDenied):
        undo(merges[0], moderator)
    assert differing(before, all_rows()) == []
    undo(merges[1], moderator)
    assert list(Pole.objects.get(pk=scoped.pk).scope.all()) == [here]


# --- Suspects -------------------------------------------------------------------------------------------------------


def test_suspects_are_found_once_and_follow_what_was_decided(pair, editor):
    kept, other = pair
    third = StructureFactory(name="Grand Ensemble")
    assert find(Structure) == (3, 3, 0)
    apart = Suspicion.objects.about(Structure, [third.pk]).filter(second_id=third.pk).first()
    apart.state = Suspicion.State.DISTINCT
    apart.save()

    merge(kept, [other], {}, editor)

    states = Suspicion.objects.values_list("first_id", "second_id", "state")
    assert set(states) == {(kept.pk, other.pk, "merged"), (kept.pk, third.pk, "distinct")}
    assert find(Structure) == (0, 0, 0)


def test_a_pair_that_is_no_longer_alike_is_no_longer_suspect(pair):
    find(Structure)
    pair[0].delete()

    assert find(Structure) == (0, 0, 1)


# --- On the real records, which stay to the end of the module -------------------------------------------------------


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)
def test_undone_the_rows_of_any_real_noun_come_back(real_records, editor, noun):
    if noun is Exchange:  # none is shipped
        factories.ExchangeFactory.create_batch(3)
    rows = list(noun._base_manager.order_by("pk")[:3])
    kept, others = rows[0], rows[1:]
    before = all_rows()

    undo(merge(kept, others, {}, editor), editor)

    assert differing(before, all_rows()) == []
