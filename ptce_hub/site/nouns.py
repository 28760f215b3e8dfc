"""Every noun of the directory."""

from actors.views import NetworkPages, StructurePages, SupportOfferPages
from events.views import EventPages
from poles.views import CallPages, CooperationPages, ExchangePages, PlacePages, PolePages

#: Every noun, in the order of the menu.
NOUNS = (
    PolePages, CooperationPages, StructurePages, NetworkPages, PlacePages, EventPages, CallPages, SupportOfferPages,
    ExchangePages,
)  # fmt: skip
