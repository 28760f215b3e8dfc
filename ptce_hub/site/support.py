"""« Qui appeler ? »: for a territory and a theme, who supports what, from the offers and the networks' scopes.

What is shown is what is recorded: nothing here says that no one else would help.
"""

from typing import NamedTuple

from django import forms
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from actors.models import Network, SupportOffer
from ptce_hub.directory.listing.facets import worded
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.listing.reach import by_reach
from ptce_hub.directory.models import Theme
from ptce_hub.directory.shown import shown
from ptce_hub.site.searching import TerritoryForm

OFFERS, NETWORKS = 4, 8  # of a kind of support; the lists have them all
NEAREST_FIRST = Case(
    When(reach=Reach.HERE, then=Value(0)),
    When(reach=Reach.ACROSS, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


class Asked(TerritoryForm):
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label="Sur quel thème",
        required=False,
        to_field_name="slug",
        empty_label="tous les thèmes",
        error_messages={"invalid_choice": "Aucun thème n’a cette adresse : choisissez-en un dans la liste."},
    )


class Support(NamedTuple):
    """One kind of support: its nearest offers, how many there are in all, and the list that has them."""

    label: str
    offers: list
    total: int
    address: str


class WhomToCall(TemplateView):
    template_name = "support/whom_to_call.html"

    def get(self, request, *args, **kwargs):
        form = Asked(request.GET)
        context = self.get_context_data(form=form)
        if not form.is_valid():
            return self.render_to_response(context, status=400)
        territory, theme = form.cleaned_data["territoire"], form.cleaned_data["theme"]
        if territory:
            networks, total = serving(territory)
            context |= {"territory": territory, "theme": theme, "supports": supports(territory, theme)}
            context |= {"networks": networks, "networks_in_all": total}
        return self.render_to_response(context)


def supports(territory, theme):
    """The offers that reach the territory, by what they are for; those of the theme, then those that name none."""
    found = {}
    for offer in nearest_of_each_kind(territory, theme):
        found.setdefault(offer.kind, []).append(offer)
    return [
        Support(label, found[kind], found[kind][0].total, list_of(kind, theme))
        for kind, label in SupportOffer.Kind.choices
        if kind in found
    ]


def nearest_of_each_kind(territory, theme):
    offers = by_reach(SupportOffer.objects.published(), territory.pk).annotate(near=NEAREST_FIRST)
    offers = offers.annotate(unnamed=~Exists(themes_of_an_offer()))
    if theme:
        offers = offers.annotate(fits=Exists(themes_of_an_offer(pk=theme.pk))).exclude(unnamed=False, fits=False)
    order = [*(["-fits"] if theme else []), "near", F("last_known").desc(nulls_last=True), "sort_name", "pk"]
    offers = offers.annotate(
        total=Window(Count("pk"), partition_by="kind"),
        place=Window(RowNumber(), partition_by="kind", order_by=order),
    )
    kept = offers.filter(place__lte=OFFERS).order_by("place")
    return kept.select_related("territory").prefetch_related(shown(SupportOffer, "providers"))


def themes_of_an_offer(**condition):
    return Theme.objects.filter(supportoffer=OuterRef("pk"), **condition)


def list_of(kind, theme):
    query = {"nature": worded(kind)} | ({"theme": theme.slug} if theme else {})
    return f"{reverse('support_offers')}?{urlencode(query)}"


def serving(territory):
    """The networks whose scope reaches the territory, the nearest first, and how many there are in all."""
    living = Network.objects.published().filter(successions=None)  # those that another took over answer no more
    networks = by_reach(living, territory.pk).annotate(near=NEAREST_FIRST)
    return networks.order_by("near", "sort_name", "pk")[:NETWORKS], networks.count()
