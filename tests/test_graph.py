"""The graph of who cooperates with whom: what it holds, what is around a record, its groups and its drawings."""
# ruff: noqa: F811 (fixtures are taken by their names)

import html

import pytest

from poles.graph.around import surroundings
from poles.graph.drawing import draw
from poles.graph.layout import lay_out
from poles.graph.reading import Graph, Link, Node, whole_graph
from poles.graph.shape import bridges_of, groups_of, isolated_of
from tests.factories import (
    CooperationFactory,
    MembershipFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    ParticipationFactory,
    PoleFactory,
    StructureFactory,
)
from tests.graphs import chain, cooperation  # noqa: F401

pytestmark = pytest.mark.django_db


def names(graph):
    return {node.name for node in graph.nodes.values()}


def made(*pairs):
    """A graph of structures (their keys begin with a capital) and ties (others), in that order."""
    keys = dict.fromkeys(key for pair in pairs for key in pair)
    nodes = {key: Node(key, "structure" if key[0].isupper() else "pole", key, "", key, "") for key in keys}
    return Graph(nodes, [Link(one, other, "", None, None) for one, other in pairs])


# --- What it holds --------------------------------------------------------------------------------------------------


def test_only_what_is_published_is_in_the_graph_and_in_its_files(client):
    shown = StructureFactory(published=True, name="Structure publiée")
    kept = cooperation(shown, StructureFactory(draft=True, name="Structure en brouillon"), name="Coopération publiée")
    ParticipationFactory(structure=shown, cooperation=CooperationFactory(draft=True, name="Coopération en brouillon"))
    MembershipFactory(structure=shown, pole=PoleFactory(archived=True, name="Pôle en archive"))

    assert names(whole_graph()[1]) == {"Structure publiée", "Coopération publiée"}
    for ending in ("/", ".graphml", ".gexf", ".csv", ".json", ".svg", "/?vue=liens", "/?vue=dessin"):
        text = html.unescape(client.get(f"{kept.get_absolute_url()}graphe{ending}").text)
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


# --- Around a record ------------------------------------------------------------------------------------------------


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


# --- Groups, bridges, what is alone ---------------------------------------------------------------------------------


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


# --- Drawings -------------------------------------------------------------------------------------------------------


def test_the_places_of_a_drawing_depend_on_the_data_alone():
    """Not on the order of sets, which the names of the nodes change."""
    pairs = [("S1", "p1"), ("S2", "p1"), ("S3", "p1"), ("S3", "p2"), ("S4", "p2"), ("S5", "p3"), ("S6", "p3")]

    def places(rename):
        return lay_out(made(*((rename(one), rename(other)) for one, other in pairs)))

    first = places(lambda key: key)
    for again in range(3):
        other = places(lambda key, again=again: f"{key}{'0' * (again + 1)}")
        assert {key[: -again - 1]: place for key, place in other.items()} == first


def test_a_drawing_of_too_many_keeps_the_nearest_and_says_so():
    pairs = [("S0", "c0"), *((f"S{number}", f"c{number // 40}") for number in range(160))]
    pairs += [("S0", f"c{number}") for number in range(1, 4)]
    graph = made(*pairs)
    graph.steps = dict.fromkeys(graph.nodes, 1)

    drawing = draw(graph)

    assert (len(drawing.spots), len(drawing.linked), drawing.left_out) == (150, 120, 14)
    assert {"c0", "c1", "c2", "c3", "S0"} <= {spot.node.key for spot in drawing.linked}


def test_a_drawing_of_too_many_groups_keeps_the_largest_whole():
    pairs = [(f"S{group}-{number}", f"c{group}") for group in range(30) for number in range(10 - group % 5)]
    drawing = draw(made(*pairs))

    assert (drawing.groups, len(drawing.spots)) == (14, 6 * 11 + 6 * 10 + 2 * 9)
    assert len(drawing.links) == len(drawing.spots) - 14
