"""The graph in words: a nested list of what ties whom, and a row for each link."""

from typing import NamedTuple

BLOCK = 20  # structures under one heading; more make another, which says so
PAGE = 40  # lines of a page of the list
ROWS = 20  # of a page of the table


class Block(NamedTuple):
    """A cooperation or a pole with some of those who take part in it; ``step`` says how far it is."""

    step: int
    tie: object
    members: list  # ``(node, link)``
    continued: bool


def blocks(graph):
    """Nearest first, then those that tie the most."""
    ties = [node for node in graph.nodes.values() if node.is_tie]
    ties.sort(key=lambda node: (step_of(graph, node.key), -len(graph.around.get(node.key, ())), node.order))
    for tie in ties:
        members = members_of(graph, tie)
        for first in range(0, max(1, len(members)), BLOCK):
            yield Block(step_of(graph, tie.key), tie, members[first : first + BLOCK], first > 0)


def members_of(graph, tie):
    """Those whose link leads to ``tie``: structures, and of a pole its cooperations."""
    links = [link for link in graph.around.get(tie.key, ()) if link.other == tie.key]
    return sorted(((graph.nodes[link.one], link) for link in links), key=lambda pair: (pair[0].is_tie, pair[0].order))


def step_of(graph, key):
    return max(1, graph.steps.get(key, 1))


def pages_of(graph):
    """The blocks by pages of about ``PAGE`` lines."""
    pages, lines = [[]], 0
    for block in blocks(graph):
        long = len(block.members) + 1
        if pages[-1] and lines + long > PAGE:
            pages.append([])
            lines = 0
        pages[-1].append(block)
        lines += long
    return pages


def rows_of(graph):
    """A row a link, ``(node, node, link)``, in the order of the graph's own nodes."""
    rank = {key: number for number, key in enumerate(graph.nodes)}
    links = sorted(graph.links, key=lambda link: (rank[link.other], rank[link.one]))
    return [(graph.nodes[link.one], graph.nodes[link.other], link) for link in links]
