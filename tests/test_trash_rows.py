"""What is deleted waits in the trash, and comes back the very same, row for row, whatever the way it went."""

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse

from actors.models import Network, Structure
from events.models import Document, Session
from poles.models import CallFigure, Membership, PlaceFigure, Pole
from ptce_hub.directory.history.deletions import restore
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.models import Status, Theme
from ptce_hub.directory.search.models import SearchEntry
from tests import factories
from tests.editors import address, fields_of, save

pytestmark = pytest.mark.django_db

APPS = ("actors", "poles", "events")


def is_history(model):
    return hasattr(model, "instance_type")


#: What calendars follow never goes back: whoever was told of a deletion must see the event come again.
FOLLOWED = {"sequence", "calendar_changed", "cancelled_on"}


def dump():
    """Every row of the records and of their ties, column by column, as the database has them."""
    tables = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    tables = [model for model in (*tables, Theme) if not is_history(model)]
    return {
        model._meta.db_table: [columns(row) for row in model._base_manager.order_by("pk").values()] for model in tables
    }


def columns(row):
    return {name: value for name, value in row.items() if name not in FOLLOWED}


def found():
    """What the search finds, without its own keys."""
    return sorted(SearchEntry.objects.values_list("kind", "object_id", "name", "public", "text", "title", "weight"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One record of each noun, with a row of everything that hangs on one, for the tests of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_one_of_each()
        yield
        transaction.set_rollback(True)


def make_one_of_each():
    theme = factories.ThemeFactory()
    there = {"published": True, "placed": True, "themes": [theme]}
    structure, other = factories.StructureFactory.create_batch(2, **there)
    network = factories.NetworkFactory(**there)
    network.territories.add(factories.TerritoryFactory(region=True))
    pole = factories.PoleFactory(started="2012-05", sources=["Une source"], **there)
    pole.scope.add(factories.TerritoryFactory())
    cooperation = factories.CooperationFactory(pole=pole, **there)
    place = factories.SharedPlaceFactory(pole=pole, **there)
    place.managed_by.add(structure)
    call = factories.CallFactory(**there)
    call.organisers.add(structure, network)
    event = factories.EventFactory(**there)
    event.poles.add(pole)
    event.cooperations.add(cooperation)
    exchange = factories.ExchangeFactory(pole=pole, **there)
    answer = factories.ExchangeFactory(pole=None, structure=structure, shares=True, **there)
    factories.ToldMatchFactory(exchange=exchange, other=answer)
    factories.SupportOfferFactory(**there).providers.add(structure)
    factories.MembershipFactory(pole=pole, structure=structure, since="2013")
    factories.MembershipFactory(pole=pole, structure=network)
    factories.RecognitionFactory(pole=pole, call=None)
    factories.ParticipationFactory(cooperation=cooperation, structure=structure)
    factories.AgreementFactory(cooperation=cooperation)
    factories.DegreeAssessmentFactory(cooperation=cooperation)
    factories.NetworkMembershipFactory(network=network, structure=structure)
    factories.SuccessionFactory(predecessor=structure, successor=other)
    factories.ContactFactory(structure=structure)
    factories.PlaceFigureFactory(place=place)
    factories.CallFigureFactory(call=call)
    factories.EventRoleFactory(event=event, structure=structure)
    factories.SpeakerFactory(session=factories.SessionFactory(event=event), structure=structure)
    factories.DocumentFactory(event=event)


RECORDS = ["actors.structure", "actors.network", "actors.supportoffer", "poles.pole", "poles.cooperation",
           "poles.sharedplace", "poles.exchange", "poles.call", "events.event"]  # fmt: skip


# --- The very same rows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", [*RECORDS, "directory.theme"])
def test_a_deleted_record_comes_back_the_very_same_with_all_that_hung_on_it(world, label):
    model = apps.get_model(label)
    before, answers = dump(), found()

    model.objects.first().delete()
    assert dump() != before
    restore(Deletion.objects.get())

    assert dump() == before
    assert found() == answers


def test_what_an_action_deletes_together_comes_back_together(world, editing):
    before = dump()
    structures = Structure.objects.all()
    page = address(Structure, "changelist")
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in structures], "post": "yes"}

    editing.post(page, data | {"raison": "doublons"})
    deletion = Deletion.objects.get()
    assert (deletion.roots, deletion.reason) == (3, "doublons")
    assert not Structure.objects.exists()

    editing.post(reverse("admin:directory_deletion_restore", args=[deletion.pk]))
    assert dump() == before


def test_what_the_form_deletes_comes_back_by_one_click(world, editing, editor):
    before, pole = dump(), Pole.objects.get()

    editing.post(address(Pole, "delete", pole.pk), {"post": "yes", "raison": "créé par erreur"})
    deletion = Deletion.objects.get()
    response = editing.post(reverse("admin:directory_deletion_restore", args=[deletion.pk]))

    assert (deletion.by, deletion.reason, deletion.label) == (editor, "créé par erreur", pole.name)
    assert response.url == address(Pole, "change", pole.pk)
    assert dump() == before
    version = pole.history.first()
    assert (version.history_user, version.history_change_reason) == (editor, "rétabli depuis la corbeille")


def test_a_row_deleted_in_the_form_of_its_record_comes_back(world, editing):
    pole, before = Pole.objects.get(), dump()

    data = fields_of(editing.get(address(Pole, "change", pole.pk)))
    editing.post(address(Pole, "change", pole.pk), data | {"memberships-0-DELETE": "on"})
    assert Membership.objects.count() == 1
    restore(Deletion.objects.get())

    after = dump()
    for rows in (before, after):  # the form saved the record itself
        rows["poles_pole"][0].pop("updated_at")
    assert after == before


@pytest.mark.parametrize("model", [Document, CallFigure, PlaceFigure, Session])
def test_a_row_deleted_alone_comes_back(world, model):
    before = dump()

    model.objects.get().delete()
    restore(Deletion.objects.get())

    assert dump() == before


def test_archiving_is_undone_by_the_version_before(world, editing):
    pole, before = Pole.objects.get(), dump()
    version = pole.history.first()

    editing.post(address(Pole, "changelist"), {"action": "archive", "_selected_action": [pole.pk]})
    assert Pole.objects.get().status == Status.ARCHIVED
    page = address(Pole, "simple_history", pole.pk, version.pk)
    editing.post(page, fields_of(editing.get(page)))

    after = dump()
    for rows in (before, after):
        rows["poles_pole"][0].pop("updated_at")
    assert after == before


def test_bringing_a_version_back_is_undone_by_the_version_before(world, editing):
    network = Network.objects.get()
    save(editing, network, name="Second nom", themes=[factories.ThemeFactory().pk], territories=[])
    network.refresh_from_db()
    before, now, first = dump(), network.history.first(), network.history.last()

    for version in (first, now):
        page = address(Network, "simple_history", network.pk, version.pk)
        editing.post(page, fields_of(editing.get(page)))

    def same(rows):
        for table in ("actors_structure", "actors_network"):
            rows[table] = [{**row, "updated_at": None} for row in rows[table]]
        for ties in ("actors_structure_themes", "actors_network_territories"):  # taken off, then put back
            rows[ties] = sorted(str({**row, "id": None}) for row in rows[ties])
        return rows

    assert same(dump()) == same(before)


def test_what_the_database_refuses_to_delete_leaves_nothing_in_the_trash(world):
    with pytest.raises(models.ProtectedError):
        factories.RecognitionFactory(call=factories.CallFactory()).call.delete()

    assert not Deletion.objects.exists()
