"""What surrounds some records, up to two steps: a step goes from a structure to those that it does something with."""

from poles.graph.reading import COOPERATION, POLE, Graph


def surroundings(graph, starts, steps):
    """The part of the graph around the nodes ``starts``, each node with its step: 0 for ``starts``, then 1, then 2."""
    starts = [key for key in starts if key in graph.nodes]
    found = dict.fromkeys(starts, 0)
    structures = [key for key in starts if not graph.nodes[key].is_tie]
    ties = [key for key in starts if graph.nodes[key].is_tie]
    ties += [node.key for key in ties for node in own_cooperations(graph, key)]
    for step in range(1, steps + 1):
        ties += [node.key for key in structures for node in graph.beside(key) if node.is_tie]
        ties = new(ties, found, step)
        reached = [node.key for key in ties for node in graph.beside(key) if not node.is_tie]
        if step == 1:
            reached += [node.key for key in starts for node in graph.beside(key) if not node.is_tie]
        structures, ties = new(reached, found, step), []
    part = graph.kept(found)
    return Graph(part.nodes, part.links, found, starts)


def own_cooperations(graph, key):
    """The cooperations of a pole."""
    return [node for node in graph.beside(key) if node.kind == COOPERATION] if graph.nodes[key].kind == POLE else []


def new(keys, found, step):
    """Those not found yet, which are from now on; the starts keep their place and are gone through."""
    keys = [key for key in dict.fromkeys(keys) if found.get(key, step) in (0, step)]
    found.update({key: step for key in keys if key not in found})
    return keys
