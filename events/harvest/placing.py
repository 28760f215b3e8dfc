"""Where the events of a source are: their commune when it is known, else the territory of the source."""

import re

from ptce_hub.directory.tabular.cells import Wrong
from ptce_hub.directory.tabular.places import Asked, Places
from ptce_hub.territories.models import Containment, Kind

POSTAL_THEN_NAME = re.compile(r"\b(\d{5})\s+([^\d,;()|\n]{2,60})")
SEPARATORS = re.compile(r"[,;|\n]|\s[-–]\s")


class Placing:
    """The places that a batch of ``Found`` may mean, asked together; ``of`` one of them."""

    def __init__(self, source, all_found):
        self.territory = source.territory
        self.asked = {found.outside_id: list(questions(found)) for found in all_found}
        self.places = Places([asked for each in self.asked.values() for asked, _ in each])
        inner = Containment.objects.filter(outer=self.territory, whole=True).values_list("inner", flat=True)
        self.inside = {self.territory.pk, *inner}

    def of(self, found):
        """The territory of the event; None when it is known to be elsewhere than in that of the source."""
        for asked, is_sure in self.asked[found.outside_id]:
            try:
                place = self.places.find(asked)
            except Wrong:
                continue
            if self.territory.kind == Kind.COUNTRY or place.pk in self.inside:
                return place
            if is_sure:
                return None
        return self.territory


def questions(found):
    """What may name the place, the surest first; a word alone that is a commune elsewhere proves nothing."""
    if found.insee:
        yield Asked(code=found.insee), True
    if found.commune:
        yield Asked(commune=found.commune, postal=found.postal), bool(found.postal)
    elif found.postal:
        yield Asked(postal=found.postal), True
    for postal, name in POSTAL_THEN_NAME.findall(found.where):
        name = SEPARATORS.split(name)[0].strip()
        yield Asked(commune=name, postal=postal), True
        yield Asked(postal=postal), True
    for words in reversed(SEPARATORS.split(found.where)[-6:]):
        if 2 <= len(words.strip()) <= 60 and not re.search(r"\d", words):
            yield Asked(commune=words.strip()), False
