"""Texts of the grid from files: side by side, and what is wrong named with its place and the mend."""

import copy
import json

import pytest
from django.core.management import CommandError

from poles.importing import DATA
from poles.models import Grid, Indicator
from tests import factories
from tests.commands import said_by

pytestmark = pytest.mark.django_db
TEXT = json.loads((DATA / "analysis_grid.json").read_text())


@pytest.fixture
def load(tmp_path):
    """Load the shipped text under another version, changed by ``change``; gives what the command says."""

    def run(change=lambda text: None, *options):
        text = copy.deepcopy(TEXT)
        text["meta"]["version"] = "autre-texte"
        change(text)
        path = tmp_path / "grille.json"
        path.write_text(json.dumps(text))
        return said_by("load_grid", path, *options)

    return run


def indicators(text):
    objectives = [row for general in text["general_objectives"] for row in general["principal_objectives"]]
    return [row for objective in objectives for row in objective["indicators"]]


def test_another_text_stands_beside_the_first_which_stays_the_one_of_new_tests(load):
    first = factories.GridFactory()
    first.offer()

    words = load()

    assert Grid.objects.current() == first
    assert "« autre-texte » est chargée" in words
    assert Indicator.objects.filter(objective__general_objective__grid__version="autre-texte").count() == 36


def test_another_text_may_be_offered_to_new_tests(load):
    factories.GridFactory().offer()

    load(lambda text: None, "--current")

    assert Grid.objects.current().version == "autre-texte"


def test_the_shipped_text_can_be_answered_whole():
    said_by("load_grid", DATA / "analysis_grid.json")

    assert [row.code for row in Indicator.objects.filter(scale="choix", choices=[])] == []


@pytest.mark.parametrize(
    ("change", "place", "mend"),
    [
        (lambda text: indicators(text)[6].update(code="I06"), "principal_objectives n° 2 › indicators n° 3", "le sien"),
        (lambda text: indicators(text)[6].update(code=" "), "indicators n° 3", "donnez à chaque ligne un code"),
        (lambda text: indicators(text)[6].pop("code"), "indicators n° 3", "il manque"),
        (lambda text: indicators(text)[35].update(code="I01"), "principal_objectives n° 3 › indicators n° 4", "I01"),
        (lambda text: text["general_objectives"][1].update(code="G1"), "general_objectives n° 2", "déjà celui de"),
        (lambda text: text["general_objectives"][0]["principal_objectives"][1]["indicators"].pop(), "indicators", "35"),
        (lambda text: indicators(text)[0].update(scale="pifomètre"), "indicators n° 1", "n'est pas une échelle"),
        (lambda text: indicators(text)[6].update(choices=["choisi"]), "indicators n° 3", "au moins deux valeurs"),
        (lambda text: indicators(text)[6].update(label=""), "indicators n° 3", "1 à 250 caractères"),
        (lambda text: text["meta"].update(version=""), "meta", "donnez-lui un nom court"),
        (lambda text: text.update(meta=None), "meta", "un objet"),
    ],
)
def test_a_wrong_line_is_named_with_its_place_and_the_mend_and_nothing_is_loaded(load, change, place, mend):
    with pytest.raises(CommandError) as refusal:
        load(change)

    message = str(refusal.value)
    assert message.startswith("Rien n'a été chargé. grille.json")
    assert place in message
    assert mend in message
    assert not Grid.objects.exists()


def test_a_version_with_tests_is_not_written_over(load):
    load()
    factories.DiagnosisFactory(grid=Grid.objects.get())

    with pytest.raises(CommandError, match="a déjà des réponses"):
        load(lambda text: indicators(text)[0].update(label="Tout autre chose"))
