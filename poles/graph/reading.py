"""The whole graph, read once a version of the data: structures, and what ties them (cooperations, poles).

A node is a record, a link is a fact: a participation, a membership, a cooperation that belongs to a pole. A structure
never leads straight to another: what they do together stands between them, with its nature, its dates and its degree.
"""

from collections import Counter, defaultdict
from functools import cache, cached_property
from threading import Lock
from typing import NamedTuple

from django.db import connection
from django.db.models import Min, OuterRef, Q, Subquery
from django.urls import reverse

from actors.models import Network, NetworkMembership, Structure
from poles.models import Cooperation, DegreeAssessment, Membership, Participation, Pole
from ptce_hub.directory.models import Status

STRUCTURE, COOPERATION, POLE = "structure", "cooperation", "pole"
MODELS = {STRUCTURE: Structure, COOPERATION: Cooperation, POLE: Pole}
#: What the graph is made of: a change of any of these makes another version.
MADE_OF = (Structure, Network, Pole, Cooperation, Membership, Participation, NetworkMembership, DegreeAssessment)
PUBLISHED = Status.PUBLISHED


class Node(NamedTuple):
    """A published record. Dates are ISO 8601 text at the precision of the sources, None when unknown."""

    key: str  # « s12 »: its kind and its key in the database
    kind: str
    name: str
    acronym: str
    slug: str
    nature: str  # a value of the model's own list of kinds; empty for a pole
    since: str | None = None
    until: str | None = None
    degree: int | None = None

    @property
    def is_tie(self):
        return self.kind != STRUCTURE

    @property
    def url(self):
        return address(self.page).replace("*", self.slug)

    @property
    def graph_url(self):
        return address(f"{self.page}_graph").replace("*", self.slug)

    @property
    def page(self):
        """The name of its page's address."""
        return "network" if self.kind == STRUCTURE and self.nature == Structure.Kind.RESEAU else self.kind

    @property
    def nature_label(self):
        return "pôle" if self.kind == POLE else labels(self.kind)[self.nature]

    @property
    def order(self):
        return self.name.casefold(), self.key


@cache
def address(name):
    """Of a record whose slug would be « * »."""
    return reverse(name, args=["x"]).replace("/x/", "/*/")


@cache
def labels(kind):
    return dict(MODELS[kind].Kind.choices)


class Link(NamedTuple):
    """A fact that ties ``one`` (a structure, or a cooperation of a pole) to ``other``; of a network, its member."""

    one: str
    other: str
    role: str
    since: str | None
    until: str | None


class Graph:
    """Nodes by key and the links between them; what is made of them is made once, when asked for."""

    def __init__(self, nodes, links, steps=None, starts=()):
        self.nodes, self.links = nodes, links
        self.steps, self.starts = steps or {}, starts
        self._made = {}

    def made(self, of):
        """What the function ``of`` makes of the graph, made once."""
        if of not in self._made:
            self._made[of] = of(self)
        return self._made[of]

    @cached_property
    def count(self):
        """How many nodes of each kind."""
        counts = Counter(node.kind for node in self.nodes.values())
        return {kind: counts[kind] for kind in MODELS}

    @cached_property
    def around(self):
        """The links of each node that has some."""
        found = defaultdict(list)
        for link in self.links:
            found[link.one].append(link)
            found[link.other].append(link)
        return dict(found)

    def beside(self, key):
        """The nodes one link away, by name."""
        keys = {link.other if link.one == key else link.one for link in self.around.get(key, ())}
        return sorted((self.nodes[other] for other in keys), key=lambda node: node.order)

    def kept(self, keys, links=None):
        """The part of the graph that these nodes make."""
        links = self.links if links is None else links
        inside = [link for link in links if link.one in keys and link.other in keys]
        return Graph({key: self.nodes[key] for key in self.nodes if key in keys}, inside, self.steps, self.starts)


_whole, _lock = {}, Lock()


def whole_graph():
    """``(version, graph)``: read again when what is recorded has changed, whichever process changed it."""
    now = version()
    with _lock:
        if now not in _whole:
            _whole.clear()
            _whole[now] = read_graph()
        return now, _whole[now]


def version():
    """What changes with the data: of each table the last version kept and its date, and how many are published.

    Sequences may be committed out of order, hence the count of the latest ones beside the last.
    """
    with connection.cursor() as cursor:
        cursor.execute(version_sql())
        return cursor.fetchone()


@cache
def version_sql():
    def selected():
        for model in MADE_OF:
            table = connection.ops.quote_name(model.history.model._meta.db_table)
            last = f"(SELECT MAX(history_id) FROM {table})"  # noqa: S608 (our own tables)
            yield last
            yield f"(SELECT history_date FROM {table} ORDER BY history_id DESC LIMIT 1)"  # noqa: S608
            yield f"(SELECT COUNT(*) FROM {table} WHERE history_id > {last} - 1000)"  # noqa: S608
        for model in MODELS.values():
            table = connection.ops.quote_name(model._meta.db_table)
            yield f"(SELECT COUNT(*) FROM {table} WHERE status = '{PUBLISHED}')"  # noqa: S608

    return f"SELECT {', '.join(selected())}"


def read_graph():
    nodes = {node.key: node for node in (*structures(), *cooperations(), *poles())}
    links = [*participations(), *memberships(), *belongings()]
    return Graph(nodes, [link for link in merged(links) if link.one in nodes and link.other in nodes])


def structures():
    rows = (
        Structure.objects.published().order_by("sort_name", "pk").values_list("pk", "name", "acronym", "slug", "kind")
    )
    for pk, name, acronym, slug, kind in rows:
        yield Node(f"s{pk}", STRUCTURE, name, acronym, slug, kind)


def cooperations():
    latest = DegreeAssessment.objects.filter(cooperation=OuterRef("pk")).order_by("-assessed", "-pk").values("degree")
    rows = Cooperation.objects.published().order_by("sort_name", "pk").annotate(degree=Subquery(latest[:1]))
    for pk, name, slug, kind, since, until, degree in rows.values_list(
        "pk", "name", "slug", "kind", "started", "ended", "degree"
    ):
        yield Node(f"c{pk}", COOPERATION, name, "", slug, kind, text(since), text(until), degree)


def poles():
    """Since their own beginning, or that of the first cooperation that the sources date."""
    first = Min("cooperations__started", filter=Q(cooperations__status=PUBLISHED))
    rows = Pole.objects.published().order_by("sort_name", "pk").annotate(first=first)
    for pk, name, acronym, slug, started, first, ended in rows.values_list(
        "pk", "name", "acronym", "slug", "started", "first", "ended"
    ):
        since = min(filter(None, (text(started), text(first))), default=None)
        yield Node(f"p{pk}", POLE, name, acronym, slug, "", since, text(ended))


def text(date):
    return date and str(getattr(date, "iso", date))


def participations():
    rows = Participation.objects.filter(structure__isnull=False).order_by("pk")
    for structure, cooperation, role, since, until in rows.values_list(
        "structure_id", "cooperation_id", "role", "since", "until"
    ):
        yield Link(f"s{structure}", f"c{cooperation}", role, text(since), text(until))


def memberships():
    words = dict(Membership.Role.choices)
    rows = Membership.objects.order_by("pk").values_list("structure_id", "pole_id", "role", "since", "until")
    for structure, pole, role, since, until in rows:
        yield Link(f"s{structure}", f"p{pole}", words[role], text(since), text(until))


def belongings():
    rows = Cooperation.objects.published().filter(pole__isnull=False).order_by("pk").values_list("pk", "pole_id")
    for cooperation, pole in rows:
        yield Link(f"c{cooperation}", f"p{pole}", "dans le pôle", None, None)


def merged(links):
    """One link a pair: several roles are said together, over the whole time of them all."""
    pairs = {}
    for link in links:
        pairs.setdefault((link.one, link.other), []).append(link)
    for same in pairs.values():
        if len(same) == 1:
            yield same[0]
            continue
        roles = ", ".join(dict.fromkeys(link.role for link in same if link.role))
        sinces, untils = [link.since for link in same], [link.until for link in same]
        since = None if None in sinces else min(sinces)
        yield same[0]._replace(role=roles, since=since, until=None if None in untils else max(untils))
