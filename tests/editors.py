"""What the tests of the admin share: someone signed in, the addresses of its pages, the fields of a form."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from tests.factories import PASSWORD, TOTP_SECRET, UserFactory


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def fields_of(response):
    """What a browser would send back unchanged: the values of the form shown, its inlines included."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context.get("inline_admin_formsets", []):
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if hasattr(value, "__iter__") and not isinstance(value, str):
                data[bound.html_name] = [getattr(item, "pk", item) for item in value]
            elif value is not None and value is not False:
                data[bound.html_name] = bound.field.prepare_value(value)
    return data


def save(client, record, **changes):
    """Send the form of ``record`` back as a browser would, with ``changes``."""
    page = address(type(record), "change", record.pk)
    return client.post(page, fields_of(client.get(page)) | changes)


def added(prefix, *rows):
    """The fields of new rows in the inline ``prefix``."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{field}": value for field, value in row.items()}
    return data


def totp_code():
    """What the authenticator application of a test account shows now."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))


def sign_in(page, email):
    """By mail address, password and second factor, as a person does in the browser."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Connexion").click()
    page.get_by_label("Code").fill(totp_code())
    page.get_by_role("button", name="Connexion").click()


@pytest.fixture
def editor():
    return UserFactory(administrator=True)


@pytest.fixture
def editing(client, editor):
    client.force_login(editor)
    return client
