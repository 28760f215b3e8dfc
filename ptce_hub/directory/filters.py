"""What narrows a list: words, a territory, a theme. The same query string serves every view of a noun."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from ptce_hub.directory.models import Theme
from ptce_hub.territories.models import Territory
from ptce_hub.territories.resolving import resolve


class TerritoryField(forms.CharField):
    """A territory by its reference (``region-28``), its name or its code, as a visitor may type it."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return Territory.objects.get_by_ref(text)
        except Territory.DoesNotExist:
            pass
        matches = resolve(text)
        if len({match.territory for match in matches}) == 1:
            return matches[0].territory
        if matches:
            raise ValidationError(
                f"Plusieurs territoires répondent à « {text} » : choisissez ci-dessous.",
                code="ambiguous",
                params=matches,
            )
        raise ValidationError(
            f"Aucun territoire ne répond à « {text[:80]} ». Écrivez le nom d'une commune, d'un département, d'une "
            "région ou d'une intercommunalité, un code Insee ou un code postal.",
            code="unknown",
        )


class Reach(TextChoices):
    """How an entry stands to the territory asked for."""

    HERE = "ici", "ce qui est ici"
    WIDER = "plus-large", "ce qui est plus large"
    ACROSS = "a-cheval", "ce qui est à cheval"


class TerritoryFilter(django_filters.Filter):
    field_class = TerritoryField

    def filter(self, entries, territory):
        if territory is None:
            return entries
        match self.parent.form.cleaned_data.get("portee"):
            case Reach.WIDER:
                return entries.covering(territory)
            case Reach.ACROSS:
                return entries.overlapping(territory)
            case _:
                return entries.within(territory)


class EntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Mots", method="having_words", max_length=200)
    territoire = TerritoryFilter(label="Territoire", max_length=200)
    portee = django_filters.ChoiceFilter(
        label="Par rapport au territoire",
        choices=Reach.choices,
        method="leave",
        empty_label=None,
        null_label=None,
        error_messages={"invalid_choice": "« %(value)s » n’est pas une portée : ici, plus-large ou a-cheval."},
    )
    theme = django_filters.ModelChoiceFilter(
        label="Thème",
        field_name="themes",
        to_field_name="slug",
        queryset=Theme.objects.all(),
        empty_label="tous",
        error_messages={"invalid_choice": "Aucun thème ne s’appelle « %(value)s »."},
    )

    def leave(self, entries, name, value):
        """Read by the territory's own filter."""
        return entries

    def having_words(self, entries, name, words):
        return entries.mentioning(words)

    @property
    def is_right(self):
        """Whether every value asked for makes sense; asking for nothing does."""
        return not self.is_bound or self.form.is_valid()

    @property
    def territory(self):
        """The territory asked for, None when none or wrong."""
        return self.form.cleaned_data.get("territoire") if self.form.is_bound and self.form.is_valid() else None

    @property
    def territory_choices(self):
        """The territories that what was typed may mean, when it may mean several."""
        errors = self.form.errors.as_data().get("territoire", []) if self.form.is_bound else []
        return [match for error in errors if error.code == "ambiguous" for match in error.params]
