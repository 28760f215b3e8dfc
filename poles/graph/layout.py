"""Where each node stands: each group laid out by networkx, then the groups side by side. Always the same places."""

import math
from itertools import combinations

import networkx as nx

from poles.graph.shape import networkx_of

GAP = 30  # between two groups, in units of the drawing
NEAR = 62  # the least between two nodes
SPREAD = 1.35  # wider than high: names are
WIDTH = 1000  # unless one group is wider


def lay_out(graph):
    """``{key: (x, y)}``, the largest group first."""
    rank = {key: number for number, key in enumerate(graph.nodes)}
    groups = sorted(
        nx.connected_components(networkx_of(graph)), key=lambda keys: (-len(keys), min(map(rank.get, keys)))
    )
    return packed([placed(alone(graph, sorted(keys, key=rank.get))) for keys in groups])


def alone(graph, keys):
    """One group, its nodes in that order: networkx's own ``subgraph`` has none that lasts."""
    shape = nx.Graph()
    shape.add_nodes_from(keys)
    shape.add_edges_from((link.one, link.other) for link in graph.links if link.one in shape)
    return shape


def placed(shape):
    """One group: springs, then those too near pushed apart."""
    keys = list(shape)
    if len(keys) <= 2:
        return {key: (number * 2.2 * NEAR, 0.0) for number, key in enumerate(keys)}
    first = nx.circular_layout(shape)
    springs = nx.spring_layout(shape, pos=first, iterations=300, seed=7, k=1.6 / math.sqrt(len(keys)))
    size = NEAR * math.sqrt(len(keys)) * 0.75
    spots = {key: [float(x) * size * SPREAD, float(y) * size] for key, (x, y) in springs.items()}
    push_apart(spots)
    return {key: tuple(spot) for key, spot in spots.items()}


def push_apart(spots, rounds=60):
    pairs = list(combinations(spots.values(), 2))
    for _ in range(rounds):
        moved = False
        for one, other in pairs:
            across, down = other[0] - one[0], other[1] - one[1]
            distance = math.hypot(across / SPREAD, down) or 0.01
            if distance < NEAR * 0.95:
                share = (NEAR - distance) / 2 / distance
                one[0] -= across * share
                one[1] -= down * share
                other[0] += across * share
                other[1] += down * share
                moved = True
        if not moved:
            return


def packed(groups):
    """The groups side by side, each as high as it can stand."""
    boxes = [box(spots) for spots in groups]
    most = max([WIDTH, *(size(each)[0] for each in boxes)])
    places, taken = {}, []
    for spots, edges in zip(groups, boxes, strict=True):
        width, height = size(edges)
        corners = [(0.0, 0.0), *((right + GAP, top) for _, top, right, _ in taken)]
        corners += [(left, bottom + GAP) for left, _, _, bottom in taken]
        x, y = min((y + height, y, x) for x, y in corners if fits((x, y, x + width, y + height), taken, most))[:0:-1]
        taken.append((x, y, x + width, y + height))
        places |= {key: (x + px - edges[0], y + py - edges[1]) for key, (px, py) in spots.items()}
    return places


def fits(frame, taken, most):
    left, top, right, bottom = frame
    return right <= most and not any(
        left < there[2] + GAP and there[0] < right + GAP and top < there[3] + GAP and there[1] < bottom + GAP
        for there in taken
    )


def box(spots):
    """Left, top, right, bottom, with room for names at both sides."""
    xs, ys = [x for x, _ in spots.values()], [y for _, y in spots.values()]
    return min(xs) - 70, min(ys) - 25, max(xs) + 70, max(ys) + 25


def size(edges):
    left, top, right, bottom = edges
    return right - left, bottom - top
