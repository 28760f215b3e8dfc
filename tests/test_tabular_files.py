"""Two dozen dirty files on the real directory: every row is accounted for; and an export comes back as it went."""

import csv
from pathlib import Path

import pytest

from actors.models import Structure
from ptce_hub.directory.management.commands.import_table import tables
from ptce_hub.directory.tabular.checking import counts
from ptce_hub.directory.tabular.models import Outcome
from ptce_hub.directory.tabular.running import State, go_on, start
from tests.editors import address
from tests.factories import UserFactory
from tests.tabulating import EXPORTED, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]
FILES = Path(__file__).parent / "tables"

#: What each file holds: its noun, then the rows read, created, updated, unchanged, refused, put aside.
EXPECTED = {
    "01-windows-1252.csv": ("structures", 3, 2, 0, 1, 0, 0),
    "02-utf8-marque-tabulations.tsv": ("structures", 2, 1, 0, 0, 0, 1),
    "03-sep-et-zeros-proteges.csv": ("structures", 2, 2, 0, 0, 0, 0),
    "04-titre-total-titres-repetes.csv": ("structures", 4, 2, 0, 0, 1, 1),
    "05-zeros-perdus.csv": ("structures", 5, 3, 0, 0, 2, 0),
    "06-numeros-arrondis.csv": ("structures", 5, 1, 0, 0, 4, 0),
    "07-guillemets.csv": ("structures", 4, 3, 0, 0, 1, 0),
    "08-cases-en-trop.csv": ("structures", 3, 2, 0, 0, 1, 0),
    "09-doublons.csv": ("structures", 5, 1, 0, 1, 0, 3),
    "10-dates-abimees.csv": ("poles", 7, 4, 0, 0, 3, 0),
    "11-accents-casses.csv": ("structures", 3, 3, 0, 0, 0, 0),
    "12-cases-inconnues.csv": ("structures", 7, 1, 0, 0, 6, 0),
    "13-formules.csv": ("structures", 6, 3, 0, 0, 3, 0),
    "14-lieux.csv": ("structures", 11, 8, 0, 0, 3, 0),
    "15-poles.xlsx": ("poles", 4, 3, 0, 0, 1, 0),
    "16-structures.xlsx": ("structures", 4, 1, 0, 1, 2, 0),
    "17-evenements.ods": ("evenements", 4, 3, 0, 0, 1, 0),
    "18-participations.csv": ("participations", 6, 1, 0, 1, 3, 1),
    "19-cooperations.csv": ("cooperations", 3, 1, 0, 0, 2, 0),
    "20-mois-ess.csv": ("evenements", 4, 3, 0, 0, 1, 0),
    "21-iso-8859-15.csv": ("structures", 1, 1, 0, 0, 0, 0),
    "22-poles-total.csv": ("poles", 4, 1, 0, 0, 3, 0),
    "23-points-echanges.csv": ("structures", 4, 2, 0, 0, 2, 0),
    "24-colonnes-privees.csv": ("structures", 2, 2, 0, 0, 0, 0),
}


def test_every_dirty_file_is_expected():
    assert {path.name for path in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_of_a_dirty_file_is_accounted_for(name):
    noun, *wanted = EXPECTED[name]
    table = tables()[noun]

    run = checked((FILES / name).read_bytes(), None, table, name)

    found = counts(run)
    assert list(found.values()) == wanted
    assert found["read"] == sum(found[outcome] for outcome in Outcome.values)
    assert all(row.messages for row in run.rows.filter(outcome__in=[Outcome.REFUSED, Outcome.ASIDE]))

    before = table.model.objects.count()
    start(run, State.APPLYING)
    run = go_on(table, run.pk, None)
    assert list(counts(run).values()) == wanted
    assert table.model.objects.count() == before + found["created"]

    start(run, State.UNDOING)
    run = go_on(table, run.pk, None)
    assert not run.rows.exclude(undone__in=["", "annulée"]).exists()
    assert table.model.objects.count() == before


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize(("model", "noun"), EXPORTED)
def test_an_export_brought_in_again_changes_nothing(client, model, noun, ending):
    client.force_login(UserFactory(editor=True, national=True))
    answer = client.get(address(model, "changelist") + f"export.{ending}")
    assert answer.status_code == 200

    run = checked(b"".join(answer.streaming_content), None, tables()[noun], f"export.{ending}")

    found = counts(run)
    assert found == {"read": model.objects.count(), "created": 0, "updated": 0, "unchanged": model.objects.count(),
                     "refused": 0, "aside": 0}  # fmt: skip


def test_an_export_is_that_of_the_filtered_list(client):
    client.force_login(UserFactory(editor=True, national=True))

    lines = client.get(address(Structure, "changelist") + "export.csv?kind__exact=fondation").streaming_content

    read = list(csv.DictReader(b"".join(lines).decode("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["nom"] for row in read} == set(
        Structure.objects.filter(kind="fondation").values_list("name", flat=True)
    )


def test_an_export_says_that_a_filter_is_wrong(client):
    client.force_login(UserFactory(editor=True, national=True))

    assert client.get(address(Structure, "changelist") + "export.csv?status__exact=1&region=zz").status_code == 400
    assert client.get(address(Structure, "changelist") + "export.pdf").status_code == 404
