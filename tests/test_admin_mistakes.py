"""Mistakes of editors are told in French beside what they typed, never by a technical error."""

import pytest

from actors.models import NetworkMembership, Succession
from poles.models import Membership, Pole
from tests import factories
from tests.editors import added, address, fields_of, save
from tests.reading import plain, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"latitude": "48.5"}, "Indiquez la latitude (−90 à 90) et la longitude (−180 à 180), ou aucune des deux."),
        ({"latitude": "95", "longitude": "2"}, "Indiquez la latitude (−90 à 90)"),
        ({"started": "2020", "ended": "2019"}, "Le pôle ne peut pas finir avant d'avoir commencé."),
        ({"started": "31/02/2020"}, "Le 31 février 2020 n'existe pas."),
        ({"started": "naguère"}, "n'est pas une date"),
        ({"name": ""}, "Ce champ est obligatoire."),
        ({"slug": "deja-prise"}, "Cette adresse mène déjà à une autre page"),
    ],
)
def test_a_mistake_on_a_record_is_told(editing, typed, told):
    other = factories.PoleFactory(slug="deja-prise")
    other.slug = "changee"
    other.save()
    pole = factories.PoleFactory()

    response = save(editing, pole, **typed)

    assert response.status_code == 200
    assert plain(told) in text_of(response)


ALREADY_MEMBER = "Cette structure a déjà ce rôle dans le pôle depuis cette date."


def test_the_same_membership_typed_twice_at_once_is_told(editing):
    pole, structure = factories.PoleFactory(), factories.StructureFactory()
    row = {"structure": structure.pk, "role": "membre", "pole": pole.pk}

    response = save(editing, pole, **added("memberships", row, row))

    assert response.status_code == 200
    assert text_of(response).count(ALREADY_MEMBER) == 1
    assert not Membership.objects.exists()


def test_the_same_membership_typed_twice_on_a_new_pole_is_told(editing):
    row = {"structure": factories.StructureFactory().pk, "role": "membre", "since": "2020"}
    data = fields_of(editing.get(address(Pole, "add"))) | {"name": "Neuf"} | added("memberships", row, row)

    response = editing.post(address(Pole, "add"), data)

    assert ALREADY_MEMBER in text_of(response)
    assert not Pole.objects.exists()


def test_a_membership_already_there_is_told(editing):
    known = factories.MembershipFactory(since="2020")
    data = {"pole": known.pole_id, "structure": known.structure_id, "role": known.role, "since": "2020"}

    response = editing.post(address(Membership, "add"), data)

    assert ALREADY_MEMBER in text_of(response)


def test_a_membership_typed_as_one_already_beside_it_is_told(editing):
    known = factories.MembershipFactory()
    rows = added("memberships", {}, {"structure": known.structure_id, "role": known.role, "pole": known.pole_id})

    response = save(editing, known.pole, **{**rows, "memberships-INITIAL_FORMS": 1})

    assert ALREADY_MEMBER in text_of(response)


def test_the_same_structure_in_another_role_is_welcome(editing):
    known = factories.MembershipFactory()
    rows = added("memberships", {}, {"structure": known.structure_id, "role": "porteur", "pole": known.pole_id})

    response = save(editing, known.pole, **{**rows, "memberships-INITIAL_FORMS": 1})

    assert response.status_code == 302
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("make", "prefix", "rows", "told"),
    [
        (factories.PoleFactory, "recognitions", [{"year": 2013}] * 2, "Cette reconnaissance est déjà enregistrée."),
        (factories.PoleFactory, "recognitions", [{"result": "x"}], "Indiquez l'appel, ou au moins l'année"),
        (
            factories.CooperationFactory,
            "participations",
            [{"label": "des habitants"}] * 2,
            "Ce participant a déjà ce rôle dans la coopération depuis cette date.",
        ),
        (
            factories.CooperationFactory,
            "participations",
            [{"role": "x"}],
            "Choisissez une structure ou écrivez comment",
        ),
        (factories.CooperationFactory, "agreements", [{"instrument": "bail"}] * 2, "Cet accord est déjà enregistré."),
        (
            factories.CooperationFactory,
            "assessments",
            [{"degree": 7, "assessed": "2024", "voice": "staff", "basis": "x"}],
            "Le degré va de 1 à 6.",
        ),
        (
            factories.StructureFactory,
            "contacts",
            [{"name": "A", "role": "b", "since": "2020", "until": "2019"}],
            "La fonction ne peut pas finir avant d'avoir commencé.",
        ),
        (factories.EventFactory, "documents", [{"title": "Programme"}] * 2, "Ce document est déjà dans la liste."),
        (
            factories.EventFactory,
            "sessions",
            [{"title": "Atelier", "position": 0, "start_time": "10:00", "end_time": "09:00"}],
            "L'heure de fin vient après celle de début",
        ),
        (
            factories.CallFactory,
            "figures",
            [{"measure": "laureates", "value": 23, "source": "s"}] * 2,
            "Ce chiffre est déjà donné par cette source.",
        ),
    ],
)
def test_a_mistake_beside_a_record_is_told(editing, make, prefix, rows, told):
    record = make()

    response = save(editing, record, **added(prefix, *rows))

    assert response.status_code == 200
    assert plain(told) in text_of(response)


def test_a_lone_coordinate_of_a_network_is_told(editing):
    response = save(editing, factories.NetworkFactory(), latitude="48.5")

    assert "Indiquez la latitude" in response.text


def test_a_network_does_not_federate_itself(editing):
    network = factories.NetworkFactory()

    response = save(editing, network, **added("federations", {"structure": network.pk, "network": network.pk}))

    assert "Un réseau n’est pas membre de lui-même." in text_of(response)
    assert not NetworkMembership.objects.exists()


def test_a_structure_does_not_succeed_itself(editing):
    structure = factories.StructureFactory()
    row = {"successor": structure.pk, "predecessor": structure.pk}

    response = save(editing, structure, **added("successions", row))

    assert "Une structure ne se succède pas à elle-même." in text_of(response)
    assert not Succession.objects.exists()
