"""The records that the cells of a batch name, by their page, their number, their name or their sigle."""

import re
from collections import defaultdict

from ptce_hub.directory.tabular.cells import Wrong, digits_of
from ptce_hub.territories.names import fold, with_other_article

PAGE = re.compile(r"(?:https?://[^/]+)?/(?:[\w-]+)/(?P<slug>[\w-]+)/?")


class Records:
    """The records of a noun that some texts name: an address, a Siret, a Siren, a name; read at once."""

    def __init__(self, model, texts):
        self.model, self.known = model, {}
        slugs, numbers, names = set(), set(), set()
        for text in texts:
            slugs.add(slug_in(text))
            numbers.add(number_in(text))
            names |= {fold(text), *with_other_article(fold(text))}
        rows = model._base_manager.select_related("territory")
        self.by_slug = {row.slug: row for row in rows.filter(slug__in=slugs)}
        self.by_name, self.by_number, self.by_acronym = (defaultdict(list) for _ in range(3))
        for row in rows.filter(sort_name__in=names):
            self.by_name[row.sort_name].append(row)
        if hasattr(model, "acronym"):
            for row in rows.filter(acronym__in=texts - {""}):
                self.by_acronym[row.acronym].append(row)
        if hasattr(model, "siret"):
            for field in ("siret", "siren"):
                for row in rows.filter(**{f"{field}__in": numbers - {""}}):
                    self.by_number[getattr(row, field)].append(row)

    def find(self, text, or_none=False):
        """The one record that ``text`` names; ``Wrong`` when several do, or none."""
        for known in (
            [self.by_slug.get(slug_in(text))], self.by_number[number_in(text)], self.by_name[fold(text)],
            self.by_acronym[text], [row for key in with_other_article(fold(text)) for row in self.by_name[key]],
        ):  # fmt: skip
            found = [row for row in dict.fromkeys(known) if row]
            if len(found) == 1:
                self.known[found[0].pk] = found[0]
                return found[0]
            if found:
                raise Wrong(
                    f"« {text[:60]} » désigne {len(found)} fiches : donnez l'adresse de sa page "
                    f"({', '.join(row.get_absolute_url() for row in found[:3])}…)."
                )
        if or_none:
            return None
        noun = self.model._meta.verbose_name
        raise Wrong(f"aucune fiche ({noun}) ne s'appelle « {text[:60]} » : importez-la d'abord, ou corrigez son nom.")


def slug_in(text):
    found = PAGE.fullmatch(text)
    return found["slug"] if found else text[:120]


def number_in(text):
    try:
        digits = digits_of(text)
    except Wrong:
        return ""
    return digits if digits.isdigit() else ""
