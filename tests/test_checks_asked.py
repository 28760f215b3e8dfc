"""Référents are asked when their records are due, by one mail each, whatever becomes of the mail server."""
# ruff: noqa: F811 (fixtures are taken by their names)

import logging
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError
from django.utils import timezone

from ptce_hub.contributions.asking import claim
from ptce_hub.contributions.models import CheckMail, CheckQuestion, Referent
from tests import factories
from tests.asking import ask, links, links_of  # noqa: F401
from tests.factories import days_ago

pytestmark = pytest.mark.django_db


# --- When -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checked", "changing", "asked", "due"),
    [
        (364, [], None, False),
        (365, [], None, True),
        (365, [], 0, False),
        (729, [], 364, False),
        (730, [], 365, True),
        (179, ["members"], None, False),
        (180, ["members"], None, True),
        (239, ["members"], 59, False),
        (240, ["members"], 60, True),
        (364, ["members"], 124, False),
        (365, ["members"], 125, True),
        (None, [], None, True),
        (None, [], 1, False),
    ],
)
def test_a_record_is_due_each_year_and_sooner_for_what_changes(mailoutbox, checked, changing, asked, due):
    asked_on = None if asked is None else days_ago(asked)
    factories.ReferentFactory(checked=checked, changing=changing, asked_on=asked_on, consent_on=days_ago(300))

    ask()

    assert len(mailoutbox) == due


@pytest.mark.parametrize("row", [{"is_active": False}, {"record__status": "archived"}, {"record__status": "draft"}])
def test_nobody_is_asked_about_what_is_not_published_nor_after_they_stopped(mailoutbox, row):
    status = row.pop("record__status", "published")
    pole = factories.PoleFactory(status=status, verified_on=days_ago(400))
    factories.ReferentFactory(record=pole, **row)

    ask()

    assert mailoutbox == []


def test_one_mail_groups_all_the_records_of_an_address(mailoutbox):
    for spelling in ("anne@secret.example", "Anne@Secret.example "):
        factories.ReferentFactory(checked=400, email=spelling)
    factories.ReferentFactory(checked=10, email="anne@secret.example")
    factories.ReferentFactory(checked=400)

    said = ask()

    assert sorted(len(links_of(mail)) for mail in mailoutbox) == [4, 7]
    assert [mail.to for mail in mailoutbox if len(links_of(mail)) == 7] == [["anne@secret.example"]]
    assert said == "Courriers aux référents : 2 envoyés, 3 fiches."


def test_asking_again_sends_nothing(links, mailoutbox):
    assert ask() == "Courriers aux référents : rien à envoyer."
    assert len(mailoutbox) == 1


def test_a_dry_run_says_what_would_leave_and_sends_nothing(mailoutbox):
    factories.ReferentFactory(checked=400)

    assert ask(dry_run=True) == "Courriers aux référents : 1 à envoyer, 1 fiches."
    assert (mailoutbox, CheckMail.objects.count()) == ([], 0)


def test_neither_the_command_nor_the_log_tells_an_address(caplog, links):
    factories.ReferentFactory(checked=400, email="anne@secret.example")

    with caplog.at_level(logging.DEBUG):
        said = ask()

    assert "anne" not in said + caplog.text


def test_asking_costs_the_same_a_mail_whatever_the_rows(django_assert_max_num_queries, mailoutbox):
    factories.ReferentFactory.create_batch(3, checked=400)
    factories.ReferentFactory.create_batch(30, checked=10)

    with django_assert_max_num_queries(6 + 3 * 16):
        ask()

    assert len(mailoutbox) == 3


# --- A mail server that fails ---------------------------------------------------------------------------------------


def test_a_mail_that_the_server_refuses_is_tried_again(monkeypatch, mailoutbox):
    factories.ReferentFactory(checked=400)
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", raising(SMTPRecipientsRefused({})))
        assert "1 refusés" in ask()
    assert CheckQuestion.objects.count() == 0

    assert "1 envoyés" in ask()
    assert len(mailoutbox) == 1


def test_a_mail_that_may_have_left_is_not_sent_again_unless_asked(monkeypatch, mailoutbox):
    factories.ReferentFactory(checked=400)
    with monkeypatch.context() as patched, pytest.raises(CommandError, match="ne répond plus"):
        patched.setattr(EmailBackend, "send_messages", raising(SMTPServerDisconnected()))
        ask()

    assert ask() == "Courriers aux référents : 1 incertains."
    assert mailoutbox == []
    assert "1 envoyés" in ask(retry_uncertain=True)
    assert len(mailoutbox) == 1


def test_an_uncertain_mail_that_was_answered_is_not_uncertain(client):
    factories.ReferentFactory(checked=400)
    _, message = claim(Referent.objects.get().email, timezone.localdate())
    client.post(links_of(message)[0])

    assert ask() == "Courriers aux référents : rien à envoyer."


def test_two_runs_at_once_claim_a_mail_once():
    email = factories.ReferentFactory(checked=400).email

    assert claim(email, timezone.localdate())[0]
    assert claim(email, timezone.localdate()) == (None, None)


def raising(error):
    def send_messages(self, messages):
        raise error

    return send_messages
