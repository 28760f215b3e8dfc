"""What narrows the lists of structures, networks and support offers."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F

from actors.models import Network, Structure, SupportOffer
from actors.taking_part import taking_part
from ptce_hub.directory.listing.facets import PeriodFacet, RelatedFacet, ValueFacet, WrittenFacet, printable
from ptce_hub.directory.listing.filters import EntryFilter, no_control
from ptce_hub.directory.listing.spans import SpanField
from ptce_hub.territories.models import Territory


class ReferenceField(forms.CharField):
    """A territory by its reference only: no box is there to type its name in."""

    default_validators = [no_control]

    def clean(self, value):
        text = super().clean(value)
        try:
            return Territory.objects.get_by_ref(text) if text else None
        except Territory.DoesNotExist:
            wrong = f"{self.label} : « {printable(text)} » n’est la référence d’aucun territoire, comme region-28."
            raise ValidationError(wrong, code="unknown") from None

    def words_of(self, value):
        return str(Territory.objects.get_by_ref(value))


class TerritoryOfTies(django_filters.Filter):
    field_class = ReferenceField


class TimeOfTies(django_filters.Filter):
    field_class = SpanField


class StructureFilter(EntryFilter):
    """``coopere`` is where the poles and cooperations stand that a structure takes part in; ``territoire``, its own."""

    facets = ("territoire", "nature", "theme", "reseau")
    folded = ("reseau",)

    coopere = TerritoryOfTies(label="Prend part à ce qui est dans", method="taking_part_there", max_length=80)
    encours = TimeOfTies(label="Prend part", method="taking_part_then", max_length=40)
    sansdebut = TimeOfTies(
        label="Prend part à ce dont le début n’est pas renseigné", method="perhaps_taking_part_then", max_length=40
    )

    nature = ValueFacet("Nature", Structure.Kind.choices, field_name="kind", unknown="")
    reseau = RelatedFacet(
        "Membre du réseau",
        "network_memberships__network",
        Network.objects.published,
        missing="Aucun réseau n’a l’adresse « %s ».",
        none="aucun réseau connu",
    )

    def there(self, records):
        """Those of the territory asked for: the period is that of the same poles and cooperations."""
        territory = self.form.cleaned_data["coopere"]
        return records.within(territory) if territory else records

    def taking_part_there(self, structures, name, territory):
        return structures.filter(taking_part(self.there))

    def taking_part_then(self, structures, name, span):
        return structures.filter(taking_part(lambda records: self.there(records).going_on(span), span))

    def perhaps_taking_part_then(self, structures, name, span):
        """In nothing that surely goes on then, but in something whose beginning nobody gives."""
        perhaps = taking_part(lambda records: self.there(records).undated(span), span)
        surely = taking_part(lambda records: self.there(records).going_on(span), span)
        return structures.filter(perhaps).exclude(surely)


class NetworkFilter(StructureFilter):
    facets = ("territoire", "echelle", "sorte", "theme", "reseau")
    folded = ("sorte", "reseau")

    nature = None
    sorte = WrittenFacet("Sorte de réseau", field_name="nature")
    echelle = ValueFacet("Échelle", Network.Scope.choices, field_name="scope", unknown="")


class SupportOfferFilter(EntryFilter):
    facets = ("territoire", "nature", "theme", "annee")
    orders = {
        **EntryFilter.orders,
        "annee": ("dernière source", [F("last_known").desc(nulls_last=True), "sort_name"]),
    }

    nature = ValueFacet("Nature", SupportOffer.Kind.choices, field_name="kind", unknown="")
    annee = PeriodFacet("Dernière année connue", field_name="last_known")
