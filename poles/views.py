"""Poles, cooperations, shared places, calls: their lists and pages; the grid."""

from django.http import Http404
from django.views.generic import DetailView

from poles.columns import CALLS, COOPERATIONS, PLACES, POLES
from poles.filters import CallFilter, CooperationFilter, PlaceFilter, PoleFilter
from poles.models import Call, Cooperation, Degree, Grid, Pole, SharedPlace
from ptce_hub.directory.shown import shown
from ptce_hub.directory.views import EntryList, EntryPage


class PolePages:
    model = Pole
    filterset_class = PoleFilter
    title = "Pôles"
    lead = "Les pôles territoriaux de coopération économique, reconnus ou non, qu’une source nomme ainsi."
    url_name = "poles"
    columns = POLES
    card = "components/cards.html#pole"


class PoleList(PolePages, EntryList):
    def for_list(self, entries):
        return entries.with_member_count().for_cards()


class PolePage(PolePages, EntryPage):
    template_name = "poles/pole.html"

    def for_page(self, entries):
        return (
            super()
            .for_page(entries)
            .prefetch_related(
                "scope",
                shown(Pole, "memberships", "structure", "structure__territory"),
                shown(Pole, "recognitions", "call"),
                shown(Pole, "cooperations"),
                shown(Pole, "places", None, "territory"),
                shown(Pole, "events", None, "territory"),
            )
        )


class CooperationPages:
    model = Cooperation
    filterset_class = CooperationFilter
    title = "Coopérations"
    lead = "Qui travaille avec qui, sur quoi, depuis quand. Elle peut faire naître un pôle, ou s’en passer."
    url_name = "cooperations"
    columns = COOPERATIONS
    card = "components/cards.html#cooperation"


class CooperationList(CooperationPages, EntryList):
    def for_list(self, entries):
        return entries.with_participant_count().for_cards()


class CooperationPage(CooperationPages, EntryPage):
    template_name = "poles/cooperation.html"

    def for_page(self, entries):
        return (
            super()
            .for_page(entries)
            .select_related("pole")
            .prefetch_related(
                "agreements",
                "assessments",
                shown(Cooperation, "participations", "structure", "structure__territory"),
                shown(Cooperation, "events", None, "territory"),
            )
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        steps = {step.degree: step for step in Degree.objects.order_by("grid")}
        for reading in context["entry"].assessments.all():
            reading.step = steps.get(reading.degree)
        return context


class PlacePages:
    model = SharedPlace
    filterset_class = PlaceFilter
    title = "Lieux partagés"
    lead = "Immeubles et sites que des pôles ou leurs membres partagent, ou ont partagés."
    url_name = "shared_places"
    columns = PLACES
    card = "components/cards.html#place"


class PlaceList(PlacePages, EntryList):
    pass


class PlacePage(PlacePages, EntryPage):
    template_name = "poles/place.html"

    def for_page(self, entries):
        return (
            super()
            .for_page(entries)
            .select_related("pole")
            .prefetch_related("figures", shown(SharedPlace, "managed_by"))
        )


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


class CallPage(CallPages, EntryPage):
    template_name = "poles/call.html"

    def for_page(self, entries):
        recognitions = shown(Call, "recognitions", "pole", "pole__territory__department")
        return super().for_page(entries).prefetch_related("figures", recognitions, shown(Call, "organisers"))


class GridPage(DetailView):
    """The latest version of the analysis grid, to read."""

    template_name = "poles/grid.html"
    context_object_name = "grid"

    def get_object(self, queryset=None):
        grid = Grid.objects.prefetch_related("general_objectives__objectives__indicators", "degrees").last()
        if grid is None:
            raise Http404("Aucune grille n’est chargée.")
        return grid
