"""The page of a territory: what is here, what acts more widely, what overlaps, and what lies around."""

from typing import NamedTuple

from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import DetailView

from actors.views import NetworkPages, SupportOfferPages
from events.models import Event
from events.periods import coming as is_coming
from events.views import EventPages
from poles.models import Cooperation, Pole, SharedPlace
from poles.views import ExchangePages
from ptce_hub.directory.addresses import moved_for_good
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.history.pages import shows_past
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.listing.paging import page_of
from ptce_hub.directory.listing.reach import concerned, first_of_each
from ptce_hub.directory.maps.drawing import draw_counts, draw_territory
from ptce_hub.site.growth import growth_of
from ptce_hub.site.nouns import NOUNS
from ptce_hub.site.spread import spreads_of
from ptce_hub.site.surroundings import nearest_entries, neighbours, parts, wider_and_across
from ptce_hub.site.territory_then import territory_then
from ptce_hub.territories.levels import KINDS_BY_WORD, URL_WORDS
from ptce_hub.territories.models import Alias, Kind, Territory
from ptce_hub.territories.resolving import resolve

FIRST, FIRST_IN_COUNTRY = 6, 3  # entries of a noun shown for each reach, one less when its list has more
CROWDED, FIRST_OF_CROWD = 15, 3  # where so many would be shown, only so many of each noun
COMING = 4
PARTS = 15
ACROSS = 12
GROUPS = (
    (Reach.HERE, "Ici", "Ce qui se trouve ou agit dans ce territoire."),
    (
        Reach.WIDER,
        "À une échelle plus large",
        "Ce qui agit sur un territoire plus vaste qui le contient, ou n’est pas situé plus précisément.",
    ),
    (Reach.ACROSS, "À cheval", "Ce qui agit sur un territoire qui déborde de celui-ci sans le contenir."),
)
EXCHANGES_SAID = ((Reach.HERE, "ici"), (Reach.WIDER, "plus largement"), (Reach.ACROSS, "à cheval"))
#: Those who serve a territory, shown apart from what happens there.
SERVING = (NetworkPages, SupportOfferPages)
#: Where so much stands that needs and what is shared are told as counts, each a link.
WIDE = (Kind.COUNTRY, Kind.REGION, Kind.FORMER_REGION)
LATEST_FIRST = (F("start").desc(nulls_last=True), "sort_name", "pk")


class Shown(NamedTuple):
    name: str
    url: str
    place: str


class AboutTerritory(DetailView):
    """A page about the territory of its address; ``ending`` is what follows the territory's own."""

    context_object_name = "territory"
    ending = ""

    def dispatch(self, request, level, slug):
        if level not in KINDS_BY_WORD:
            raise Http404(f"« {level} » n’est pas un niveau de territoire : {', '.join(KINDS_BY_WORD)}.")
        self.kind = KINDS_BY_WORD[level]
        return super().dispatch(request, slug)

    def get(self, request, slug):
        try:
            self.object = self.get_object()
        except Http404:
            return self.moved(slug)
        return self.answer(request)

    def answer(self, request):
        return self.render_to_response(self.get_context_data())

    def moved(self, slug):
        """To what the territory of that address became; several successors, and the reader chooses."""
        former = Alias.objects.filter(territory__kind=self.kind, slug=slug).select_related("territory")
        words = slug.replace("-", " ")
        heirs = {alias.territory for alias in former} or {
            match.territory for match in resolve(words, kinds=[self.kind])
        }
        if len(heirs) > 1:
            return redirect(f"{reverse('territories')}?{urlencode({'q': words})}")
        if not heirs:
            raise Http404(f"Aucun territoire à l’adresse « {URL_WORDS[self.kind]}/{slug} ».")
        return moved_for_good(self.request, heirs.pop().get_absolute_url() + self.ending)

    def get_queryset(self):
        return Territory.objects.filter(kind=self.kind).select_related("region", "department", "epci")


class TerritoryPage(AboutTerritory):
    template_name = "site/territory.html"

    @shows_past
    def get(self, request, slug):
        return super().get(request, slug)

    def get_past(self, request, day, slug):
        territory = self.get_queryset().filter(slug=slug).first()
        return territory_then(request, day, territory) if territory else self.moved(slug)

    def get_context_data(self, **kwargs):
        territory = self.object
        found = {noun: entries_of(noun, territory) for noun in NOUNS}
        exchanges = found.pop(ExchangePages) if territory.kind in WIDE else {}
        if territory.kind not in WIDE:
            uncrowd(found)
        wider, across = wider_and_across(territory)
        within = page_of(list(parts(territory)), self.request, "dedans", PARTS)
        return super().get_context_data(
            groups=groups(found),
            exchanges=[(reach, words, exchanges[reach][0]) for reach, words in EXCHANGES_SAID if reach in exchanges],
            serving=serving(found),
            ended=territory.ended and PartialDate.parse(territory.ended),
            coming=coming(territory),
            growth=growth_of(territory),
            spreads=spreads_of(territory),
            nearest=[] if any(Reach.HERE in reaches for reaches in found.values()) else nearest_entries(territory),
            wider=wider,
            trail=[other for other in wider if other.kind in (Kind.REGION, Kind.DEPARTMENT, Kind.EPCI)],
            across=across[:ACROSS],
            more_across=len(across) - ACROSS,
            parts=within,
            neighbours=neighbours(territory),
            successors=territory.successors.all() if territory.ended else [],
            predecessors=territory.predecessors.exclude(ended="").order_by("key"),
            names=names(territory),
            drawing=drawing(territory),
            **kwargs,
        )


def entries_of(noun, territory):
    """``{reach: (total, [Shown…])}`` for the reaches in which the noun has some."""
    fields = (*noun.model.address_fields, *getattr(noun, "told_first", ()))
    columns = ("name", "territory__name", *fields)
    order = LATEST_FIRST if noun is EventPages else ("sort_name", "pk")
    most = FIRST_IN_COUNTRY if territory.kind == Kind.COUNTRY else FIRST
    reaches = {}
    for row in first_of_each(noun.model, territory, columns, order, most):
        name, place, *values = row.values
        entry = noun.model(name=name, **dict(zip(fields, values, strict=True)))
        reaches.setdefault(row.reach, (row.total, []))[1].append(
            Shown(told(noun, entry), entry.get_absolute_url(), place)
        )
    return {reach: (total, shown if total <= most else shown[:-1]) for reach, (total, shown) in reaches.items()}


def uncrowd(found):
    """Fewer of each noun where most have many: with its parts and neighbours, the page keeps within its weight."""
    shown = [entries for reaches in found.values() for reach, (_, entries) in reaches.items() if reach == Reach.HERE]
    if sum(map(len, shown)) > CROWDED:
        for entries in shown:
            del entries[FIRST_OF_CROWD:]


def told(noun, entry):
    """« Recherche : un atelier », where the noun's name alone would not tell."""
    first = [getattr(entry, f"get_{field}_display")() for field in getattr(noun, "told_first", ())]
    return " : ".join([*map(str.capitalize, first), entry.name])


def groups(found):
    """For each reach: its name, its words, and each noun that has some, with their number and the first ones."""
    return [
        (reach, heading, words, [(noun, *found[noun][reach]) for noun in found if is_told(noun, found[noun], reach)])
        for reach, heading, words in GROUPS
    ]


def is_told(noun, reaches, reach):
    return reach in reaches and noun not in SERVING


def serving(found):
    """The networks, then the support offers, reach by reach."""
    told = [(reach, heading) for reach, heading, _ in GROUPS]
    return [
        (noun, [(reach, heading, *found[noun][reach]) for reach, heading in told if reach in found[noun]])
        for noun in SERVING
        if found[noun]
    ]


def coming(territory):
    """The first events going on or to come, here, wider or across."""
    events = concerned(Event.objects.published(), territory.pk).filter(is_coming())
    return events.select_related("territory").order_by("start", "sort_name", "pk")[:COMING]


def names(territory):
    """The other names and codes that lead here: ``[(what they are, [name…])…]``."""
    by_nature = {}
    for alias in territory.aliases.order_by("nature", "key", "code"):
        by_nature.setdefault(alias.get_nature_display(), {})[alias.name or alias.code] = True
    return [(nature, list(found)) for nature, found in by_nature.items()]


def drawing(territory):
    """The map, with the poles, cooperations and places that stand in it; of the country, its poles by region."""
    if territory.kind == Kind.COUNTRY:
        return draw_counts(Pole.objects.published(), Kind.REGION, Territory.get_absolute_url)
    here = [model.objects.published().within(territory) for model in (Pole, Cooperation, SharedPlace)]
    return draw_territory(territory, here)
