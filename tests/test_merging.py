"""Several records of one body become one, whole or not at all."""
# ruff: noqa: F811 (fixtures are taken by their names)

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError

from actors.models import Network, Structure, Succession
from poles.models import Cooperation, Membership, Pole
from ptce_hub.directory.duplicates import relations
from ptce_hub.directory.duplicates.merging import merge
from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.duplicates.planning import Refused, plan_merge
from ptce_hub.directory.duplicates.relations import KNOWN, UnknownRelation, pointing_to, unknown_to
from ptce_hub.directory.models import FormerSlug
from ptce_hub.directory.search.indexing import nouns
from ptce_hub.directory.search.models import SearchEntry
from tests import factories
from tests.factories import MembershipFactory, NetworkFactory, PoleFactory, StructureFactory, UserFactory
from tests.merging import pair, tie_everything  # noqa: F401
from tests.tables import all_rows, differing

pytestmark = pytest.mark.django_db


# --- What may be tied -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)
def test_every_relation_of_a_noun_is_declared_and_exists(noun):
    assert unknown_to(noun) == []
    assert KNOWN[noun._meta.label] == {tie.label for tie in pointing_to(noun)}


@pytest.mark.parametrize("label", ["poles.Membership.structure", "actors.Structure_themes.structure"])
def test_a_relation_that_is_not_declared_stops_the_merge(pair, editor, monkeypatch, label):
    monkeypatch.setitem(relations.KNOWN, "actors.Structure", KNOWN["actors.Structure"] - {label})
    before = all_rows()

    with pytest.raises(UnknownRelation, match=label):
        merge(pair[0], pair[1:], {}, editor)

    assert differing(before, all_rows()) == []


def test_a_model_that_names_any_record_must_be_declared_too(monkeypatch):
    monkeypatch.delitem(relations.GENERIC, "directory.FormerSlug")

    assert unknown_to(Pole) == ["directory.FormerSlug"]


# --- Merging --------------------------------------------------------------------------------------------------------


def test_every_link_is_moved(pair, editor):
    kept, other = pair
    for structure in pair:
        factories.SourceFactory(structure=structure)
    ties = list(pointing_to(Structure))
    before = {tie.label: tie.rows(Structure, [kept.pk, other.pk]).count() for tie in ties}

    merge(kept, [other], {}, editor)

    assert min(before.values()) == 2
    assert {tie.label: tie.rows(Structure, [kept.pk]).count() for tie in ties} == before
    assert not Structure.objects.filter(pk=other.pk).exists()


def test_names_and_sources_are_united(editor):
    kept = StructureFactory(name="Grands Ensemble", sources=["a", "b"], alternative_names=["GE"])
    other = StructureFactory(name="Grands Ensembles", sources=["b", "c"], alternative_names=["GE Lille"])

    merge(kept, [other], {"name": "Grands Ensembles"}, editor)

    kept.refresh_from_db()
    assert (kept.name, kept.sources) == ("Grands Ensembles", ["a", "b", "c"])
    assert kept.alternative_names == ["GE", "GE Lille", "Grands Ensemble"]


def test_every_old_address_leads_to_the_kept_record(client, pair, editor):
    kept, other = pair
    first_slug, other.slug = other.slug, "autre-adresse"
    other.save()
    third = StructureFactory(name="Troisième")

    merge(kept, [other, third], {}, editor)

    for slug in (first_slug, "autre-adresse", third.slug):
        response = client.get(f"/acteurs/{slug}/")
        assert (response.status_code, response.url) == (301, kept.get_absolute_url())


@pytest.mark.parametrize("noun", [noun for noun in nouns() if noun is not Network], ids=lambda noun: noun.__name__)
def test_the_old_address_is_kept_under_its_noun(editor, noun):
    kept, other = getattr(factories, f"{noun.__name__}Factory").create_batch(2)

    merge(kept, [other], {}, editor)

    former = FormerSlug.objects.get(content_type=ContentType.objects.get_for_model(noun), slug=other.slug)
    assert former.object_id == kept.pk


def test_a_tie_said_twice_is_kept_once_and_completed(editor):
    kept, other, pole = StructureFactory(), StructureFactory(), PoleFactory()
    there = MembershipFactory(structure=kept, pole=pole)
    MembershipFactory(structure=other, pole=pole, intensity="noyau")

    record = merge(kept, [other], {}, editor)

    [membership] = Membership.objects.all()
    assert (membership.pk, membership.structure, membership.intensity) == (there.pk, kept, "noyau")
    assert [line for line in record.said if "Dit deux fois" in line and "Complété : intensité" in line]


def test_a_tie_between_the_two_disappears_and_it_is_said(editor):
    kept, other = StructureFactory(name="La nouvelle"), StructureFactory(name="L'ancienne")
    factories.SuccessionFactory(predecessor=other, successor=kept)

    record = merge(kept, [other], {}, editor)

    assert not Succession.objects.exists()
    assert record.said[0] == (
        "Disparaît, parce qu'elle liait ces fiches entre elles : succession « L'ancienne → La nouvelle »."
    )


def test_a_cooperation_is_not_left_with_one_participant(editor):
    kept, other, third = StructureFactory.create_batch(3)
    cooperation = factories.CooperationFactory(name="Achats groupés")
    for structure in (kept, other):
        factories.ParticipationFactory(cooperation=cooperation, structure=structure)

    with pytest.raises(Refused, match="« Achats groupés » ne réunit que ces fiches"):
        plan_merge(kept, [other])

    factories.ParticipationFactory(cooperation=cooperation, structure=third)
    merge(kept, [other], {}, editor)
    assert Cooperation.objects.get().participations.count() == 2


def test_a_structure_merges_into_a_network_and_not_the_reverse(editor):
    network, structure = NetworkFactory(name="Réseau des ateliers"), StructureFactory(name="Les ateliers")
    tie_everything(structure)

    with pytest.raises(Refused, match="Gardez plutôt la fiche du réseau"):
        merge(structure, [network], {}, editor)
    merge(network, [structure], {}, editor)

    assert Network.objects.get(pk=network.pk).contacts.count() == 1
    assert not Structure.objects.filter(pk=structure.pk).exists()


def test_the_search_finds_the_kept_record_under_both_names(pair, editor):
    kept, other = pair
    kind = SearchEntry.objects.filter(kind="structure")

    merge(kept, [other], {}, editor)

    assert "ensembles" in kind.get(object_id=kept.pk).title
    assert not kind.filter(object_id=other.pk).exists()


def test_the_history_says_why_and_that_of_the_merged_is_reached_from_the_kept(pair, editor):
    kept, other = pair
    record = merge(kept, [other], {}, editor)
    later = StructureFactory()
    merge(later, [kept], {}, editor)

    assert kept.history.filter(history_change_reason__startswith="fusion : ", history_user=editor).exists()
    assert Structure.history.filter(id=other.pk, history_type="-").get().history_user == editor
    assert record in MergeRecord.objects.into(later)


def test_values_that_do_not_fit_together_are_refused(editor):
    kept, other = PoleFactory(started="2015"), PoleFactory(ended="2012")
    before = all_rows()

    with pytest.raises(ValidationError, match="ne peut pas finir avant"):
        merge(kept, [other], {"ended": other.ended}, editor)

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


def test_what_changed_since_it_was_seen_is_not_merged(pair, editor):
    kept, other = pair
    seen = {entry.pk: entry.updated_at for entry in pair}
    other.save()

    with pytest.raises(Refused, match="a changé depuis cet aperçu"):
        merge(kept, [other], {}, editor, seen)
