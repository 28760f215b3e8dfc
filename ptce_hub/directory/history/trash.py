"""The trash: what was deleted, by whom, when and why, and the button that gives it back whole."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from ptce_hub.directory.history.acts import ends_of, label_of
from ptce_hub.directory.history.deletions import CannotRestore, read, restore, roots_of
from ptce_hub.directory.history.differences import Names
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.rights import why_not
from ptce_hub.directory.staff.permissions import ReadOnly

SHOWN = 200  # rows named on the page of a deletion


class RestoredFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [("retabli", "déjà rétablies"), ("tout", "toutes")]

    def choices(self, changelist):
        yield {"selected": self.value() is None, "query_string": changelist.get_query_string(remove=["etat"]),
               "display": "dans la corbeille"}  # fmt: skip
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        match self.value():
            case "tout":
                return queryset
            case "retabli":
                return queryset.exclude(restored_at=None)
        return queryset.filter(restored_at=None)


@admin.register(Deletion)
class DeletionAdmin(ReadOnly, admin.ModelAdmin):
    """Read by all the staff; restored by who may restore each record asked to be deleted."""

    rank = 2
    list_display = ["label", "noun", "at", "by", "reason", "restoring"]
    list_filter = [RestoredFilter, ("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type", "by", "restored_by"]
    search_fields = ["label", "reason"]
    show_full_result_count = False
    list_per_page = 50
    actions = None
    change_form_template = "admin/deletion.html"

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Corbeille", **(extra_context or {})})

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [path("<int:pk>/retablir/", view, name="directory_deletion_restore"), *super().get_urls()]

    @admin.display(description="sorte")
    def noun(self, deletion):
        return deletion.content_type.model_class()._meta.verbose_name

    @admin.display(description="rétablir")
    def restoring(self, deletion):
        return mark_safe(render_to_string("admin/restore_button.html", {"deletion": deletion}))

    def restore_view(self, request, pk):
        deletion = get_object_or_404(Deletion, pk=pk)
        if why := why_not_restore(request.user, deletion):
            raise PermissionDenied(why)
        model = deletion.content_type.model_class()
        first = next(iter(roots_of(deletion)), None)
        try:
            lost = restore(deletion, request.user)
        except CannotRestore as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:directory_deletion_changelist")
        self.message_user(request, f"« {deletion} » est rétabli, avec tout ce qui lui était lié.", messages.SUCCESS)
        if lost:
            names = ", ".join(str(row._meta.verbose_name) for row in lost)
            self.message_user(request, f"N'ont pas pu revenir, effacés pour toujours : {names}.", messages.WARNING)
        if first is None or not self.admin_site.is_registered(model):
            return redirect("admin:directory_deletion_changelist")
        return redirect(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[first.pk]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        rows = [row for row in read(obj) if not row._meta.auto_created]
        context |= {
            "deletion": obj,
            "counts": obj.counts(),
            "names": names_of(rows[:SHOWN]),
            "more": max(0, len(rows) - SHOWN),
            "refusal": why_not_restore(request.user, obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def names_of(rows):
    """What each row is, and is called: many name others that are gone with them."""
    coming = {(type(row), row.pk): str(row) for row in rows if hasattr(row, "name")}
    ends = {end for row in rows for end in ends_of(row, row._meta.fields)}
    names = Names(ends - coming.keys())
    names.known |= coming
    return [(row._meta.verbose_name, label_of(row, row._meta.fields, names)) for row in rows]


def why_not_restore(user, deletion):
    """Why ``user`` may not bring it back, in a sentence; empty when they may."""
    return next(filter(None, (why_not(user, "restore", root) for root in roots_of(deletion))), "")
