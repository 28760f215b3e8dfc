"""The levels of territories, and how addresses name them."""

import re

from django.db import models
from django.db.models import Case, Value, When


class Kind(models.TextChoices):
    """Levels, widest first: of two territories with the same communes, the earlier one covers the later."""

    COUNTRY = "country", "pays"
    REGION = "region", "région"
    FORMER_REGION = "former_region", "ancienne région"
    DEPARTMENT = "department", "département"
    AREA = "area", "bassin, pays ou quartier"
    EPCI = "epci", "intercommunalité"
    COMMUNE = "commune", "commune"


#: The word of each level in addresses: ``/territoires/ancienne-region/picardie/``.
URL_WORDS = {
    Kind.COUNTRY: "pays",
    Kind.REGION: "region",
    Kind.FORMER_REGION: "ancienne-region",
    Kind.DEPARTMENT: "departement",
    Kind.AREA: "zone",
    Kind.EPCI: "epci",
    Kind.COMMUNE: "commune",
}
CODE = r"[0-9A-Za-z][0-9A-Za-z-]{0,59}"
KINDS_BY_WORD = {word: kind for kind, word in URL_WORDS.items()}

#: Sorts by level, widest first.
BY_WIDTH = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(Kind.values)))


def read_ref(ref):
    """The level and code that ``region-28`` names; ``ValueError`` for anything else."""
    for word, kind in KINDS_BY_WORD.items():
        code = ref.removeprefix(f"{word}-")
        if code != ref and re.fullmatch(CODE, code):
            return kind, code
    raise ValueError(f"{ref[:80]!r} does not name a territory")
