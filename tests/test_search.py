"""What the search finds, of whom, and that it follows the records."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Structure
from poles.models import Cooperation, Participation, Pole
from ptce_hub.directory.models import Theme
from ptce_hub.directory.search.indexing import rebuild, rebuilt_after
from ptce_hub.directory.search.models import SearchEntry, SearchWord
from ptce_hub.directory.search.questions import read_question
from ptce_hub.directory.search.words import tokens_of, words_in
from ptce_hub.territories.models import Territory
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(words, model=Pole):
    return sorted(entry.name for entry in model.objects.mentioning(words))


# --- Words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mobilité", "MOBILITE"), ("énergies", "energie"), ("régionaux", "régional"), ("cœur", "coeur"),
        ("vélos", "velo"), ("lieux", "lieu"), ("C.A.E.", "cae"), ("St", "saint"), ("e\u0301cole", "école"),
        ("coopératives", "cooperative"),
    ],
)  # fmt: skip
def test_two_ways_to_write_a_word_meet(one, other):
    assert set(tokens_of(words_in(one)[0])) & set(tokens_of(words_in(other)[0]))


@given(st.text(max_size=60))
def test_tokens_are_letters_and_digits_whatever_the_text(text):
    for word in words_in(text):
        assert all(token.isascii() and token.isalnum() for token in tokens_of(word))


# --- Finding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "ecomateriaux", "ÉCOMATÉRIAU", "chanvre", "chanvres", "sigle", "ancienne filière", "LE CHANVRE du perche",
        "perche noce", "orne", "normandie", "basse-normandie", "61340", "batiment durable", "ecomateriaus", "ecomatéri",
        "filiere-chanvre", "filierechanvre", "groupe chanvrier",
    ],
)  # fmt: skip
def test_a_record_is_found_by_its_names_places_themes_texts_and_members(words):
    theme = make.ThemeFactory(label="Bâtiment durable")
    pole = make.PoleFactory(
        published=True,
        name="Écomatériaux du Perche",
        acronym="SIGLE",
        alternative_names=["Ancienne filière", "Filière-Chanvre"],
        summary="Le chanvre pousse ici.",
        territory=Territory.objects.get_by_ref("commune-61309"),
        themes=[theme],
    )
    make.MembershipFactory(pole=pole, structure=make.StructureFactory(published=True, name="Groupe chanvrier"))
    make.PoleFactory(published=True, name="Autre chose")

    assert found(words) == ["Écomatériaux du Perche"]


@pytest.mark.parametrize("most", [0, 50])
def test_a_beginning_finds_what_it_begins_be_it_few_words_or_many(monkeypatch, most):
    monkeypatch.setattr("ptce_hub.directory.search.questions.NAMED", most)
    for name in ("Transports", "Transporteurs", "Transpo93", "Autotransport"):
        make.PoleFactory(published=True, name=name)

    assert found("transpo") == ["Transpo93", "Transporteurs", "Transports"]
    assert found("trans") == ["Transpo93", "Transporteurs", "Transports"]


@pytest.mark.parametrize("words", ["", "?!", "le", "zzzzzz", "chanvre zzzzzz", "a\0b", "ж"])
def test_what_no_record_says_finds_none(words):
    make.PoleFactory(published=True, name="Chanvre")
    assert found(words) == []


def test_a_name_made_of_small_words_is_found():
    make.PoleFactory(published=True, name="Elle et Lui")
    assert found("elle et lui") == ["Elle et Lui"]


def test_a_typo_is_forgiven_only_when_no_record_has_the_word():
    make.PoleFactory(published=True, name="Laine")
    make.PoleFactory(published=True, name="Laide")

    assert found("laine") == ["Laine"]
    assert found("lainne") == ["Laine"]
    assert found("lxxne") == []


def test_a_word_of_a_hidden_record_corrects_no_typo_and_is_not_told():
    make.PoleFactory(draft=True, name="Confidentiel")

    question = read_question("confidentil")

    assert not question.corrected
    assert not SearchWord.objects.filter(word__startswith="confid").exists()


@pytest.mark.parametrize("status", ["draft", "proposed", "archived"])
def test_only_what_is_published_is_found_and_only_by_published_names(status):
    cooperation = make.CooperationFactory(published=True, name="Ensemble")
    hidden = make.StructureFactory(**{status: True}, name="Groupe caché")
    make.ParticipationFactory(cooperation=cooperation, structure=hidden)

    assert found("caché", Structure) == found("caché", Cooperation) == []
    assert "caché" not in SearchEntry.objects.get(kind="cooperation").text


def test_a_network_is_one_record_found_among_structures_and_networks():
    network = make.NetworkFactory(published=True, name="Réseau des vallées")

    assert list(Structure.objects.mentioning("vallée")) == [network.structure_ptr]
    assert SearchEntry.objects.get().kind == "network"


def test_the_best_comes_first():
    make.PoleFactory(published=True, name="Autre", summary="On y parle de laine.")
    make.PoleFactory(published=True, name="Pôle laine et feutre", summary="Un texte. " * 30)
    make.PoleFactory(published=True, name="Laine")

    keys = Pole.objects.best_first("laine")

    names = dict(Pole.objects.values_list("pk", "name"))
    assert [names[key] for key in keys[0:10]] == ["Laine", "Pôle laine et feutre", "Autre"]
    assert len(keys) == 3


# --- Following the records ------------------------------------------------------------------------------------------


def test_the_search_follows_a_record_saved_hidden_and_deleted():
    pole = make.PoleFactory(published=True, name="Premier")
    pole.name = "Second"
    pole.save()
    assert (found("premier"), found("second")) == ([], ["Second"])

    pole.status = "archived"
    pole.save()
    assert found("second") == []

    pole.delete()
    assert not SearchEntry.objects.exists()


def test_the_search_follows_those_that_a_record_names():
    structure = make.StructureFactory(published=True, name="Chaussures Dupont")
    tie = make.ParticipationFactory(
        cooperation=make.CooperationFactory(published=True, name="Marque commune"), structure=structure
    )
    assert found("dupont", Cooperation) == ["Marque commune"]

    structure.name = "Chaussures Durand"
    structure.save()
    assert (found("dupont", Cooperation), found("durand", Cooperation)) == ([], ["Marque commune"])

    structure.status = "draft"
    structure.save()
    assert found("durand", Cooperation) == []

    structure.status = "published"
    structure.save()
    tie.delete()
    assert found("durand", Cooperation) == []


def test_the_search_forgets_a_name_with_its_record():
    offer = make.SupportOfferFactory(published=True, name="Prêt")
    provider = make.StructureFactory(published=True, name="Banque solidaire")
    offer.providers.add(provider)
    assert found("banque", type(offer)) == ["Prêt"]

    provider.delete()

    assert found("banque", type(offer)) == []


def test_the_search_follows_themes_and_labels():
    pole = make.PoleFactory(published=True, name="Un pôle")
    theme = make.ThemeFactory(label="Mobilité")
    pole.themes.add(theme)
    assert found("mobilité") == ["Un pôle"]

    theme.label = "Transports"
    theme.save()
    assert (found("mobilité"), found("transport")) == ([], ["Un pôle"])

    theme.label = "Culture"
    Theme.objects.bulk_update([theme], ["label"])
    call_command("rebuild_search", verbosity=0)
    assert found("culture") == ["Un pôle"]


def test_within_an_import_all_is_indexed_at_the_end():
    with rebuilt_after():
        make.PoleFactory(published=True, name="Importé")
        assert found("importé") == []
    assert found("importé") == ["Importé"]


def test_an_import_refused_leaves_the_index_as_it_was():
    make.PoleFactory(published=True, name="Déjà là")
    with pytest.raises(ValueError, match="refus"), rebuilt_after():
        raise ValueError("refus")
    make.PoleFactory(published=True, name="Ensuite")
    assert found("ensuite") == ["Ensuite"]


def test_rebuilding_costs_the_same_queries_whatever_the_records():
    def cost():
        with CaptureQueriesContext(connection) as queries:
            rebuild()
        return len(queries)

    make.CooperationFactory(published=True)
    few = cost()
    for cooperation in make.CooperationFactory.create_batch(8, published=True):
        Participation.objects.create(cooperation=cooperation, label="Un voisin")
    assert cost() == few


# --- Any text -------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300) | st.text(alphabet="ab*\"'():&|!-^{} NEARORND<>", max_size=80))
def test_any_text_is_answered(text):
    list(Pole.objects.mentioning(text))
    list(Pole.objects.best_first(text)[0:20])
