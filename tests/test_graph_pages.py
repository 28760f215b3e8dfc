"""The pages of the graph and its files: what an address asks of them, and their cost."""
# ruff: noqa: F811 (fixtures are taken by their names)

import csv
import io
import json
import re

import networkx as nx
import pytest
from django.urls import reverse

from poles.graph.asking import Asked
from poles.graph.reading import whole_graph
from ptce_hub.territories.models import Territory
from tests.factories import (
    DegreeAssessmentFactory,
    MembershipFactory,
    PoleFactory,
    StructureFactory,
)
from tests.graphs import chain, cooperation  # noqa: F401
from tests.reading import text_of

pytestmark = pytest.mark.django_db

ROW = r'<tr><th scope="row"><a href="([^"]*)".*?<td><a href="([^"]*)"'


# --- What an address asks -------------------------------------------------------------------------------------------


@pytest.fixture
def narrowed(client):
    """What the whole graph keeps of the ties, for a query."""
    shared = StructureFactory(published=True)
    old = cooperation(shared, name="ancienne", started="1995", ended="2003", kind="convention")
    cooperation(shared, name="récente", started="2015-03", kind="filiere")
    cooperation(shared, name="sans date", kind="filiere")
    MembershipFactory(structure=shared, pole=PoleFactory(published=True, name="pôle", started="2010"))
    DegreeAssessmentFactory(cooperation=old, degree=2, assessed="2001")
    DegreeAssessmentFactory(cooperation=old, degree=5, assessed="2003")

    def ask(query):
        fiches = client.get(f"/graphe.json?{query}").json()["fiches"]
        return {fiche["nom"] for fiche in fiches if fiche["sorte"] != "structure"}

    return ask


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", {"ancienne", "récente", "sans date", "pôle"}),
        ("degre=5", {"ancienne"}),
        ("degre=2", set()),
        ("degre=non-renseigne", {"récente", "sans date"}),
        ("nature=filiere", {"récente", "sans date"}),
        ("nature=pole", {"pôle"}),
        ("de=2003&a=2009", {"ancienne"}),
        ("de=2004", {"récente", "pôle"}),
        ("a=2010", {"ancienne", "pôle"}),
    ],
)
def test_filters_keep_what_answers_them(narrowed, query, kept):
    assert narrowed(query) == kept


def test_what_a_territory_has_answers_the_filters_as_the_rest_does(client):
    orne = Territory.objects.get_by_ref("departement-61")
    for name, started in (("daté", "2010"), ("sans date", None), ("à venir", "2030")):
        pole = PoleFactory(published=True, name=name, started=started, territory=orne)
        MembershipFactory(pole=pole, structure__published=True)
    graph = client.get(f"{orne.get_absolute_url()}graphe.json?de=2005&a=2015").json()
    assert {fiche["nom"] for fiche in graph["fiches"] if fiche["sorte"] == "pole"} == {"daté"}


def test_a_link_out_of_the_period_is_left_out():
    member = MembershipFactory(pole__published=True, pole__started="2000", structure__published=True, until="2005")
    link = whole_graph()[1].links[0]

    assert member and Asked(last=2004).holds(link) and not Asked(first=2006).holds(link)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("degre=9", "« 9 » n’est pas un degré"),
        ("nature=amicale", "« amicale » n’est pas une nature de coopération"),
        ("pas=3", "« 3 » n’est pas un nombre de pas"),
        ("de=deux", "Écrivez une année"),
        ("de=2015&a=2010", "échangez les deux années"),
        ("vue=x", "« x » n’est pas une vue"),
        ("degre=1&degre=2", "n’accepte qu’une valeur"),
    ],
)
def test_a_wrong_value_is_named_on_the_page_and_in_the_files(client, query, words):
    for address in ("/graphe/", "/graphe.csv"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert words in text_of(answer)


# --- Drawings and files ---------------------------------------------------------------------------------------------


def test_every_line_of_a_drawing_is_a_row_of_the_table(client):
    middle = StructureFactory(published=True)
    pole = PoleFactory(published=True)
    for _ in range(7):
        cooperation(middle, *(StructureFactory(published=True) for _ in range(2)), pole=pole)

    address = f"{pole.get_absolute_url()}graphe/"
    lines = sum(
        path.count("M") for path in re.findall(r'class="graph-(?:ties|inside)" d="([^"]*)', client.get(address).text)
    )
    rows = [re.findall(ROW, client.get(f"{address}?vue=liens&liens={page}").text) for page in (1, 2)]
    links = {(row[0], row[1]) for page in rows for row in page}
    _, graph = whole_graph()
    assert links == {(graph.nodes[link.one].url, graph.nodes[link.other].url) for link in graph.links}
    assert lines == len(links) == 28


def test_every_file_has_the_same_nodes_and_links_when_read_again(client, chain):
    address = f"{chain['B'].get_absolute_url()}graphe"
    _, graph = whole_graph()
    counts = (len(graph.nodes), len(graph.links))
    text = {ending: client.get(address + ending).content for ending in (".graphml", ".gexf", ".json", ".csv")}

    for shape in (nx.parse_graphml(text[".graphml"].decode()), nx.read_gexf(io.BytesIO(text[".gexf"]))):
        assert (shape.number_of_nodes(), shape.number_of_edges()) == counts
        assert shape.nodes[f"structure:{chain['B'].slug}"]["nom"] == "B"
    answer = json.loads(text[".json"])
    assert (len(answer["fiches"]), len(answer["liens"])) == counts
    assert len(list(csv.reader(io.StringIO(text[".csv"].decode())))) == counts[1] + 1


def test_a_cell_of_the_file_is_never_a_formula(client):
    entry = cooperation(StructureFactory(published=True, name="=1+1"))
    rows = list(csv.DictReader(io.StringIO(client.get(f"{entry.get_absolute_url()}graphe.csv").text)))
    assert rows[0]["de"] == "'=1+1"


# --- Cost -----------------------------------------------------------------------------------------------------------


def test_a_page_makes_as_many_queries_whatever_the_graph_has(queries_of, chain):
    address = reverse("structure_graph", args=[chain["A"].slug])
    queries_of(address)
    few = queries_of(address)
    for number in range(8):
        cooperation(chain["A"], StructureFactory(published=True), name=f"autre {number}")
    queries_of(address)

    assert queries_of(address) == few
