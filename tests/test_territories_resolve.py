"""A place is found by whatever a reader types."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ptce_hub.territories.models import Alias, Kind, Territory
from ptce_hub.territories.names import fold, usual_epci_names
from ptce_hub.territories.resolving import MOST, resolve

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent


def refs(text, **options):
    return [match.territory.ref for match in resolve(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Perche en Nocé", ["commune-61309"]),
        ("perche-en-noce", ["commune-61309"]),
        ("  PERCHE   EN NOCÉ ", ["commune-61309"]),
        ("61309", ["commune-61309"]),
        ("Nocé", ["commune-61309"]),
        ("noce (61)", ["commune-61309"]),
        ("Nocé (Orne)", ["commune-61309"]),
        ("Nocé 61340", ["commune-61309"]),
        ("61340 Nocé", ["commune-61309"]),
        ("Nocé (75)", []),
        ("Préaux-du-Perche", ["commune-61309"]),
        ("61337", ["commune-61309"]),
        ("caux vallee de seine", ["epci-200010700"]),
        ("CC Caux Vallée de Seine", ["epci-200010700"]),
        ("Communauté de communes du Val d’Ille", ["epci-243500667"]),
        ("La Réunion", ["region-04", "departement-974", "commune-47222"]),
        ("reunion", ["region-04", "departement-974", "commune-47222"]),
        ("Ile de France", ["region-11"]),
        ("St Denis", ["commune-97411", "commune-93066", "commune-11339", "commune-30247"]),
        ("St-Denis (974)", ["commune-97411"]),
        ("Saint Denis (La Réunion)", ["commune-97411"]),
        ("ST DENIS 93200", ["commune-93066"]),
        ("Corse", ["region-94"]),
        ("corse du sud", ["departement-2A"]),
        ("2a", ["departement-2A"]),
        ("2a004", ["commune-2A004"]),
        ("Grand Poitiers", ["epci-200069854"]),
        ("Grand Poitiers Communauté urbaine", ["epci-200069854"]),
        ("PACA", ["region-93"]),
        ("Centre", ["region-24"]),
        ("01", ["departement-01", "region-01"]),
        ("94", ["departement-94", "region-94"]),
        ("25", ["departement-25", "ancienne-region-25"]),
        ("974", ["departement-974"]),
        ("Département 61", ["departement-61"]),
        ("département de l'Orne", ["departement-61"]),
        ("l'Orne", ["departement-61"]),
        ("Nord-Pas-de-Calais", ["ancienne-region-31"]),
        ("Haute-Normandie", ["ancienne-region-23"]),
        ("ancienne région Poitou-Charentes", ["ancienne-region-54"]),
        ("Alsace-Champagne-Ardenne-Lorraine", ["region-44"]),
        ("Loire inférieure", ["departement-44"]),
        ("Paris", ["departement-75", "commune-75056"]),
        ("Ville de Paris", ["commune-75056"]),
        ("Paris 11e", ["commune-75056"]),
        ("Paris 11", ["commune-75056"]),
        ("Paris 11e Arrondissement", ["commune-75056"]),
        ("75111", ["commune-75056"]),
        ("Lyon 3ème", ["commune-69123"]),
        ("Marseille 1er", ["commune-13055"]),
        ("Lyon", ["commune-69123", "epci-200046977"]),
        ("Havre", ["commune-76351"]),
        ("l hay les roses", ["commune-94038"]),
        ("L’Haÿ-les-Roses", ["commune-94038"]),
        ("Châteauroux", ["commune-36044"]),
        ("Oeting", ["commune-57521"]),
        ("200 010 700", ["epci-200010700"]),
        ("Métropole européenne de Lille", ["epci-200093201"]),
        ("Région d'Audruicq", ["epci-246200844"]),
        ("Paris-Vallée de la Marne", ["epci-200057958"]),
        ("CARENE", ["epci-244400644"]),
        ("Plaine Commune", ["zone-200057867"]),
        ("Luberon", ["zone-pnr-luberon"]),
        ("Pays de Vilaine (Bretagne et Pays de la Loire)", ["zone-pays-redon-vilaine"]),
        ("region-28", ["region-28"]),
        ("ancienne-region-53", ["ancienne-region-53"]),
        ("commune-61309", ["commune-61309"]),
        ("France", ["pays-FR"]),
        ("Atlantide", []),
        ("region-", []),
        ("99999", []),
        ("", []),
        ("   ", []),
        ("'-()", []),
        ("\0", []),
        ("Paris\0", []),
        ("\x1b[31m", []),
        ("\ud800", []),
        ("a" * 10_000, []),
        ("1" * 10_000, []),
        (None, []),
        (61309, []),
        ("% _ '; DROP TABLE", []),
    ],
)
def test_a_text_names_these_territories(text, expected):
    assert refs(text) == expected


def test_a_postal_code_gives_all_its_communes_the_most_populated_first():
    matches = resolve("61340")
    postal = [match.territory for match in matches if match.reason == "code postal"]

    assert "commune-61309" in [each.ref for each in postal]
    assert len(postal) == Alias.objects.filter(nature="postal", code="61340").count() > 1
    assert postal == sorted(postal, key=lambda each: -each.population)


def test_a_postal_code_comes_before_an_old_insee_code():
    assert [match.reason for match in resolve("75011")] == ["code postal", "ancien code"]


def test_the_current_name_comes_before_the_same_former_name():
    matches = resolve("Saint-Sauveur")

    reasons = [match.reason == "nom" for match in matches]
    assert reasons == sorted(reasons, reverse=True)
    assert True in reasons


def test_kinds_keep_only_those_levels():
    assert refs("Paris", kinds=[Kind.COMMUNE]) == ["commune-75056"]
    assert refs("Bretagne", kinds=["former_region"]) == ["ancienne-region-53"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Nocé", "Nocé, commune réunie à Perche en Nocé (61)"),
        ("Orne", "Orne (département)"),
        ("PACA", "PACA, nom usuel de Provence-Alpes-Côte d'Azur (région)"),
        ("75111", "Paris 11e Arrondissement, dans Paris (75)"),
        ("Basses-Alpes", "Basses-Alpes, aujourd'hui Alpes-de-Haute-Provence (département)"),
        ("Haute-Normandie", "Haute-Normandie (ancienne région)"),
        ("35000", "Rennes (35), code postal 35000"),
        ("SCoT Sud-Gironde", "SCoT Sud-Gironde (SCoT)"),
    ],
)
def test_the_label_says_why(text, label):
    assert resolve(text)[0].label == label


def test_a_former_region_leads_to_what_it_became():
    (match,) = resolve("Haute-Normandie")

    assert [each.ref for each in match.territory.successors.all()] == ["region-28"]


@pytest.mark.parametrize("text", ["Saint-Denis", "35000", "Nocé (61)", "region-28", "Réunion", "51300"])
def test_two_queries_whatever_the_answer(text, django_assert_num_queries):
    with django_assert_num_queries(2):
        [match.label for match in resolve(text)]


@pytest.mark.parametrize(
    "ref", ["", "region", "region-", "-28", "region-99", "departement-28\n", "x-28", "region-2 8", "Region-28"]
)
def test_a_malformed_ref_is_no_territory(ref):
    with pytest.raises(Territory.DoesNotExist):
        Territory.objects.get_by_ref(ref)


def test_every_ref_leads_back_to_its_territory():
    for kind in Kind:
        territory = Territory.objects.filter(kind=kind).last()
        assert Territory.objects.get_by_ref(territory.ref) == territory


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=220))
def test_no_text_breaks_the_search(text):
    assert len(resolve(text)) <= MOST


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("L'Île-d'Yeu", "l ile d yeu"),
        ("Œuilly", "oeuilly"),
        ("Ste-Mère-Église", "sainte mere eglise"),
        ("Châlons s/ Marne", "chalons sur marne"),
        ("Stains", "stains"),
        ("« Y »", "y"),
        ("…", ""),
    ],
)
def test_a_name_is_folded(name, key):
    assert fold(name) == key


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("CC du Pays de Limours (CCPL)", ["Pays de Limours", "CCPL"]),
        ("CC de la Région d'Audruicq", ["Région d'Audruicq"]),
        ("CU d'Arras", ["Arras"]),
        ("CC Les Avant-Monts", ["Les Avant-Monts"]),
        ("Metz Métropole", []),
        ("Métropole Européenne de Lille", []),
    ],
)
def test_an_epci_is_also_known_without_its_nature(name, usual):
    assert usual_epci_names(name) == usual


@pytest.mark.parametrize("file", ["cooperations.json"])
def test_every_territory_of_the_shipped_cooperations_has_one_place(file):
    """By exact key, as the records' import looks them up."""
    levels = {"departement": "department", "pays": "country", "national": "country", "ancienne_region": "former_region"}
    kinds = {"region", "commune", "epci", *levels}
    records = json.loads((ROOT / "poles/data" / file).read_text(encoding="utf-8"))["records"]
    lost = set()
    for record in records:
        where = record["territory"] or {}
        if where.get("name") and not (where.get("code") and where["level"] in kinds):
            kind = levels.get(where["level"], where["level"] if where["level"] in kinds else "area")
            found = {match.territory.pk for match in resolve(where["name"], kinds=[kind])}
            if len(found) != 1:
                lost.add(where["name"])
    assert lost == set()
