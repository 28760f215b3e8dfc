"""What cannot be: successions in a circle, a structure that cooperates with itself, times that overlap."""

import pytest
from django.core.exceptions import ValidationError

from actors.models import Succession
from poles.coherence import cooperating_alone
from poles.models import Cooperation, Membership, Participation
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.fields.overlaps import overlap, overlapping, overlapping_in_base
from tests import factories as make
from tests.editors import added, save
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def lasting(since, until):
    return Membership(since=since and PartialDate.parse(since), until=until and PartialDate.parse(until))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("2010", "2014"), ("2013", None), True),
        (("2010", "2014"), ("2014", None), False),
        (("2010", "2014-06"), ("2014", "2016"), False),
        (("2010", "2014-06"), ("2014-05", None), True),
        ((None, None), ("2014", "2015"), True),
        ((None, "2012"), ("2014", None), False),
        (("2014", None), (None, "2012"), False),
    ],
)
def test_two_times_overlap_when_one_begins_before_the_other_ends(one, other, meet):
    assert overlap(lasting(*one), lasting(*other)) is meet
    assert overlap(lasting(*other), lasting(*one)) is meet


def test_a_structure_has_one_time_for_a_role_in_a_pole_and_one_in_a_cooperation_whatever_its_role():
    member = make.MembershipFactory(role="membre", since="2010", until="2014")
    twin = Membership(pole=member.pole, structure=member.structure, role="membre", since=PartialDate(2013))
    assert overlapping_in_base(twin) == [member]
    twin.role = "porteur"
    assert overlapping_in_base(twin) == []

    taken = make.ParticipationFactory(role="porteur")
    assert overlapping_in_base(
        Participation(cooperation=taken.cooperation, structure=taken.structure, role="membre")
    ) == [taken]
    unnamed = [Participation(cooperation=taken.cooperation, label="des voisins") for _ in range(2)]
    assert overlapping(unnamed) == []


def test_the_form_of_a_record_refuses_times_that_overlap_and_says_which(editing):
    pole, structure = make.PoleFactory(), make.StructureFactory(name="Archer")
    make.MembershipFactory(pole=pole, structure=structure, role="membre", since="2010", until="2014")
    page = "/admin/poles/membership/add/"
    sent = {"pole": pole.pk, "structure": structure.pk, "role": "membre", "since": "2012", "until": ""}

    answer = editing.post(page, sent)
    assert answer.status_code == 200
    assert "« membre, depuis 2012 » et « membre, de 2010 à 2014 »" in answer.context["adminform"].errors["since"][0]

    assert editing.post(page, sent | {"since": "2014"}).status_code == 302
    assert pole.memberships.count() == 2


def test_two_lines_of_one_record_whose_times_overlap_are_refused(editing):
    pole, structure = make.PoleFactory(), make.StructureFactory()
    lines = [{"structure": structure.pk, "role": "membre", "since": since} for since in ("2010", "2014")]

    answer = save(editing, pole, **added("memberships", *lines))
    assert "« membre, depuis 2010 » et « membre, depuis 2014 »" in answer.text
    assert pole.memberships.count() == 0


def test_a_succession_that_comes_back_to_its_beginning_is_refused_and_told_whole():
    first, second, third = (make.StructureFactory(name=name) for name in ("Un", "Deux", "Trois"))
    make.SuccessionFactory(predecessor=first, successor=second)
    make.SuccessionFactory(predecessor=second, successor=third)

    with pytest.raises(ValidationError, match="Trois → Un → Deux → Trois"):
        Succession(predecessor=third, successor=first).full_clean()
    Succession(predecessor=first, successor=third).full_clean()


def test_a_circle_made_of_two_lines_of_one_form_is_refused(editing):
    middle, before, heir = (make.StructureFactory() for _ in range(3))
    make.SuccessionFactory(predecessor=heir, successor=before)

    for typed in (before, heir):
        answer = save(
            editing,
            middle,
            **added("successions", {"successor": typed.pk}),
            **added("precessions", {"predecessor": before.pk}),
        )
        assert "la succession tourne en rond" in text_of(answer)
    assert Succession.objects.count() == 1

    assert save(editing, middle, **added("precessions", {"predecessor": before.pk})).status_code == 302


def test_a_structure_named_twice_does_not_make_a_cooperation():
    alone, two = (make.CooperationFactory(published=True) for _ in range(2))
    same = make.StructureFactory(published=True)
    for role in ("porteur", "membre"):
        make.ParticipationFactory(cooperation=alone, structure=same, role=role)
    make.ParticipationFactory(cooperation=two, structure=same)
    make.ParticipationFactory(cooperation=two, unnamed=True)

    assert list(cooperating_alone(Cooperation.objects.all())) == [alone]
