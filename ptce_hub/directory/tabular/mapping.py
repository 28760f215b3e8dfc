"""Which column of the file is which of ours: guessed from its title, then as someone corrected it."""

import hashlib
import re

from rapidfuzz import fuzz, process

from ptce_hub.directory.tabular.models import KeptMapping
from ptce_hub.territories.names import fold

LONG, NEAR = 6, 90  # letters of a title that may have a typo, and how alike it must stay, of a hundred
PUNCTUATION = re.compile(r"\(.*?\)|[*:]")


def fold_heading(text):
    """« Code postal * (5 chiffres) » and « code_postal » are one."""
    text = re.sub(r"([a-zà-ÿ])([A-Z])", r"\1 \2", text.strip())
    return fold(PUNCTUATION.sub(" ", text)) or fold(text)


class Headings:
    """The titles by which a table's columns are known."""

    def __init__(self, table):
        self.known = {}
        for name, each in table.inputs.items():
            for word in (name, each.label, *each.words):
                self.known.setdefault(fold(word.replace("_", " ")), name)
        for name in table.inputs:  # its own name comes before another's synonym
            self.known[fold(name.replace("_", " "))] = name

    def of(self, heading):
        """The column that ``heading`` titles; "" when none is known by that title."""
        key = fold_heading(heading.replace("_", " "))
        if key in self.known:
            return self.known[key]
        bare = re.sub(r"^(?:le |la |l |les |nom du |nom de la )|s$", "", key)
        if bare in self.known or len(key) < LONG:
            return self.known.get(bare, "")
        near = process.extractOne(key, self.known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        return self.known[near[0]] if near else ""

    def guess(self, headings):
        """A column's name for each heading, each given once; "" for those that are not ours."""
        mapping, taken = [], set()
        for heading in headings:
            name = self.of(heading)
            mapping.append("" if name in taken else name)
            taken.add(name)
        return mapping


def print_of(headings):
    return hashlib.sha256("\x1f".join(map(fold_heading, headings)).encode()).hexdigest()


def recalled(table, user, headings):
    """The mapping that the person, else someone of their networks, last kept for the same headings; None when none."""
    kept = KeptMapping.objects.filter(noun=table.name, headings=print_of(headings))
    own = kept.filter(user=user).first()
    if own is None and user is not None:
        own = kept.filter(user__networks__in=user.networks.all()).order_by("-pk").first()
    return own


def keep(table, run):
    KeptMapping.objects.update_or_create(
        user=run.user,
        noun=table.name,
        headings=print_of(run.headings),
        defaults={"mapping": run.mapping, "constants": run.constants},
    )
