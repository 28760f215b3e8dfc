"""What an address asks of the graph: how far, when, of what degree, of what nature, and how it is shown."""

from functools import lru_cache
from typing import NamedTuple

from django import forms

from poles.graph.around import surroundings
from poles.graph.reading import COOPERATION, POLE, Graph, whole_graph
from poles.models import Cooperation
from ptce_hub.directory.fields.dates import FIRST_YEAR, LAST_YEAR
from ptce_hub.directory.listing.facets import UNKNOWN, printable, worded
from ptce_hub.directory.listing.filters import EntryForm

STEPS = {"1": "un pas", "2": "deux pas"}
DEGREES = {str(degree): f"degré {degree}" for degree in range(1, 7)} | {UNKNOWN: "non évalué"}
NATURES = {POLE: "pôle"} | {worded(value): label for value, label in Cooperation.Kind.choices}
STORED = {worded(value): value for value in Cooperation.Kind.values}
KEPT = 32  # graphs asked for last, kept by each process
NARROWING = ("pas", "de", "a", "degre", "nature")


class Word(forms.ChoiceField):
    """One word of a list; ``wrong`` says what one may be."""

    def __init__(self, label, words, wrong):
        messages = {"invalid_choice": f"« %(value)s » n’est pas {wrong}"}
        super().__init__(label=label, choices=list(words.items()), required=False, error_messages=messages)

    def to_python(self, value):
        return printable(super().to_python(value))


class Year(forms.IntegerField):
    def __init__(self, label):
        wrong = f"Écrivez une année, de {FIRST_YEAR} à {LAST_YEAR}."
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        bounds = {"min_value": FIRST_YEAR, "max_value": LAST_YEAR}
        super().__init__(label=label, required=False, error_messages=messages, **bounds)


class GraphForm(EntryForm):
    """``views`` are the ways to see the page, the first being the usual one."""

    pas = Word("Jusqu’à", STEPS, "un nombre de pas : 1 ou 2.")
    de = Year("Coopère entre (année)")
    a = Year("et (année)")
    degre = Word("Degré", DEGREES, f"un degré : de 1 à 6, ou {UNKNOWN}.")
    nature = Word("Nature", NATURES, f"une nature de coopération. Choisissez parmi : {', '.join(NATURES)}.")
    vue = Word("Vue", {}, "une vue de cette page.")

    def __init__(self, query, views):
        super().__init__(query)
        self.fields["vue"].choices = list(views.items())

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("de"), self.cleaned_data.get("a")
        if first and last and first > last:
            self.add_error("a", f"La période finit ({last}) avant de commencer ({first}) : échangez les deux années.")
        return self.cleaned_data

    @property
    def asked(self):
        data = self.cleaned_data
        degree, nature = data["degre"], data["nature"]
        degrees = frozenset([None if degree == UNKNOWN else int(degree)] if degree else [])
        natures = frozenset([STORED.get(nature, "")] if nature else [])
        return Asked(int(data["pas"] or 2), data["de"], data["a"], degrees, natures)


class Asked(NamedTuple):
    """``degrees`` may hold None, for what nobody assessed; ``natures`` the empty text, which is a pole's."""

    steps: int = 2
    first: int | None = None
    last: int | None = None
    degrees: frozenset = frozenset()
    natures: frozenset = frozenset()

    @property
    def narrows(self):
        return self != Asked(self.steps)

    def keeps(self, node):
        """Whether a cooperation or a pole answers; structures do not narrow."""
        if not node.is_tie:
            return True
        if self.degrees and (node.kind != COOPERATION or node.degree not in self.degrees):
            return False
        if self.natures and node.nature not in self.natures:
            return False
        return not self.has_period or (node.since is not None and self.holds(node))

    @property
    def has_period(self):
        return self.first is not None or self.last is not None

    def holds(self, row):
        """Whether the time of a node or of a link, where it is known, meets the period."""
        if self.last and row.since and int(row.since[:4]) > self.last:
            return False
        return not (self.first and row.until and int(row.until[:4]) < self.first)


def graph_asked(asked, about):
    """The part of the graph that answers, of what ``about`` says, made once a version."""
    version, _ = whole_graph()
    return part(version, asked, about.starts, about.centre, about.federations)


@lru_cache(maxsize=KEPT)
def part(version, asked, starts, centre, federations):
    _, graph = whole_graph()
    if federations:
        known = [link for link in federations if link.one in graph.nodes]
        graph = Graph(graph.nodes, [*graph.links, *known])
    if asked.narrows:
        kept = {key for key, node in graph.nodes.items() if asked.keeps(node) or key in centre}
        graph = graph.kept(kept, [link for link in graph.links if asked.holds(link)] if asked.has_period else None)
    return graph if starts is None else surroundings(graph, starts, asked.steps)
