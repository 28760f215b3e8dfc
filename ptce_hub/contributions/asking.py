"""The mails that ask référents whether their records are still true: at most one for one reason, whatever happens.

A mail is claimed first: its questions and the date are written in one transaction, then it leaves, then its leaving is
written. Killed before the claim, the next run sends it; killed after, nobody knows whether it left, so it is not sent
again: it stays counted as uncertain, and the person is asked again at the next date.
"""

import datetime
from collections import Counter
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import mailers
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ptce_hub.contributions.check_links import answer_path, stop_path
from ptce_hub.contributions.models.checks import LINK_LIFE, CheckMail, CheckQuestion, Referent
from ptce_hub.directory.mailing import compose, site_address

#: What says for sure that the server did not take the mail: it will be tried again.
NOT_TAKEN = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)


class Interrupted(Exception):
    """The mail server is silent: whether the last mail left may be unknown, and the others wait for the next run."""


def ask_all(today, report):
    """Sends what is due, one mail an address; counts in ``report`` what was done. ``Interrupted`` stops it."""
    due = Referent.objects.due(today)
    if not due:
        return
    try:
        with mailers.default as mailer:  # connected before the first claim, to be short between a claim and its leaving
            for email, _ in due:
                ask(email, today, mailer, report)
    except OSError as error:
        raise Interrupted from error


def ask(email, today, mailer, report):
    """Sends to one address what is due to it, unless another run has claimed it since."""
    mail, message = claim(email, today)
    if mail is None:
        return
    try:
        mailer.send_messages([message])
    except NOT_TAKEN:
        release(mail)
        report["refusés par le serveur de courrier"] += 1
        return
    mail.sent_at = timezone.now()
    mail.save(update_fields=["sent_at"])
    report["envoyés"] += 1
    report["fiches"] += mail.questions.count()


@transaction.atomic
def claim(email, today):
    """The mail to send now and its message, its questions written; two ``None`` when nothing is due any more."""
    due = Referent.objects.select_for_update().filter(email=email).due(today)
    if not due:
        return None, None
    [(_, referents)] = due
    mail = CheckMail.objects.create()
    for referent in referents:
        CheckQuestion.objects.filter(referent=referent, answer="").delete()  # older links die with the new ones
        CheckQuestion.objects.create(mail=mail, referent=referent)
    Referent.objects.filter(pk__in=[referent.pk for referent in referents]).update(asked_on=today)
    return mail, compose(email, "referent_check", **letter(mail))


@transaction.atomic
def release(mail):
    """The mail did not leave: it is as if it had never been claimed."""
    Referent.objects.filter(questions__mail=mail).update(asked_on=None)
    mail.delete()


def letter(mail):
    """What the mail says: each record with its three links, and how to receive no more."""
    questions = list(mail.questions.select_related("referent").prefetch_related("referent__record"))
    return {
        "questions": [
            {
                "record": question.referent.record,
                "page": site_address(question.referent.record.get_absolute_url()),
                "changing": question.referent.changing_shown,
                "links": {
                    answer: site_address(answer_path(question, answer)) for answer in CheckQuestion.Answer.values
                },
            }
            for question in questions
        ],
        "link_life": LINK_LIFE,
        "stop": site_address(stop_path(questions[0].referent)),
        "personal_data": site_address(reverse("personal_data")),
    }


def uncertain():
    """The mails claimed by a run that was cut before saying that they left, which nobody has answered."""
    recent = timezone.now() - datetime.timedelta(days=LINK_LIFE)
    return CheckMail.objects.filter(sent_at=None, claimed_at__gt=recent).exclude(questions__answer__gt="")


def forecast(today):
    """What ``ask_all`` would send now."""
    due = Referent.objects.due(today)
    return Counter({"à envoyer": len(due), "fiches": sum(len(referents) for _, referents in due)})
