"""In the admin: why one changes a record, what happened to it, and its older versions."""

from django.contrib.admin.utils import model_format_dict, unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin

from ptce_hub.directory.fields.keys import keys_among
from ptce_hub.directory.history.acts import acts_of, keys_of_acts
from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.history.reasons import LONGEST, because
from ptce_hub.directory.rights import refuse

#: What each button of the form does, for who typed no reason.
BUTTONS = {"_publish": "publication", "_archive": "archivage", "_verify": "vérification"}


class HistoryAdmin(SimpleHistoryAdmin):
    """Asks why, keeps the answer with every version, and shows them, the ties' own among them."""

    history_list_per_page = 30
    delete_confirmation_template = "admin/delete_to_trash.html"
    delete_selected_confirmation_template = "admin/delete_selected_to_trash.html"

    def changeform_view(self, request, *args, **kwargs):
        act = next((reason for button, reason in BUTTONS.items() if button in request.POST), "")
        with because(typed(request) or act):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        with because(typed(request)):
            return super().delete_view(request, *args, **kwargs)

    def response_action(self, request, *args, **kwargs):
        """Of what is done from the list, the action itself is the reason."""
        chosen = self.get_actions(request).get(request.POST.get("action"))
        name = f"action « {chosen.description % model_format_dict(self.opts)} »" if chosen else ""
        with because(typed(request) or name):
            return super().response_action(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"asks_why": True, "longest_reason": LONGEST}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        """The form of a version shows the ties that it had."""
        version = getattr(obj, "_history", None)
        if version and request.method == "GET":
            obj._prefetched_objects_cache = {
                tie.name: tie.related_model.objects.filter(
                    pk__in=getattr(version, tie.name).values(f"{tie.m2m_reverse_field_name()}_id")
                )
                for tie in version._history_m2m_fields
            }
        return super().get_form(request, obj, **kwargs)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """The version in a form, to bring back; of a record in the trash, the trash, that has its ties too."""
        there = self.model._base_manager.filter(pk=unquote(object_id)).exists()
        if not there and (deletion := Deletion.objects.holding(self.model, unquote(object_id))):
            return redirect("admin:directory_deletion_change", deletion.pk)
        if request.method == "POST":
            refuse(request.user, "change", self.get_object(request, object_id) or self.model)
        version = self.model.history.filter(history_id=version_id).first()
        when = version and date_format(timezone.localtime(version.history_date), "j F Y à G:i")
        extra = {"asks_why": True, "longest_reason": LONGEST, **(extra_context or {})}
        with because(typed(request) or f"version du {when} rétablie"):
            return super().history_form_view(request, object_id, version_id, extra)

    def history_view(self, request, object_id, extra_context=None):
        """Every act on the record and on its ties: author, time, difference, reason."""
        request.current_app = self.admin_site.name
        pk = unquote(object_id)
        keys = keys_of_acts(self.model, pk) if keys_among([pk]) else []
        there = self.get_object(request, pk)
        if not there and not any(not is_tie for *_, is_tie in keys):
            raise Http404(f"Aucune fiche n° {pk[:20]}.")
        if not self.has_view_or_change_permission(request, there):
            raise PermissionDenied
        page = Paginator(keys, self.history_list_per_page).get_page(request.GET.get(PAGE_VAR))
        record = there or self.model.history.filter(**{self.opts.pk.attname: pk}).latest().instance
        context = {
            **self.admin_site.each_context(request),
            "title": "Historique",
            "subtitle": str(record) if there or hasattr(record, "name") else None,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": record,
            "object_id": pk,
            "there": there,
            "deletion": None if there else Deletion.objects.holding(self.model, pk),
            "opts": self.opts,
            "page_obj": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "acts": acts_of(list(page)),
            **(extra_context or {}),
        }
        return render(request, "simple_history/object_history.html", context)


def typed(request):
    """The reason that the form asks for, cut to what is kept."""
    return request.POST.get("raison", "").strip()[:LONGEST]
