"""The last check of a record: its date, who made it, and how old it is."""

import datetime

import pytest
from django.utils import timezone

from ptce_hub.directory.models import CheckedBy
from tests import factories
from tests.editors import save
from tests.reading import text_of

pytestmark = pytest.mark.django_db

OLD = "il y a plus d’un an"


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (CheckedBy.REFERENT, "Vérifié par le référent le 1er novembre 2026"),
        (CheckedBy.STAFF, "Vérifié par l’équipe le 1er novembre 2026"),
        (CheckedBy.IMPORT, "Vérifié par l’import le 1er novembre 2026"),
        ("", "Vérifié le 1er novembre 2026"),
    ],
)
def test_a_record_says_who_checked_it_and_when(client, by, words):
    pole = factories.PoleFactory(published=True, verified_on="2026-11-01", verified_by=by)

    assert words in text_of(client.get(pole.get_absolute_url()))


@pytest.mark.parametrize(("days", "old"), [(365, False), (366, True)])
def test_a_record_checked_more_than_a_year_ago_says_so(client, days, old):
    pole = factories.PoleFactory(published=True, verified_on=timezone.localdate() - datetime.timedelta(days))

    assert (OLD in client.get(pole.get_absolute_url()).content.decode()) is old


def test_a_date_of_check_typed_by_the_staff_is_theirs(editing):
    pole = factories.PoleFactory(verified_on="2025-01-01", verified_by=CheckedBy.REFERENT)

    save(editing, pole, name="Pôle renommé")
    pole.refresh_from_db()
    assert pole.verified_by == CheckedBy.REFERENT

    save(editing, pole, verified_on="2026-11-01")
    pole.refresh_from_db()
    assert (str(pole.verified_on), pole.verified_by) == ("2026-11-01", CheckedBy.STAFF)

    save(editing, pole, verified_on="")
    pole.refresh_from_db()
    assert (pole.verified_on, pole.verified_by) == (None, "")
