"""Partial dates: what is read, refused, stored, sorted and shown."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from poles.models import Pole
from ptce_hub.directory.fields.dates import PartialDate, PartialDateField, PartialDateFormField
from tests.factories import PoleFactory
from tests.reading import plain

days = st.dates(datetime.date(1000, 1, 1), datetime.date(2199, 12, 31))
partial_dates = st.builds(
    lambda day, precision: PartialDate(*[day.year, day.month, day.day][:precision]), days, st.integers(1, 3)
)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2021", "2021"),
        ("2021-12", "2021-12"),
        ("2021-12-14", "2021-12-14"),
        ("14/12/2021", "2021-12-14"),
        ("12/2021", "2021-12"),
        ("1.2.2021", "2021-02-01"),
        ("décembre 2021", "2021-12"),
        ("Décembre 2021", "2021-12"),
        ("1er mai 2011", "2011-05-01"),
        ("le 4 mai 2011", "2011-05-04"),
        ("14 déc. 2021", "2021-12-14"),
        ("août 2015", "2015-08"),
        ("aout 2015", "2015-08"),
        (" 2021 ", "2021"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, iso):
    assert PartialDate.parse(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2021-02-30", "Le 30 février 2021 n'existe pas."),
        ("29/02/2023", "Le 29 février 2023 n'existe pas."),
        ("2021-13", "Le mois 13 n'existe pas : il va de 1 à 12."),
        ("0021", "L'année 21 n'est pas entre 1000 et 2199."),
        ("ju 2021", "« ju 2021 » n'est pas une date."),
        ("hier", "« hier » n'est pas une date."),
        ("2021-12-14T10:00", "« 2021-12-14T10:00 » n'est pas une date."),
        ("12-2021", "« 12-2021 » n'est pas une date."),
        ("", "«  » n'est pas une date."),
    ],
)
def test_an_impossible_date_is_refused_with_its_reason(typed, message):
    with pytest.raises(ValueError) as refusal:
        PartialDate.parse(typed)
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2021", "2021"),
        ("2021-12", "décembre 2021"),
        ("2021-12-14", "14 décembre 2021"),
        ("2011-05-01", "1er mai 2011"),
    ],
)
def test_a_date_is_shown_in_french(iso, shown):
    assert plain(str(PartialDate.parse(iso))) == shown


@given(partial_dates)
def test_what_is_written_is_read_back(date):
    assert PartialDate.parse(date.iso) == date
    assert PartialDate.parse(str(date)) == date


@given(partial_dates, partial_dates)
def test_the_stored_text_sorts_like_the_dates(one, other):
    assert (one < other) == (one.iso < other.iso)
    if one.latest < other.earliest:
        assert one < other


@given(partial_dates)
def test_a_date_covers_the_days_that_it_may_be(date):
    assert date.earliest <= date.latest
    assert {date.earliest.year, date.latest.year} == {date.year}


@given(st.text())
def test_any_text_is_read_or_refused_and_never_crashes(text):
    try:
        assert PartialDateFormField(required=False).clean(text) is None or PartialDate.parse(text.strip())
    except ValidationError as refusal:
        assert refusal.messages


@pytest.mark.django_db
def test_the_database_gives_back_the_date_and_its_precision():
    for iso in ("2011", "2011-05", "2011-05-04", None):
        pole = PoleFactory(started=iso)
        started = Pole.objects.get(pk=pole.pk).started
        assert (started and started.iso) == iso


def test_the_field_refuses_what_is_no_date():
    with pytest.raises(ValidationError, match="n'existe pas"):
        PartialDateField().clean("2021-02-30", None)
