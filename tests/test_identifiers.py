"""SIREN, SIRET and RNA: three distinct refusals, and La Poste's exception; the keys of rows."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from actors.models import Structure
from ptce_hub.directory.fields.identifiers import luhn_is_valid, validate_rna, validate_siren, validate_siret
from ptce_hub.directory.fields.keys import keys_among
from tests.factories import StructureFactory


def luhn_key(digits):
    """The one digit that makes ``digits`` pass, found by trying the ten."""
    return next(key for key in "0123456789" if luhn_is_valid(digits + key))


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@pytest.mark.parametrize(
    ("validate", "value", "code"),
    [
        (validate_siren, "73282932", "siren_format"),
        (validate_siren, "73282932A", "siren_format"),
        (validate_siren, "٧٣٢٨٢٩٣٢٠", "siren_format"),
        (validate_siren, "732829321", "siren_key"),
        (validate_siret, "7328293200007", "siret_format"),
        (validate_siret, "73282932100074", "siret_siren"),
        (validate_siret, "73282932000075", "siret_key"),
        (validate_siret, "35600000000049", "siret_key"),
        (validate_rna, "W12345678", "rna_format"),
        (validate_rna, "1234567890", "rna_format"),
    ],
)
def test_each_mistake_has_its_own_refusal(validate, value, code):
    with pytest.raises(ValidationError) as refusal:
        validate(value)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("validate", "value"),
    [
        (validate_siren, "732829320"),
        (validate_siret, "73282932000074"),
        (validate_siret, "35600000000048"),  # La Poste, Luhn holds
        (validate_siret, "35600000049837"),  # La Poste, the digits sum to a multiple of five
        (validate_rna, "W751234567"),
    ],
)
def test_a_true_identifier_is_accepted(validate, value):
    assert validate(value) is None


@given(digits(8))
def test_one_key_and_one_only_makes_a_siren(start):
    assert sum(luhn_is_valid(start + key) for key in "0123456789") == 1
    validate_siren(start + luhn_key(start))


@given(digits(8), digits(4), st.integers(0, 13))
def test_a_siret_with_one_wrong_digit_is_refused(start, branch, place):
    siren = start + luhn_key(start)
    siret = siren + branch + luhn_key(siren + branch)
    wrong = siret[:place] + str((int(siret[place]) + 1) % 10) + siret[place + 1 :]
    if wrong.startswith("356000000"):
        return
    with pytest.raises(ValidationError):
        validate_siret(wrong)


@pytest.mark.django_db
def test_the_spaces_that_people_type_are_dropped():
    structure = StructureFactory.build(siren="732 829 320", siret="732 829 320 00074", rna="w 751.234-567", slug="s")
    structure.full_clean()
    structure.save()
    kept = Structure.objects.get(pk=structure.pk)
    assert (kept.siren, kept.siret, kept.rna) == ("732829320", "73282932000074", "W751234567")


@pytest.mark.django_db
def test_two_branches_may_share_a_siren():
    StructureFactory(siren="732829320")
    StructureFactory(siren="732829320")
    assert Structure.objects.filter(siren="732829320").count() == 2


@pytest.mark.parametrize("text", ["", "-1", "1.0", "²", "٣", " 1", "9" * 19, "9" * 5000, "\0"])
def test_what_cannot_be_the_key_of_a_row_is_none(text):
    assert keys_among([text, "9" * 18, "12", "12"]) == [int("9" * 18), 12]
