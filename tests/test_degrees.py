"""Degrees of cooperation: dated, founded, never a ranking; an aggregate tells of three cooperations or more."""

import re

import pytest

from poles.models import DegreeAssessment
from ptce_hub.site.spread import spreads_of
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.reading import text_of

pytestmark = pytest.mark.django_db

get = Territory.objects.get_by_ref


def told(ref):
    return {spread.title: dict(spread.parts) for spread in spreads_of(get(ref))}


def cooperation(*degrees, place="commune-61309", **fields):
    """Assessed at each of these degrees, one a year from 2020 on."""
    entry = make.CooperationFactory(**{"published": True, "territory": get(place), **fields})
    for year, degree in enumerate(degrees, start=2020):
        make.DegreeAssessmentFactory(cooperation=entry, degree=degree, assessed=str(year))
    return entry


def test_a_territory_shows_the_spread_of_the_latest_degrees_from_three_cooperations():
    cooperation(1, 4)
    cooperation(4)
    assert told("departement-61") == {}

    cooperation(6, place="commune-59350")
    cooperation(2, draft=True, published=False)
    cooperation()
    assert told("departement-61") == {}

    cooperation(2)
    assert told("departement-61") == {"Degré, à la dernière évaluation": {"degré 2": 1, "degré 4": 2}}


def test_chosen_or_imposed_and_who_had_the_idea_are_told_from_three_each():
    for chosen, initiator in (("choisie", "citoyens"), ("subie", "citoyens"), ("choisie", "")):
        cooperation(chosen=chosen, initiated_by=initiator)

    assert told("departement-61") == {"Choisie ou subie": {"choisie": 2, "subie": 1}}


def test_the_page_of_a_territory_says_that_the_scale_is_a_proposal_and_ranks_nothing(client):
    for degree in (2, 5, 5):
        cooperation(degree)

    page = text_of(client.get(get("departement-61").get_absolute_url()))
    assert "(3 coopérations) : degré 2, 1 ; degré 5, 2." in page
    assert "une proposition de ce projet" in page


def test_the_page_of_a_cooperation_tells_every_assessment_on_the_ladder_and_in_words(client):
    entry = cooperation(2, 4)
    make.DegreeAssessmentFactory(
        cooperation=entry, degree=4, assessed="2023-05", voice=DegreeAssessment.Voice.MUTUAL, basis="Un bail signé."
    )

    response = client.get(entry.get_absolute_url())
    ladder = re.search(r'<ol class="ladder">(.*?)</ol>', response.text).group(1)
    assert [re.findall("<strong>(.*?)</strong>", step) for step in ladder.split("</li>")[:6]] == [
        [], ["2020"], [], ["2021, mai\N{NO-BREAK SPACE}2023"], [], [],
    ]  # fmt: skip
    assert "degré 4 sur 6, par un autre pôle. Un bail signé." in text_of(response)
