"""The questions of one step of the test, an objective each; and the answers, kept or read back.

Answers are texts by code of indicator, as ``{"I02": "3", "I20": "42.5", "I29": "so"}``; what is not answered is absent.
"""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from poles.models import Answer, Diagnosis, Indicator

Scale = Indicator.Scale
NOT_APPLICABLE = "so"
RUNGS = ("absent", "amorcé", "partiel", "établi", "exemplaire")
YES_NO = (("oui", "Oui"), ("non", "Non"))
UNKNOWN, NEUTRAL = ("", "Je ne sais pas encore"), (NOT_APPLICABLE, "Sans objet")
OUT_OF_SCALE = "« %(value)s » n'est pas dans l'échelle : choisissez l'une des réponses."

#: Of what is typed: the most, the decimals, what to say.
TYPED = {
    Scale.COUNT: (1_000_000, 0, "Un nombre entier, de 0 à 1 000 000."),
    Scale.YEARS: (200, 0, "Un nombre entier d'années, de 0 à 200."),
    Scale.PERCENT: (100, 1, "Un pourcentage, de 0 à 100."),
    Scale.FTE: (10_000, 2, "Des équivalents temps plein, comme 1,5 ; de 0 à 10 000."),
}


class NumberField(forms.CharField):
    """A number as one types it in French, within the bounds of its scale; gives it as a plain text, ``"42.5"``."""

    def __init__(self, scale, **kwargs):
        self.most, self.decimals, words = TYPED[scale]
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal" if self.decimals else "numeric", "size": 10})
        super().__init__(required=False, max_length=12, help_text=words, **kwargs)

    def clean(self, value):
        text = super().clean(value).replace(" ", "").replace("\N{NARROW NO-BREAK SPACE}", "").replace(",", ".")
        if not text:
            return ""
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not 0 <= number <= self.most:
            raise ValidationError(f"« {value[:20]} » n'est pas dans l'échelle. {self.help_text}", code="scale")
        if number != round(number, self.decimals):
            raise ValidationError(f"« {value[:20]} » a trop de décimales. {self.help_text}", code="scale")
        return f"{number.normalize():f}"


def choices_of(indicator):
    """The answers of an indicator that one chooses; None for one that is typed."""
    match indicator.scale:
        case Scale.LADDER:
            return [(str(step), f"{step} : {word}") for step, word in enumerate(RUNGS)]
        case Scale.YES_NO:
            return [*YES_NO]
        case Scale.CHOICE:
            return [(value, value.capitalize()) for value in indicator.choices]
    return None


class StepForm(forms.Form):
    """The indicators of ``objective``; every one may wait."""

    def __init__(self, objective, data=None, answers=None):
        self.indicators = list(objective.indicators.all())
        answers = answers or {}
        super().__init__(data, initial={code: value for code, value in answers.items() if value != NOT_APPLICABLE})
        for indicator in self.indicators:
            self.add(indicator, answers.get(indicator.code) == NOT_APPLICABLE)

    def add(self, indicator, not_applicable):
        code, choices = indicator.code, choices_of(indicator)
        if choices is None:
            self.fields[code] = NumberField(indicator.scale, label=indicator.label)
            self.fields[f"{code}-so"] = forms.BooleanField(
                required=False, initial=not_applicable, label="Sans objet", label_suffix=""
            )
            return
        self.fields[code] = forms.ChoiceField(
            label=indicator.label,
            choices=[UNKNOWN, *choices, NEUTRAL],
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": OUT_OF_SCALE},
        )
        if not_applicable:
            self.initial[code] = NOT_APPLICABLE

    def questions(self):
        """The fields with, beside those that are typed, their « sans objet »."""
        return [
            (self[item.code], self[f"{item.code}-so"] if f"{item.code}-so" in self.fields else None)
            for item in self.indicators
        ]

    def clean(self):
        said = super().clean()
        for code in (name.removesuffix("-so") for name in self.fields if name.endswith("-so")):
            if said.get(f"{code}-so") and said.get(code):
                self.add_error(code, "Répondez, ou cochez « sans objet » : pas les deux.")
        return said

    @property
    def answers(self):
        """What a right form says."""
        said = self.cleaned_data
        values = {
            item.code: NOT_APPLICABLE if said.get(f"{item.code}-so") else said[item.code] for item in self.indicators
        }
        return {code: value for code, value in values.items() if value}


def as_typed(objective, answers):
    """The answers as a browser would send them to the form of ``objective``."""
    data = {}
    for indicator in objective.indicators.all():
        value = answers.get(indicator.code, "")
        if value == NOT_APPLICABLE and choices_of(indicator) is None:
            data[f"{indicator.code}-so"] = "on"
        else:
            data[indicator.code] = value
    return data


def answers_of(diagnosis):
    rows = diagnosis.answers.order_by().values_list("indicator__code", "value", "not_applicable")
    return {code: NOT_APPLICABLE if not_applicable else value for code, value, not_applicable in rows}


@transaction.atomic
def keep_answers(diagnosis, objective, answers):
    """Write those of one step in place of what it held; whether the test was still there, and open."""
    held = Diagnosis.objects.select_for_update().filter(pk=diagnosis.pk, is_public=False).first()
    if held is None:
        return False
    indicators = list(objective.indicators.all())
    held.answers.filter(indicator__in=indicators).delete()
    Answer.objects.bulk_create(
        Answer(
            diagnosis=held,
            indicator=indicator,
            value="" if answers[indicator.code] == NOT_APPLICABLE else answers[indicator.code],
            not_applicable=answers[indicator.code] == NOT_APPLICABLE,
        )
        for indicator in indicators
        if indicator.code in answers
    )
    asked = Indicator.objects.filter(objective__general_objective__grid=held.grid_id).count()
    held.finished_on = timezone.localdate() if held.answers.count() == asked else None
    held.answered_at = timezone.now()
    held.save(update_fields=["finished_on", "answered_at"])
    return True
