"""The public identifiers of French organisations. Optional, never keys: branches share them and they change."""

import re

from django.core.exceptions import ValidationError
from django.db import models

LA_POSTE = "356000000"


def luhn_is_valid(digits):
    """Luhn's check: the doubled digits, from the right, sum to a multiple of ten."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def validate_siren(value):
    if not re.fullmatch(r"[0-9]{9}", value):
        raise ValidationError("Un numéro Siren compte neuf chiffres.", code="siren_format")
    if not luhn_is_valid(value):
        raise ValidationError("Ce numéro Siren est impossible : vérifiez ses chiffres.", code="siren_key")


def validate_siret(value):
    """Nine digits of SIREN and five of branch. La Poste's own branches sum to a multiple of five instead of Luhn."""
    if not re.fullmatch(r"[0-9]{14}", value):
        raise ValidationError("Un numéro Siret compte quatorze chiffres.", code="siret_format")
    if not luhn_is_valid(value[:9]):
        raise ValidationError(
            "Les neuf premiers chiffres de ce Siret ne forment pas un Siren possible.", code="siret_siren"
        )
    if luhn_is_valid(value):
        return
    if value.startswith(LA_POSTE) and sum(map(int, value)) % 5 == 0:
        return
    raise ValidationError("Ce numéro Siret est impossible : vérifiez ses cinq derniers chiffres.", code="siret_key")


def validate_rna(value):
    """The *répertoire national des associations* number: W and nine digits."""
    if not re.fullmatch(r"W[0-9]{9}", value):
        raise ValidationError("Un numéro RNA s'écrit W suivi de neuf chiffres.", code="rna_format")


class IdentifierField(models.CharField):
    """Text without the spaces, dots and hyphens that people type, in capitals."""

    def to_python(self, value):
        value = super().to_python(value)
        return re.sub(r"[\s.\-]", "", value).upper() if value else value

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        # What is typed may be longer than what is kept: the model measures it once spaces are gone.
        field = super().formfield(**{**kwargs, "max_length": 40})
        field.to_python = lambda text: self.to_python(str(text or ""))
        return field
