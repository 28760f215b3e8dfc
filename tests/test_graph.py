"""The graph of who cooperates with whom: what it holds, what an address asks of it, its files, its cost."""

import csv
import html
import io
import json
import re

import networkx as nx
import pytest
from django.urls import reverse

from poles.graph.around import surroundings
from poles.graph.asking import Asked
from poles.graph.drawing import draw
from poles.graph.layout import lay_out
from poles.graph.reading import Graph, Link, Node, whole_graph
from poles.graph.shape import bridges_of, groups_of, isolated_of
from tests.factories import (
    CooperationFactory,
    DegreeAssessmentFactory,
    MembershipFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    ParticipationFactory,
    PoleFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db


def cooperation(*structures, **fields):
    """A published cooperation of these structures, made when they are names."""
    entry = CooperationFactory(published=True, **fields)
    for structure in structures:
        ParticipationFactory(cooperation=entry, structure=structure)
    return entry


@pytest.fixture
def chain():
    """A, then B by the first cooperation, then C by the second, then D by the third."""
    named = {name: StructureFactory(published=True, name=name) for name in "ABCD"}
    for one, other in ("AB", "BC", "CD"):
        cooperation(named[one], named[other], name=f"{one}{other}")
    return named


ROW = r'<tr><th scope="row"><a href="([^"]*)".*?<td><a href="([^"]*)"'


def text_of(client, address):
    return client.get(address).content.decode()


def names(graph):
    return {node.name for node in graph.nodes.values()}


def made(*pairs):
    """A graph of structures (capitals) and ties (others), in that order."""
    keys = dict.fromkeys("".join(pairs))
    nodes = {key: Node(key, "structure" if key.isupper() else "pole", key, "", key, "") for key in keys}
    return Graph(nodes, [Link(one, other, "", None, None) for one, other in pairs])


# --- What it holds ---------------------------------------------------------------------------------------------------


def test_only_what_is_published_is_in_the_graph_and_in_its_files(client):
    shown = StructureFactory(published=True, name="Structure publiée")
    kept = cooperation(shown, StructureFactory(draft=True, name="Structure en brouillon"), name="Coopération publiée")
    ParticipationFactory(structure=shown, cooperation=CooperationFactory(draft=True, name="Coopération en brouillon"))
    MembershipFactory(structure=shown, pole=PoleFactory(archived=True, name="Pôle en archive"))

    assert names(whole_graph()[1]) == {"Structure publiée", "Coopération publiée"}
    for ending in ("/", ".graphml", ".gexf", ".csv", ".json", ".svg", "/?vue=liens", "/?vue=dessin"):
        text = html.unescape(client.get(f"{kept.get_absolute_url()}graphe{ending}").content.decode())
        assert "Structure publiée" in text, ending
        assert "brouillon" not in text and "archive" not in text, ending


def test_the_graph_follows_what_is_recorded():
    one = StructureFactory(published=True, name="Une")
    assert names(whole_graph()[1]) == {"Une"}

    one.name = "Deux"
    one.save()
    assert names(whole_graph()[1]) == {"Deux"}

    one.status = "draft"
    one.save()
    assert names(whole_graph()[1]) == set()


def test_several_roles_of_one_structure_are_one_link_over_their_whole_time():
    member = MembershipFactory(pole__published=True, structure__published=True, role="porteur", since="2015")
    MembershipFactory(pole=member.pole, structure=member.structure, role="soutien", since="2012", until="2014")

    (link,) = whole_graph()[1].links
    assert (link.role, link.since, link.until) == ("porteur, soutien", "2012", None)


def test_a_pole_cooperates_since_the_first_of_its_own_cooperations():
    pole = PoleFactory(published=True, started="2013", ended="2020")
    CooperationFactory(published=True, pole=pole, started="2009-05")
    CooperationFactory(draft=True, pole=pole, started="2001")

    assert whole_graph()[1].nodes[f"p{pole.pk}"].since == "2009-05"


# --- Around a record -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "found"), [(1, {"A", "AB", "B"}), (2, {"A", "AB", "B", "BC", "C"})])
def test_a_step_goes_to_those_that_one_does_something_with(chain, steps, found):
    around = surroundings(whole_graph()[1], [f"s{chain['A'].pk}"], steps)
    assert names(around) == found


def test_a_pole_has_its_cooperations_and_their_participants_at_one_step():
    member, partner, far = (StructureFactory(published=True, name=name) for name in ("membre", "partenaire", "loin"))
    pole = PoleFactory(published=True, name="pôle")
    MembershipFactory(pole=pole, structure=member)
    cooperation(partner, name="du pôle", pole=pole)
    cooperation(partner, far, name="ailleurs")

    graph = whole_graph()[1]
    assert names(surroundings(graph, [f"p{pole.pk}"], 1)) == {"pôle", "membre", "du pôle", "partenaire"}
    assert names(surroundings(graph, [f"p{pole.pk}"], 2)) == {*names(graph)}


def test_the_members_of_a_network_are_one_step_from_it_and_tie_nothing_elsewhere(client, chain):
    network = NetworkFactory(published=True, name="Réseau d'essai")
    NetworkMembershipFactory(network=network, structure=chain["A"])
    NetworkMembershipFactory(network=network, structure=StructureFactory(draft=True, name="cachée"))

    answer = client.get(f"{network.get_absolute_url()}graphe.json").json()
    assert {node["nom"] for node in answer["fiches"]} == {"Réseau d'essai", "A", "AB", "B"}
    assert len(answer["liens"]) == 3
    assert len(groups_of(whole_graph()[1])[0].nodes) == 7


def test_a_network_has_its_graph_among_the_networks_and_a_former_address_leads_to_the_new_one(client):
    network = NetworkFactory(published=True)
    assert client.get(f"/acteurs/{network.slug}/graphe/").url == f"/reseaux/{network.slug}/graphe/"

    pole = PoleFactory(published=True)
    before, pole.slug = pole.slug, "nouvelle-adresse"
    pole.save()
    assert client.get(f"/poles/{before}/graphe/").url == "/poles/nouvelle-adresse/graphe/"
    assert client.get("/poles/inconnu/graphe/").status_code == 404


# --- What an address asks --------------------------------------------------------------------------------------------


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
        assert words in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


# --- Groups, bridges, what is alone ----------------------------------------------------------------------------------


def test_groups_come_the_largest_first_and_what_is_alone_apart():
    graph = made("Aa", "Ba", "Ca", "Db")
    graph.nodes["E"] = Node("E", "structure", "E", "", "e", "")

    assert [len(group.nodes) for group in groups_of(graph)] == [4, 2]
    assert [node.key for node in isolated_of(graph)] == ["E"]


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        (["Aa", "Ba", "Bb", "Cb", "Db"], {"B": [2, 1]}),  # B joins A with C and D
        (["Aa", "Ba", "Ab", "Bb"], {}),  # two ways
        (["Aa", "Ab"], {}),  # what A does alone joins it to nobody
        (["Aa", "Ba", "Bb", "Cb", "Bc", "Dc"], {"B": [1, 1, 1]}),
        (["Aa", "Ba", "Bb", "Cb", "Cc", "Dc"], {"B": [2, 1], "C": [2, 1]}),
    ],
)
def test_a_bridge_is_a_structure_without_which_others_would_be_apart(pairs, found):
    assert {bridge.node.key: bridge.parts for bridge in bridges_of(made(*pairs))} == found


# --- Drawings --------------------------------------------------------------------------------------------------------


def test_the_places_of_a_drawing_depend_on_the_data_alone():
    """Not on the order of sets, which the names of the nodes change."""
    pairs = [("s1", "p1"), ("s2", "p1"), ("s3", "p1"), ("s3", "p2"), ("s4", "p2"), ("s5", "p3"), ("s6", "p3")]

    def places(rename):
        keys = dict.fromkeys(rename(key) for pair in pairs for key in pair)
        nodes = {key: Node(key, "pole" if "p" in key else "structure", key, "", key, "") for key in keys}
        return list(lay_out(Graph(nodes, [Link(rename(a), rename(b), "", None, None) for a, b in pairs])).items())

    first = dict(places(lambda key: key))
    for again in range(3):
        other = places(lambda key, again=again: f"{key}{'0' * (again + 1)}")
        assert {key[: -again - 1]: place for key, place in other} == first


def test_every_line_of_a_drawing_is_a_row_of_the_table(client):
    middle = StructureFactory(published=True)
    pole = PoleFactory(published=True)
    for _ in range(7):
        cooperation(middle, *(StructureFactory(published=True) for _ in range(2)), pole=pole)

    address = f"{pole.get_absolute_url()}graphe/"
    lines = sum(
        path.count("M") for path in re.findall(r'class="graph-(?:ties|inside)" d="([^"]*)', text_of(client, address))
    )
    rows = [re.findall(ROW, text_of(client, f"{address}?vue=liens&liens={page}")) for page in (1, 2)]
    links = {(row[0], row[1]) for page in rows for row in page}
    _, graph = whole_graph()
    assert links == {(graph.nodes[link.one].url, graph.nodes[link.other].url) for link in graph.links}
    assert lines == len(links) == 28


def test_a_drawing_of_too_many_keeps_the_nearest_and_says_so():
    pairs = [("s0", "c0"), *((f"s{number}", f"c{number // 40}") for number in range(160))]
    pairs += [("s0", f"c{number}") for number in range(1, 4)]
    nodes = {
        key: Node(key, "structure" if key[0] == "s" else "pole", key, "", key, "") for pair in pairs for key in pair
    }
    drawing = draw(Graph(nodes, [Link(one, other, "", None, None) for one, other in pairs], dict.fromkeys(nodes, 1)))

    assert (len(drawing.spots), len(drawing.linked), drawing.left_out) == (150, 120, 14)
    assert {"c0", "c1", "c2", "c3", "s0"} <= {spot.node.key for spot in drawing.linked}


def test_a_drawing_of_too_many_groups_keeps_the_largest_whole():
    pairs = [(f"s{group}-{number}", f"c{group}") for group in range(30) for number in range(10 - group % 5)]
    nodes = {
        key: Node(key, "structure" if key[0] == "s" else "pole", key, "", key, "") for pair in pairs for key in pair
    }
    drawing = draw(Graph(nodes, [Link(one, other, "", None, None) for one, other in pairs]))

    assert (drawing.groups, len(drawing.spots)) == (14, 6 * 11 + 6 * 10 + 2 * 9)
    assert len(drawing.links) == len(drawing.spots) - 14


# --- Files -----------------------------------------------------------------------------------------------------------


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
    rows = list(csv.DictReader(io.StringIO(client.get(f"{entry.get_absolute_url()}graphe.csv").content.decode())))
    assert rows[0]["de"] == "'=1+1"


# --- Cost ------------------------------------------------------------------------------------------------------------


def test_a_page_makes_as_many_queries_whatever_the_graph_has(queries_of, chain):
    address = reverse("structure_graph", args=[chain["A"].slug])
    queries_of(address)
    few = queries_of(address)
    for number in range(8):
        cooperation(chain["A"], StructureFactory(published=True), name=f"autre {number}")
    queries_of(address)

    assert queries_of(address) == few
