"""What production says of an error: where it broke and how, never about whom."""

import logging
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils.log import AdminEmailHandler
from django.views.debug import get_exception_reporter_class

from ptce_hub.accounts.models import User
from ptce_hub.directory.error_reports import discreet

SECRETS = ["Prénomplanté", "Nomplanté", "planté@", "plante@secret.example", "203.0.113.7", "motplanté"]
PERSON = {"email": "plante@secret.example", "first_name": "Prénomplanté", "last_name": "Nomplanté"}


def refused_row():
    return IntegrityError(
        'null value in "x"\nDETAIL:  Failing row contains (5, Prénomplanté,\n\nNomplanté, plante@secret.example).'
    )


def broken(user):
    """An error as a view meets one: the person is in variables and in the message."""
    person = user  # noqa: F841 (what a report shows of a frame)
    try:
        raise refused_row()
    except IntegrityError as error:
        raise ValueError("le compte plante@secret.example est refusé") from error


def raised(user):
    try:
        broken(user)
    except ValueError:
        return sys.exc_info()


@pytest.fixture
def request_of_someone(rf):
    request = rf.post(
        "/chemin/?q=motplanté", PERSON, REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="203.0.113.7",
        HTTP_COOKIE="mot=motplanté", HTTP_REFERER="https://exemple.fr/?q=plante@secret.example",
    )  # fmt: skip
    request.user = User(pk=7, **PERSON)
    return request


def told(words):
    return [secret for secret in SECRETS if secret in words]


@pytest.mark.parametrize("form", ["get_traceback_text", "get_traceback_html"])
def test_a_report_tells_the_place_of_the_error_and_nobody(request_of_someone, form):
    reporter = get_exception_reporter_class(request_of_someone)
    report = getattr(reporter(request_of_someone, *raised(request_of_someone.user), is_email=True), form)()

    assert "in broken" in report or "broken</code>" in report
    assert "compte n° 7" in report
    assert told(report) == []


def test_the_mail_to_the_host_tells_nobody(request_of_someone, settings, mailoutbox):
    settings.ADMINS = ["hote@exemple.fr"]
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Erreur", (), raised(request_of_someone.user))
    record.request = request_of_someone

    AdminEmailHandler(include_html=True).emit(record)

    [mail] = mailoutbox
    assert told(mail.subject + mail.body + mail.alternatives[0].content) == []


def test_a_line_of_the_log_keeps_its_words_without_addresses_nor_refused_rows(request_of_someone):
    info = raised(request_of_someone.user)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "Refus de %s", ("plante@secret.example",), info)

    line = logging.getHandlerByName("console").format(record)

    assert "Refus de [adresse]" in line
    assert "le compte [adresse] est refusé" in line
    assert told(line) == []


def test_with_debug_the_developer_sees_all(request_of_someone, settings):
    settings.DEBUG = True
    reporter = get_exception_reporter_class(request_of_someone)

    report = reporter(request_of_someone, *raised(request_of_someone.user)).get_traceback_html()

    assert "Prénomplanté" in report


def test_a_report_of_a_visitor_has_no_name(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    report = get_exception_reporter_class(request)(request, *raised(None)).get_traceback_text()

    assert "USER: personne" in report


@pytest.mark.parametrize("kept", ["12 @ 3", "un@", "@nom", "a @ b.fr", "https://exemple.fr/page"])
def test_what_is_no_address_stays(kept):
    assert discreet(kept) == kept
