"""How editors narrow a list: by region, by what was never checked, by what has no place or no source."""

import datetime

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils import timezone

from ptce_hub.territories.models import Kind, Territory


class KnownChoiceFilter(admin.SimpleListFilter):
    """A wrong value in the address says so instead of showing everything."""

    def value(self):
        value = super().value()
        if value is not None and value not in dict(self.lookup_choices):
            raise IncorrectLookupParameters(f"{self.parameter_name}={value}")
        return value


class RegionFilter(KnownChoiceFilter):
    """Records of the region or of anything wholly inside it."""

    title = "région"
    parameter_name = "region"

    def lookups(self, request, model_admin):
        self.regions = {region.code: region for region in Territory.objects.filter(kind=Kind.REGION).current()}
        return [(code, region.name) for code, region in self.regions.items()]

    def queryset(self, request, queryset):
        return queryset.within(self.regions[self.value()]) if self.value() else queryset


class VerifiedFilter(KnownChoiceFilter):
    title = "vérification"
    parameter_name = "verifie"

    def lookups(self, request, model_admin):
        return [
            ("a-revoir", "publié, à revérifier"),
            ("jamais", "jamais vérifié"),
            ("ancien", "il y a plus d'un an"),
            ("recent", "depuis moins d'un an"),
        ]

    def queryset(self, request, queryset):
        a_year_ago = timezone.localdate() - datetime.timedelta(days=365)
        match self.value():
            case "a-revoir":
                return queryset.to_recheck()
            case "jamais":
                return queryset.filter(verified_on=None)
            case "ancien":
                return queryset.filter(verified_on__lt=a_year_ago)
            case "recent":
                return queryset.filter(verified_on__gte=a_year_ago)
        return queryset


class PlaceFilter(KnownChoiceFilter):
    title = "territoire"
    parameter_name = "lieu"

    def lookups(self, request, model_admin):
        return [("sans", "sans territoire")]

    def queryset(self, request, queryset):
        return queryset.unplaced() if self.value() else queryset


class SourceFilter(KnownChoiceFilter):
    title = "sources"
    parameter_name = "sources"

    def lookups(self, request, model_admin):
        return [("sans", "sans source"), ("avec", "avec une source au moins")]

    def queryset(self, request, queryset):
        match self.value():
            case "sans":
                return queryset.filter(sources=[])
            case "avec":
                return queryset.exclude(sources=[])
        return queryset
