"""What a record's page says beyond its fields: what came first, who is near, what is next; long ones stay light."""

import re

import pytest

from actors.models import Structure
from actors.partners import partners_of
from actors.record_pages import StructurePage
from actors.timelines import structure_timeline
from poles.models import Membership, Pole
from poles.record_pages import PolePage
from poles.timelines import cooperation_timeline, pole_timeline
from ptce_hub.directory.timeline.story import MOST, Moment, PartialDate, timeline
from tests import factories as make
from tests.reading import plain, text_of

pytestmark = pytest.mark.django_db


def lines(story):
    return [(plain(str(moment.date)), moment.words) for moment in story.moments]


@pytest.fixture
def read(client):
    return lambda address: text_of(client.get(address))


# --- In time --------------------------------------------------------------------------------------------------------


def test_a_timeline_goes_from_the_oldest_a_year_before_its_months_and_a_month_before_its_days():
    dates = ["2013-05-04", "2014", "2013", "2013-05", "2012-12"]
    story = timeline([Moment(PartialDate.parse(date), "") for date in dates] + [Moment(None, "sans date")])
    assert [moment.date.iso for moment in story.moments] == ["2012-12", "2013", "2013-05", "2013-05-04", "2014"]


def test_a_timeline_too_long_says_how_many_of_the_oldest_it_leaves_out():
    story = timeline([Moment(PartialDate(1900 + rank), "") for rank in range(MOST + 3)])
    assert (story.left_out, story.moments[0].date.year) == (3, 1903)


def test_the_timeline_of_a_pole_begins_with_the_cooperations_before_it():
    pole = make.PoleFactory(published=True, started="2010", recognised="2014", ended="2020-06")
    make.CooperationFactory(published=True, pole=pole, started="2008-03")
    make.CooperationFactory(draft=True, pole=pole, started="2007")
    make.MembershipFactory(pole=pole, structure=make.StructureFactory(published=True, name="Archer"), since="2010")
    make.RecognitionFactory(pole=pole, year=2013, result="candidat")
    make.SharedPlaceFactory(published=True, pole=pole, opened="2015", closed="2019")
    pole.events.add(make.EventFactory(published=True, start="2011-05-04"))

    assert told(pole) == [
        ("mars 2008", "Coopération d’avant le pôle :"),
        ("2010", "Le pôle commence à coopérer"),
        ("2010", "Archer rejoint le pôle"),
        ("4 mai 2011", "Événement :"),
        ("2013", "Reconnaissance (candidat)"),
        ("2014", "Le pôle est reconnu"),
        ("2015", "Ouverture du lieu"),
        ("2019", "Fermeture du lieu"),
        ("juin 2020", "Le pôle prend fin"),
    ]


def test_the_timeline_of_a_structure_tells_only_what_is_dated_and_public():
    mine = make.StructureFactory(published=True)
    make.MembershipFactory(structure=mine, pole__published=True, since="2014", until="2018")
    make.MembershipFactory(structure=mine, pole__published=True, since=None)
    make.MembershipFactory(structure=mine, pole__draft=True, since="2015")
    make.NetworkMembershipFactory(structure=mine, network__published=True, since="2016-03")
    make.EventRoleFactory(structure=mine, event__published=True, event__start="2017-11-02", role="hôte")
    make.SuccessionFactory(successor=mine, predecessor__published=True, happened="2012")

    story = structure_timeline(StructurePage().for_page(Structure.objects.published()).get(pk=mine.pk))

    assert lines(story) == [
        ("2012", "Prend la suite de"),
        ("2014", "Rejoint le pôle"),
        ("mars 2016", "Rejoint le réseau"),
        ("2 novembre 2017", "Accueille"),
        ("2018", "Quitte le pôle"),
    ]


def told(pole):
    """Its timeline, from the rows that its page reads."""
    return lines(pole_timeline(PolePage().get_queryset().get(pk=pole.pk)))


def test_those_who_join_at_the_same_date_make_one_line():
    cooperation = make.CooperationFactory(published=True)
    for name in "BA":
        structure = make.StructureFactory(published=True, name=name)
        make.ParticipationFactory(cooperation=cooperation, structure=structure, since="2012")
    for _ in range(4):
        make.ParticipationFactory(cooperation=cooperation, since="2013-01")

    assert lines(cooperation_timeline(cooperation)) == [
        ("2012", "A et B rejoignent la coopération"),
        ("janvier 2013", "4 structures rejoignent la coopération"),
    ]


@pytest.mark.parametrize(
    ("started", "recognised", "words"),
    [
        ("2007", "2012", "Il coopérait depuis 5 ans quand il a été reconnu."),
        ("2012-03", "2012-11", "Il a été reconnu l’année même où il a commencé à coopérer."),
        ("2014", "2012", "Sa reconnaissance précède le début"),
    ],
)
def test_a_pole_says_by_how_much_cooperation_preceded_recognition(read, started, recognised, words):
    page = read(make.PoleFactory(published=True, started=started, recognised=recognised).get_absolute_url())
    assert words in page


def test_a_pole_of_unknown_dates_says_so_and_counts_no_years(read):
    page = read(make.PoleFactory(published=True).get_absolute_url())
    assert "Coopère depuis non renseigné Reconnu depuis non renseigné" in page
    assert "quand il a été reconnu" not in page


@pytest.mark.parametrize(
    ("born", "began", "before"),
    [("2010", "2009-12", True), ("2010", "2010", False), ("2010-05", "2010", False), ("", "2000", False)],
)
def test_a_cooperation_is_before_the_pole_only_when_it_surely_is(born, began, before):
    pole = make.PoleFactory.build(started=born and PartialDate.parse(born))
    assert pole.comes_after(PartialDate.parse(began)) is before


# --- One step away ----------------------------------------------------------------------------------------------------


def test_partners_are_counted_once_for_each_thing_shared_and_drafts_never():
    me, friend, draft = (make.StructureFactory(**{status: True}) for status in ("published", "published", "draft"))
    poles = make.PoleFactory.create_batch(2, published=True)
    cooperation = make.CooperationFactory(published=True)
    for structure in (me, friend, draft):
        for pole in poles:
            make.MembershipFactory(pole=pole, structure=structure)
        make.ParticipationFactory(cooperation=cooperation, structure=structure)
    make.MembershipFactory(pole=poles[0], structure=friend, role=Membership.Role.PORTEUR)

    partners = partners_of([me.pk])

    assert [(each.structure, each.cooperations, each.poles) for each in partners.first] == [(friend, 1, 2)]
    assert partners.total == 1


def test_a_structure_has_no_partner_through_a_draft(client):
    me, other = make.StructureFactory.create_batch(2, published=True)
    pole, cooperation = make.PoleFactory(draft=True), make.CooperationFactory(draft=True)
    for structure in (me, other):
        make.MembershipFactory(pole=pole, structure=structure)
        make.ParticipationFactory(cooperation=cooperation, structure=structure)
    assert client.get(me.get_absolute_url()).context["partners"].first == []


def test_a_cooperation_shows_those_with_whom_its_participants_work_elsewhere(client):
    cooperation, elsewhere = make.CooperationFactory.create_batch(2, published=True)
    participant, other = make.StructureFactory.create_batch(2, published=True)
    for where, who in ((cooperation, participant), (elsewhere, participant), (elsewhere, other)):
        make.ParticipationFactory(cooperation=where, structure=who)

    partners = client.get(cooperation.get_absolute_url()).context["partners"]

    assert [each.structure for each in partners.first] == [other]


def test_a_network_asked_for_among_the_structures_is_shown_among_the_networks(client):
    network = make.NetworkFactory(published=True)
    draft = make.NetworkFactory(draft=True)
    for query in ("", "?au=2015-06-30", "?dans=tri%3Ddebut"):
        answer = client.get(f"/acteurs/{network.slug}/{query}")
        assert (answer.status_code, answer["Location"]) == (301, f"/reseaux/{network.slug}/{query}")
    assert client.get(f"/acteurs/{draft.slug}/").status_code == 404


# --- From record to record --------------------------------------------------------------------------------------------


def beside(client, entry, **query):
    near = client.get(entry.get_absolute_url(), query).context["beside"]
    return [getattr(each, "name", None) for each in (near.before, near.after)]


def test_a_record_leads_to_those_before_and_after_it_by_name(client):
    for name in ("Bocage", "Archer", "Coorace"):
        make.PoleFactory(published=True, name=name)
    make.PoleFactory(draft=True, name="Avant Bocage")
    first, middle, last = sorted_poles()

    assert beside(client, first) == [None, "Bocage"]
    assert beside(client, middle) == ["Archer", "Coorace"]
    assert beside(client, last) == ["Bocage", None]


def sorted_poles():
    return Pole.objects.published().order_by("sort_name")


def test_two_records_of_one_name_stand_one_after_the_other(client):
    one, two = make.PoleFactory.create_batch(2, published=True, name="Même nom")
    assert beside(client, one) == [None, "Même nom"]
    assert beside(client, two) == ["Même nom", None]


def test_within_a_list_the_way_keeps_to_it(client):
    bois = make.ThemeFactory(slug="bois")
    for name in ("Archer", "Coorace", "Eco-Pertica"):
        make.PoleFactory(published=True, name=name, themes=[bois])
    elsewhere = make.PoleFactory(published=True, name="Dedans de rien")
    make.PoleFactory(published=True, name="Debout ailleurs")

    pole = sorted_poles()[1]
    response = client.get(pole.get_absolute_url(), {"dans": "theme=bois"})

    assert [response.context["beside"].before.name, response.context["beside"].after.name] == ["Archer", "Eco-Pertica"]
    page = response.content.decode()
    assert '?dans=theme%3Dbois">Suivant' in page
    assert 'href="/poles/?theme=bois"' in page
    assert beside(client, elsewhere, dans="theme=bois") == ["Coorace", "Eco-Pertica"]


def test_the_way_follows_the_order_of_the_list(client):
    for name, year in (("Archer", "2012"), ("Bocage", "2007"), ("Coorace", "2010")):
        make.PoleFactory(published=True, name=name, started=year)
    archer, _, coorace = sorted_poles()
    assert beside(client, coorace, dans="tri=debut") == ["Bocage", "Archer"]
    assert beside(client, archer, dans="tri=debut") == ["Coorace", None]


def test_a_narrowed_list_tells_its_records_where_the_reader_comes_from(client):
    make.PoleFactory(published=True, name="Archer", slug="archer")
    assert 'href="/poles/archer/?dans=tri%3Ddebut"' in client.get("/poles/?tri=debut").content.decode()
    assert "?dans=" not in client.get("/poles/").content.decode()


@pytest.mark.parametrize("query", ["theme=inconnu", "territoire=zzzz", "portee=x", "q=%00", "=&=&", "a" * 5000])
def test_a_wrong_list_to_come_from_never_breaks_a_record(client, query):
    assert client.get(make.PoleFactory(published=True).get_absolute_url(), {"dans": query}).status_code == 200


# --- Long records -----------------------------------------------------------------------------------------------------


def nodes(response):
    return len(re.findall(r"<[a-z]", response.content.decode()))


def test_a_pole_of_eighty_members_stays_light_and_shows_them_all_page_by_page(client):
    pole = make.PoleFactory(published=True, sourced=True)
    for rank, structure in enumerate(make.StructureFactory.create_batch(80, published=True)):
        role = Membership.Role.values[rank % 5]
        make.MembershipFactory(pole=pole, structure=structure, role=role, since=str(1990 + rank % 30))
        if rank < 40:
            make.CooperationFactory(published=True, pole=pole, started=str(1980 + rank))

    pages = [client.get(pole.get_absolute_url(), {"membres": number}) for number in (1, 2, 3)]

    assert max(map(nodes, pages)) <= 350
    shown = [membership.structure_id for page in pages for membership in page.context["members"]]
    assert len(shown) == len(set(shown)) == 80


@pytest.mark.parametrize("number", ["0", "2", "x", "9" * 40])
def test_a_page_of_members_that_does_not_exist_is_a_404(client, number):
    response = client.get(make.PoleFactory(published=True).get_absolute_url(), {"membres": number})
    assert response.status_code == 404
    assert "n’est pas une page de cette fiche" in response.content.decode()


def test_a_structure_in_many_poles_and_cooperations_stays_light(client):
    structure = make.StructureFactory(published=True)
    for _ in range(40):
        make.MembershipFactory(pole=make.PoleFactory(published=True), structure=structure)
        make.ParticipationFactory(cooperation=make.CooperationFactory(published=True), structure=structure)
        make.EventRoleFactory(event=make.EventFactory(published=True), structure=structure)
    assert nodes(client.get(structure.get_absolute_url())) <= 350
