"""The page of the search, the box, and the territories suggested while one types."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.nouns import FACTORIES
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def groups(response):
    return {group.noun.url_name: (group.total, group.listed) for group in response.context["findings"].groups}


def test_answers_are_grouped_by_kind_with_their_number(client):
    for noun in NOUNS:
        FACTORIES[noun.model].create_batch(4, published=True, name="Laine")
        FACTORIES[noun.model](draft=True, name="Laine cachée")

    response = client.get("/recherche/", {"q": "laines"})

    expected = {noun.url_name: (4, 8 if noun.url_name == "structures" else 4) for noun in NOUNS}
    assert groups(response) == expected
    assert f"{4 * len(NOUNS)} fiches pour « laines »" in text_of(response)
    for noun in NOUNS:
        every = client.get(f"{reverse(noun.url_name)}?q=laines")
        assert every.context["paginator"].count == expected[noun.url_name][1]
        assert f'href="{reverse(noun.url_name)}?q=laines"' in response.content.decode()


def test_the_page_within_a_territory_agrees_with_the_lists(client):
    here, there = (Territory.objects.get_by_ref(ref) for ref in ("commune-61309", "commune-59350"))
    make.PoleFactory(published=True, name="Laine d'ici", territory=here)
    make.PoleFactory(published=True, name="Laine de là", territory=there)
    make.PoleFactory(published=True, name="Laine aussi", territory=there).scope.add(here)

    for ref in ("commune-61309", "departement-61", "region-28", "ancienne-region-25", "pays-FR"):
        query = {"q": "laine", "territoire": ref}
        response = client.get("/recherche/", query)
        assert groups(response)["poles"][0] == client.get("/poles/", query).context["paginator"].count, ref


def test_a_territory_is_above_the_records(client):
    make.PoleFactory(published=True, name="Pôle de la Drôme")
    response = client.get("/recherche/", {"q": "drome"})
    page = response.text
    assert page.index('href="/territoires/departement/drome/"') < page.index("Pôle de la")
    assert "1 fiche et 1 territoire pour" in text_of(response)


def test_a_territory_alone_leads_to_its_page(client):
    response = client.get("/recherche/", {"territoire": "Orne (département)"})
    assert (response.status_code, response["Location"]) == (302, "/territoires/departement/orne/")


def test_the_words_found_are_marked_and_escaped(client):
    make.PoleFactory(published=True, name="Laine <b>& feutre", summary="x " * 200 + "Voici le chanvre.")
    page = client.get("/recherche/", {"q": "laine chanvre"}).content.decode()
    assert "<mark>Laine</mark> &lt;b&gt;&amp; feutre" in page
    assert "Voici le <mark>chanvre</mark>." in page


def test_a_typo_is_told(client):
    make.PoleFactory(published=True, name="Les Écossolies")
    response = client.get("/recherche/", {"q": "ecosolies"})
    assert "Aucune fiche ne contient « ecosolies » : voici « ecossolies »" in text_of(response)
    assert "Les <mark>Écossolies</mark>" in response.text


def test_nothing_found_says_what_would_be(client):
    orne, noce = (Territory.objects.get_by_ref(ref) for ref in ("departement-61", "commune-61309"))
    make.PoleFactory(published=True, name="Scierie", territory=orne)

    unknown = client.get("/recherche/", {"q": "scirreie"})
    fewer = client.get("/recherche/", {"q": "scierie zzzzzzzz"})
    wider = client.get("/recherche/", {"q": "scierie", "territoire": noce.ref})

    assert "Vouliez-vous dire ?" in text_of(unknown) and 'href="/recherche/?q=scierie"' in unknown.text
    assert "sans « zzzzzzzz »" in text_of(fewer)
    assert "/recherche/?q=scierie&amp;territoire=departement-61" in wider.text


def test_nothing_found_in_a_territory_offers_the_nearest_that_has_some(client):
    for ref in ("commune-61006", "commune-13055"):
        make.PoleFactory(published=True, name="Papeterie", territory=Territory.objects.get_by_ref(ref))

    asked = client.get("/recherche/", {"q": "papeterie", "territoire": "commune-61169"}).context["findings"]
    named = client.get("/recherche/", {"q": "papeterie flers"}).context["findings"]

    for findings in (asked, named):
        near = dict(findings.ways_out)["near"]
        assert [(attempt.territory.name, attempt.total) for attempt in near] == [("Argentan", 1), ("Orne", 1)]
        assert round(near[0].km) == 41


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"q": "!!"}, "ne contient aucun mot"),
        ({"q": "x" * 201}, "200 caractères"),
        ({"q": "a\0b"}, "caractère nul"),
        ({"q": "laine", "territoire": "zzzz"}, "Aucun territoire ne répond à « zzzz »"),
        ({"q": "laine", "territoire": "Saint-Denis"}, "Plusieurs territoires répondent"),
    ],
)
def test_a_wrong_search_is_named(client, query, message):
    response = client.get("/recherche/", query)
    assert response.status_code == 400
    assert message in text_of(response)


def test_an_ambiguous_territory_offers_the_choice_and_keeps_the_words(client):
    page = client.get("/recherche/", {"q": "laine", "territoire": "Saint-Denis"}).content.decode()
    assert 'href="?q=laine&amp;territoire=commune-93066"' in page


@pytest.mark.parametrize("address", ["/", "/recherche/", "/territoires/", "/nulle-part/"])
def test_the_box_is_where_one_looks_for_it_and_works_without_script(client, address):
    page = client.get(address).content.decode()
    assert page.count('role="search"') >= 1
    assert "htmx" in page and "defer" in page
    assert "hx-on" not in page and "style=" not in page


def test_a_search_costs_the_same_whatever_it_finds(client, queries_of):
    for noun in NOUNS:
        FACTORIES[noun.model](published=True, name="Laine")
    client.get("/recherche/?q=laine")
    few = queries_of("/recherche/?q=laine")
    for noun in NOUNS:
        FACTORIES[noun.model].create_batch(6, published=True, name="Laine")
    assert queries_of("/recherche/?q=laine") == few <= 8


def test_many_answers_are_counted_and_cut_noun_by_noun(client, monkeypatch):
    for noun in NOUNS:
        FACTORIES[noun.model].create_batch(4, published=True, name="Laine")
    few = client.get("/recherche/", {"q": "laine"})

    monkeypatch.setattr("ptce_hub.directory.search.hits.RANKED", 1)
    many = client.get("/recherche/", {"q": "laine"})
    assert groups(many) == groups(few)


def test_suggestions_are_options_of_the_field(client):
    page = client.get("/territoires/suggestions/", {"territoire": "Romans-sur-Is"}).content.decode()
    assert page.strip() == '<option value="Romans-sur-Isère (26)"></option>'


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["q", "territoire", "page", "x"]), st.text(), max_size=3))
def test_any_query_string_is_answered(client, query):
    for address in ("/recherche/", "/territoires/suggestions/"):
        assert client.get(address, query).status_code in {200, 302, 400}
