"""What the staff do to a record in one click, from the list or from its form: publish, archive, verify, class."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import transaction
from django.utils import timezone

from ptce_hub.directory.models import CheckedBy, Status, Theme
from ptce_hub.directory.rights import may, refuse


class ThemedActionForm(ActionForm):
    theme = forms.ModelChoiceField(
        Theme.objects.all(), to_field_name="slug", required=False, label="Thème :", empty_label="(pour classer)"
    )


class Acts:
    """For the admin of an ``Entry``."""

    actions = ["publish", "archive", "mark_verified", "add_theme"]
    action_form = ThemedActionForm

    @admin.action(description="Publier", permissions=["publish"])
    def publish(self, request, queryset):
        others = queryset.exclude(status=Status.PUBLISHED)
        self.tell(request, self.change_each(request, others, "publish", publish_it), "publiée")

    @admin.action(description="Archiver", permissions=["publish"])
    def archive(self, request, queryset):
        others = queryset.exclude(status=Status.ARCHIVED)
        self.tell(request, self.change_each(request, others, "publish", archive_it), "archivée")

    @admin.action(description="Marquer vérifié aujourd'hui", permissions=["change"])
    def mark_verified(self, request, queryset):
        others = queryset.exclude(verified_on=timezone.localdate(), verified_by=CheckedBy.STAFF)
        changed = self.change_each(request, others, "change", verify_it)
        self.tell(request, changed, "marquée vérifiée", "marquées vérifiées")

    @admin.action(description="Ajouter le thème", permissions=["change"])
    def add_theme(self, request, queryset):
        theme = Theme.objects.filter(slug=request.POST.get("theme") or None).first()
        if theme is None:
            self.message_user(request, "Choisissez à côté de l'action le thème à ajouter.", messages.ERROR)
            return
        others = queryset.exclude(pk__in=self.model.objects.filter(themes=theme).values("pk"))
        changed = self.change_each(request, others, "change", lambda entry: entry.themes.add(theme))
        self.tell(request, changed, "classée")

    @transaction.atomic
    def change_each(self, request, queryset, act, change):
        """Saves them one by one, because a bulk update would write no history; gives their number.

        None when every one was refused, which is told already.
        """
        rows = list(self.whole(queryset))
        entries = self.split(request, rows, act)
        for entry in entries:
            change(entry)
            entry.save()
        return None if rows and not entries else len(entries)

    def whole(self, queryset):
        """The same records, each as the noun it really is."""
        return queryset

    def tell(self, request, count, done, done_to_many=None):
        if count is None:
            return
        if not count:
            self.message_user(request, "Rien à changer : les fiches choisies l'étaient déjà.", messages.INFO)
        elif count == 1:
            self.message_user(request, f"1 fiche {done}.", messages.SUCCESS)
        else:
            self.message_user(request, f"{count} fiches {done_to_many or done + 's'}.", messages.SUCCESS)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        allowed = self.has_change_permission(request, obj)
        publishes = allowed and may(request.user, "publish", obj or self.model)
        context["show_publish"] = publishes and not (obj and obj.is_published)
        context["show_archive"] = publishes and bool(obj) and obj.status != Status.ARCHIVED
        context["show_verify"] = allowed and bool(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if "verified_on" in form.changed_data:
            obj.verified_by = CheckedBy.STAFF if obj.verified_on else ""
        for button, (act, alter, said) in BUTTONS.items():
            if button in request.POST:
                refuse(request.user, act, obj)
                alter(obj)
                self.message_user(request, f"« {obj} » {said}.", messages.SUCCESS)
        super().save_model(request, obj, form, change)


def publish_it(entry):
    entry.status = Status.PUBLISHED


def archive_it(entry):
    entry.status = Status.ARCHIVED


def verify_it(entry):
    entry.verified_on, entry.verified_by = timezone.localdate(), CheckedBy.STAFF


#: The buttons of the form: the act they need, what they change, what is said of it.
BUTTONS = {
    "_publish": ("publish", publish_it, "est en ligne"),
    "_archive": ("publish", archive_it, "est archivée : elle n'est plus sur le site"),
    "_verify": ("change", verify_it, "est vérifiée aujourd'hui"),
}
