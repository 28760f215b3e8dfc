"""Generated records: plainly named, whole, never beside real ones; and the measures made on them."""

import contextlib

import pytest
from django.core.management import CommandError, call_command

from actors.models import Structure
from poles.models import Cooperation, Membership, Participation, Pole
from ptce_hub.directory.models import Status
from ptce_hub.site.generating import NOUNS, generate
from ptce_hub.site.management.commands import measure_admin
from tests.factories import PoleFactory

pytestmark = pytest.mark.django_db


def test_every_generated_row_says_that_it_is_one():
    generate(12)

    for noun in NOUNS:
        assert noun.objects.count() == 12
        assert not noun.objects.exclude(name__contains="d'essai 000").exists()
    assert Membership.objects.count() == Participation.objects.count() == 12


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_generated_row_is_valid_and_has_its_history(noun):
    generate(3)

    for row in noun.objects.all():
        row.full_clean()
        assert row.history.get().name == row.name
        assert (row in noun.objects.mentioning(row.name)) == row.is_published


def test_generated_ties_are_valid():
    generate(3)

    for tie in [*Membership.objects.all(), *Participation.objects.all()]:
        tie.full_clean()
        assert tie.history.count() == 1


def test_generating_again_adds_as_many():
    generate(3)
    generate(3)

    assert Structure.objects.count() == 6
    assert Cooperation.objects.get(slug="cooperation-d-essai-00006")


def test_generated_rows_stay_out_of_a_directory_in_use():
    PoleFactory(published=True)

    with pytest.raises(CommandError, match="1 fiche publiée qui n'est pas d'essai"):
        call_command("generate_records", rows=2)

    assert Pole.objects.count() == 1


def test_generated_rows_may_be_forced_beside_others(capsys):
    PoleFactory(published=True)

    call_command("generate_records", rows=2, force=True)

    assert Pole.objects.count() == 3


def test_drafts_do_not_stop_the_generation(capsys):
    PoleFactory(status=Status.DRAFT)

    call_command("generate_records", rows=2)
    call_command("generate_records", rows=2)

    assert Pole.objects.count() == 5


@pytest.fixture
def measuring_here(monkeypatch):
    monkeypatch.setattr(measure_admin, "temporary_database", contextlib.nullcontext)
    monkeypatch.setattr(measure_admin, "load", lambda: None)


def test_measures_tell_queries_and_time_of_each_list_and_fail_past_the_bar(measuring_here, monkeypatch, capsys):
    monkeypatch.setattr(measure_admin, "MOST_MILLISECONDS", 60_000)  # the machine of the tests may be busy
    monkeypatch.setattr(measure_admin, "MOST_QUERIES", 3)

    with pytest.raises(CommandError, match=r"Trop coûteux : .*liste : pôles"):
        call_command("measure_admin", rows=5, runs=1)

    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("liste : pôles"))
    queries, ending = line.split(" requêtes")
    assert int(queries.split()[-1]) > 3
    assert ending.endswith("5 sur 5")
