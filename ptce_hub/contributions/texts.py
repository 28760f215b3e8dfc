"""What a text that anybody may send must be: plain words, in bounds."""

import re

from django import forms
from django.core.exceptions import ValidationError

from ptce_hub.contributions.values import as_sent

LONGEST = 5_000  # characters of a text of several lines
LINES, LONGEST_LINE = 30, 500
TOO_MANY_LINES = f"{LINES} lignes au plus, de {LONGEST_LINE} caractères au plus."

#: Control characters, and the marks that make a text read in another order than it is written.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
LINE_BREAK = re.compile(r"[\r\n\t\u2028\u2029]")
TAG = re.compile(r"<[a-z/!?][^>]*>?", re.IGNORECASE)


def refuse_unfit(field, value):
    """``ValidationError`` for what is no plain text in bounds; ``value`` is a text or a list of lines."""
    if isinstance(value, list):
        if len(value) > LINES or any(len(line) > LONGEST_LINE for line in value):
            raise ValidationError(TOO_MANY_LINES, code="long")
        value = "\n".join(value)
    if INVISIBLE.search(value):
        raise ValidationError("Ce texte contient un caractère invisible : écrivez-le de nouveau.", code="invisible")
    if not isinstance(field.widget, forms.Textarea) and LINE_BREAK.search(value):
        raise ValidationError("Écrivez-le sur une seule ligne.", code="lines")
    if TAG.search(value):
        raise ValidationError("Écrivez sans balises ni code : un texte simple suffit.", code="markup")
    if len(value) > LONGEST:
        raise ValidationError(f"Ce texte est trop long ({len(value)} caractères) : {LONGEST} au plus.", code="long")


class PlainTexts(forms.Form):
    """Every text of the form is checked, each message on its field; what the page itself showed is left alone."""

    #: The values, as ``values.as_sent`` writes them, that the page showed.
    shown = {}

    def _clean_fields(self):
        super()._clean_fields()
        for name in [*self.cleaned_data]:
            value = as_sent(self.cleaned_data[name])
            if name in self.shown and self.shown[name] == value:
                continue
            try:
                refuse_unfit(self.fields[name], value)
            except ValidationError as error:
                self.add_error(name, error)
