"""The signed links of the mails to référents: each leads to one question and one answer, for a time, once.

What is signed tells nothing: numbers, and a fingerprint that ties the link to the address it was sent to.
"""

import datetime

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ptce_hub.contributions.models.checks import LINK_LIFE, CheckQuestion, Referent

ANSWER, STOP = "contributions.check.answer", "contributions.check.stop"
READINGS, EXCHANGE = "contributions.readings", "contributions.exchange"


def fingerprint(referent):
    return salted_hmac("contributions.check", referent.email, algorithm="sha256").hexdigest()[:16]


def answer_path(question, answer):
    token = signing.dumps([question.pk, answer, fingerprint(question.referent)], salt=ANSWER)
    return reverse("check_answer", args=[token])


def stop_path(referent):
    return reverse("check_stop", args=[token_of(referent, STOP)])


def readings_path(referent):
    """To what the record's own tests of cooperation say."""
    return reverse("grid_referent", args=[token_of(referent, READINGS)])


def exchange_path(referent):
    """To prolong or end what they published."""
    return reverse("follow_exchange", args=[token_of(referent, EXCHANGE)])


def token_of(referent, salt):
    return signing.dumps([referent.pk, fingerprint(referent)], salt=salt)


def question_of(token, questions=None):
    """The question still open that ``token`` leads to, and the answer; two ``None`` when it leads to none."""
    try:
        pk, answer, mark = signing.loads(token, salt=ANSWER, max_age=datetime.timedelta(days=LINK_LIFE))
    except (signing.BadSignature, ValueError, TypeError):
        return None, None
    rows = CheckQuestion.objects.all() if questions is None else questions
    question = rows.filter(pk=pk, answer="", referent__is_active=True).select_related("referent").first()
    if question is None or not constant_time_compare(mark, fingerprint(question.referent)):
        return None, None
    record = question.referent.record
    return (question, answer) if record and record.is_published else (None, None)


def referents_of(token):
    """Everything that the person to whom the link to stop was sent answers for; nothing when it leads nowhere."""
    referent = referent_at(token, STOP)
    if referent is None:
        return Referent.objects.none()
    return Referent.objects.filter(email=referent.email, is_active=True)


def referent_at(token, salt=READINGS, days=None):
    """Whoever the link was sent to, less than ``days`` ago; None for a link forged, too old, or of another address."""
    try:
        pk, mark = signing.loads(token, salt=salt, max_age=days and datetime.timedelta(days=days))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    referent = Referent.objects.filter(pk=pk).first()
    return referent if referent and constant_time_compare(mark, fingerprint(referent)) else None
