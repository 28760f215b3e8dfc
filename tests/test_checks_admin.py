"""The référent of a record, given and seen in the admin."""

import pytest

from poles.models import Pole
from ptce_hub.contributions.models import Referent
from tests import factories
from tests.editors import added, address, fields_of, save
from tests.reading import text_of

pytestmark = pytest.mark.django_db

PREFIX = "contributions-referent-content_type-object_id"
NEW = {"email": "anne@secret.example", "consent_on": "2026-01-02", "consent_how": "au téléphone", "is_active": "on"}


def test_a_referent_is_given_beside_the_record(editing):
    pole = factories.PoleFactory()

    assert save(editing, pole, **added(PREFIX, NEW | {"changing": ["members"]})).status_code == 302

    referent = Referent.objects.get()
    assert (referent.record, referent.email, referent.changing) == (pole, "anne@secret.example", ["members"])


def test_a_consent_without_date_or_from_the_future_is_refused(editing):
    pole = factories.PoleFactory()

    for wrong in ("", "2126-01-01"):
        response = save(editing, pole, **added(PREFIX, NEW | {"consent_on": wrong}))
        assert response.status_code == 200
    assert not Referent.objects.exists()


def test_a_second_referent_of_a_record_is_refused_with_the_mend(editing):
    pole = factories.PoleFactory()
    data = fields_of(editing.get(address(Pole, "change", pole.pk))) | added(PREFIX, NEW)
    factories.ReferentFactory(record=pole)

    response = editing.post(address(Pole, "change", pole.pk), data)

    assert "a déjà un référent" in response.text
    assert Referent.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "change", "words"),
    [
        ({}, {"email": "autre@secret.example"}, "demande un nouvel accord"),
        ({"is_active": False, "stopped_on": "2026-06-01"}, {"is_active": "on"}, "il faut un accord donné depuis"),
    ],
)
def test_another_address_or_one_that_stopped_needs_a_new_consent(editing, row, change, words):
    referent = factories.ReferentFactory(consent_on="2026-01-02", **row)

    response = save(editing, referent.record, **{f"{PREFIX}-0-{name}": value for name, value in change.items()})

    assert words in text_of(response)


def test_only_who_may_change_the_record_sees_its_referent(client):
    place = factories.TerritoryFactory(region=True)
    mine, other = factories.PoleFactory(territory=place), factories.PoleFactory(placed=True)
    for pole in (mine, other):
        factories.ReferentFactory(record=pole, email="anne@secret.example")
    client.force_login(factories.UserFactory(editor=True, territories=[place]))

    assert "anne@secret.example" in client.get(address(Pole, "change", mine.pk)).text
    response = client.get(address(Pole, "change", other.pk))
    assert response.status_code == 200
    assert "anne" not in response.text
    assert PREFIX not in response.text
