"""The staff accounts, kept by the administrators: known by their mail address, they have no user name."""

from functools import partial

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 (registered there, and taken off below)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef

from ptce_hub.accounts.invitations import invite
from ptce_hub.accounts.models import Role, User

for unused in (Group, EmailAddress, Authenticator):  # roles say what groups would; nobody reads another's secrets
    admin.site.unregister(unused)


class PlacedForm(forms.ModelForm):
    """An account that may edit, and where."""

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "role", "national", "territories", "networks", "is_active"]

    def clean(self):
        cleaned = super().clean()
        placed = any(cleaned.get(field) for field in ("national", "territories", "networks"))
        if cleaned.get("role") in (Role.EDITOR, Role.MODERATOR) and not placed:
            self.add_error("territories", "Choisissez au moins un territoire ou un réseau, ou « toute la France ».")
        return cleaned


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = add_form = PlacedForm
    add_form_template = None
    list_display = ["email", "first_name", "last_name", "role", "where", "second_factor", "is_active", "last_login"]
    list_filter = ["role", "national", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    show_full_result_count = False
    filter_horizontal = []
    autocomplete_fields = ["territories", "networks"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["send_invitation", "forget_second_factor"]
    fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name"]}),
        (
            "Droits",
            {
                "fields": ["role", "national", "territories", "networks", "is_active"],
                "description": "Un compte qui part se désactive ; l'effacer ferait oublier qui a modifié les fiches.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "first_name", "last_name", "role", "national", "territories", "networks"],
                "description": "La personne reçoit un courriel pour choisir son mot de passe, puis une double "
                "authentification lui est demandée.",
            },
        ),
    ]

    def get_queryset(self, request):
        secured = Authenticator.objects.filter(user=OuterRef("pk"))
        return (
            super().get_queryset(request).prefetch_related("territories", "networks").annotate(secured=Exists(secured))
        )

    def get_form(self, request, obj=None, **kwargs):
        return admin.ModelAdmin.get_form(self, request, obj, **kwargs)

    def get_urls(self):
        """Without Django's page that sets another's password: a mail lets its owner choose it."""
        return admin.ModelAdmin.get_urls(self)

    @admin.display(description="où")
    def where(self, user):
        if user.national or user.role == Role.ADMINISTRATOR:
            return "toute la France"
        return ", ".join(str(place) for place in [*user.territories.all(), *user.networks.all()])

    @admin.display(description="double authentification", boolean=True, ordering="secured")
    def second_factor(self, user):
        return user.secured

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            transaction.on_commit(partial(invite, obj))
            self.message_user(request, f"Une invitation part à {obj.email}.", messages.SUCCESS)

    @admin.action(description="Envoyer une invitation (nouveau mot de passe)", permissions=["change"])
    def send_invitation(self, request, queryset):
        active = list(queryset.filter(is_active=True))
        for user in active:
            invite(user)
        self.message_user(request, f"Invitations envoyées : {len(active)}.", messages.SUCCESS)

    @admin.action(description="Oublier la double authentification (téléphone perdu)", permissions=["change"])
    def forget_second_factor(self, request, queryset):
        Authenticator.objects.filter(user__in=queryset).delete()
        self.message_user(request, "Elle sera redemandée à la prochaine connexion.", messages.SUCCESS)
