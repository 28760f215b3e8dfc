"""What a graph may be about: all that is published, a record, a territory."""

from django.http import Http404
from django.urls import reverse

from actors.models import Network, Structure
from poles.graph.reading import COOPERATION, POLE, STRUCTURE, Link, text
from poles.models import Cooperation, Pole
from ptce_hub.directory.models import FormerSlug
from ptce_hub.territories.levels import KINDS_BY_WORD
from ptce_hub.territories.models import Kind, Territory


class Subject:
    """What a graph is about: the whole; ``starts`` are the nodes it is drawn around, None for all."""

    title, starts, steps, federations = "Qui coopère avec qui, en France", None, 2, ()
    where, wider, centre = ("graph", {}), (), ()

    @property
    def usual(self):
        """The word for its usual number of steps."""
        return str(self.steps)

    def file_url(self, ending):
        name, kwargs = self.where
        return reverse(f"{name}{ending}", kwargs=kwargs)


class Around(Subject):
    """A record or a territory, its nodes and the address of its graph; ``federations`` tie a network to its members.

    A record is its own ``centre``, which no filter leaves out; what a territory has answers the filters as the others.
    """

    def __init__(self, name, url, starts, where, steps=2, federations=()):
        self.name, self.url, self.starts, self.where = name, url, tuple(starts), where
        self.steps, self.federations = steps, tuple(federations)
        self.title = f"Qui coopère avec qui : {name}"
        self.centre = self.starts


class Moved(Exception):
    """To another address, for ever unless only that address knows."""

    def __init__(self, url, permanent=True):
        self.url, self.permanent = url, permanent


def whole(**kwargs):
    return Subject()


def record(model, slug):
    entry = model.objects.published().filter(slug=slug).first()
    name = {Pole: POLE, Cooperation: COOPERATION, Structure: STRUCTURE, Network: "network"}[model]
    if entry is None:
        former = FormerSlug.objects.of(model).filter(slug=slug).first()
        entry = former and model.objects.published().filter(pk=former.object_id).first()
        if entry is None:
            raise Http404("Aucune fiche publiée à cette adresse.")
        raise Moved(reverse(f"{name}_graph", args=[entry.slug]))
    if model is Structure and entry.kind == Structure.Kind.RESEAU:
        raise Moved(reverse("network_graph", args=[slug]))
    starts = [f"{name[0] if model in (Pole, Cooperation) else 's'}{entry.pk}"]
    where = f"{name}_graph", {"slug": slug}
    return Around(entry.name, entry.get_absolute_url(), starts, where, federations=federations_of(entry))


def federations_of(entry):
    """The members of a network, each by a link to it."""
    rows = (
        entry.federations.order_by("pk").values_list("structure", "since", "until")
        if isinstance(entry, Network)
        else []
    )
    return [
        Link(f"s{member}", f"s{entry.pk}", "adhère au réseau", text(since), text(until))
        for member, since, until in rows
    ]


def territory(level, slug):
    place = (
        Territory.objects.select_related("epci", "department", "region")
        .filter(kind=KINDS_BY_WORD.get(level), slug=slug)
        .first()
    )
    if place is None:
        raise Moved(reverse("territory", args=[level, slug]), permanent=False)
    if place.kind == Kind.COUNTRY:
        raise Moved(reverse("graph"))
    starts = [f"p{key}" for key in Pole.objects.published().within(place).values_list("pk", flat=True)]
    starts += [f"c{key}" for key in Cooperation.objects.published().within(place).values_list("pk", flat=True)]
    where = ("territory_graph", {"level": level, "slug": slug})
    about = Around(str(place), place.get_absolute_url(), sorted(starts), where, steps=1)
    about.centre = ()
    about.wider = [holder for holder in (place.epci, place.department, place.region) if holder]
    return about
