"""The forms of the public: an error to tell, a record to correct or to add. A noun's fields make its form."""

from functools import cache

from django import forms
from django.db import models

from events.models import EssMonth
from ptce_hub.contributions.guarding import Guarded
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.naming import RecordField
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.contributions.texts import LINES, TOO_MANY_LINES
from ptce_hub.contributions.values import as_sent, nothing_of
from ptce_hub.directory.fields.dates import HOW_TO_WRITE, PartialDateField
from ptce_hub.directory.fields.lines import LinesField, split_lines
from ptce_hub.directory.listing.filters import TerritoryField
from ptce_hub.directory.models import Entry, Theme
from ptce_hub.territories.models import Territory
from ptce_hub.territories.suggesting import written

NAMED = 6  # territories that a message offers
PLACE_HELP = "Une commune, un département, une intercommunalité, un code postal…"


class PlaceField(TerritoryField):
    """A territory, kept as its reference and shown as its name: what it shows, or offers, is what it takes."""

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            first = error.error_list[0]
            offered = [match.territory for match in (first.params or {}).get("offered", ())]
            if not offered:
                raise
            written_so = {territory for territory in offered if written(territory) == value.strip()}
            if len(written_so) == 1:
                return written_so.pop()
            names = " ; ".join(map(written, offered[:NAMED]))
            many = (
                "Plusieurs territoires portent ce nom" if first.code == "ambiguous" else "Aucun territoire n’a ce nom"
            )
            raise forms.ValidationError(f"{many}. Écrivez lequel, par exemple : {names}.", code=first.code) from None

    def prepare_value(self, value):
        try:
            return written(Territory.objects.select_related("department").get_by_ref(value or ""))
        except Territory.DoesNotExist:
            return value


class PlacesField(forms.CharField):
    """Several territories, one a line."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)
        self.one = PlaceField(required=False, max_length=200)

    def prepare_value(self, value):
        return "\n".join(map(self.one.prepare_value, value)) if isinstance(value, list) else value

    def to_python(self, value):
        lines = value if isinstance(value, list) else split_lines(value or "")
        if len(lines) > LINES:
            raise forms.ValidationError(TOO_MANY_LINES, code="long")
        return [self.one.clean(line) for line in lines]


class Contribution(Guarded):
    """What whoever proposes something says beside it."""

    words = forms.CharField(
        label="Ce qu’il faut savoir", max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    credit = forms.CharField(
        label="Votre nom, si vous voulez être remercié",
        max_length=80,
        required=False,
        help_text="Écrit au bas de la fiche si la proposition est retenue. Laissez vide pour ne pas être nommé.",
    )


class ReportForm(Contribution):
    reason = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?", choices=Proposal.Reason, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui ne va pas."},
    )  # fmt: skip

    field_order = ["reason", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.required = True
        words.label = "Ce qui est faux, et ce qui est vrai"
        words.help_text = "Dites aussi d’où vous le savez : une adresse, un document."
        words.error_messages["required"] = "Dites ce qui est faux, en quelques mots."


class RecordForm(Contribution, forms.ModelForm):
    """The public fields of a record, in the order of its noun; its values are those of ``values.as_sent``."""

    @property
    def noun(self):
        return BY_MODEL[self._meta.model]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label = "Autre chose à nous dire"
        words.help_text = "Ce qui n’a pas de case (membres, partenaires…), et d’où vous le savez."

    def add_error(self, field, error):
        """What a box already said wrong is not told missing by the record."""
        if field is None and hasattr(error, "error_dict"):
            told = self.errors
            error = forms.ValidationError({name: why for name, why in error.error_dict.items() if name not in told})
        super().add_error(field, error)

    def record_fields(self):
        return [self[name] for name in self.noun.fields]

    def own_fields(self):
        """What is asked beside the record."""
        return [self[name] for name in ("words", "mail", "credit") if name in self.fields]

    def difference(self):
        """What differs from what the page showed: by field, ``before`` and ``after``."""
        before = nothing_of(self.noun.model, self.noun.fields) | self.shown
        after = {name: as_sent(self.cleaned_data[name]) for name in self.noun.fields}
        return {
            name: {"before": before[name], "after": value} for name, value in after.items() if value != before[name]
        }


class CorrectionForm(RecordForm):
    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["words"] and not self.difference():
            raise forms.ValidationError(
                "Vous n’avez rien changé : corrigez un champ, ou écrivez-nous plus bas.", code="same"
            )
        return cleaned


class AdditionForm(RecordForm):
    """Of a record that the directory lacks; a source lets the staff check it."""


@cache
def record_form(form, model):
    """``form`` with the fields that the public may propose for records of ``model``."""
    return forms.modelform_factory(model, form=form, fields=BY_MODEL[model].fields, formfield_callback=public_field)


def fields_form(model, names):
    """A form of these fields alone, to write them once they are decided."""
    return forms.modelform_factory(model, fields=names, formfield_callback=public_field)


def public_field(field, **kwargs):
    """The model's own form field, or what a visitor needs instead of a choice among thousands."""
    words = {"label": capitalised(field.verbose_name), "required": not field.blank}
    match field.related_model:
        case _ if field.related_model is Territory and field.many_to_many:
            return PlacesField(help_text=f"{PLACE_HELP} Un par ligne.", **words)
        case _ if field.related_model is Territory:
            return PlaceField(help_text=PLACE_HELP, max_length=200, **words)
        case _ if field.related_model is Theme:
            return forms.ModelMultipleChoiceField(
                Theme.objects.all(), to_field_name="slug", widget=forms.CheckboxSelectMultiple, **words
            )
        case _ if field.related_model and issubclass(field.related_model, Entry):
            return RecordField(field.related_model, help_text="Son nom entier, ou l’adresse de sa page ici.", **words)
        case _ if field.related_model is EssMonth:
            return forms.ModelChoiceField(EssMonth.objects.all(), to_field_name="year", **words)
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
    elif isinstance(field, LinesField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    elif isinstance(field, models.TimeField):
        kwargs["widget"] = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        kwargs["error_messages"] = {"invalid": "Une heure va de 00:00 à 23:59 : écrivez par exemple 14:30."}
    elif isinstance(field, models.DateField):
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        kwargs["error_messages"] = {"invalid": "Ce n’est pas un jour : écrivez-le comme 14/12/2026."}
    elif isinstance(field, PartialDateField):
        kwargs["help_text"] = field.help_text or HOW_TO_WRITE
    made = field.formfield(**kwargs)
    made.label = words["label"]
    made.show_hidden_initial = False  # a model's ``default=list`` asks for a hidden field, no valid HTML once described
    return made


def capitalised(text):
    return text[:1].upper() + text[1:]
