"""An import in the admin: plain forms from the file to its undoing, and what is refused on the way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actors.models import Structure
from ptce_hub.directory.tabular import limits
from ptce_hub.directory.tabular.models import ImportRun, KeptMapping
from ptce_hub.territories.models import Territory
from tests.editors import address
from tests.factories import StructureFactory, UserFactory
from tests.tabulating import ARCHER, KEBELE, table

pytestmark = pytest.mark.django_db
IMPORT = "/admin/actors/structure/import/"


def send(client, content, name="essai.csv", source="essai"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content), "source": source})


def mapped(client, content, **changes):
    """The address of a run whose columns are confirmed and whose rows are checked."""
    run = send(client, content).url
    form = client.get(run).context["form"]
    fields = {name: form.fields[name].initial or "" for name in form.fields}
    client.post(run, {"act": "map", **fields, **changes})
    assert client.get(run).context["run"].state == "checked"
    return run


def test_the_whole_journey_by_plain_forms(editing):
    run = mapped(editing, table(ARCHER, KEBELE, "A3;;asso;Lyon;69001;;"))

    report = editing.get(run)
    assert report.context["counts"] == {
        "read": 3, "created": 2, "updated": 0, "unchanged": 0, "refused": 1, "aside": 0,
    }  # fmt: skip
    assert not Structure.objects.exists()
    refused = b"".join(editing.get(f"{run}refusees.csv").streaming_content).decode("utf-8-sig")
    assert refused.splitlines()[1].startswith("A3;;asso;Lyon;69001;;;nom : manque")

    assert editing.post(run, {"act": "apply", "status": "published"}).status_code == 400  # nothing unless all
    editing.post(run, {"act": "apply", "keep_good": "on", "status": "published"})
    assert editing.get(run).context["run"].state == "applied"
    assert set(Structure.objects.values_list("name", "status")) == {
        ("Groupe Archer", "published"), ("Kèbelé", "published"),
    }  # fmt: skip

    editing.post(run, {"act": "undo"})
    assert editing.get(run).context["run"].state == "undone"
    assert not Structure.objects.exists()


def test_the_choice_made_for_headings_comes_back_the_next_time(editing):
    content = b"Appellation bizarre;nature\nGroupe Archer;groupement"
    run = mapped(editing, content, **{"column-0": "nom"})
    assert editing.get(run).context["counts"]["created"] == 1

    again = editing.get(send(editing, content).url).context["run"]

    assert again.mapping == ["nom", "nature"]
    assert KeptMapping.objects.count() == 1


def test_one_column_is_given_once(editing):
    run = send(editing, table(ARCHER)).url

    answer = editing.post(run, {"act": "map", "column-0": "nom", "column-1": "nom"})

    assert answer.status_code == 400
    assert "plusieurs colonnes" in answer.content.decode()


def test_a_value_may_stand_for_every_row(editing):
    run = mapped(editing, b"nom;commune\nGroupe Archer;Romans-sur-Is\xc3\xa8re", **{"constant-nature": "groupement"})

    assert editing.get(run).context["counts"]["created"] == 1


def test_a_choice_is_made_on_the_report(editing):
    there = StructureFactory(
        name="Maison de l'économie sociale", territory=Territory.objects.get(kind="commune", code="69123")
    )
    run = mapped(editing, table("9;Maison économie sociale;asso;Lyon;69001;;"))
    row = ImportRun.objects.get().rows.get()

    editing.post(run, {"act": "choose", "row": row.pk, f"choice-{row.pk}": "same:999999"})
    assert editing.get(run).context["counts"]["aside"] == 1
    editing.post(run, {"act": "choose", "row": row.pk, f"choice-{row.pk}": f"same:{there.pk}"})

    assert editing.get(run).context["counts"]["updated"] == 1


def test_an_act_that_comes_too_late_changes_nothing(editing):
    run = mapped(editing, table(ARCHER))

    for act in ("undo", "map", "x", ""):
        editing.post(run, {"act": act})

    assert editing.get(run).context["run"].state in {"checked", "mapping"}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "vide.csv", "Ce fichier est vide"),
        (b"<!DOCTYPE html><html><table><tr><td>nom", "liste.csv", "page web"),
        (b"nom;nature\nx;asso", "liste.xlsm", "sans macros"),
        (b"Groupe Archer;asso\nAutre;asso", "sans.csv", "Aucun titre"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_mend(editing, content, name, said):
    answer = send(editing, content, name)

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_too_large_is_let_go_while_it_comes(editing, monkeypatch):
    monkeypatch.setattr("ptce_hub.directory.tabular.uploads.MOST_BYTES", 100_000)

    answer = send(editing, b"nom;nature\n" + b"x;asso\n" * 50_000)

    assert answer.status_code == 400
    assert f"plus de {limits.MOST_BYTES // 1_000_000} Mo" in answer.content.decode()


def test_only_those_who_may_undo_see_the_imports_of_others(client):
    someone, other = UserFactory(editor=True, national=True), UserFactory(editor=True, national=True)
    client.force_login(someone)
    run = mapped(client, table(ARCHER))
    client.post(run, {"act": "apply", "keep_good": "on", "status": "published"})  # not for an editor to say
    client.post(run, {"act": "apply", "keep_good": "on", "status": "proposed"})
    client.get(run)
    assert client.post(run, {"act": "undo"}).status_code == 403

    client.force_login(other)
    assert client.get(run).status_code == 404
    client.force_login(UserFactory(moderator=True, national=True))
    client.post(run, {"act": "undo"})
    assert client.get(run).context["run"].state == "undone"


def test_the_list_of_the_noun_leads_to_the_import(editing):
    assert IMPORT in editing.get(address(Structure, "changelist")).content.decode()
