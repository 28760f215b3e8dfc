"""Several records of one body become one, whole or not at all; undone, the very same rows come back."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError

from actors.models import Contact, Network, Structure, Succession
from poles.models import Cooperation, Membership, Pole
from ptce_hub.directory.duplicates import relations
from ptce_hub.directory.duplicates.merging import merge
from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion
from ptce_hub.directory.duplicates.planning import Refused, plan_merge
from ptce_hub.directory.duplicates.relations import KNOWN, UnknownRelation, pointing_to, unknown_to
from ptce_hub.directory.duplicates.storing import find
from ptce_hub.directory.duplicates.undoing import undo
from ptce_hub.directory.models import FormerSlug
from ptce_hub.directory.search.indexing import nouns
from ptce_hub.directory.search.models import SearchEntry
from tests import factories
from tests.factories import MembershipFactory, NetworkFactory, PoleFactory, StructureFactory, UserFactory
from tests.tables import all_rows, differing

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(administrator=True)


@pytest.fixture
def pair():
    """Two structures of one body, tied to all that a structure may be tied to."""
    kept, other = StructureFactory(name="Grands Ensemble", published=True), StructureFactory(name="Grands Ensembles")
    tie_everything(kept)
    tie_everything(other)
    return kept, other


def tie_everything(structure):
    theme = factories.ThemeFactory()
    structure.themes.set([theme])
    MembershipFactory(structure=structure, pole__published=True)
    factories.ContactFactory(structure=structure)
    factories.SuccessionFactory(predecessor=structure)
    factories.SuccessionFactory(successor=structure)
    factories.NetworkMembershipFactory(structure=structure)
    factories.ParticipationFactory(structure=structure)
    factories.SpeakerFactory(structure=structure)
    factories.EventRoleFactory(structure=structure)
    factories.EditionOrganiserFactory(structure=structure, label="")
    factories.CheckQuestionFactory(referent__record=structure)
    for owner, field in [
        (factories.SupportOfferFactory(), "providers"),
        (factories.CallFactory(), "organisers"),
        (factories.SharedPlaceFactory(), "managed_by"),
    ]:
        getattr(owner, field).add(structure)


# --- What may be tied ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)
def test_every_relation_of_a_noun_is_declared_and_exists(noun):
    assert unknown_to(noun) == []
    assert KNOWN[noun._meta.label] == {tie.label for tie in pointing_to(noun)}


@pytest.mark.parametrize("label", ["poles.Membership.structure", "actors.Structure_themes.structure"])
def test_a_relation_that_is_not_declared_stops_the_merge(pair, user, monkeypatch, label):
    monkeypatch.setitem(relations.KNOWN, "actors.Structure", KNOWN["actors.Structure"] - {label})
    before = all_rows()

    with pytest.raises(UnknownRelation, match=label):
        merge(pair[0], pair[1:], {}, user)

    assert differing(before, all_rows()) == []


def test_a_model_that_names_any_record_must_be_declared_too(monkeypatch):
    monkeypatch.delitem(relations.GENERIC, "directory.FormerSlug")

    assert unknown_to(Pole) == ["directory.FormerSlug"]


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_every_link_is_moved(pair, user):
    kept, other = pair
    for structure in pair:
        factories.SourceFactory(structure=structure)
    ties = list(pointing_to(Structure))
    before = {tie.label: tie.rows(Structure, [kept.pk, other.pk]).count() for tie in ties}

    merge(kept, [other], {}, user)

    assert min(before.values()) == 2
    assert {tie.label: tie.rows(Structure, [kept.pk]).count() for tie in ties} == before
    assert not Structure.objects.filter(pk=other.pk).exists()


def test_names_and_sources_are_united(user):
    kept = StructureFactory(name="Grands Ensemble", sources=["a", "b"], alternative_names=["GE"])
    other = StructureFactory(name="Grands Ensembles", sources=["b", "c"], alternative_names=["GE Lille"])

    merge(kept, [other], {"name": "Grands Ensembles"}, user)

    kept.refresh_from_db()
    assert (kept.name, kept.sources) == ("Grands Ensembles", ["a", "b", "c"])
    assert kept.alternative_names == ["GE", "GE Lille", "Grands Ensemble"]


def test_every_old_address_leads_to_the_kept_record(client, pair, user):
    kept, other = pair
    first_slug, other.slug = other.slug, "autre-adresse"
    other.save()
    third = StructureFactory(name="Troisième")

    merge(kept, [other, third], {}, user)

    for slug in (first_slug, "autre-adresse", third.slug):
        response = client.get(f"/acteurs/{slug}/")
        assert (response.status_code, response.url) == (301, kept.get_absolute_url())


def test_a_tie_said_twice_is_kept_once_and_completed(user):
    kept, other, pole = StructureFactory(), StructureFactory(), PoleFactory()
    there = MembershipFactory(structure=kept, pole=pole)
    MembershipFactory(structure=other, pole=pole, intensity="noyau")

    record = merge(kept, [other], {}, user)

    [membership] = Membership.objects.all()
    assert (membership.pk, membership.structure, membership.intensity) == (there.pk, kept, "noyau")
    assert [line for line in record.said if "Dit deux fois" in line and "Complété : intensité" in line]


def test_a_tie_between_the_two_disappears_and_it_is_said(user):
    kept, other = StructureFactory(name="La nouvelle"), StructureFactory(name="L'ancienne")
    factories.SuccessionFactory(predecessor=other, successor=kept)

    record = merge(kept, [other], {}, user)

    assert not Succession.objects.exists()
    assert record.said[0] == (
        "Disparaît, parce qu'elle liait ces fiches entre elles : succession « L'ancienne → La nouvelle »."
    )


def test_a_cooperation_is_not_left_with_one_participant(user):
    kept, other, third = StructureFactory.create_batch(3)
    cooperation = factories.CooperationFactory(name="Achats groupés")
    for structure in (kept, other):
        factories.ParticipationFactory(cooperation=cooperation, structure=structure)

    with pytest.raises(Refused, match="« Achats groupés » ne réunit que ces fiches"):
        plan_merge(kept, [other])

    factories.ParticipationFactory(cooperation=cooperation, structure=third)
    merge(kept, [other], {}, user)
    assert Cooperation.objects.get().participations.count() == 2


def test_a_structure_merges_into_a_network_and_not_the_reverse(user):
    network, structure = NetworkFactory(name="Réseau des ateliers"), StructureFactory(name="Les ateliers")
    tie_everything(structure)

    with pytest.raises(Refused, match="Gardez plutôt la fiche du réseau"):
        merge(structure, [network], {}, user)
    merge(network, [structure], {}, user)

    assert Network.objects.get(pk=network.pk).contacts.count() == 1
    assert not Structure.objects.filter(pk=structure.pk).exists()


def test_the_search_finds_the_kept_record_under_both_names(pair, user):
    kept, other = pair
    kind = SearchEntry.objects.filter(kind="structure")

    merge(kept, [other], {}, user)

    assert "ensembles" in kind.get(object_id=kept.pk).title
    assert not kind.filter(object_id=other.pk).exists()


def test_the_history_says_why_and_that_of_the_merged_is_reached_from_the_kept(pair, user):
    kept, other = pair
    record = merge(kept, [other], {}, user)
    later = StructureFactory()
    merge(later, [kept], {}, user)

    assert kept.history.filter(history_change_reason__startswith="fusion : ", history_user=user).exists()
    assert Structure.history.filter(id=other.pk, history_type="-").get().history_user == user
    assert record in MergeRecord.objects.into(later)


def test_values_that_do_not_fit_together_are_refused(user):
    kept, other = PoleFactory(started="2015"), PoleFactory(ended="2012")
    before = all_rows()

    with pytest.raises(ValidationError, match="ne peut pas finir avant"):
        merge(kept, [other], {"ended": other.ended}, user)

    assert differing(before, all_rows()) == []


def test_both_records_must_be_in_reach():
    here, there = factories.TerritoryFactory.create_batch(2)
    moderator = UserFactory(moderator=True, territories=[here])
    mine, also_mine = StructureFactory.create_batch(2, territory=here)
    theirs = StructureFactory(territory=there)

    with pytest.raises(PermissionDenied):
        merge(mine, [theirs], {}, moderator)
    with pytest.raises(PermissionDenied):
        merge(mine, [also_mine], {}, UserFactory(editor=True, territories=[here]))
    merge(mine, [also_mine], {}, moderator)


def test_what_changed_since_it_was_seen_is_not_merged(pair, user):
    kept, other = pair
    seen = {entry.pk: entry.updated_at for entry in pair}
    other.save()

    with pytest.raises(Refused, match="a changé depuis cet aperçu"):
        merge(kept, [other], {}, user, seen)


# --- Undoing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{}, {"name": "Un tout autre nom"}], ids=["as it is", "renamed"])
def test_undone_the_very_same_rows_come_back(pair, user, values):
    kept, other = pair
    factories.SuccessionFactory(predecessor=kept, successor=other)
    pole = Pole.objects.first()
    MembershipFactory(structure=other, pole=pole, since="2012")
    MembershipFactory(structure=kept, pole=pole, since="2012")
    find(Structure)
    before = all_rows()

    record = merge(kept, [other], values, user)
    assert len(differing(before, all_rows())) > 20
    undo(record, user)

    assert differing(before, all_rows()) == []


def test_undoing_is_refused_once_something_moved_has_changed(pair, user):
    kept, other = pair
    record = merge(kept, [other], {}, user)
    contact = Contact.objects.filter(structure=kept).last()
    contact.role = "direction"
    contact.save()
    before = all_rows()

    with pytest.raises(Refused, match=r"contact « .* » a été modifié \(fonction publique\) depuis la fusion"):
        undo(record, user)

    assert differing(before, all_rows()) == []


def test_undoing_is_refused_when_what_a_tie_came_from_is_gone(user):
    kept, other, pole = StructureFactory(), StructureFactory(), PoleFactory()
    for structure in (kept, other):
        MembershipFactory(pole=pole, structure=structure)
    record = merge(kept, [other], {}, user)
    pole.delete()

    with pytest.raises(Refused, match="Annuler n'est plus possible"):
        undo(record, user)


def test_the_last_of_two_merges_is_undone_first(user):
    kept, second, third = StructureFactory.create_batch(3)
    before = all_rows()
    first_merge, last_merge = merge(kept, [second], {}, user), merge(kept, [third], {}, user)

    with pytest.raises(Refused):
        undo(first_merge, user)
    undo(last_merge, user)
    undo(first_merge, user)

    assert differing(before, all_rows()) == []
    with pytest.raises(Refused, match="déjà annulée"):
        undo(first_merge, user)


def test_what_comes_back_must_be_in_reach_too(user):
    here, there = factories.TerritoryFactory.create_batch(2)
    moderator = UserFactory(moderator=True, territories=[here])
    kept, away = StructureFactory(territory=here), StructureFactory(territory=there)
    pole, scoped = PoleFactory(territory=here), PoleFactory(territory=None)
    scoped.scope.set([here])
    merges = [merge(kept, [away], {}, user), merge(pole, [scoped], {}, user)]
    before = all_rows()

    with pytest.raises(PermissionDenied):
        undo(merges[0], moderator)
    assert differing(before, all_rows()) == []
    undo(merges[1], moderator)
    assert list(Pole.objects.get(pk=scoped.pk).scope.all()) == [here]


# --- Suspects --------------------------------------------------------------------------------------------------------


def test_suspects_are_found_once_and_follow_what_was_decided(pair, user):
    kept, other = pair
    third = StructureFactory(name="Grand Ensemble")
    assert find(Structure) == (3, 3, 0)
    apart = Suspicion.objects.about(Structure, [third.pk]).filter(second_id=third.pk).first()
    apart.state = Suspicion.State.DISTINCT
    apart.save()

    merge(kept, [other], {}, user)

    states = Suspicion.objects.values_list("first_id", "second_id", "state")
    assert set(states) == {(kept.pk, other.pk, "merged"), (kept.pk, third.pk, "distinct")}
    assert find(Structure) == (0, 0, 0)


def test_a_pair_that_is_no_longer_alike_is_no_longer_suspect(pair):
    find(Structure)
    pair[0].delete()

    assert find(Structure) == (0, 0, 1)


@pytest.mark.parametrize("noun", [noun for noun in nouns() if noun is not Network], ids=lambda noun: noun.__name__)
def test_the_old_address_is_kept_under_its_noun(user, noun):
    kept, other = getattr(factories, f"{noun.__name__}Factory").create_batch(2)

    merge(kept, [other], {}, user)

    former = FormerSlug.objects.get(content_type=ContentType.objects.get_for_model(noun), slug=other.slug)
    assert former.object_id == kept.pk


# --- On the real records, which stay to the end of the module ------------------------------------------------------


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)
def test_undone_the_rows_of_any_real_noun_come_back(real_records, user, noun):
    rows = list(noun._base_manager.order_by("pk")[:3])
    kept, others = rows[0], rows[1:]
    before = all_rows()

    undo(merge(kept, others, {}, user), user)

    assert differing(before, all_rows()) == []
