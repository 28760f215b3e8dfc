"""Who may be the same: found by names, identifiers, place and dates, with the reasons said."""

import pytest

from actors.models import Structure
from events.models import Event
from poles.models import Pole
from ptce_hub.directory.duplicates.blocking import FEW, Finder
from ptce_hub.directory.duplicates.finding import suspects_like, suspects_of
from tests import factories
from tests.factories import EventFactory, NetworkFactory, PoleFactory, StructureFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
SIREN, SIRET, OTHER_SIRET = "732829320", "73282932000074", "73282932000082"


def found(model, **said):
    return [suspect.entry for suspect in suspects_like(model, **said)]


def pairs(model):
    return [pair for pair, _ in Finder(model._base_manager.all()).pairs()]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Grands Ensembles", "Grand Ensemble"),
        ("L'Éco-Pertica", "Ecopertica"),
        ("Association La Boîte à outils", "boite a outils (association)"),
        ("Maison de l'énergie citoyenne", "Maison de l'energie citoyene"),
        ("Pôle territorial de coopération économique Clus'Ter Jura", "PTCE Clus'Ter Jura"),
    ],
)
def test_a_name_is_found_however_it_is_written(name, typed):
    wanted = StructureFactory(name=name)
    StructureFactory(name="Tout autre chose")

    assert found(Structure, name=typed) == [wanted]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Région Bretagne", "CRESS Bretagne"),
        ("Ville de L'Île-Saint-Denis", "Ville de Saint-Denis"),
        ("Atelier numéro 1", "Atelier numéro 2"),
        ("CAP", "CAPE"),
    ],
)
def test_names_that_differ_by_a_word_or_a_number_are_two_names(name, typed):
    StructureFactory(name=name)

    assert found(Structure, name=typed) == []


def test_other_former_and_short_names_count():
    by_other_name = StructureFactory(name="Un", alternative_names=["La Fabrique du canton"])
    renamed = StructureFactory(name="La Fabrique du canton")
    renamed.name = "Deux"
    renamed.save()
    by_acronym = PoleFactory(name="Trois", acronym="LFDC")

    assert found(Structure, name="Fabrique du canton") == [by_other_name, renamed]
    assert found(Pole, name="LFDC") == [by_acronym]


def test_a_common_acronym_is_not_enough():
    region, other = TerritoryFactory.create_batch(2, region=True)
    StructureFactory(name="Chambre d'ici", acronym="CRESS", territory=region)

    assert found(Structure, name="Autre chambre", acronym="CRESS", territory=other) == []
    assert len(found(Structure, name="Autre chambre", acronym="CRESS", territory=region)) == 1


def test_the_same_siret_is_one_body_and_the_same_siren_may_be_two():
    StructureFactory(name="Établissement du nord", siren=SIREN, siret=SIRET)

    [suspect] = suspects_like(Structure, name="Autre nom", siret="732 829 320 00074")

    assert suspect.reasons == [f"Même Siret : {SIRET}."]
    assert found(Structure, name="Établissement du sud", siren=SIREN, siret=OTHER_SIRET) == []


def test_another_siren_speaks_against():
    StructureFactory(name="La Fabrique", siren=SIREN)

    assert found(Structure, name="La Fabrique", siren="552100554") == []


def test_namesakes_far_apart_are_two_and_near_ones_are_suspect():
    lille, villeneuve = (TerritoryFactory(latitude=50.63, longitude=longitude) for longitude in (3.06, 3.13))
    marseille = TerritoryFactory(latitude=43.3, longitude=5.37)
    StructureFactory(name="La Fabrique", territory=lille)

    [near] = suspects_like(Structure, name="La Fabrique", territory=villeneuve)

    assert near.reasons == ["Noms pareils : « La Fabrique » et « La Fabrique ».", "À 5 km l'une de l'autre."]
    assert found(Structure, name="La Fabrique", territory=marseille) == []


def test_a_place_inside_the_other_is_the_same_place():
    department = TerritoryFactory(department=True, name="Nord d'essai")
    commune = TerritoryFactory(name="Lille d'essai", department=department)
    factories.ContainmentFactory(outer=department, inner=commune)
    one = StructureFactory(name="Grands Ensemble", territory=commune)
    other = StructureFactory(name="Grands Ensembles", territory=department)

    [suspect] = suspects_of(one)

    assert suspect.entry == other
    assert "Lille d'essai, est dans celui de l'autre, Nord d'essai" in suspect.reasons[1]
    assert pairs(Structure) == [(one.pk, other.pk)]


def test_two_editions_of_an_event_are_two():
    EventFactory(name="Journée des pôles", start="2021-11-05")

    assert found(Event, name="Journée des pôles", date="2022-11-04") == []
    assert len(found(Event, name="Journée des pôles", date="2021-11")) == 1


def test_a_network_may_be_the_duplicate_of_a_structure():
    network = NetworkFactory(name="Réseau des ateliers")

    assert [entry.pk for entry in found(Structure, name="Réseau des ateliers")] == [network.pk]


def test_what_the_reader_may_not_see_is_left_out():
    StructureFactory(name="La Fabrique", draft=True)
    public = StructureFactory(name="La Fabrique", published=True)

    assert found(Structure, name="La Fabrique", among=Structure.objects.published()) == [public]


def test_a_thousand_namesakes_are_not_compared_all_with_all():
    StructureFactory.create_batch(5 * FEW, name="Mairie")
    finder = Finder(Structure.objects.all())

    assert len(list(finder.pairs())) < 13 * 5 * FEW


def test_as_many_queries_for_many_records_as_for_few(django_assert_num_queries):
    StructureFactory.create_batch(3, placed=True)
    with django_assert_num_queries(4):
        list(Finder(Structure.objects.all()).pairs())
    StructureFactory.create_batch(9, placed=True)
    with django_assert_num_queries(4):
        list(Finder(Structure.objects.all()).pairs())
