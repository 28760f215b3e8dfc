"""Accounts: by invitation, one a mail address, a second factor before the admin opens."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from ptce_hub.accounts.models import Role, User
from tests.contributing import link_in
from tests.editors import address
from tests.factories import PASSWORD, TOTP_SECRET, UserFactory

pytestmark = pytest.mark.django_db

INVITED = {"email": "Nouvelle@Exemple.fr", "role": Role.EDITOR, "national": "on"}


def invite(client, django_capture_on_commit_callbacks, **fields):
    with django_capture_on_commit_callbacks(execute=True):
        return client.post(address(User, "add"), INVITED | fields)


def test_an_invitation_lets_its_owner_choose_a_password_then_a_second_factor(
    editing, client, django_capture_on_commit_callbacks
):
    invite(editing, django_capture_on_commit_callbacks)
    (message,) = mail.outbox
    client.logout()

    form = client.get(link_in(message), follow=True)
    chosen = client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    assert message.to == ["nouvelle@exemple.fr"]
    assert chosen.status_code == 302
    assert User.objects.get(email="nouvelle@exemple.fr").check_password(PASSWORD)

    activation = client.get(reverse("mfa_activate_totp"), follow=True).redirect_chain[-1][0]
    page = client.post(activation, {"password": PASSWORD}, follow=True)
    code = format_hotp_value(hotp_value(page.context["form"].secret, int(time.time()) // 30))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert client.get("/admin/").status_code == 200


def test_an_invitation_serves_once(editing, client, django_capture_on_commit_callbacks):
    invite(editing, django_capture_on_commit_callbacks)
    client.logout()
    form = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    client.logout()

    again = client.get(link_in(mail.outbox[0]), follow=True)

    assert again.status_code == 410
    assert "password1" not in again.content.decode()
    assert client.get("/compte/mot-de-passe/nouveau/1-abc-def/").content == again.content


def test_one_address_is_one_account_whatever_its_case(editing, django_capture_on_commit_callbacks):
    UserFactory(email="nouvelle@exemple.fr")

    response = invite(editing, django_capture_on_commit_callbacks)

    assert response.status_code == 200 and User.objects.filter(email__iexact="nouvelle@exemple.fr").count() == 1


def test_staff_without_a_place_is_refused(editing, django_capture_on_commit_callbacks):
    response = invite(editing, django_capture_on_commit_callbacks, national="")

    assert "territoire" in str(response.context["adminform"].form.errors["territories"])
    assert not User.objects.filter(email="nouvelle@exemple.fr").exists()


def test_the_admin_waits_for_the_second_factor(client):
    client.force_login(UserFactory(administrator=True, second_factor=False))

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == reverse("mfa_index")


def test_an_account_without_a_role_is_told_so(client):
    client.force_login(UserFactory())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "rôle" in response.content.decode()


def test_a_password_alone_does_not_sign_in(client):
    user = UserFactory(administrator=True, with_password=True)

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))


@pytest.mark.parametrize(("periods", "taken"), [(0, True), (-1, True), (-3, False)])
def test_a_code_that_has_just_changed_is_taken_and_an_old_one_is_not(client, periods, taken):
    user = UserFactory(administrator=True, with_password=True)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + periods))

    client.post(reverse("mfa_authenticate"), {"code": code})

    assert (client.get("/admin/").status_code == 200) is taken


def test_nobody_makes_an_account_by_themselves(client):
    form = {"email": "intrus@exemple.fr", "password1": PASSWORD, "password2": PASSWORD}

    client.post(reverse("account_signup"), form)

    assert not User.objects.filter(email="intrus@exemple.fr").exists()


def test_a_forgotten_password_says_nothing_of_who_has_an_account(client):
    known = UserFactory(administrator=True, with_password=True)

    answers = [
        client.post(reverse("account_reset_password"), {"email": email}) for email in (known.email, "x@exemple.fr")
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_wrong_passwords_are_slowed_down(client):
    user = UserFactory(administrator=True, with_password=True)
    for _ in range(12):
        client.post(reverse("account_login"), {"login": user.email, "password": "faux"})

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert response.status_code in (200, 429) and "_auth_user_id" not in client.session


def test_a_role_taken_back_closes_the_admin(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    assert client.get("/admin/").status_code == 200

    user.role = ""
    user.save()

    assert client.get("/admin/", follow=True).status_code == 403


def test_a_lost_telephone_asks_for_a_new_second_factor(editing, client):
    user = UserFactory(moderator=True, national=True)

    editing.post(address(User, "changelist"), {"action": "forget_second_factor", "_selected_action": [user.pk]})

    assert not user.authenticator_set.exists()


def test_attempts_to_sign_in_are_counted_by_all_the_processes_together(settings):
    """As a host serves the site: each process has its own memory, and the database is one."""
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
    settings.CACHES = settings.CACHES | {"default": shared}
    user = UserFactory(administrator=True, with_password=True)
    for _ in range(6):
        Client().post(reverse("account_login"), {"login": user.email, "password": "faux"})

    another = Client()
    response = another.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert response.status_code == 429 or "_auth_user_id" not in another.session
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        assert cursor.fetchone()[0]
