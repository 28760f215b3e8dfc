"""What the graph is made of: its groups, the structures that join some of them, the records tied to nothing."""

from typing import NamedTuple

import networkx as nx

from poles.graph.reading import Node


def networkx_of(graph):
    """The same nodes and links, in an order that depends on the data alone."""
    shape = nx.Graph()
    shape.add_nodes_from(graph.nodes)
    shape.add_edges_from((link.one, link.other) for link in graph.links)
    return shape


NAMED = 5  # ties of a group shown in a list


class Group(NamedTuple):
    """Records tied to each other, directly or not, and to none of the others; the most tied first."""

    nodes: list
    links: int

    @property
    def structures(self):
        return [node for node in self.nodes if not node.is_tie]

    @property
    def ties(self):
        return [node for node in self.nodes if node.is_tie]

    @property
    def first(self):
        """What ties the most of them."""
        return self.ties[:NAMED]


class Bridge(NamedTuple):
    """A structure without which its group would fall into parts of so many structures, the largest first."""

    node: Node
    parts: list


def groups_of(graph):
    """The groups of two records or more, those of most structures first."""
    rank = {key: number for number, key in enumerate(graph.nodes)}
    found = [keys for keys in nx.connected_components(networkx_of(graph)) if len(keys) > 1]
    size = {id(keys): sum(not graph.nodes[key].is_tie for key in keys) for keys in found}
    found.sort(key=lambda keys: (-size[id(keys)], -len(keys), min(map(rank.get, keys))))
    home = {key: number for number, keys in enumerate(found) for key in keys}
    links = [0] * len(found)
    for link in graph.links:
        links[home[link.one]] += 1
    tied = {key: (-len(links), rank[key]) for key, links in graph.around.items()}
    return [Group([graph.nodes[key] for key in sorted(keys, key=tied.get)], links[n]) for n, keys in enumerate(found)]


def isolated_of(graph):
    return [node for key, node in graph.nodes.items() if key not in graph.around]


def bridges_of(graph):
    """The structures that join parts where other structures are, those between the largest parts first."""
    shape, found = networkx_of(graph), []
    for keys in nx.connected_components(shape):
        if len(keys) > 2:
            found += bridges_in(graph, shape.subgraph(keys))
    return sorted(found, key=lambda bridge: (-sum(bridge.parts[1:]), -len(bridge.parts), bridge.node.order))


def bridges_in(graph, shape):
    """Of one group, from the tree that its blocks and the nodes between them make."""
    blocks = [frozenset(block) for block in nx.biconnected_components(shape)]
    cuts = set(nx.articulation_points(shape))
    if not cuts:
        return []
    tree = {cut: [] for cut in cuts}
    for number, block in enumerate(blocks):
        tree[number] = [key for key in block if key in cuts]
        for cut in tree[number]:
            tree[cut].append(number)

    def weight(place):
        """The structures of the place itself: of a block, those that no other block has."""
        keys = [place] if place in cuts else blocks[place] - cuts
        return sum(not graph.nodes[key].is_tie for key in keys)

    total = sum(not graph.nodes[key].is_tie for key in shape)
    below, parents = sums_below(tree, weight, next(iter(tree)))
    found = []
    for cut in cuts:
        if not graph.nodes[cut].is_tie:
            beside = [total - below[cut] if block == parents[cut] else below[block] for block in tree[cut]]
            parts = sorted(filter(None, beside), reverse=True)
            if len(parts) > 1:
                found.append(Bridge(graph.nodes[cut], parts))
    return found


def sums_below(tree, weight, root):
    """The weight of each place of the tree with all that hangs under it, and what it hangs from."""
    parents, order = {root: None}, [root]
    for place in order:
        for other in tree[place]:
            if other != parents[place]:
                parents[other] = place
                order.append(other)
    below = {place: weight(place) for place in order}
    for place in reversed(order[1:]):
        below[parents[place]] += below[place]
    return below, parents
