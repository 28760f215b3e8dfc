"""The trash: what stands in the way of coming back, who may, and what the records left behind say."""

import pytest
from django.urls import reverse

from actors.models import Structure
from events.models import Event
from poles.models import Cooperation, Membership, Pole
from ptce_hub.directory.history.deletions import CannotRestore, for_ever, restore
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.personal_data import erase
from tests import factories
from tests.editors import address

pytestmark = pytest.mark.django_db

# --- What is in the way --------------------------------------------------------------------------------------------


def test_what_the_record_hangs_on_comes_back_first():
    membership = factories.MembershipFactory(structure__name="Les Jardins", pole__name="Le Pôle")
    membership.structure.delete()
    membership.pole.delete()
    of_pole, of_structure = Deletion.objects.all()

    with pytest.raises(CannotRestore, match="Rétablissez d'abord « Le Pôle »"):
        restore(of_structure)

    restore(of_pole)
    restore(of_structure)
    assert str(Membership.objects.get()) == "Les Jardins – Le Pôle (membre)"


def test_a_tie_to_what_was_erased_for_ever_is_told_and_left():
    membership = factories.MembershipFactory(pole__name="Le Pôle")
    membership.structure.delete()
    with for_ever():
        membership.pole.delete()

    assert [type(row) for row in restore(Deletion.objects.get())] == [Membership]
    assert (Structure.objects.count(), Membership.objects.count()) == (1, 0)


def test_an_address_taken_since_is_said():
    factories.PoleFactory(slug="les-jardins").delete()
    factories.PoleFactory(slug="les-jardins")

    with pytest.raises(CannotRestore, match="Une autre fiche a pris l'adresse « les-jardins »"):
        restore(Deletion.objects.get())

    assert Pole.objects.count() == 1
    assert Deletion.objects.waiting().count() == 1


def test_nothing_comes_back_twice(editing):
    factories.PoleFactory().delete()
    page = reverse("admin:directory_deletion_restore", args=[Deletion.objects.get().pk])

    editing.post(page)
    response = editing.post(page, follow=True)

    assert "déjà rétabli" in response.text
    assert Deletion.objects.get().rows == []


# --- Who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("traits", "inside", "status"),
    [
        ({"editor": True}, True, 403),
        ({"moderator": True}, True, 302),
        ({"moderator": True}, False, 403),
        ({"administrator": True}, False, 302),
    ],
)
def test_restoring_needs_the_right_to_within_reach(client, traits, inside, status):
    place = factories.TerritoryFactory()
    factories.PoleFactory(territory=place).delete()
    client.force_login(factories.UserFactory(territories=[place] if inside else [], **traits))

    listed = client.get(reverse("admin:directory_deletion_changelist"))
    response = client.post(reverse("admin:directory_deletion_restore", args=[Deletion.objects.get().pk]))

    assert (listed.status_code, response.status_code) == (200, status)
    assert Pole.objects.exists() == (status == 302)


# --- What the records left behind say ------------------------------------------------------------------------------


def test_the_history_of_what_loses_a_tie_says_so_and_why(editing, editor):
    pole = factories.PoleFactory()
    cooperation = factories.CooperationFactory(pole=pole)

    editing.post(address(Pole, "delete", pole.pk), {"post": "yes", "raison": "créé par erreur"})

    version = cooperation.history.first()
    assert (version.pole_id, version.history_user) == (None, editor)
    assert version.history_change_reason == "créé par erreur"
    restore(Deletion.objects.get())
    assert cooperation.history.first().pole_id == pole.pk
    assert Cooperation.objects.get().pole == pole


def test_an_address_to_erase_is_erased_from_the_trash_too():
    factories.PoleFactory(notes="Écrire à camille@exemple.fr").delete()

    erase("camille@exemple.fr")
    restore(Deletion.objects.get())

    assert Pole.objects.get().notes == "Écrire à [adresse effacée]"


def test_the_pages_of_the_trash_name_what_it_holds(editing):
    factories.SessionFactory().event.delete()
    deletion = Deletion.objects.get()

    listed = editing.get(reverse("admin:directory_deletion_changelist")).text
    page = editing.get(reverse("admin:directory_deletion_change", args=[deletion.pk])).text

    assert deletion.label in listed
    assert "Rétablir" in listed
    assert "1 temps de l&#x27;événement" in page
    assert editing.get(address(Event, "history", deletion.rows[0][1]["id"])).status_code == 200
