"""A record named as people do: by the address of its page, or by its name."""

from django import forms

from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.directory.listing.facets import printable
from ptce_hub.territories.names import fold

OFFERED = 4  # records that a message names


class RecordField(forms.CharField):
    """A published record of ``model``; kept as the end of its address, shown as its name when only it has it."""

    def __init__(self, model, **kwargs):
        super().__init__(max_length=300, **kwargs)
        self.model = model

    def clean(self, value):
        words = super().clean(value).strip()
        if not words:
            return None
        found = self.named(words)
        if len(found) == 1:
            return found[0]
        alike = found or list(self.model.objects.published().mentioning(words)[:OFFERED])
        offered = " ; ".join(f"{entry.name} ({entry.get_absolute_url()})" for entry in alike[:OFFERED])
        why = "Plusieurs fiches portent" if found else "Aucune fiche publiée ne porte"
        how = f"Est-ce : {offered} ?" if alike else f"Cherchez sa page dans /{BY_MODEL[self.model].word}/."
        raise forms.ValidationError(
            f"{why} le nom « {printable(words)} ». Collez l’adresse de sa page. {how}", code="unknown"
        )

    def named(self, words):
        published = self.model.objects.published()
        slug = words.rstrip("/").rpartition("/")[2]
        return list(published.filter(slug=slug)) or list(published.filter(sort_name=fold(words))[: OFFERED + 1])

    def prepare_value(self, value):
        """What was typed stays as it was; of an address, the name is shown."""
        known = self.model.objects.published().filter(slug=value or "").first()
        return known.name if known and len(self.named(known.name)) == 1 else value
