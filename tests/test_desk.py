"""The first page of the admin, and the rules of coherence."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.models import Structure
from poles.models import Cooperation, Pole
from ptce_hub.directory.models import Status
from ptce_hub.directory.staff import desk
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def normandie(db):
    return Territory.objects.get(kind=Kind.REGION, code="28")


@pytest.fixture
def moderator(client, normandie):
    user = make.UserFactory(moderator=True, territories=[normandie])
    client.force_login(user)
    return user


def test_every_count_of_the_desk_is_that_of_its_list(client, moderator, normandie):
    make.PoleFactory(status=Status.PROPOSED, territory=normandie, sources=["Livre"])
    make.PoleFactory(status=Status.PROPOSED, territory=None)
    make.PoleFactory(published=True, territory=normandie, verified_on=datetime.date(2020, 1, 1))
    make.PoleFactory(published=True, territory=normandie, verified_on=timezone.localdate(), sources=["Livre"])

    duties = dict(client.get("/admin/").context["duties"])
    lines = duties[Pole._meta.verbose_name_plural]

    assert [line.count for line in lines] == [1, 1, 0, 1]
    for line in lines:
        assert client.get(line.address).context["cl"].result_count == line.count


def test_the_desk_tells_what_changed_here_this_week(client, moderator, normandie):
    here, _ = make.PoleFactory(name="Pôle d'ici", territory=normandie), make.PoleFactory(name="Pôle d'ailleurs")

    changes = client.get("/admin/").context["changes"]

    assert [change.what for change in changes] == [here.name]


def test_the_desk_costs_the_same_whatever_the_rows(client, moderator, normandie, django_assert_max_num_queries):
    client.get("/admin/")
    with django_assert_max_num_queries(90) as one:
        client.get("/admin/")
    before = len(one)
    make.PoleFactory.create_batch(5, territory=normandie, published=True)

    with django_assert_max_num_queries(before):
        client.get("/admin/")


def broken(client):
    findings = client.get(reverse("admin:coherence")).context["findings"]
    return {(finding.noun, row.pk) for finding in findings for row, _ in finding.rows}


def test_what_does_not_hold_together_is_listed(client, moderator, normandie):
    alone = make.PoleFactory(published=True, territory=normandie)
    reversed_dates = make.PoleFactory(territory=normandie, started="2015", recognised="2012-05")
    single = make.CooperationFactory(published=True, territory=normandie)
    odd = make.StructureFactory(territory=normandie, siren="552100554", siret="35600000000048")

    poles, cooperations, structures = (str(model._meta.verbose_name_plural) for model in (Pole, Cooperation, Structure))
    expected = {(poles, alone.pk), (poles, reversed_dates.pk), (cooperations, single.pk), (structures, odd.pk)}
    assert expected <= broken(client)


def test_what_holds_together_is_not(client, moderator, normandie):
    pole = make.PoleFactory(published=True, territory=normandie, started="2012", recognised="2015", sources=["Livre"])
    make.MembershipFactory(pole=pole, structure__published=True)

    assert (str(Pole._meta.verbose_name_plural), pole.pk) not in broken(client)


def test_what_is_elsewhere_is_not_mine_to_mend(client, moderator):
    away = make.PoleFactory(published=True, territory=Territory.objects.get(kind=Kind.REGION, code="53"))

    assert (str(Pole._meta.verbose_name_plural), away.pk) not in broken(client)


def test_apps_add_their_own_lines(client, normandie):
    user = make.UserFactory(moderator=True, national=True)
    make.EventFactory(published=True, territory=None, start="2199-11-03")

    (line,) = [line for line in desk.lines(user) if "sans territoire" in line.label]

    client.force_login(user)
    assert client.get(line.address).context["cl"].result_count == line.count == 1


def test_notes_of_the_staff_stay_in_the_admin(client):
    pole = make.PoleFactory(published=True, staff_notes="confidence-7431")

    public = [client.get(address) for address in (pole.get_absolute_url(), "/poles/", "/poles.csv", "/poles.json")]

    assert "confidence-7431" not in "".join(page.getvalue().decode() for page in public)


@pytest.mark.parametrize("national", [True, False])
def test_the_desk_counts_the_pairs_that_one_may_merge(client, normandie, national):
    user = make.UserFactory(moderator=True, national=national, territories=[normandie])
    here = make.StructureFactory.create_batch(2, territory=normandie)
    across = [here[0], make.StructureFactory(territory=None)]
    for pair in (here, across):
        make.SuspicionFactory(one=pair[0], other=pair[1])

    (line,) = [line for line in desk.lines(user) if "doublons" in line.label]

    client.force_login(user)
    assert client.get(line.address).context["cl"].result_count == line.count == (2 if national else 1)
