"""What narrows the list of events, and how it tells what comes from what is past."""

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.utils import timezone

from actors.models import Structure
from events.models import EssMonth, Event, EventRole
from ptce_hub.directory.facets import UNKNOWN, PeriodFacet, RelatedFacet, ValueFacet
from ptce_hub.directory.filters import EntryFilter


def coming():
    """Those going on or to come: a date known to the month, or to the year, lasts until its last day."""
    today = timezone.localdate().isoformat()
    still = [today[:4], today[:7]]
    return Q(start__gte=today) | Q(end__gte=today) | Q(end__in=still) | Q(end__isnull=True, start__in=still)


def moment():
    return Case(
        When(coming(), then=Value("à venir")),
        When(start__isnull=False, then=Value("archives")),
        default=None,
        output_field=CharField(),
    )


def coming_first(events):
    """What is going on or to come, soonest first; then the past, latest first; then what no source dates."""
    rank = Case(
        When(coming(), then=Value(0)),
        When(start__isnull=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    soonest = Case(When(coming(), then=F("start")))
    return events.annotate(rank=rank).order_by(
        "rank", soonest.asc(nulls_last=True), F("start").desc(nulls_last=True), "sort_name", "pk"
    )


def first_ones(events, most):
    """The first few of ``coming_first``, read in the order of an index instead of sorting them all."""
    dated = events.filter(start__isnull=False)
    found = list(events.filter(coming()).order_by("start", "sort_name", "pk")[:most])
    for others in (dated.order_by("-start", "sort_name", "pk"), events.filter(start=None).order_by("sort_name", "pk")):
        if len(found) < most:
            found += others.exclude(pk__in=[event.pk for event in found])[: most - len(found)]
    return found


class MomentFacet(ValueFacet):
    """Those without a date are read by the index of dates; in a territory, the others are fewer by its own."""

    def filter(self, entries, words):
        return entries.filter(start=None) if words == [UNKNOWN] else super().filter(entries, words)


class RoleFacet(RelatedFacet):
    """The structures that have a role in the events."""

    def __init__(self, label, role):
        super().__init__(
            label,
            "roles__structure",
            lambda: Structure.objects.published().filter(event_roles__role=role).distinct(),
            among={"roles__role": role},
            missing="Aucune structure qui ait ce rôle n’a l’adresse « %s ».",
            none="non renseigné",
        )


class EventFilter(EntryFilter):
    facets = ("quand", "annee", "edition", "territoire", "forme", "theme", "organisateur", "hote", "soutien")
    folded = ("organisateur", "hote", "soutien")
    orders = {
        "date": ("date, ce qui vient d’abord", []),
        **EntryFilter.orders,
    }

    quand = MomentFacet(
        "Quand",
        [("à venir", "en cours ou à venir"), ("archives", "archives")],
        expression=moment,
        unknown="date non renseignée",
        in_order=True,
    )
    annee = PeriodFacet("Année", field_name="start", unknown="")
    edition = RelatedFacet(
        "Mois de l’ESS",
        "ess_month",
        EssMonth.objects.all,
        key="year",
        naming="year",
        missing="Aucune édition du Mois de l’ESS n’est enregistrée pour « %s ».",
        none="hors du Mois de l’ESS, ou édition inconnue",
        in_order=True,
    )
    forme = ValueFacet("Forme", Event.Format.choices, field_name="format")
    organisateur = RoleFacet("Organisé par", EventRole.Role.ORGANISER)
    hote = RoleFacet("Accueilli par", EventRole.Role.HOST)
    soutien = RoleFacet("Soutenu par", EventRole.Role.SUPPORTER)

    def sorted(self, entries, order):
        return coming_first(entries) if order == "date" else super().sorted(entries, order)
