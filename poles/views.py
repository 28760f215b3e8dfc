"""Poles, cooperations, shared places, exchanges, calls: their lists; the grid."""

from django.http import Http404
from django.views.generic import DetailView

from poles.columns import CALLS, COOPERATIONS, EXCHANGES, PLACES, POLES
from poles.filters import CallFilter, CooperationFilter, ExchangeFilter, PlaceFilter, PoleFilter
from poles.models import Call, Cooperation, Exchange, Grid, Pole, SharedPlace
from ptce_hub.directory.history.days import Life
from ptce_hub.directory.views import EntryList


class PolePages:
    model = Pole
    filterset_class = PoleFilter
    title = "Pôles"
    lead = "Les pôles territoriaux de coopération économique, reconnus ou non, qu’une source nomme ainsi."
    url_name = "poles"
    columns = POLES
    card = "components/cards.html#pole"
    life = Life("started", "ended")


class PoleList(PolePages, EntryList):
    def for_list(self, entries):
        return entries.with_member_count().with_first_cooperation().for_cards()


class CooperationPages:
    model = Cooperation
    filterset_class = CooperationFilter
    title = "Coopérations"
    lead = "Qui travaille avec qui, sur quoi, depuis quand. Elle peut faire naître un pôle, ou s’en passer."
    url_name = "cooperations"
    columns = COOPERATIONS
    card = "components/cards.html#cooperation"
    life = Life("started", "ended")


class CooperationList(CooperationPages, EntryList):
    def for_list(self, entries):
        return entries.with_participant_count().for_cards()


class PlacePages:
    model = SharedPlace
    filterset_class = PlaceFilter
    title = "Lieux partagés"
    lead = "Immeubles et sites que des pôles ou leurs membres partagent, ou ont partagés."
    url_name = "shared_places"
    columns = PLACES
    card = "components/cards.html#place"
    life = Life("opened", "closed")


class PlaceList(PlacePages, EntryList):
    pass


class ExchangePages:
    model = Exchange
    filterset_class = ExchangeFilter
    title = "Besoins et partages"
    lead = (
        "Ce que des pôles et des structures cherchent ou peuvent partager : locaux, achats, emplois, compétences, "
        "matériel, accompagnement. Chaque annonce disparaît d’elle-même après son dernier jour."
    )
    url_name = "exchanges"
    told_first = ("sense",)
    columns = EXCHANGES
    card = "components/cards.html#exchange"


class ExchangeList(ExchangePages, EntryList):
    template_name = "poles/exchanges.html"


class CallPages:
    model = Call
    filterset_class = CallFilter
    title = "Appels à projets"
    lead = "Les appels qui ont reconnu ou soutenu des pôles. Les chiffres qui se contredisent ont chacun leur source."
    url_name = "calls"
    columns = CALLS
    card = "components/cards.html#call"


class CallList(CallPages, EntryList):
    pass


class GridPage(DetailView):
    """A version of the analysis grid, to read and to print: the current one unless another is asked for."""

    template_name = "poles/grid.html"
    context_object_name = "grid"

    def get_object(self, queryset=None):
        grids = Grid.objects.whole().prefetch_related("degrees")
        asked = self.request.GET.get("version", "")
        grid = grids.filter(version=asked).first() if asked else grids.current()
        if grid is None:
            raise Http404("Cette version de la grille n’est pas ici." if asked else "Aucune grille n’est chargée.")
        return grid

    def get_context_data(self, **kwargs):
        others = Grid.objects.exclude(pk=self.object.pk).only("version", "title")
        return super().get_context_data(others=others, **kwargs)
