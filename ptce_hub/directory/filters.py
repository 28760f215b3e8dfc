"""What narrows a list: words, a territory, a theme. The same query string serves every view of a noun."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError

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


class TerritoryFilter(django_filters.Filter):
    field_class = TerritoryField

    def filter(self, entries, territory):
        return entries.within(territory) if territory else entries


class ThemeField(forms.ModelMultipleChoiceField):
    default_error_messages = {
        "invalid_choice": "Aucun thème ne s'appelle « %(value)s ».",
        "invalid_pk_value": "Aucun thème ne s'appelle « %(pk)s ».",
    }


class ThemeFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = ThemeField


class EntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Mots", method="having_words", max_length=200)
    territoire = TerritoryFilter(label="Territoire", max_length=200)
    theme = ThemeFilter(
        label="Thème", field_name="themes", to_field_name="slug", queryset=Theme.objects.all(), distinct=True
    )

    def having_words(self, entries, name, words):
        return entries.mentioning(words)

    @property
    def territory(self):
        """The territory asked for, None when none or wrong."""
        return self.form.cleaned_data.get("territoire") if self.form.is_bound and self.form.is_valid() else None

    @property
    def territory_choices(self):
        """The territories that what was typed may mean, when it may mean several."""
        errors = self.form.errors.as_data().get("territoire", []) if self.form.is_bound else []
        return [match for error in errors if error.code == "ambiguous" for match in error.params]
