"""The filter of a period: ``?encours=2015..2025`` keeps what a verb of the queryset says of it."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from ptce_hub.directory.fields.spans import Span
from ptce_hub.directory.listing.facets import printable
from ptce_hub.directory.listing.filters import no_control

HOW_TO_WRITE = "Écrivez une année (2015), ou deux dates séparées par deux points (2015..2025)."


class SpanField(forms.CharField):
    default_validators = [no_control]

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            span = Span.parse(text)
        except ValueError:
            wrong = f"{self.label} : « {printable(text)} » n’est pas une période. {HOW_TO_WRITE}"
            raise ValidationError(wrong, code="invalid") from None
        if span.is_reversed:
            wrong = (
                f"{self.label} : la période finit ({span.final}) avant de commencer ({span.first}). Échangez les deux."
            )
            raise ValidationError(wrong, code="reversed")
        return span

    def words_of(self, value):
        return str(Span.parse(value))


class SpanFilter(django_filters.Filter):
    """``narrow`` gives the entries of a period: ``(entries, span)``."""

    field_class = SpanField

    def __init__(self, label, narrow):
        super().__init__(label=label, max_length=40)
        self.narrow = narrow

    def filter(self, entries, span):
        return self.narrow(entries, span)
