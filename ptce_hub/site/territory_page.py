"""The page of a territory: what is here, what acts more widely, what overlaps."""

from django.db.models import Count, Window
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import DetailView

from ptce_hub.directory.filters import Reach
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import KINDS_BY_WORD, URL_WORDS, Alias, Kind, Territory
from ptce_hub.territories.resolving import resolve

EXCERPT = 12  # entries of a noun shown on a territory's page; the list has them all


class TerritoryPage(DetailView):
    """Everything of a territory: what is here, what acts more widely, what overlaps."""

    template_name = "site/territory.html"
    context_object_name = "territory"

    def get(self, request, *args, level, slug):
        if level not in KINDS_BY_WORD:
            raise Http404(f"« {level} » n’est pas un niveau de territoire : {', '.join(KINDS_BY_WORD)}.")
        try:
            return super().get(request, *args, level=level, slug=slug)
        except Http404:
            return self.moved(KINDS_BY_WORD[level], slug)

    def moved(self, kind, slug):
        """To what the territory of that address became; several successors, and the reader chooses."""
        former = Alias.objects.filter(territory__kind=kind, slug=slug).select_related("territory")
        words = slug.replace("-", " ")
        heirs = {alias.territory for alias in former} or {match.territory for match in resolve(words, kinds=[kind])}
        if len(heirs) > 1:
            return redirect(f"{reverse('territories')}?{urlencode({'q': words})}")
        if not heirs:
            raise Http404(f"Aucun territoire à l’adresse « {URL_WORDS[kind]}/{slug} ».")
        return redirect(heirs.pop(), permanent=True)

    def get_queryset(self):
        return Territory.objects.filter(kind=KINDS_BY_WORD[self.kwargs["level"]]).select_related(
            "region", "department", "epci"
        )

    def get_context_data(self, **kwargs):
        territory = self.object
        return super().get_context_data(
            groups=[
                (
                    Reach.HERE,
                    "Ici",
                    "Ce qui se trouve ou agit dans ce territoire.",
                    excerpts(lambda entries: entries.within(territory)),
                ),
                (
                    Reach.WIDER,
                    "À une échelle plus large",
                    "Ce qui agit sur un territoire plus vaste qui le contient, ou n’est pas situé plus précisément.",
                    excerpts(lambda entries: entries.covering(territory)),
                ),
                (
                    Reach.ACROSS,
                    "À cheval",
                    "Ce qui agit sur un territoire qui déborde de celui-ci sans le contenir.",
                    excerpts(lambda entries: entries.overlapping(territory)),
                ),
            ],
            covering=sorted(Territory.objects.covering(territory), key=lambda wider: Kind.values.index(wider.kind)),
            overlapping=Territory.objects.overlapping(territory).order_by("key")[:30],
            parts=parts(territory),
            successors=territory.successors.all(),
            predecessors=territory.predecessors.all(),
            former_names=territory.aliases.exclude(nature=Alias.Nature.POSTAL).exclude(name="").order_by("key"),
            **kwargs,
        )


def excerpts(narrow):
    """For each noun that has some: its pages, how many there are in all, and the first few."""
    found = []
    for noun in NOUNS:
        entries = narrow(noun.model.objects.published()).annotate(total=Window(Count("pk")))
        rows = list(entries.select_related("territory").order_by("sort_name", "pk")[:EXCERPT])
        if rows:
            found.append((noun, rows[0].total, rows))
    return found


def parts(territory):
    """The level just below: departments of a region, intercommunalities of a department, communes of the others."""
    finer = {
        Kind.COUNTRY: [Kind.REGION],
        Kind.REGION: [Kind.DEPARTMENT, Kind.FORMER_REGION],
        Kind.FORMER_REGION: [Kind.DEPARTMENT],
        Kind.DEPARTMENT: [Kind.EPCI],
        Kind.COMMUNE: [Kind.AREA],
    }.get(territory.kind, [Kind.COMMUNE])
    return Territory.objects.within(territory).filter(kind__in=finer).order_by("kind", "name")
