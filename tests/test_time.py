"""Cooperation in time: what came before a pole, who joins and leaves, when it was recognised, uncertain dates."""

import pytest

from actors.models import Network
from actors.record_pages import NetworkPage
from actors.timelines import network_timeline
from poles.models import Pole
from poles.record_pages import between_members
from poles.timelines import pole_timeline
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.timeline.drawing import draw_timeline
from ptce_hub.directory.timeline.story import Moment
from tests import factories as make

pytestmark = pytest.mark.django_db


def lines(story):
    return [(str(moment.date), moment.words) for moment in story.moments]


def moments(*dates, lane=""):
    return [Moment(PartialDate.parse(date), "", lane=lane) for date in dates]


def test_a_pole_cooperates_since_its_own_beginning_or_that_of_its_first_published_cooperation():
    for pole in [make.PoleFactory(published=True, started=since) for since in ("2005", "2012", None)]:
        make.CooperationFactory(published=True, pole=pole, started="2009-05")
        make.CooperationFactory(draft=True, pole=pole, started="2001")

    for read in (Pole.objects.all(), Pole.objects.with_first_cooperation()):
        assert [pole.cooperates_since.iso for pole in read.order_by("pk")] == ["2005", "2009-05", "2009-05"]
    assert make.PoleFactory().cooperates_since is None


def test_poles_are_sorted_by_the_years_that_they_cooperated_before_being_recognised(client):
    facts = [("Long", "1990-06", "2014", None), ("Par sa coopération", None, "2014-12-01", "2004"),
             ("Aussitôt", "2013", "2013", None), ("Sans reconnaissance", "1980", None, None),
             ("Sans début", None, "2012", None)]  # fmt: skip
    for name, started, recognised, first in facts:
        pole = make.PoleFactory(published=True, name=name, started=started, recognised=recognised)
        if first:
            make.CooperationFactory(published=True, pole=pole, started=first)

    rows = client.get("/poles/?tri=anteriorite").context["page_obj"].object_list
    assert [(row.name, row.years_before_recognition) for row in rows] == [
        ("Long", 24),
        ("Par sa coopération", 10),
        ("Aussitôt", 0),
        ("Sans début", None),
        ("Sans reconnaissance", None),
    ]


def test_the_timeline_of_a_pole_tells_what_its_members_did_together_before_it_and_who_leaves():
    pole = make.PoleFactory(published=True, started="2010", recognised="2013")
    members = [make.StructureFactory(published=True, name=name) for name in "AB"]
    for member in members:
        make.MembershipFactory(pole=pole, structure=member, until="2015")
    for started, together in (("2004", members), ("2005", members[:1]), ("2011", members)):
        shared = make.CooperationFactory(published=True, started=started)
        for member in together:
            make.ParticipationFactory(cooperation=shared, structure=member)
    hidden = make.CooperationFactory(draft=True, started="2003")
    for member in members:
        make.ParticipationFactory(cooperation=hidden, structure=member)

    pole.refresh_from_db()
    story = pole_timeline(pole, between_members(pole, [member.pk for member in members]))
    assert lines(story) == [
        ("2004", "Des membres coopèrent déjà :"),
        ("2010", "Le pôle commence à coopérer"),
        ("2013", "Le pôle est reconnu"),
        ("2015", "A et B quittent le pôle"),
    ]
    assert story.drawing.band.words == "3 ans avant d’être reconnu"


def test_the_timeline_of_a_network_tells_who_joins_and_leaves():
    network = make.NetworkFactory(published=True)
    for since, until in (("2012", "2014"), ("2012", None)):
        make.NetworkMembershipFactory(network=network, structure__published=True, since=since, until=until)
    make.NetworkMembershipFactory(network=network, structure__draft=True, since="2009")

    (first, second) = network_timeline(NetworkPage().for_page(Network.objects.published()).get()).moments
    assert (str(first.date), "rejoignent le réseau" in first.words) == ("2012", True)
    assert (str(second.date), "quitte le réseau" in second.words) == ("2014", True)


def widths(path):
    return [int(mark.partition("h")[2]) for mark in path.split("M")[1:]]


def test_a_date_is_drawn_as_wide_as_the_time_in_which_it_may_be():
    drawing = draw_timeline(moments("2012-05-04", "2012-05", "2014"))

    (day,), (month,), (year,) = (widths(drawing.marks[precision]) for precision in ("day", "month", "year"))
    assert day == 0 < month < year
    assert 11 < year / month < 13


def test_each_sort_of_fact_has_its_lane_and_one_date_alone_is_not_drawn():
    drawing = draw_timeline([*moments("2012", lane="membres"), *moments("2013", lane="lieux")])

    assert [lane.name for lane in drawing.lanes] == ["membres", "lieux"]
    assert draw_timeline(moments("2012")) is None
