"""What names no territory leads to those that it may have meant."""

import pytest

from ptce_hub.territories.guessing import MOST, guess
from tests.reading import text_of

pytestmark = pytest.mark.django_db

PAGES = ["/poles/", "/recherche/", "/qui-appeler/", "/evenements/s-abonner/", "/evenements/integrer/"]


def guessed(text):
    return [match.territory.ref for match in guess(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("romans sur is", "commune-26281"),
        ("Nord-Pas-de-Cal", "region-32"),
        ("cc du perch", "epci-200006971"),
        ("Normadie", "region-28"),
        ("Nromandie", "region-28"),
        ("Normnadie", "region-28"),
        ("Normanndie", "region-28"),
        ("Normendie", "region-28"),
        ("Ille-et-Vilain", "departement-35"),
        ("Romans-sur-Isre", "commune-26281"),
        ("sait etienne", "commune-42218"),
        ("grand poitier", "epci-200069854"),
        ("Préaux-du-Prche", "commune-61309"),
        ("Haute-Normndie", "ancienne-region-23"),
    ],
)
def test_a_name_begun_or_a_typo_away_leads_to_its_territory(text, first):
    assert guessed(text)[0] == first


@pytest.mark.parametrize("text", ["", "   ", "%", "\0", "Paris\0", "zzzz", "zx", "1" * 10_000, "Atlantide perdue"])
def test_what_no_name_is_like_leads_nowhere(text):
    assert guessed(text) == []


def test_the_most_populated_come_first_and_not_too_many(monkeypatch):
    found = [match.territory for match in guess("Saint-Denos")]
    assert found == sorted(found, key=lambda territory: -territory.population)
    assert len(found) > 1
    assert len(guess("saint")) == MOST
    monkeypatch.setattr("ptce_hub.territories.guessing.MOST", 2)
    assert [match.territory for match in guess("Saint-Denos")] == found[:2]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("text", "message", "choice"),
    [
        ("romans sur is", "Aucun territoire ne répond à « romans sur is » : choisissez ci-dessous", "commune-26281"),
        ("Normadie%", "Aucun territoire ne répond à « Normadie% »", "region-28"),
        ("Saint-Denis%", "Plusieurs territoires répondent à « Saint-Denis% »", "commune-93066"),
        ("Saint-Denis%(text)s", "Saint-Denis%(text)s", None),
    ],
)
def test_a_wrong_territory_offers_a_choice_below_what_is_wrong(client, address, text, message, choice):
    response = client.get(address, {"territoire": text, "q": "laine"})
    assert response.status_code == 400
    assert message in text_of(response)
    if choice:
        assert response.text.index("choisissez ci") < response.text.index(f"territoire={choice}")


def test_a_file_offers_it_too(client):
    response = client.get("/poles.csv", {"territoire": "Saint-Denis%"})
    assert response.status_code == 400
    assert "« Saint-Denis% »" in response.text
    assert "territoire=commune-93066" in response.text
