"""The editors' workplace: the admin site itself, and how its forms let people choose a record."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property

from ptce_hub.directory.rights import in_reach, is_national, why_not, zone
from ptce_hub.directory.staff import coherence, desk
from ptce_hub.territories.names import fold

#: In the order of the index; any other comes after.
APPS = ["poles", "actors", "events", "territories", "directory"]


class LabelledChoices(AutocompleteJsonView):
    """Answers with what tells a record from its homonyms, when its admin knows: ``label(record)``."""

    def get_queryset(self):
        """To tie something to a record, only those that the reader may change."""
        found = with_label(super().get_queryset(), self.model_admin)
        owners = getattr(self.source_field.model, "owners", ())
        return in_reach(self.request.user, found) if self.source_field.name in owners else found

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": label_of(self.model_admin)(obj)}


class HubAdminSite(admin.AdminSite):
    site_title = site_header = "PTCE Hub – administration"
    index_title = "Tenir l'annuaire à jour"
    empty_value_display = "–"
    enable_nav_sidebar = False  # lists need its width

    def has_permission(self, request):
        """A role, and a second factor: without it, a stolen password would be enough."""
        return super().has_permission(request) and is_mfa_enabled(request.user)

    def login(self, request, extra_context=None):
        """Signing in is django-allauth's; whoever is signed in already lacks a role or a second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))
        if not super().has_permission(request):
            raise PermissionDenied(why_not(request.user, "view"))
        if not self.has_permission(request):
            messages.warning(request, "Activez la double authentification pour entrer dans l'administration.")
            return redirect("mfa_index")
        return redirect("admin:index")

    def get_urls(self):
        return [path("coherence/", self.admin_view(self.coherence), name="coherence"), *super().get_urls()]

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        """What waits for this person, before the list of everything."""
        user = request.user
        shown = {
            "zone": "toute la France" if is_national(user) else zone(user),
            "duties": list(desk.table(self, user)),
            "lines": desk.lines(user),
            "changes": desk.changes(self, user),
        }
        return super().index(request, shown | (extra_context or {}))

    def coherence(self, request):
        """The records that do not hold together, with the reason."""
        context = self.each_context(request) | {
            "title": "Cohérence des fiches",
            "findings": list(coherence.findings(request.user)),
        }
        return TemplateResponse(request, "admin/coherence.html", context)

    def get_app_list(self, request, app_label=None):
        """What editors open most comes first: poles before accounts, records before their ties."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=self.place_on_index)
        return sorted(apps, key=lambda app: APPS.index(app["app_label"]) if app["app_label"] in APPS else len(APPS))

    def place_on_index(self, model):
        return getattr(self.get_model_admin(model["model"]), "rank", 1), fold(model["name"])

    def autocomplete_view(self, request):
        return LabelledChoices.as_view(admin_site=self)(request)


def label_of(model_admin):
    """How the records of ``model_admin`` are named in a choice."""
    return getattr(model_admin, "label", str)


def with_label(queryset, model_admin):
    """The same records with what their label needs, which their list shows too."""
    needed = model_admin.list_select_related
    return queryset.select_related(*needed) if needed else queryset


class ChoosesRecords:
    """For an admin or an inline: choices are found by typing and labelled as where they are edited."""

    @cached_property
    def autocomplete_fields(self):
        """Every tie to a record that the editor sets: a ``<select>`` of 36,000 communes helps nobody."""
        ties = [*self.opts.fields, *self.opts.many_to_many]
        return [tie.name for tie in ties if tie.remote_field and tie.editable and not tie.auto_created]

    def get_field_queryset(self, db, db_field, request):
        try:
            model_admin = self.admin_site.get_model_admin(db_field.remote_field.model)
        except NotRegistered:
            return super().get_field_queryset(db, db_field, request)
        return with_label(model_admin.get_queryset(request), model_admin)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return self.labelled(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return self.labelled(super().formfield_for_manytomany(db_field, request, **kwargs), db_field)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice, open or add a record; erasing one from there would surprise, and viewing is opening."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget.can_delete_related = formfield.widget.can_view_related = False
        return formfield

    def labelled(self, formfield, db_field):
        if formfield and isinstance(formfield.widget, AutocompleteMixin):
            model_admin = self.admin_site.get_model_admin(db_field.remote_field.model)
            formfield.label_from_instance = label_of(model_admin)
        return formfield
