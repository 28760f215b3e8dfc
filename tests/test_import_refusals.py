"""A broken file: which file, which record, which field, and nothing changed."""

import json
import shutil

import pytest

from actors.importing import DATA as ACTORS
from actors.importing import import_actors
from actors.models import Structure
from poles import importing
from poles.importing import DATA, import_poles
from poles.models import Pole
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.importing import Batch
from ptce_hub.directory.records import Refused, read_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]


def broken(change):
    """A file of one pole, like a real one, spoiled by ``change``."""
    pole = json.loads((DATA / "poles.json").read_text())["records"][0] | {"slug": "essai", "lead_structures": []}
    pole |= {"lead_structure_slugs": []}
    change(pole)
    return {"meta": {}, "records": [pole]}


@pytest.fixture
def import_pole_file(tmp_path):
    def run(text):
        shutil.copytree(DATA, tmp_path / "data")
        (tmp_path / "data" / "poles.json").write_text(text)
        import_poles(Batch(), tmp_path / "data")

    return run


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        (lambda pole: pole.update(started_year="hier"), "started_year", "n'est pas une date"),
        (lambda pole: pole.update(started_year=20115), "started_year", "n'est pas une date"),
        (lambda pole: pole.update(status="vivant"), "activity", "vivant"),
        (lambda pole: pole.update(name=12), "name", "un texte ou null attendu"),
        (lambda pole: pole.update(name=None), "name", "ne peut pas être vide"),
        (lambda pole: pole.update(name="x" * 300), "name", "250"),
        (lambda pole: pole.update(website="pas une adresse"), "website", "URL"),
        (lambda pole: pole.update(sources="une seule"), "sources", "une liste ou null attendu"),
        (lambda pole: pole.update(calls=["aap-2013"]), "—", "un objet"),
        (lambda pole: pole.pop("summary"), "summary", "il manque"),
        (lambda pole: pole.update(couleur="vert"), "couleur", "ce champ est inconnu"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_imported(import_pole_file, change, field, why):
    before = Pole.objects.count()
    with pytest.raises(Refused) as refusal:
        import_pole_file(json.dumps(broken(change)))
    message = str(refusal.value)
    assert message.startswith("poles.json · fiche « essai")
    assert f"champ « {field} »" in message
    assert why in message
    assert Pole.objects.count() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "ce n'est pas du JSON"),
        ("[]", "le fichier doit tenir"),
        ('{"records": [{"name": "x"}]}', "chaque fiche doit être un objet qui a un slug"),
        ('{"records": [{"slug": "a"}, {"slug": "a"}]}', "une autre fiche du fichier a déjà ce slug"),
        ('{"records": [3]}', "chaque fiche doit être un objet qui a un slug"),
    ],
)
def test_a_broken_file_is_refused(import_pole_file, text, why):
    with pytest.raises(Refused, match=why):
        import_pole_file(text)


def test_a_missing_or_foreign_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="le fichier manque"):
        read_records(tmp_path / "poles.json")
    (tmp_path / "poles.json").write_bytes("é".encode("latin-1"))
    with pytest.raises(Refused, match="UTF-8"):
        read_records(tmp_path / "poles.json")


def test_what_the_database_refuses_is_said_in_the_words_of_its_rule(import_pole_file, monkeypatch):
    def ended_before_it_began(batch, record):
        return batch.link(
            importing.Recognition,
            {"pole": batch.known(Pole)["pole-sud-archer"]},
            record,
            [{"call": None, "year": None}],
        )

    monkeypatch.setattr(importing, "import_pole", ended_before_it_began)
    with pytest.raises(Refused, match="au moins l'année de la reconnaissance"):
        import_pole_file(json.dumps(broken(lambda pole: None)))


def test_times_that_overlap_are_refused_with_the_record_and_both_times(import_pole_file, monkeypatch):
    def twice_a_member(batch, record):
        pole, structure = batch.known(Pole)["pole-sud-archer"], Structure.objects.first()
        rows = [{"structure": structure, "role": "membre", "since": PartialDate(year)} for year in (2010, 2014)]
        return batch.link(importing.Membership, {"pole": pole}, record, rows)

    monkeypatch.setattr(importing, "import_pole", twice_a_member)
    with pytest.raises(Refused, match="« membre, depuis 2010 » et « membre, depuis 2014 »"):
        import_pole_file(json.dumps(broken(lambda pole: None)))


def test_successions_in_a_circle_are_refused_with_the_record_and_the_circle(tmp_path):
    shutil.copytree(ACTORS, tmp_path / "data")
    path = tmp_path / "data" / "networks.json"
    content = json.loads(path.read_text())
    heir = next(network for network in content["records"] if network["predecessors"])
    heir["successor"] = heir["predecessors"][0]
    path.write_text(json.dumps(content))

    with pytest.raises(Refused, match=f"{heir['slug']}.*tournent en rond"):
        import_actors(Batch(), tmp_path / "data")


def test_a_reference_that_leads_to_nothing_is_reported(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / "cooperations.json"
    content = json.loads(path.read_text())
    content["records"] = [content["records"][0] | {"slug": "essai", "pole": "inconnu"}]
    content["records"][0]["participants"] = [{"structure": "inconnue", "role": "membre"}]
    path.write_text(json.dumps(content))

    batch = Batch()
    import_poles(batch, tmp_path / "data")

    assert batch.report.unresolved == [
        "cooperations.json · essai · pole : « inconnu »",
        "cooperations.json · essai · participants : « inconnue »",
    ]
    participation = batch.known(importing.Cooperation)["essai"].participations.get()
    assert (participation.structure, participation.label) == (None, "inconnue")
