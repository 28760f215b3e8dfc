"""What the rights change in the admin: buttons, forms, actions and choices, each with the reason of a refusal."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe

from ptce_hub.directory.models import Entry, Status
from ptce_hub.directory.rights import at_end_of, in_reach, is_national, may, owners_of, reach_of, why_not, zone

#: What an editor may make of a record; the rest is a moderator's.
PROPOSABLE = (Status.DRAFT, Status.PROPOSED)


class ReachFilter(admin.SimpleListFilter):
    title = "mes territoires"
    parameter_name = "miennes"

    def lookups(self, request, model_admin):
        return [] if is_national(request.user) else [("1", f"Oui ({zone(request.user)})")]

    def queryset(self, request, queryset):
        return in_reach(request.user, queryset) if self.value() == "1" else queryset


class ReadOnly:
    """For an admin whose rows are written elsewhere: here the staff only reads them, and acts by buttons."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RowRights:
    """For an admin or an inline: what the role allows on a model, and the territory on a row (or its parent)."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may(request.user, "change", obj))

    def has_delete_permission(self, request, obj=None):
        act = "delete" if obj is None or isinstance(obj, self.model) else "change"  # an inline asks about its parent
        return super().has_delete_permission(request, obj) and (obj is None or may(request.user, act, obj))


class InlineRights(RowRights):
    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and (obj is None or may(request.user, "change", obj))


class WithinReach(RowRights):
    """An admin whose rows each stand in a territory, or belong to records that do."""

    def has_publish_permission(self, request):
        return may(request.user, "publish", self.model)

    def has_merge_permission(self, request):
        return may(request.user, "merge", self.model)

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return filters if is_national(request.user) or not owners_of(self.model) else [*filters, ReachFilter]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (ReachForm, form), {"user": request.user})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["why_not"] = why_not(request.user, "add" if add else "change", obj or self.model)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def split(self, request, queryset, act):
        """The rows that the user may act upon; those refused are told, with the reason."""
        allowed, refused = [], {}
        for row in queryset:
            if reason := why_not(request.user, act, row):
                refused.setdefault(reason, []).append(str(row))
            else:
                allowed.append(row)
        for reason, names in refused.items():
            shown = ", ".join(f"« {name} »" for name in names[:5]) + (f" et {len(names) - 5} autres" * (len(names) > 5))
            self.message_user(request, f"Laissé tel quel : {shown}. {reason}", messages.WARNING)
        return allowed


class ReachForm:
    """Refuses to leave a row where its author could not change it, and to publish without the right to."""

    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        status = self.fields.get("status")
        if status and issubclass(self._meta.model, Entry) and not may(self.user, "publish", self._meta.model):
            if self.instance.pk and self.instance.status not in PROPOSABLE:
                status.disabled = True
                status.help_text = "Seul un modérateur change le statut d'une fiche publiée ou archivée."
            else:
                status.choices = [choice for choice in status.choices if choice[0] in PROPOSABLE]
                status.help_text = mark_safe("« Proposé » demande à un modérateur de publier la fiche.")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if is_national(self.user) or self.errors:
            return cleaned
        if issubclass(self._meta.model, Entry):
            self.check_place(cleaned)
        else:
            self.check_owner(cleaned)
        return cleaned

    def check_place(self, cleaned):
        if "territory" not in self.fields:
            return
        scope = [place for field in self._meta.model.territory_fields[:] for place in many(cleaned.get(field))]
        places = [cleaned["territory"]] if cleaned.get("territory") else scope
        if not places or any(place.pk not in reach_of(self.user) for place in places):
            raise ValidationError(
                {"territory": f"Choisissez un territoire parmi les vôtres ({zone(self.user)}), ou l'un des leurs."}
            )

    def check_owner(self, cleaned):
        paths = [path.split("__", 1) for path in owners_of(self._meta.model)]
        if not any(name in self.fields for name, *_ in paths):
            return
        for name, *rest in paths:
            first = cleaned.get(name, getattr(self.instance, name, None) if self.instance.pk else None)
            owner = at_end_of(first, rest[0]) if rest else first
            if owner and may(self.user, "change", owner):
                return
        raise ValidationError(f"Choisissez une fiche de vos territoires ({zone(self.user)}).")


def many(value):
    return value if value is not None and hasattr(value, "__iter__") else []
