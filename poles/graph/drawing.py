"""The graph as a drawing: what it keeps, where names go, and what the template writes. Lengths in its own units."""

from collections import Counter
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from poles.graph.layout import lay_out
from poles.graph.reading import COOPERATION, POLE, STRUCTURE, Node
from poles.graph.shape import groups_of

LEGIBLE = 150  # nodes
LINKED = 120  # nodes that are links on a page, the most tied; in the file they all are
MARGIN = 16
LETTER, LINE = 6.4, 15  # of a name: width of a letter, height
NAMED = 26  # letters
BESIDE = 12  # from a node to its name


class Spot(NamedTuple):
    """A node where it stands; without ``name`` when no room is left for one."""

    node: Node
    x: str
    y: str
    name: str = ""
    text_x: str = ""
    text_y: str = ""
    anchor: str = "start"


class Drawing(NamedTuple):
    spots: list
    plain: int  # how many nodes of a page are no links, the least tied
    lines: list  # ``(class, path)``
    dots: list
    start: list  # the spots of what the drawing is about
    frame: tuple  # left, top, width, height
    left_out: int
    groups: int  # kept whole, of a drawing that leaves some out; 0 when it keeps the nearest and most tied records
    links: list

    @property
    def linked(self):
        return self.spots[:LINKED]

    @property
    def view_box(self):
        return " ".join(map(str, self.frame))


def draw(graph):
    """None when nothing is tied."""
    kept, groups = legible(graph)
    if not kept.nodes:
        return None
    places = lay_out(kept)
    nodes = sorted(kept.nodes.values(), key=lambda node: (rank_of(kept, node), node.order))
    names = Names(places)
    spots = [spot(node, places[node.key], names.place(node.key, name)) for node, name in named(nodes)]
    return Drawing(
        spots=spots,
        plain=max(0, len(spots) - LINKED),
        lines=lines_of(kept, places),
        dots=[(kind, dotted(node.key for node in nodes if node.kind == kind)(places)) for kind in KINDS],
        start=[each for each in spots if each.node.key in kept.starts][:LINKED] if len(kept.starts) == 1 else [],
        frame=names.frame,
        left_out=len(graph.nodes) - len(kept.nodes),
        groups=groups,
        links=kept.links,
    )


KINDS = (STRUCTURE, COOPERATION, POLE)


def legible(graph):
    """What a drawing keeps: all, or the largest groups, or of a group too large the nearest and most tied records."""
    if len(graph.nodes) <= LEGIBLE:
        return graph, 0
    keys, whole = set(), 0
    for group in groups_of(graph):
        if len(keys) + len(group.nodes) > LEGIBLE:
            break
        keys |= {node.key for node in group.nodes}
        whole += 1
    if keys:
        return graph.kept(keys), whole
    return graph.kept(grown(graph)), 0


def grown(graph):
    """As many nodes as are legible, from the start or the most tied: the nearest, then most tied, beside them."""

    def turn(key):
        return graph.steps.get(key, 0), rank_of(graph, graph.nodes[key]), key

    starts = [key for key in graph.starts if key in graph.around] or [min(graph.around, key=turn)]
    waiting, seen, kept = [turn(key) for key in starts], set(starts), []
    heapify(waiting)
    while waiting and len(kept) < LEGIBLE:
        *_, key = heappop(waiting)
        kept.append(key)
        for node in graph.beside(key):
            if node.key not in seen:
                seen.add(node.key)
                heappush(waiting, turn(node.key))
    return set(kept)


def rank_of(graph, node):
    """The most tied first."""
    return -len(graph.around.get(node.key, ()))


def spot(node, place, name):
    x, y = place
    return Spot(node, f"{x:.0f}", f"{y:.0f}", *name)


def named(nodes):
    """Each node with the name to write: its acronym when no other has it."""
    acronyms = Counter(node.acronym for node in nodes)
    for node in nodes:
        own = node.acronym if acronyms[node.acronym] == 1 and node.acronym else node.name
        yield node, own if len(own) <= NAMED else f"{own[: NAMED - 1].rstrip(' ,-–(')}…"


def lines_of(graph, places):
    """A path for what ties structures, and one for the cooperations of a pole."""
    paths = {"ties": "", "inside": ""}
    for link in graph.links:
        (x, y), (to_x, to_y) = places[link.one], places[link.other]
        paths["inside" if graph.nodes[link.one].is_tie else "ties"] += f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}"
    return [(name, path) for name, path in paths.items() if path]


def dotted(keys):
    keys = list(keys)
    return lambda places: "".join(f"M{places[key][0]:.0f} {places[key][1]:.0f}h0" for key in keys)


class Names:
    """Where each name fits without covering a node or another name: right, left, below, above."""

    def __init__(self, places):
        self.places = places
        self.taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in places.values()]

    def place(self, key, name):
        """``(name, x, y, anchor)``, nothing when there is no room."""
        x, y = self.places[key]
        long = len(name) * LETTER
        for anchor, text_x, text_y, left in (
            ("start", x + BESIDE, y + 4, x + BESIDE),
            ("end", x - BESIDE, y + 4, x - BESIDE - long),
            ("middle", x, y + BESIDE + LINE - 3, x - long / 2),
            ("middle", x, y - BESIDE - 2, x - long / 2),
        ):
            frame = (left, text_y - LINE + 4, left + long, text_y + 3)
            if not any(meet(frame, other) for other in self.taken):
                self.taken.append(frame)
                return name, f"{text_x:.0f}", f"{text_y:.0f}", anchor
        return ()

    @property
    def frame(self):
        """Left, top, width and height of all that is drawn."""
        left, top = (min(frame[side] for frame in self.taken) - MARGIN for side in (0, 1))
        right, bottom = (max(frame[side] for frame in self.taken) + MARGIN for side in (2, 3))
        return round(left), round(top), round(right - left), round(bottom - top)


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
