"""What is held about the staff: accounts, second factors, sessions, and the log of the admin."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from ptce_hub.accounts.models import NOWHERE, User
from ptce_hub.directory.models import Entry
from ptce_hub.directory.personal_data import declare

#: Days that a closed account, and a line of the admin's log, are kept.
CLOSED, LOGGED = 365, 3 * 365


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def forget_accounts(users):
    """The authors of changes become « compte effacé »; what they changed stays."""
    users = list(users)
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    about.filter(object_id__in=[str(user.pk) for user in users]).update(object_repr="compte effacé", change_message="")
    for model in (EmailAddress, Authenticator):
        model.objects.filter(user__in=users).delete()
    for user in users:
        user.forget()


def closed_accounts():
    """Closed, and last used long ago."""
    idle = Q(last_login__lt=ago(CLOSED)) | Q(last_login=None, date_joined__lt=ago(CLOSED))
    return User.objects.filter(idle, is_active=False).exclude(email__endswith=f"@{NOWHERE}")


def changes_of(user):
    """What the account changed in the directory, and when."""
    return [
        {
            "fiche": f"{model.instance_type._meta.verbose_name} n° {row.id}",
            "le": timezone.localtime(row.history_date).isoformat(timespec="seconds"),
            "acte": row.get_history_type_display(),
        }
        for model in apps.get_models()
        if hasattr(model, "history_user")
        for row in model.objects.filter(history_user=user)
    ]


declare(
    User,
    ["email", "first_name", "last_name"],
    by="email",
    label="comptes de l'équipe",
    why="ouvrir l'administration à qui tient l'annuaire, et savoir qui a changé quoi",
    kept="tant que le compte est ouvert, puis un an ; ensuite l'auteur des changements est « compte effacé »",
    erase=forget_accounts,
    expired=closed_accounts,
    secret=("password",),
    traces=changes_of,
)
declare(
    EmailAddress,
    ["email"],
    by="email",
    label="adresses de connexion de l'équipe",
    why="se connecter par son adresse",
    kept="comme le compte",
)
declare(
    Authenticator,
    ["data"],
    label="secondes clés de l'équipe",
    why="protéger les comptes",
    kept="comme le compte",
)
declare(
    LogEntry,
    ["object_repr", "change_message"],
    label="journal de l'administration",
    why="savoir ce qui a été fait dans l'administration",
    kept="trois ans",
    expired=lambda: LogEntry.objects.filter(action_time__lt=ago(LOGGED)),
)
declare(
    Session,
    ["session_data"],
    label="sessions de l'équipe",
    why="rester connecté pendant le travail",
    kept="deux semaines au plus",
    expired=lambda: Session.objects.filter(expire_date__lt=timezone.now()),
)
for noun in apps.get_models():
    if issubclass(noun, Entry) and noun._meta.get_field("staff_notes").model is noun:
        declare(
            noun,
            ["staff_notes"],
            label="notes de l'équipe",
            why="se dire entre collègues ce qu'il faut savoir d'une fiche",
            kept="tant que la fiche en a besoin, et dans son historique",
            for_staff=True,
        )
