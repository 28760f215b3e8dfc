"""What is held about a person: declared, given on request, erased everywhere, forgotten in time."""

import datetime
import json

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError
from django.db import models
from django.utils import timezone

from ptce_hub.accounts.models import User
from ptce_hub.contributions.models import Referent
from ptce_hub.directory.personal_data import REGISTER, declared_fields, erase, export, mentions_of
from tests import factories
from tests.commands import said_by
from tests.nouns import OUR_APPS

pytestmark = pytest.mark.django_db

ADDRESS = "anne.exemple@secret.example"


def run(*command):
    return said_by("personal_data", *command)


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def anne():
    """Someone known in every way: account, référent, author of a change, named by address in texts and history."""
    user = factories.UserFactory(email=ADDRESS, first_name="Anne", last_name="Exemple", moderator=True)
    pole = factories.PoleFactory(published=True, notes=f"Écrire à {ADDRESS}.", sources=[f"Courriel de {ADDRESS}"])
    pole.notes, pole._history_user = "Sans adresse.", user
    pole.save()
    factories.ReferentFactory(record=pole, email=ADDRESS)
    noun = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=user, content_type=noun, object_id=user.pk, object_repr="Anne Exemple", action_flag=CHANGE
    )
    return user


# --- The register ---------------------------------------------------------------------------------------------------


def test_every_mail_address_of_the_database_is_declared():
    declared = declared_fields()
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.EmailField) and field.name not in declared[model]
    ]
    assert found == []


def test_every_declaration_says_why_and_how_long():
    assert [held.label for held in REGISTER if not (held.label and held.why and held.kept)] == []


def test_what_is_declared_of_a_model_is_declared_of_its_history():
    declared = declared_fields()
    contact = apps.get_model("actors", "Contact")
    assert declared[contact.history.model] == declared[contact] == {"name", "role", "page"}


# --- Access ---------------------------------------------------------------------------------------------------------


def test_an_export_gives_all_that_is_held_about_an_address(anne):
    held = json.loads(run("export", ADDRESS.upper()))

    by_label = {entry["donnée"]: entry["lignes"] for entry in held["données"]}
    [account] = by_label["comptes de l'équipe"]
    assert account["adresse électronique"] == ADDRESS
    assert account["prénom"] == "Anne"
    assert [change["acte"] for change in account["traces"]] == ["Modifié"]
    assert "mot de passe" not in account
    [referent] = by_label["référents des fiches"]
    assert referent["comment"] == "par courrier électronique"
    assert sorted((found["où"], found["champ"]) for found in held["mentions"]) == [
        ("historical pôle", "notes"),
        ("historical pôle", "sources"),
        ("historical pôle", "sources"),
        ("pôle", "sources"),
    ]


def test_an_export_tells_nothing_of_another_whose_address_ends_the_same(anne):
    held = export("exemple@secret.example")

    assert (held["données"], held["mentions"]) == ([], [])


# --- Erasure --------------------------------------------------------------------------------------------------------


def test_an_erased_address_is_nowhere_in_the_database(anne):
    erase(ADDRESS)

    assert list(mentions_of(ADDRESS)) == []
    assert held_about(ADDRESS) == []


def held_about(address):
    held = export(address)
    return held["données"] + held["mentions"]


def test_an_erasure_keeps_records_and_their_authors_become_erased_accounts(anne):
    pole = apps.get_model("poles", "Pole").objects.get()
    before = pole.history.count()

    erase(ADDRESS)

    pole.refresh_from_db()
    assert pole.history.count() == before
    assert str(pole.history.first().history_user) == "compte effacé"
    assert pole.sources == ["Courriel de [adresse effacée]"]
    assert not Referent.objects.exists()
    assert not LogEntry.objects.filter(object_repr__contains="Anne").exists()


def test_an_erased_account_opens_nothing_and_keeps_no_right(anne, client):
    client.force_login(anne)

    erase(ADDRESS)

    anne.refresh_from_db()
    assert (anne.is_active, anne.role, anne.first_name, anne.has_usable_password()) == (False, "", "", False)
    assert client.get("/admin/").status_code == 302


def test_an_erasure_leaves_others_alone(anne):
    other = factories.ReferentFactory(email=f"jo{ADDRESS}")

    erase(ADDRESS)

    other.refresh_from_db()
    assert other.email == f"jo{ADDRESS}"


def test_an_erasure_done_twice_changes_nothing_more(anne):
    erase(ADDRESS)

    assert run("erase", ADDRESS) == "Effacé : rien."


def test_commands_say_numbers_and_never_the_address(anne):
    words = run("erase", ADDRESS)

    assert "1 référents des fiches" in words
    assert "anne" not in words.lower()


@pytest.mark.parametrize("act", ["export", "erase"])
@pytest.mark.parametrize("address", ["", "anne", "@exemple.fr", "a@b", "%"])
def test_what_is_no_address_is_refused_with_the_mend(act, address):
    with pytest.raises(CommandError, match="nom@exemple"):
        run(act, address)


# --- Retention ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"is_active": True, "last_login": 400}, True),
        ({"is_active": False, "last_login": 364}, True),
        ({"is_active": False, "last_login": 366}, False),
    ],
)
def test_a_closed_account_is_forgotten_after_a_year(row, kept):
    user = factories.UserFactory(is_active=row["is_active"], last_login=days_ago(row["last_login"]))

    run("purge")

    user.refresh_from_db()
    assert user.is_erased is not kept


@pytest.mark.parametrize(("stopped", "kept"), [(90, True), (91, False)])
def test_a_referent_who_stopped_is_forgotten_after_three_months(stopped, kept):
    factories.ReferentFactory(is_active=False, stopped_on=factories.days_ago(stopped))

    run("purge")

    assert Referent.objects.exists() is kept


@pytest.mark.parametrize(("asked", "kept"), [(None, False), (731, False), (729, True)])
def test_a_referent_whom_nothing_was_asked_for_two_years_is_forgotten(asked, kept):
    factories.ReferentFactory(consent_on=factories.days_ago(800), asked_on=asked and factories.days_ago(asked))

    run("purge")

    assert Referent.objects.exists() is kept


def test_a_purge_says_what_it_did_and_does_it_once():
    factories.ReferentFactory(is_active=False, stopped_on=factories.days_ago(91))

    assert run("purge") == "Durées dépassées : 1 référents des fiches."
    assert run("purge") == "Durées dépassées : rien."


def test_only_our_apps_declare_what_our_models_hold():
    assert {held.model._meta.app_label for held in REGISTER} - OUR_APPS == {"account", "mfa", "admin", "sessions"}
