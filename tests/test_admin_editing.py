"""What editors do in the admin: publish, archive, verify, and bring an older version back."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from actors.models import Network, Structure
from poles.models import Pole
from ptce_hub.directory.models import FormerSlug, Status
from tests import factories
from tests.editors import address, fields_of, save

pytestmark = pytest.mark.django_db


def run_action(client, model, action, rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(model, "changelist"), data)


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- Actions of the list -------------------------------------------------------------------------------------------


def test_publish_writes_history_in_the_name_of_the_editor(editing, editor):
    draft, published = factories.PoleFactory(), factories.PoleFactory(published=True)

    response = run_action(editing, Pole, "publish", [draft, published])

    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    assert messages_of(response) == ["1 fiche publiée."]
    assert [(row.status, row.history_user) for row in draft.history.all()] == [("published", editor), ("draft", None)]
    assert published.history.count() == 1


def test_archive_counts_what_it_changed(editing):
    poles = factories.PoleFactory.create_batch(2, published=True)

    response = run_action(editing, Pole, "archive", poles)

    assert messages_of(response) == ["2 fiches archivées."]
    assert not Pole.objects.exclude(status=Status.ARCHIVED).exists()


def test_mark_verified_dates_the_check_of_today(editing):
    structure = factories.StructureFactory()

    run_action(editing, Structure, "mark_verified", [structure])
    response = run_action(editing, Structure, "mark_verified", [structure])

    structure.refresh_from_db()
    assert structure.verified_on == timezone.localdate()
    assert structure.history.count() == 2
    assert messages_of(response)[-1] == "Rien à changer : les fiches choisies l'étaient déjà."


def test_a_network_published_among_structures_keeps_its_own_history(editing):
    network, structure = factories.NetworkFactory(), factories.StructureFactory()

    response = run_action(editing, Structure, "publish", [network, structure])

    network.refresh_from_db()
    assert messages_of(response) == ["2 fiches publiées."]
    assert [row.status for row in network.history.all()] == ["published", "draft"]
    assert not Structure.history.filter(id=network.pk).exists()


# --- The form ------------------------------------------------------------------------------------------------------


def test_a_form_sent_back_unchanged_is_saved(editing):
    pole = factories.PoleFactory(placed=True, sourced=True, themes=[factories.ThemeFactory()], started="2012-05")
    factories.MembershipFactory(pole=pole, since="2013")

    assert save(editing, pole).status_code == 302
    assert Pole.objects.get(pk=pole.pk).started.iso == "2012-05"


def test_save_and_publish_keeps_what_was_typed(editing):
    pole = factories.PoleFactory()

    response = save(editing, pole, name="Nouveau nom", _publish="1")

    pole.refresh_from_db()
    assert (pole.name, pole.status) == ("Nouveau nom", Status.PUBLISHED)
    assert "« Nouveau nom » est en ligne." in messages_of(response)


def test_the_publish_button_leaves_once_published(editing):
    draft, published = factories.PoleFactory(), factories.PoleFactory(published=True)

    assert "_publish" in editing.get(address(Pole, "change", draft.pk)).text
    assert "_publish" not in editing.get(address(Pole, "change", published.pk)).text


def test_only_what_is_published_links_to_its_page(editing):
    draft, published = factories.PoleFactory(), factories.PoleFactory(published=True)

    assert "Voir sur le site" not in editing.get(address(Pole, "change", draft.pk)).text
    assert "Voir sur le site" in editing.get(address(Pole, "change", published.pk)).text


def test_an_empty_address_is_made_of_the_name(editing):
    data = fields_of(editing.get(address(Pole, "add"))) | {"name": "L'Écopôle"}

    assert editing.post(address(Pole, "add"), data).status_code == 302
    assert Pole.objects.get().slug == "l-ecopole"


def test_a_network_opens_in_its_own_form(editing):
    network = factories.NetworkFactory()

    for page in ("change", "history", "delete"):
        response = editing.get(address(Structure, page, network.pk), {"_popup": "1"})
        assert response.status_code == 307
        assert response.url == f"{address(Network, page, network.pk)}?_popup=1"


# --- Older versions ------------------------------------------------------------------------------------------------


def test_an_older_version_comes_back_with_its_themes(editing, editor):
    old, new = factories.ThemeFactory(), factories.ThemeFactory()
    pole = factories.PoleFactory(name="Premier nom", themes=[old])
    version = pole.history.first()
    pole.name = "Second nom"
    pole.save()
    pole.themes.set([new])
    page = address(Pole, "simple_history", pole.pk, version.pk)

    response = editing.post(page, fields_of(editing.get(page)))

    assert response.status_code == 302
    pole.refresh_from_db()
    assert pole.name == "Premier nom"
    assert list(pole.themes.all()) == [old]
    assert pole.history.first().history_user == editor


def test_an_address_left_by_restoring_still_leads_to_the_record(editing):
    pole = factories.PoleFactory(slug="premiere")
    version = pole.history.first()
    pole.slug = "seconde"
    pole.save()
    page = address(Pole, "simple_history", pole.pk, version.pk)

    editing.post(page, fields_of(editing.get(page)))

    pole.refresh_from_db()
    assert pole.slug == "premiere"
    assert list(FormerSlug.objects.values_list("slug", "object_id")) == [("seconde", pole.pk)]


def test_a_network_comes_back_with_its_territories(editing):
    territory = factories.TerritoryFactory(region=True)
    network = factories.NetworkFactory(name="Avant")
    network.territories.add(territory)
    version = network.history.first()
    network.name = "Après"
    network.save()
    network.territories.clear()
    page = address(Network, "simple_history", network.pk, version.pk)

    editing.post(page, fields_of(editing.get(page)))

    network.refresh_from_db()
    assert network.name == "Avant"
    assert list(network.territories.all()) == [territory]
