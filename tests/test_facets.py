"""Facets against brute force: what Python counts over every row, the list, its filters and its facets count too."""

import datetime
import random
import re
from collections import Counter

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from events.models import Access, Event
from events.periods import NAMED
from poles.models import Exchange, Pole
from poles.views import PolePages
from ptce_hub.directory.listing.facets import UNKNOWN
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Containment, Kind, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db
each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.url_name)
COMBINATIONS = 10  # a noun: 80 in all


def word(value):
    return slugify(str(value).replace("_", "-").replace("'", "-")) if value not in (None, "") else UNKNOWN


def decade(date):
    return f"{date.year // 10}0-{date.year // 10}9" if date else UNKNOWN


def year(date):
    return str(date.year) if date else UNKNOWN


def latest_degree(entry):
    readings = sorted(entry.assessments.all(), key=lambda reading: (reading.assessed.iso, reading.pk))
    return str(readings[-1].degree) if readings else UNKNOWN


def slugs(records):
    return {record.slug for record in records if record.status == "published"} or {UNKNOWN}


def moment(event):
    return "a-venir" if event.is_coming else "archives"


def periods(event):
    """The periods asked for by name that share a day with the event; of a vague date, those that hold it whole."""
    if not event.start:
        return set()
    first, last = event.start.earliest, (event.end or event.start).latest
    held = {word: read() for word, (_, read) in NAMED.items()}
    if event.start.day:
        return {word for word, (since, until) in held.items() if first <= until and last >= since}
    return {word for word, (since, until) in held.items() if since <= first and last <= until}


def some_events():
    """What no real record tells yet: prices, accesses, holdings; and dates around today."""
    today = timezone.localdate()
    for number, days in enumerate((-40, -6, -3, -1, 0, 0, 1, 2, 3, 6, 40)):
        first = today + datetime.timedelta(days=days)
        last = first + datetime.timedelta(days=number % 3)
        event = make.EventFactory(
            published=True,
            start=first.isoformat(),
            end=last.isoformat() if number % 2 else None,
            is_free=(True, False, None)[number % 3],
            holding=Event.Holding.values[number % 5],
            kind=Event.Kind.values[number % 4],
        )
        make.AccessFactory(event=event, disability=Access.Disability.values[number % 4])
    make.EventFactory(published=True, start=f"{today:%Y-%m}")


def some_exchanges():
    """None is shipped; one of those is over."""
    places = Territory.objects.filter(code__in=["61309", "59350", "61"]).order_by("pk")
    themes = make.ThemeFactory.create_batch(2)
    for number, kind in enumerate(Exchange.Kind):
        make.ExchangeFactory(
            published=True, shares=bool(number % 2), kind=kind, territory=places[number % 3],
            themes=themes[: number % 3], over=number == 5,
        )  # fmt: skip


MADE = {Event: some_events, Exchange: some_exchanges}


def in_role(event, role):
    return slugs(row.structure for row in event.roles.all() if row.role == role)


def networks(structures):
    return slugs(structure for structure in structures if structure and structure.kind == "reseau")


#: For each facet, the words that are true of an entry, told from its own attributes.
TRUE_OF = {
    "theme": lambda entry: {theme.slug for theme in entry.themes.all()},
    "poles": {
        "situation": lambda pole: {word(pole.activity)},
        "initiative": lambda pole: {word(pole.initiated_by)},
        "periode": lambda pole: {decade(pole.started)},
        "appel": lambda pole: slugs(row.call for row in pole.recognitions.all() if row.call),
        "reseau": lambda pole: slugs(
            tie.network
            for row in pole.memberships.all()
            if row.structure.is_published
            for tie in row.structure.network_memberships.all()
        ),
    },
    "cooperations": {
        "nature": lambda cooperation: {word(cooperation.kind)},
        "degre": lambda cooperation: {latest_degree(cooperation)},
        "choix": lambda cooperation: {word(cooperation.chosen)},
        "initiative": lambda cooperation: {word(cooperation.initiated_by)},
        "cadre": lambda cooperation: {"dans-un-pole" if cooperation.pole else "hors-pole"},
        "periode": lambda cooperation: {decade(cooperation.started)},
        "reseau": lambda cooperation: networks(row.structure for row in cooperation.participations.all()),
    },
    "structures": {
        "nature": lambda structure: {word(structure.kind)},
        "reseau": lambda structure: slugs(row.network for row in structure.network_memberships.all()),
    },
    "networks": {
        "echelle": lambda network: {word(network.scope)},
        "sorte": lambda network: {word(network.nature)},
        "reseau": lambda network: slugs(row.network for row in network.network_memberships.all()),
    },
    "shared_places": {
        "etat": lambda place: {"ferme" if place.closed else "ouvert"},
        "periode": lambda place: {decade(place.opened)},
    },
    "events": {
        "quand": lambda event: {moment(event)},
        "periode": periods,
        "annee": lambda event: {year(event.start)},
        "edition": lambda event: {str(event.ess_month.year) if event.ess_month else UNKNOWN},
        "forme": lambda event: {word(event.format)},
        "nature": lambda event: {word(event.kind)},
        "tarif": lambda event: {True: {"gratuit"}, False: {"payant"}, None: set()}[event.is_free],
        "accessibilite": lambda event: {access.disability for access in event.accesses.all()},
        "tenue": lambda event: {word(event.holding)},
        "organisateur": lambda event: in_role(event, "organisateur"),
        "hote": lambda event: in_role(event, "hôte"),
        "soutien": lambda event: in_role(event, "soutien"),
    },
    "exchanges": {
        "sens": lambda exchange: {word(exchange.sense)},
        "nature": lambda exchange: {word(exchange.kind)},
    },
    "calls": {
        "echelle": lambda call: {word(call.level)},
        "annee": lambda call: {year(call.launched)},
    },
    "support_offers": {
        "nature": lambda offer: {word(offer.kind)},
        "annee": lambda offer: {str(offer.last_known) if offer.last_known else UNKNOWN},
    },
}


@pytest.fixture(scope="module")
def holders(real_records):
    """For each territory, the references of those that it is or lies wholly inside."""
    refs = {territory.pk: territory.ref for territory in Territory.objects.exclude(kind=Kind.COMMUNE)}
    held = {}
    for outer, inner in Containment.objects.filter(whole=True, outer__in=refs).values_list("outer", "inner"):
        held.setdefault(inner, set()).add(refs[outer])
    return lambda territory: {territory.ref} | held.get(territory.pk, set())


def truths(noun, holders):
    """For each published entry, its words by facet."""
    own = {"theme": TRUE_OF["theme"], **TRUE_OF[noun.url_name]}
    found = []
    for entry in noun.model.objects.filter(status="published"):
        if not entry.is_published:
            continue
        places = set()
        for field in entry.territory_fields:
            value = getattr(entry, field)
            places |= set(value.all()) if hasattr(value, "all") else {value} - {None}
        words = {name: told(entry) for name, told in own.items()}
        found.append(words | {"territoire": {ref for place in places for ref in holders(place)}})
    return found


def answering(rows, query, without=None):
    wanted = {name: set(values) for name, values in query.items() if name != without}
    return [row for row in rows if all(row[name] & values for name, values in wanted.items())]


def combinations(rows, seed):
    """Random filters of which each value is true of some entry."""
    chance = random.Random(seed)  # noqa: S311
    values = {name: sorted(set().union(*(row[name] for row in rows))) for name in rows[0]}
    names = [name for name in values if values[name]]
    for _ in range(COMBINATIONS):
        chosen = chance.sample(names, chance.randint(0, min(3, len(names))))
        yield {
            name: chance.sample(
                values[name], 1 if name == "territoire" else min(len(values[name]), chance.choice([1, 1, 2]))
            )
            for name in chosen
        }


def query_of(values):
    query = QueryDict(mutable=True)
    for name, some in values.items():
        query.setlist(name, some)
    return query


@each_noun
def test_list_filters_and_facets_count_what_python_counts(client, real_records, holders, noun):
    networks = list(make.NetworkFactory._meta.model.objects.all()[:3])
    for rank, structure in enumerate(make.StructureFactory._meta.model.objects.order_by("pk")[100:140]):
        make.NetworkMembershipFactory(network=networks[rank % 3], structure=structure)
    MADE.get(noun.model, list)()
    rows = truths(noun, holders)
    for values in combinations(rows, noun.url_name):
        query = query_of(values)
        expected = answering(rows, values)
        shown_page = client.get(reverse(noun.url_name), query).context
        assert shown_page["paginator"].count == len(expected), values
        asked = shown_page["filterset"]
        for name in asked.facets:
            others = ("territoire", "portee") if name == "territoire" else (name,)
            shown = {value.word: value.count for value in asked.filters[name].counted(asked.narrowed(*others))}
            counts = Counter(ref for row in answering(rows, values, without=name) for ref in row[name])
            if name == "territoire":
                counts = {ref: count for ref, count in counts.items() if ref in refs_below(asked.territory)}
            assert shown == dict(counts), (values, name)


def refs_below(territory):
    below = {
        None: Kind.REGION, Kind.COUNTRY: Kind.REGION, Kind.REGION: Kind.DEPARTMENT, Kind.FORMER_REGION: Kind.DEPARTMENT,
        Kind.DEPARTMENT: Kind.EPCI, Kind.EPCI: Kind.COMMUNE, Kind.AREA: Kind.COMMUNE,
    }.get(territory and territory.kind)  # fmt: skip
    parts = Territory.objects.filter(kind=below, ended="")
    if below == Kind.REGION:
        parts |= Territory.objects.filter(zone="com", kind=Kind.AREA)
    if territory and territory.kind != Kind.COUNTRY:
        parts = parts.filter(outer_links__outer=territory, outer_links__whole=True)
    return {part.ref for part in parts}


@each_noun
def test_a_facet_s_link_leads_to_as_many_entries_as_it_says(client, real_records, noun):
    MADE.get(noun.model, list)()
    page = client.get(reverse(noun.url_name)).context["browsing"]
    links = [link for panel in page.panels() for link in panel.links[:2]]
    assert links
    for link in links:
        assert client.get(link.url).context["paginator"].count == link.count, link


@each_noun
def test_a_list_stays_light(client, real_records, noun):
    page = client.get(reverse(noun.url_name)).content.decode()
    assert len(re.findall(r"<[a-z]", page)) <= 350


def test_a_pole_has_no_network_through_a_member_that_is_hidden(db):
    network = make.NetworkFactory(published=True)
    for trait in ("published", "draft"):
        membership = make.MembershipFactory(pole__published=True, **{f"structure__{trait}": True})
        make.NetworkMembershipFactory(network=network, structure=membership.structure)
    asked = PolePages.filterset_class(QueryDict(f"reseau={network.slug}"), queryset=Pole.objects.published())
    assert asked.qs.count() == 1
    assert asked.filters["reseau"].counted(Pole.objects.published())[0].count == 1
