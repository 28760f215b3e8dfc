"""Of each noun, what the public may propose to change, and the words to say it."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType

from actors.models import Network, Structure, SupportOffer
from events.models import Event
from poles.models import Call, Cooperation, Exchange, Pole, SharedPlace

NAMES = ("name", "alternative_names", "summary", "themes")
PLACE = ("territory", "territory_words")
PROOFS = ("website", "sources", "notes")
IDENTIFIERS = ("siren", "siret", "rna")


@dataclass(frozen=True)
class Noun:
    """``word`` begins the addresses; ``fields`` are public, and none holds anything about a person.

    ``may_be_new``: whether the public may propose a record that the directory lacks. ``may_be_written``: whether one
    may write to who answers for it.
    """

    model: type
    word: str
    list_name: str
    this: str
    one: str
    fields: tuple
    may_be_new: bool = False
    may_be_written: bool = False

    @cached_property
    def name(self):
        return self.model._meta.model_name

    @property
    def content_type(self):
        return ContentType.objects.get_for_model(self.model)

    @property
    def all_of_them(self):
        return self.model._meta.verbose_name_plural


NOUNS = (
    Noun(
        Pole, "poles", "poles", "ce pôle", "un pôle",
        (*NAMES, "acronym", *PLACE, "scope", "activity", "started", "recognised", "ended", "initiated_by", *PROOFS),
        may_be_new=True,
        may_be_written=True,
    ),
    Noun(
        Cooperation, "cooperations", "cooperations", "cette coopération", "une coopération",
        (*NAMES, "object", "kind", *PLACE, "started", "formalised", "ended", "chosen", "initiated_by", *PROOFS),
        may_be_new=True,
    ),
    Noun(
        Structure, "acteurs", "structures", "cette structure", "une structure",
        (*NAMES, "acronym", "kind", *PLACE, *IDENTIFIERS, *PROOFS),
        may_be_new=True,
        may_be_written=True,
    ),
    Noun(
        Network, "reseaux", "networks", "ce réseau", "un réseau",
        (*NAMES, "acronym", "scope", "nature", "territories", "part_in_movement", *IDENTIFIERS, *PROOFS),
        may_be_written=True,
    ),
    Noun(
        SharedPlace, "lieux", "shared_places", "ce lieu", "un lieu",
        (
            *NAMES, *PLACE, "opened", "closed", "surface_m2", "hosted_structures", "people_working",
            "visitors_min_per_day", "visitors_max_per_day", *PROOFS,
        ),
    ),
    Noun(
        Event, "evenements", "events", "cet événement", "un événement",
        (*NAMES, *PLACE, "venue", "format", "start", "start_time", "end", "end_time", "ess_month", *PROOFS),
        may_be_new=True,
    ),
    Noun(
        Call, "appels-a-projets", "calls", "cet appel à projets", "un appel à projets",
        (
            *NAMES, *PLACE, "level", "launched", "deadline", "decided", "budget_eur", "candidates", "laureates",
            "organiser_names", *PROOFS,
        ),
    ),
    Noun(
        SupportOffer, "accompagnement", "support_offers", "cette offre", "une offre d’accompagnement",
        (*NAMES, "kind", "audience", *PLACE, "last_known", *PROOFS),
    ),
    Noun(
        Exchange, "besoins-et-partages", "exchanges", "cette annonce", "un besoin ou un partage",
        (
            "sense", "kind", "name", "summary", "pole", "structure", "territory", "radius_km", "themes", "expires_on",
            "website",
        ),
        may_be_new=True,
        may_be_written=True,
    ),
)  # fmt: skip
BY_MODEL = {noun.model: noun for noun in NOUNS}


def noun_of(content_type):
    """The noun of a content type; ``KeyError`` for what is no record."""
    return BY_MODEL[content_type.model_class()]
