"""The graph as files, for the same query string as its page: GraphML, GEXF, CSV of the links, JSON, the drawing."""

import csv
import io
import json
from typing import NamedTuple

import networkx as nx
from django.conf import settings
from django.template.loader import render_to_string

from poles.graph.drawing import draw
from ptce_hub.directory.files.writing import ATTRIBUTION, cell

#: What is said of a node and of a link, in the order of the files.
OF_NODE = ("nom", "sorte", "nature", "page", "depuis", "jusqu_a", "degre")
OF_LINK = ("role", "depuis", "jusqu_a")


class File(NamedTuple):
    ending: str
    label: str
    content_type: str
    write: callable

    @property
    def media_type(self):
        return self.content_type.partition(";")[0]


def facts(node, base):
    return dict(zip(OF_NODE, (node.name, node.kind, node.nature_label, base + node.url, node.since, node.until,
                              node.degree), strict=True))  # fmt: skip


def known(values):
    """What is unknown is left out: these formats have no null."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def name_of(node):
    """The key of a node in files: it does not change with the database."""
    return f"{node.kind}:{node.slug}"


def links(graph):
    for link in graph.links:
        yield graph.nodes[link.one], graph.nodes[link.other], dict(zip(OF_LINK, link[2:], strict=True))


def shape_of(graph, base):
    shape = nx.Graph()
    for node in graph.nodes.values():
        shape.add_node(name_of(node), label=node.name, **known(facts(node, base)))
    for one, other, said in links(graph):
        shape.add_edge(name_of(one), name_of(other), **known(said))
    return shape


def write_graphml(graph, base, title):
    return "\n".join(nx.generate_graphml(shape_of(graph, base), named_key_ids=True, prettyprint=True))


def write_gexf(graph, base, title):
    return "\n".join(nx.generate_gexf(shape_of(graph, base), version="1.2draft"))


def write_csv(graph, base, title):
    """A line a link."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(["de", "de_sorte", "de_page", "vers", "vers_sorte", "vers_nature", "vers_page", *OF_LINK, "degre"])
    for one, other, said in links(graph):
        row = [one.name, one.kind, base + one.url, other.name, other.kind, other.nature_label, base + other.url]
        writer.writerow(map(cell, [*row, *said.values(), other.degree]))
    return lines.getvalue()


def write_json(graph, base, title):
    about = {
        "titre": title,
        "licence": {"nom": settings.DATA_LICENCE_NAME, "adresse": settings.DATA_LICENCE_URL},
        "attribution": f"{settings.PUBLISHER_NAME or 'PTCE Hub'}. {ATTRIBUTION}",
        "fiches": [{"id": name_of(node), **facts(node, base)} for node in graph.nodes.values()],
        "liens": [{"de": name_of(one), "vers": name_of(other), **said} for one, other, said in links(graph)],
    }
    return json.dumps(about, ensure_ascii=False)


def write_svg(graph, base, title):
    """The drawing alone, every record of it a link, to look at or to print large."""
    return render_to_string("poles/graph/drawing.svg", {"drawing": graph.made(draw), "title": title, "base": base})


FILES = (
    File(".graphml", "GraphML", "application/graphml+xml; charset=utf-8", write_graphml),
    File(".gexf", "GEXF", "application/gexf+xml; charset=utf-8", write_gexf),
    File(".csv", "CSV des liens", "text/csv; charset=utf-8; header=present", write_csv),
    File(".json", "JSON", "application/json", write_json),
    File(".svg", "dessin", "image/svg+xml; charset=utf-8", write_svg),
)
