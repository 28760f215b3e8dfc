"""What the admin of every record shares, and the admin of the themes and former addresses."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from ptce_hub.directory.duplicates.admin import MergesDuplicates
from ptce_hub.directory.fields.dates import PartialDateField
from ptce_hub.directory.history import trash  # noqa: F401 (its page)
from ptce_hub.directory.history.admin import HistoryAdmin
from ptce_hub.directory.models import Entry, FormerSlug, Theme
from ptce_hub.directory.search.hits import keys_of
from ptce_hub.directory.search.indexing import indexed_together
from ptce_hub.directory.search.questions import read_question_of_staff, words_asked
from ptce_hub.directory.staff.acts import Acts
from ptce_hub.directory.staff.filters import PlaceFilter, RegionFilter, SourceFilter, VerifiedFilter
from ptce_hub.directory.staff.permissions import ReadOnly, WithinReach
from ptce_hub.directory.staff.workplace import ChoosesRecords
from ptce_hub.directory.tabular.admin import BringsTables
from ptce_hub.directory.tabular.admin_export import Exports
from ptce_hub.territories.names import fold

SHORT_DATES = {PartialDateField: {"widget": AdminTextInputWidget(attrs={"class": "", "size": 11})}}


class FoldedSearch:
    """Finds the rows that have every word typed in one of ``search_fields``, whatever its case and accents.

    A field that is a tie to a record finds it as the search does, whatever its status.
    """

    def get_search_results(self, request, queryset, search_term):
        words = words_asked(search_term)
        if search_term and not words:
            return queryset.none(), False
        for word in words:
            somewhere = [self.holding(field, word) for field in self.search_fields]
            queryset = queryset.filter(Q(*somewhere, _connector="OR"))
        return queryset, False

    def holding(self, field, word):
        """That the field holds the word, or is a tie to a record that does."""
        record = None
        if field == "pk":
            record = self.model
        elif "__" not in field:
            record = self.opts.get_field(field).related_model
        if record and issubclass(record, Entry):
            return f"{field}__in", keys_of(record, read_question_of_staff(word), public=False)
        return f"{field}__icontains", fold(word)


class EntryForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = f"{slug.help_text} Laissez vide pour qu'elle soit faite du nom."


class KeptWhole(BringsTables, Exports, WithinReach, ChoosesRecords, HistoryAdmin):
    """An admin that shows every past version and brings it back, ties included."""

    formfield_overrides = SHORT_DATES
    show_full_result_count = False
    list_per_page = 50
    save_on_top = True

    def changeform_view(self, request, *args, **kwargs):
        """What a form changes, a record and its many ties, the search reads once."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic(), indexed_together():
            return super().changeform_view(request, *args, **kwargs)


class EntryAdmin(Acts, MergesDuplicates, FoldedSearch, KeptWhole):
    """Status, themes, region and checks to filter by; publish, archive and verify in one click."""

    rank = 0  # before ties on the index
    form = EntryForm
    list_display = ["name", "territory", "status", "verified_on", "updated"]
    list_select_related = ["territory"]
    list_filter = ["status", VerifiedFilter, SourceFilter, RegionFilter, PlaceFilter, "themes"]
    search_fields = ["pk", "slug"]
    search_help_text = (
        "Cherche dans le nom, les autres noms, la présentation et l'adresse, sans tenir compte des accents."
    )
    readonly_fields = ["created_at", "updated_at"]
    actions = [*Acts.actions, "merge_selected"]

    #: Fields that the noun adds after the name, after the territory, and in sections of its own.
    naming_fields = []
    place_fields = []
    own_fieldsets = []
    #: Inlines that the apps above add to every noun, after its own.
    shared_inlines = []

    def get_inlines(self, request, obj):
        return [*super().get_inlines(request, obj), *self.shared_inlines]

    def get_fieldsets(self, request, obj=None):
        return [
            (None, {"fields": ["name", *self.naming_fields, "alternative_names", "summary", "themes"]}),
            (
                "Où",
                {
                    "fields": ["territory", "territory_words", *self.place_fields],
                    "description": "Choisissez le territoire le plus précis que les sources donnent ; "
                    "les plus larges (département, région…) s'en déduisent.",
                },
            ),
            *self.own_fieldsets,
            (
                "D'où on le sait",
                {
                    "fields": ["website", "sources", "verified_on", "notes"],
                    "description": "Ce qu'on ne sait pas reste vide : la page dira « non renseigné ».",
                },
            ),
            ("Entre nous", {"fields": ["staff_notes"]}),
            (
                "Publication",
                {
                    "fields": ["status", "slug", "created_at", "updated_at"],
                    "description": "Seul ce qui est publié se voit sur le site, dans les exports et les flux. "
                    "Archiver retire la fiche sans l'effacer.",
                },
            ),
        ]

    def label(self, entry):
        return f"{entry.name} ({entry.territory})" if entry.territory else entry.name

    @admin.display(description="modifié", ordering="updated_at")
    def updated(self, entry):
        return date_format(timezone.localtime(entry.updated_at), "SHORT_DATE_FORMAT")

    def get_view_on_site_url(self, obj=None):
        """Only what is published has a page."""
        return super().get_view_on_site_url(obj) if obj and obj.is_published else None

    def save_model(self, request, obj, form, change):
        if change and obj._slug_in_db is None:  # a past version brought back: the address it leaves keeps leading to it
            obj._slug_in_db = self.model.objects.filter(pk=obj.pk).values_list("slug", flat=True).first()
        super().save_model(request, obj, form, change)


@admin.register(Theme)
class ThemeAdmin(FoldedSearch, admin.ModelAdmin):
    list_display = ["label", "slug"]
    search_fields = ["sort_label"]
    prepopulated_fields = {"slug": ["label"]}
    show_full_result_count = False


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnly, FoldedSearch, admin.ModelAdmin):
    """To see where old addresses lead; they are kept by saving records, never written here."""

    list_display = ["slug", "content_type", "entry"]
    list_select_related = ["content_type"]
    search_fields = ["slug"]
    show_full_result_count = False

    @admin.display(description="mène à")
    def entry(self, former):
        noun = former.content_type
        address = reverse(f"admin:{noun.app_label}_{noun.model}_change", args=[former.object_id])
        return format_html('<a href="{}">fiche n° {}</a>', address, former.object_id)
