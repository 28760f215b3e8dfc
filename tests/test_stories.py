"""On the real records: places that the movement began with tell their story, in time and in graph."""

import re

import pytest

from poles.models import Pole
from tests.reading import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]

STORIES = {
    "/poles/pole-sud-archer/": ("2007", "2012", "Groupe Archer"),  # Romans
    "/poles/lille-metropole-solidaire/": ("2010", "2014", "Initiatives et Cité"),
    "/poles/ecossolies/": ("2002", "2011", "Nantes Métropole"),
    "/cooperations/entreprendre-en-cooperant/": ("2006", "4 mai 2011", "Communauté de communes Caux Vallée de Seine"),
    "/cooperations/cae-grand-poitiers/": ("2020", "décembre 2021", "Acéascop"),
    "/cooperations/liess/": ("2018", "2020", "CESAM-Oxalis"),  # Limoges
    "/cooperations/cap-solidaire-sud-gironde/": ("2012", "2013", "Génération@domicile"),
    "/poles/kaleidoscoop/": ("2015", "2023", "Cooproduction"),  # Strasbourg
}
LINES = r'class="graph-(?:ties|inside)" d="([^"]*)'
ROW = r'<tr><th scope="row"><a href="([^"]*)".*?<td><a href="([^"]*)"'


@pytest.mark.parametrize("address", STORIES)
def test_the_story_is_told_in_time(client, address):
    first, later, _ = STORIES[address]
    told = [plain(str(moment.date)) for moment in client.get(address).context["timeline"].moments]

    assert told[0] == first
    assert later in told[1:]


@pytest.mark.parametrize("address", STORIES)
def test_each_line_of_the_drawing_is_a_row_of_the_table_and_names_who_is_there(client, address):
    *_, someone = STORIES[address]
    page = client.get(f"{address}graphe/?vue=dessin")
    graph = page.context["graph"]

    rows, number = [], 1
    while f"liens={number + 1}#" in (
        table := client.get(f"{address}graphe/?vue=liens&liens={number}").content.decode()
    ):
        rows += re.findall(ROW, table)
        number += 1
    rows += re.findall(ROW, table)

    assert sum(path.count("M") for path in re.findall(LINES, page.content.decode())) == len(rows)
    assert set(rows) == {(graph.nodes[link.one].url, graph.nodes[link.other].url) for link in graph.links}
    assert someone in {node.name for node in graph.nodes.values()}


def test_the_pole_recognised_longest_after_it_began_to_cooperate_comes_first(client):
    first = client.get("/poles/?tri=anteriorite").context["page_obj"].object_list[0]
    years = [pole.years_before_recognition or 0 for pole in Pole.objects.published()]

    assert first.name == "PTCE en Pays de Bray"
    assert first.years_before_recognition == max(years) == 24
