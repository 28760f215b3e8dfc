"""The period that a report is asked for; all the time that is known, up to today, when none is."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Min
from django.utils import timezone

from events.models import Event
from poles.models import Cooperation, Pole, Recognition
from ptce_hub.directory.fields.dates import HOW_TO_WRITE, PartialDate
from ptce_hub.directory.fields.spans import Span
from ptce_hub.directory.listing.facets import printable
from ptce_hub.directory.listing.filters import EntryForm, no_control


class DateField(forms.CharField):
    default_validators = [no_control]

    def __init__(self, label):
        long = f"{label} : une date tient en quarante signes. {HOW_TO_WRITE}"
        super().__init__(label=label, required=False, max_length=40, error_messages={"max_length": long})

    def clean(self, value):
        text = super().clean(value)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError:
            wrong = f"{self.label} : « {printable(text)} » n’est pas une date qui existe. {HOW_TO_WRITE}"
            raise ValidationError(wrong, code="invalid") from None


class PeriodForm(EntryForm):
    """``du`` and ``au``; ``span_in`` gives the period once both are right."""

    du = DateField("Du (année, mois ou jour)")
    au = DateField("Au (année, mois ou jour)")

    def __init__(self, query, territory):
        super().__init__(query)
        self.territory = territory

    def clean(self):
        super().clean()
        if not self.errors:
            self.span = self.whole(self.cleaned_data.get("du"), self.cleaned_data.get("au"))
            if self.span.is_reversed:
                self.add_error("au", self.reversal())
        return self.cleaned_data

    def whole(self, first, final):
        """Without an end, today; without a beginning, the first year that anything here is known of."""
        final = final or PartialDate.of(timezone.localdate())
        return Span(first or PartialDate(min(first_year(self.territory) or final.year, final.year)), final)

    def reversal(self):
        first, final = self.span
        if not self.cleaned_data.get("au"):
            return (
                f"Au : sans date ici, la période finit aujourd’hui, avant de commencer (du : {first}). Donnez la fin."
            )
        return f"Au : la période finit ({final}) avant de commencer (du : {first}). Échangez les deux dates."

    @property
    def said(self):
        """What is in the boxes: the period shown, or what was typed when it is wrong."""
        if self.is_valid():
            return {"du": typed(self.span.first), "au": typed(self.span.final)}
        return {name: self.data.get(name, "") for name in self.fields}


def typed(date):
    """As a person writes it: ``31/12/2025``."""
    return "/".join(reversed(date.iso.split("-")))


def first_year(territory):
    """None when nothing of the territory is dated."""
    poles = Pole.objects.published().within(territory)
    known = [
        poles.with_beginning().annotate(date=F("beginning")).aggregate(first=Min("date"))["first"],
        Cooperation.objects.published().within(territory).aggregate(first=Min("started"))["first"],
        Event.objects.published().within(territory).aggregate(first=Min("start"))["first"],
        Recognition.objects.granted().filter(pole__in=poles.values("pk")).aggregate(first=Min("year"))["first"],
    ]
    return min((year_of(date) for date in known if date), default=None)


def year_of(date):
    """Of a date, of its ISO text or of a year."""
    return date.year if isinstance(date, PartialDate) else int(str(date)[:4])
