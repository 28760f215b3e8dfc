"""The admin of dated ties (memberships, participations, figures…): beside their record, and on their own."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import UniqueConstraint

from ptce_hub.directory.admin import SHORT_DATES, FoldedSearch, KeptWhole
from ptce_hub.directory.fields.constraints import columns
from ptce_hub.directory.fields.overlaps import overlapping, overlapping_in_base, sentence_of_both
from ptce_hub.directory.models import Entry
from ptce_hub.directory.staff.permissions import InlineRights, WithinReach
from ptce_hub.directory.staff.workplace import ChoosesRecords


def with_place(tie):
    """The path of what the label of a tied record shows."""
    return f"{tie.name}__territory" if issubclass(tie.related_model, Entry) else tie.name


class LinkFormSet(forms.BaseInlineFormSet):
    """Refuses what is typed twice with the sentence of the constraint; Django compares plain fields only."""

    def validate_unique(self):
        kept = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms and self.says(form)]
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self.refuse_repeats(kept, constraint)
        if not any(form.errors for form in kept):  # what is said twice overlaps too: one sentence is enough
            self.refuse_overlaps(kept)

    def refuse_overlaps(self, forms_kept):
        forms_of = {id(form.instance): form for form in forms_kept}
        for one, other in overlapping([form.instance for form in forms_kept]):
            forms_of[id(other)].add_error("since", sentence_of_both(one, other))

    def says(self, form):
        return form.has_changed() or form.instance.pk

    def refuse_repeats(self, forms_kept, constraint):
        attnames = [self.model._meta.get_field(name).attname for name in columns(constraint)]
        seen = set()
        for form in forms_kept:
            # As in the database, an unknown number, text or date equals another unknown.
            row = tuple(getattr(form.instance, attname) or None for attname in attnames)
            if row in seen:
                form.add_error(None, constraint.violation_error_message)
            seen.add(row)


class KnownRecordSelect(AutocompleteSelect):
    """Labels the chosen record from the row itself, which came with it: no query for each row of an inline."""

    known = None

    def optgroups(self, name, value, attr=None):
        if not self.known or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(self.known)
        options = [self.create_option(name, self.known.pk, label, True, 1)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class LinkForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label))  # a column heading names no field
            if isinstance(widget, KnownRecordSelect) and self._meta.model._meta.get_field(name).is_cached(
                self.instance
            ):
                widget.known = getattr(self.instance, name)


class LinkInline(InlineRights, ChoosesRecords, admin.TabularInline):
    """Rows beside their record, as many queries for a hundred as for one."""

    extra = 0
    form = LinkForm
    formset = LinkFormSet
    formfield_overrides = SHORT_DATES
    show_change_link = True

    def get_queryset(self, request):
        ties = [field for field in self.opts.fields if field.remote_field]
        return super().get_queryset(request).select_related(*map(with_place, ties))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownRecordSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OwnPage:
    """``on_index``: whether editors look for these rows by themselves, or reach them from their record."""

    on_index = True

    def has_module_permission(self, request):
        return self.on_index and super().has_module_permission(request)


class OwnForm(forms.ModelForm):
    """Refuses a time that overlaps that of a row kept already."""

    def _post_clean(self):
        """After Django's: what is said twice has a sentence of its own."""
        super()._post_clean()
        if not self.errors:
            for other in overlapping_in_base(self.instance)[:1]:
                self.add_error("since", sentence_of_both(self.instance, other))


class LinkAdmin(OwnPage, FoldedSearch, KeptWhole):
    """A dated tie on a page of its own, with its history; the last made comes first."""

    form = OwnForm
    ordering = ["-pk"]


class RowAdmin(OwnPage, WithinReach, FoldedSearch, ChoosesRecords, admin.ModelAdmin):
    """A row without history of its own (a figure, a line of the grid) on a page of its own."""

    on_index = False
    formfield_overrides = SHORT_DATES
    list_per_page = 50
    show_full_result_count = False
