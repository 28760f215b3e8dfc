"""Where editors meet duplicates: on the list of a noun, on the form of a record, in the lists of pairs and merges."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from ptce_hub.directory.duplicates import pages
from ptce_hub.directory.duplicates.finding import table_of
from ptce_hub.directory.duplicates.merging import finest
from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion
from ptce_hub.directory.duplicates.pages import MOST, change_address, decide, merge_address
from ptce_hub.directory.rights import in_reach, is_national, may, why_not
from ptce_hub.directory.staff.desk import Line, listed, on_desk
from ptce_hub.directory.staff.permissions import ReachFilter, ReadOnly


class MergesDuplicates:
    """For the admin of a noun: merge from its list, and see on its form what may be the same."""

    change_form_template = "directory/duplicates/change_form.html"

    @admin.action(description="Fusionner (deux fiches ou plus)", permissions=["merge"])
    def merge_selected(self, request, queryset):
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) == 1:  # from the form of a record: with which, is to be found
            return redirect("admin:directory_duplicates_of", label=table_of(self.model)._meta.label_lower, key=keys[0])
        if not 2 <= len(keys) <= MOST:
            self.message_user(request, f"Cochez de deux à {MOST} fiches à fusionner.", messages.WARNING)
            return None
        return redirect(merge_address(self.model, *keys))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk and change:
            table = table_of(type(obj))
            pairs = Suspicion.objects.about(table, [obj.pk]).filter(state=Suspicion.State.SUSPECT)
            pairs = list(pairs.prefetch_related("first", "second"))
            context["duplicates"] = [told(pair, obj) for pair in pairs if pair.first and pair.second]
            context["merged_here"] = [told_merge(record) for record in MergeRecord.objects.into(obj)]
            context["search_address"] = reverse("admin:directory_duplicates_of", args=[table._meta.label_lower, obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)


def told(pair, entry):
    """A pair as the form of one of the two shows it."""
    other = pair.second if pair.first_id == entry.pk else pair.first
    return {
        "other": other, "address": change_address(other), "reasons": pair.reasons,
        "merge": merge_address(type(entry), entry.pk, other.pk),
    }  # fmt: skip


def told_merge(record):
    return {"record": record, "address": reverse("admin:directory_mergerecord_change", args=[record.pk])}


class PairReachFilter(ReachFilter):
    """The pairs whose two records the reader may change, hence merge."""

    def queryset(self, request, queryset):
        return mergeable(request.user, queryset) if self.value() == "1" else queryset


def mergeable(user, pairs):
    condition = Q(pk__in=[])
    for content_type in ContentType.objects.filter(pk__in=pairs.order_by().values("content_type")):
        mine = in_reach(user, content_type.model_class()._base_manager.order_by()).values("pk")
        condition |= Q(content_type=content_type, first_id__in=mine, second_id__in=mine)
    return pairs.filter(condition)


@on_desk
def suspected(user):
    pairs = Suspicion.objects.filter(state=Suspicion.State.SUSPECT)
    pairs = pairs if is_national(user) else mergeable(user, pairs)
    address = listed(Suspicion, user, state__exact=Suspicion.State.SUSPECT)
    return [Line("doublons possibles à examiner", pairs.count(), address)] if may(user, "merge") else []


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """Rows that the site writes; editors read them and act by their own buttons."""

    show_full_result_count = False
    list_per_page = 50


@admin.register(Suspicion)
class SuspicionAdmin(ReadOnlyAdmin):
    """The pairs that ``find_duplicates`` found, and those already decided."""

    list_display = ["pair", "noun", "score", "why", "state", "compare"]
    list_filter = [PairReachFilter, "state", ("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type"]
    fields = ["pair", "score", "why", "state", "decided_by", "decided_at", "found_at", "compare"]
    actions = ["keep_apart", "reopen"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("first", "second")

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def get_urls(self):
        site, noun = self.admin_site, "<str:label>/"
        view = site.admin_view
        return [
            path(f"{noun}fusionner/", view(partial(pages.merge_page, site=site)), name="directory_merge"),
            path(
                f"{noun}<int:key>/doublons/",
                view(partial(pages.search_page, site=site)),
                name="directory_duplicates_of",
            ),
            path(f"{noun}<int:first>/<int:second>/distinctes/", view(pages.distinct_page), name="directory_distinct"),
            *super().get_urls(),
        ]

    @admin.display(description="fiches")
    def pair(self, pair):
        return str(pair)

    @admin.display(description="sorte", ordering="content_type")
    def noun(self, pair):
        model = pair.content_type.model_class()
        return str(model._meta.verbose_name) if model else "–"

    @admin.display(description="raisons")
    def why(self, pair):
        return format_html_join(" ", "{}", ((reason,) for reason in pair.reasons)) or "–"

    @admin.display(description="agir")
    def compare(self, pair):
        if not pair.first or not pair.second or pair.state == Suspicion.State.MERGED:
            return "–"
        address = merge_address(type(pair.first), pair.first_id, pair.second_id)
        return format_html('<a href="{}">Comparer et fusionner</a>', address)

    def has_merge_permission(self, request):
        return may(request.user, "merge")

    @admin.action(description="Pas un doublon", permissions=["merge"])
    def keep_apart(self, request, queryset):
        self.decide_each(request, queryset, Suspicion.State.DISTINCT)

    @admin.action(description="À examiner de nouveau", permissions=["merge"])
    def reopen(self, request, queryset):
        self.decide_each(request, queryset, Suspicion.State.SUSPECT)

    def decide_each(self, request, queryset, state):
        changed, refused = 0, {}
        for pair in queryset.exclude(state__in=[state, Suspicion.State.MERGED]):
            ends = [finest(end) for end in (pair.first, pair.second) if end]
            if reason := next(filter(None, (why_not(request.user, "merge", end) for end in ends)), ""):
                refused[reason] = refused.get(reason, 0) + 1
            else:
                decide(pair, state, request.user)
                changed += 1
        for reason, number in refused.items():
            self.message_user(request, f"Laissé tel quel : {number}. {reason}", messages.WARNING)
        self.message_user(request, f"Paires décidées : {changed}.", messages.SUCCESS if changed else messages.INFO)


@admin.register(MergeRecord)
class MergeRecordAdmin(ReadOnlyAdmin):
    """Every merge, what it did, the history of what it took in, and the button that undoes it."""

    list_display = ["done_at", "kept_name", "gone", "done_by", "undone_at"]
    list_display_links = ["done_at"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter), ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["done_by"]
    fields = ["kept_link", "gone", "what", "done_by", "done_at", "undone_by", "undone_at"]
    change_form_template = "directory/duplicates/undo.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("changes")

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def get_urls(self):
        undo = self.admin_site.admin_view(pages.undo_page)
        return [path("<int:key>/annuler/", undo, name="directory_undo_merge"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_undo"] = obj and not obj.undone_at and obj.kept and may(request.user, "merge", finest(obj.kept))
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="fiche gardée")
    def kept_link(self, record):
        if not record.kept:
            return f"{record.kept_name} (disparue)"
        return format_html('<a href="{}">{}</a>', change_address(finest(record.kept)), record.kept)

    @admin.display(description="fiches réunies à elle")
    def gone(self, record):
        return format_html_join(
            ", ", '{} (<a href="{}">son historique</a>)', ((row["name"], past(row)) for row in record.merged)
        )

    @admin.display(description="ce qui a été fait")
    def what(self, record):
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in record.said))
        return format_html("<ul>{}</ul>", lines) if lines else "Aucun lien à déplacer."


def past(row):
    """Where the history of a record that is no more is read."""
    return reverse(f"admin:{row['noun'].lower().replace('.', '_')}_history", args=[row["id"]])
