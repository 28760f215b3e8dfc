"""What must never be is refused twice: by the form, in French, and by the database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories as make

pytestmark = pytest.mark.django_db

REFUSED = {
    "Le pôle ne peut pas finir avant d'avoir commencé.": lambda: make.PoleFactory.build(started="2012", ended="2011"),
    "La participation ne peut pas finir avant d'avoir commencé.": lambda: make.MembershipFactory.build(
        pole=make.PoleFactory(), structure=make.StructureFactory(), since="2012-03", until="2012-02"
    ),
    "La coopération ne peut pas être formalisée avant d'avoir commencé.": lambda: make.CooperationFactory.build(
        started="2015-06", formalised="2014"
    ),
    "La coopération ne peut pas finir avant d'avoir été formalisée.": lambda: make.CooperationFactory.build(
        formalised="2015", ended="2014"
    ),
    "La date limite ne peut pas précéder le lancement.": lambda: make.CallFactory.build(
        launched="2013-07-15", deadline="2013-07-14"
    ),
    "Le lieu ne peut pas fermer avant d'avoir ouvert.": lambda: make.SharedPlaceFactory.build(
        opened="2013", closed="2012-12-31"
    ),
    "L'événement ne peut pas finir avant d'avoir commencé.": lambda: make.EventFactory.build(
        start="2024-11-14", end="2024-11-13"
    ),
    "Un événement qui a une fin a un début.": lambda: make.EventFactory.build(end="2024-11-13"),
    "L'heure de fin vient après celle de début, qui doit être donnée.": lambda: make.EventFactory.build(
        start="2024-11-14", end="2024-11-14", start_time=datetime.time(10), end_time=datetime.time(9)
    ),
    "Indiquez la latitude (−90 à 90) et la longitude (−180 à 180), ou aucune des deux.": lambda: make.PoleFactory.build(
        latitude=48.5
    ),
    "Le plus grand nombre de visiteurs ne peut pas être sous le plus petit.": lambda: make.SharedPlaceFactory.build(
        visitors_min_per_day=200, visitors_max_per_day=50
    ),
    "Choisissez une structure ou écrivez comment la source la désigne.": lambda: make.ParticipationFactory.build(
        cooperation=make.CooperationFactory(), structure=None, label=""
    ),
    "Dites sur quoi repose ce degré.": lambda: make.DegreeAssessmentFactory.build(
        cooperation=make.CooperationFactory(), basis=""
    ),
    "Datez l'évaluation : un degré n'est jamais intemporel.": lambda: make.DegreeAssessmentFactory.build(
        cooperation=make.CooperationFactory(), assessed=None
    ),
    "Le degré va de 1 à 6.": lambda: make.DegreeAssessmentFactory.build(
        cooperation=make.CooperationFactory(), degree=7
    ),
    "Indiquez l'appel, ou au moins l'année de la reconnaissance.": lambda: make.RecognitionFactory.build(
        pole=make.PoleFactory(), call=None, year=None
    ),
    "L'édition ne peut pas se terminer avant d'avoir commencé.": lambda: make.EssMonthFactory.build(
        opens=datetime.date(2026, 11, 30), closes=datetime.date(2026, 11, 1)
    ),
}


@pytest.mark.parametrize("message", REFUSED)
def test_the_editor_reads_why_and_the_database_refuses_too(message):
    row = REFUSED[message]()
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(exclude=["slug"])
    assert message in refusal.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_lone_or_far_coordinates_are_refused():
    for wrong in ({"longitude": 0.2}, {"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": -181}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.StructureFactory(**wrong)


def test_the_same_tie_is_not_said_twice_even_undated():
    tie = make.MembershipFactory(since=None)
    again = make.MembershipFactory.build(pole=tie.pole, structure=tie.structure, since=None)
    with pytest.raises(ValidationError, match="a déjà ce rôle"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    make.MembershipFactory(pole=tie.pole, structure=tie.structure, since="2019")  # it came back


@pytest.mark.parametrize(("start", "end"), [("2011-05", "2011"), ("2011", "2011-05"), ("2011-05-04", "2011-05")])
def test_a_period_within_one_coarser_date_is_possible(start, end):
    make.PoleFactory(started=start, ended=end).full_clean()


def test_nothing_succeeds_or_federates_itself():
    network = make.NetworkFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.SuccessionFactory(predecessor=network, successor=network)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.NetworkMembershipFactory(network=network, structure=network)
