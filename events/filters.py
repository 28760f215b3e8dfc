"""What narrows the list of events, and how it tells what comes from what is past."""

from collections import Counter
from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, F, Q, Value, When

from actors.models import Structure
from events.models import Access, EssMonth, Event, EventRole
from events.periods import MONTH, NAMED, Month, between, coming, in_month, shares, since, until, widest
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.listing.facets import UNKNOWN, Counted, Facet, PeriodFacet, RelatedFacet, ValueFacet, printable
from ptce_hub.directory.listing.filters import EntryFilter, EntryForm, Reach, TerritoryFilter
from ptce_hub.directory.search.hits import FEW

COMING, ARCHIVE = "a-venir", "archives"  # in addresses

#: On the same day: what lasts all day, then by hour.
OF_A_DAY = (F("start_time").asc(nulls_first=True), "sort_name", "pk")


def coming_first(events):
    """What is going on or to come, soonest first; then the past, latest first; then what no source dates.

    What is only known to the month, or to the year, is in the archive even before it happens.
    """
    soonest = Case(When(coming(), then=F("start")))
    return events.order_by(soonest.asc(nulls_last=True), F("start").desc(nulls_last=True), *OF_A_DAY)


def first_ones(events, most):
    """The first few of ``coming_first``, read in the order of an index instead of sorting them all."""
    dated = events.filter(start__isnull=False).order_by("-start", *OF_A_DAY)
    found = list(events.filter(coming()).order_by("start", *OF_A_DAY)[:most])
    for others in (dated, events.filter(start=None).order_by(*OF_A_DAY)):
        if len(found) < most:
            found += others.exclude(pk__in=[event.pk for event in found])[: most - len(found)]
    return found


class YearFacet(PeriodFacet):
    """Those without a date are read by the index of dates."""

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


class ChargeFacet(ValueFacet):
    """What an event costs to whoever comes."""

    words = {True: "gratuit", False: "payant"}


class AccessFacet(Facet):
    """For whom something is planned; what says nothing is in no value."""

    in_order = True
    labels = dict(Access.Disability.choices)

    def filter(self, events, words):
        told = Access.objects.filter(disability__in=words)
        return events.filter(pk__in=told.values("event")) if words else events

    def counted(self, events):
        told = Access.objects.filter(event__in=events.order_by().values("pk")).order_by().values_list("disability")
        counts = dict(told.annotate(Count("event", distinct=True)))
        return [Counted(word, label, counts[word]) for word, label in self.labels.items() if word in counts]


class MomentFacet(Facet):
    """What comes, or the archive: one or the other."""

    in_order = True
    labels = {COMING: "en cours ou à venir", ARCHIVE: "archives"}

    def filter(self, events, words):
        if set(words) == {COMING}:
            return events.filter(coming())
        if set(words) == {ARCHIVE}:  # what has no date too, of which no condition is true
            return events.alias(comes=Case(When(coming(), then=Value(1)), default=Value(0))).filter(comes=0)
        return events

    def counted(self, events):
        """By the index of dates, which to ask each event would not use; in a territory, which costs more, at once."""
        if self.parent.territory:
            total, ahead = events.aggregate(a=Count("pk"), b=Count("pk", filter=coming())).values()
        else:
            total, ahead = events.count(), events.filter(coming()).count()
        counts = {COMING: ahead, ARCHIVE: total - ahead}
        return [Counted(word, label, counts[word]) for word, label in self.labels.items() if counts[word]]


class NamedPeriodFacet(Facet):
    """Today, this week… as they are when asked for."""

    in_order = True
    labels = {word: label for word, (label, _) in NAMED.items()}

    def filter(self, events, words):
        wanted = Q()
        for days in widest([NAMED[word][1]() for word in words]):
            wanted |= between(*days)
        return events.filter(wanted)

    def counted(self, events):
        """From one query of what is held around now: each period asked of the database would cost as much."""
        days = {word: read() for word, (_, read) in NAMED.items()}
        earliest = min(first for first, _ in days.values()).isoformat()[:MONTH]
        around = events.order_by().filter(start__lte=max(final for _, final in days.values()).isoformat())
        around = around.filter(Q(start__gte=earliest) | Q(end__gte=earliest))
        counts = Counter()
        for start, end, count in around.values_list("start", "end").annotate(Count("pk")):
            for word, (first, final) in days.items():
                counts[word] += count * shares(start, end, first, final)
        return [Counted(word, label, counts[word]) for word, label in self.labels.items() if counts[word]]


class DayField(forms.CharField):
    """A day, as a browser sends it or as a person writes it."""

    def clean(self, value):
        words = super().clean(value)
        day = self.day_of(words)
        if words and not day:
            wrong = f"{self.label} : « {printable(words)} » n’est pas un jour qui existe. Écrivez 14/11/2026."
            raise ValidationError(wrong, code="invalid")
        return day

    def day_of(self, words):
        try:
            date = PartialDate.parse(words or "")
        except ValueError:
            return None
        return date.earliest if date.day else None

    def prepare_value(self, value):
        """As a box of a date wants it."""
        day = self.day_of(value)
        return day.isoformat() if day else value

    def words_of(self, value):
        return str(PartialDate.of(self.day_of(value)))


class DayFilter(django_filters.Filter):
    """``held`` is the condition that a day makes."""

    field_class = DayField

    def __init__(self, label, held):
        super().__init__(label=label, max_length=40)
        self.held = held

    def filter(self, events, day):
        return events if day is None else events.filter(self.held(day))


class MonthField(forms.CharField):
    def clean(self, value):
        words = super().clean(value)
        try:
            return Month.parse(words) if words else None
        except ValueError:
            raise ValidationError(
                f"« {printable(words)} » n’est pas un mois. Écrivez l’année et le mois : 2026-11.", code="invalid"
            ) from None

    def words_of(self, value):
        return str(Month.parse(value))


class MonthFilter(django_filters.Filter):
    field_class = MonthField

    def filter(self, events, month):
        return events if month is None else events.filter(in_month(month))


class PlaceFilter(TerritoryFilter):
    """The events of a territory are sought once for the list and all its facets, when they are not too many to name."""

    def filter(self, events, territory):
        is_here = self.parent.form.cleaned_data["portee"] in ("", Reach.HERE)
        if not (territory and is_here and len(self.parent.keys_here) <= FEW):
            return super().filter(events, territory)
        return events.filter(id__in=self.parent.keys_here)


class EventForm(EntryForm):
    def clean(self):
        cleaned = super().clean()
        first, final = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        if first and final and final < first:
            self.add_error(
                "au",
                f"Jusqu’au : cette date, le {PartialDate.of(final)}, vient avant le {PartialDate.of(first)} "
                "(à partir du). Échangez les deux.",
            )
        elif final and not first and not self.errors:
            self.add_error("du", "À partir du : donnez aussi le jour où commence la période.")
        return cleaned


class EventFilter(EntryFilter):
    form_class = EventForm
    facets = (
        "quand", "periode", "territoire", "theme", "nature", "forme", "tarif", "accessibilite",
        "annee", "edition", "tenue", "organisateur", "hote", "soutien",
    )  # fmt: skip
    folded = ("annee", "edition", "tenue", "organisateur", "hote", "soutien")
    boxes = ("du", "au")
    orders = {
        "date": ("date, ce qui vient d’abord", []),
        **EntryFilter.orders,
    }

    quand = MomentFacet(label="Quand")
    territoire = PlaceFilter(label="Territoire", max_length=200)
    periode = NamedPeriodFacet(label="Période")
    du = DayFilter("À partir du", since)
    au = DayFilter("Jusqu’au", until)
    mois = MonthFilter(label="Mois", max_length=20)
    annee = YearFacet("Année", field_name="start", unknown="date non renseignée")
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
    nature = ValueFacet("Nature", Event.Kind.choices, field_name="kind")
    forme = ValueFacet("Forme", Event.Format.choices, field_name="format")
    tarif = ChargeFacet(
        "Tarif", [(True, "gratuit"), (False, "payant")], field_name="is_free", unknown="", in_order=True
    )
    accessibilite = AccessFacet(label="Accessible à qui a un")
    tenue = ValueFacet("Tenue", Event.Holding.choices, field_name="holding", unknown="")
    organisateur = RoleFacet("Organisé par", EventRole.Role.ORGANISER)
    hote = RoleFacet("Accueilli par", EventRole.Role.HOST)
    soutien = RoleFacet("Soutenu par", EventRole.Role.SUPPORTER)

    def __init__(self, data=None, *args, **kwargs):
        """Without a beginning, ``au`` asks for a past day and narrows nothing."""
        if data and "au" in data and "du" not in data:
            data = data.copy()
            del data["au"]
        super().__init__(data, *args, **kwargs)

    @cached_property
    def keys_here(self):
        """Those of the events within the territory; some of them when they are many."""
        here = self.queryset.within(self.territory).order_by()
        return list(here.values_list("pk", flat=True)[: FEW + 1])

    def sorted(self, entries, order):
        if order != "date":
            return super().sorted(entries, order)
        return entries.order_by("start", *OF_A_DAY) if self.first_day else coming_first(entries)

    @property
    def first_day(self):
        """Where the period asked for begins, its events then coming in order; None when none is asked."""
        asked = self.form.cleaned_data
        named = [NAMED[word][1]()[0] for word in asked["periode"]]
        starts = [min(named)] if named else []
        starts += [asked["mois"].first] if asked["mois"] else []
        starts += [asked["du"]] if asked["du"] else []
        return max(starts, default=None)
