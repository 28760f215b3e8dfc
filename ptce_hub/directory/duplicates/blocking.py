"""Which records are worth comparing: those that share an identifier, a name or a word; never all with all."""

from collections import defaultdict
from itertools import combinations

from ptce_hub.directory.duplicates.facts import Grounds, facts_of, places_of
from ptce_hub.directory.duplicates.scoring import SUSPECT, compare

FEW = 40  # records that share a key and are all compared; of more, those of one neighbourhood
WINDOW = 12  # and of more still, each with the next ones by name
PREFIX = 6  # letters at either end of a name, for one-word names that differ by a letter


def keys_of(facts):
    """What a record shares with those worth comparing with it."""
    yield from facts.identifiers.items()
    for name in facts.names:
        whole = name.key.replace(" ", "")
        yield "nom", whole
        yield "début", whole[:PREFIX]
        yield "fin", whole[-PREFIX:]
        for word in name.words:
            if len(word) > 3:
                yield "mot", word


class Finder:
    """The records of a noun, ready to be compared: a second or two for 20,000, then under a millisecond each.

    ``queryset`` says among which: leave out what the reader may not see.
    """

    def __init__(self, queryset):
        places = places_of(queryset)
        self.grounds = Grounds(places)
        self.facts = {}
        self.blocks, self.near = defaultdict(list), defaultdict(list)
        for facts in facts_of(queryset, places):
            self.add(facts)

    def add(self, facts):
        self.facts[facts.key] = facts
        for key in set(keys_of(facts)):
            self.blocks[key].append(facts)
            self.near[key, facts.neighbourhood].append(facts)

    def pairs(self):
        """Every pair of keys, the lower first, that is a suspect: ``(one, other), Likeness``."""
        seen = set()
        for block in self.blocks.values():
            for one, other in worth_comparing(block):
                pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
                if one.key == other.key or pair in seen:
                    continue
                seen.add(pair)
                likeness = compare(one, other, self.grounds)
                if likeness.score >= SUSPECT:
                    yield pair, likeness

    def like(self, facts):
        """The suspects of ``facts``, the likeliest first: ``[(key, Likeness)]``."""
        self.grounds.add(facts.territory)
        near = {}
        for key in set(keys_of(facts)):
            block = self.blocks.get(key, ())
            if len(block) > FEW and key[0] != "nom":
                block = self.near.get((key, facts.neighbourhood), ())
            near.update((other.key, other) for other in block[: 5 * FEW] if other.key != facts.key)
        found = [(key, compare(facts, other, self.grounds)) for key, other in near.items()]
        found = [(key, likeness) for key, likeness in found if likeness.score >= SUSPECT]
        return sorted(found, key=lambda suspect: (-suspect[1].score, suspect[0]))


def worth_comparing(block):
    if len(block) <= FEW:
        yield from combinations(block, 2)
        return
    neighbours = defaultdict(list)
    for facts in block:
        neighbours[facts.neighbourhood].append(facts)
    for group in neighbours.values():
        group.sort(key=lambda facts: (facts.names[0].key if facts.names else "", facts.key))
        for rank, one in enumerate(group):
            for other in group[rank + 1 : rank + 1 + WINDOW]:
                yield one, other
