"""Once a day, whoever published is told of what answers: each answer once for ever, one mail an address.

As for the mails to référents (``asking``): what a mail tells is written before it leaves. Killed before, the next run
sends it; killed after, nobody knows whether it left, and it is not sent again.
"""

import datetime
from collections import Counter, defaultdict
from typing import NamedTuple

from django.core.mail import mailers
from django.db import IntegrityError, transaction
from django.urls import reverse

from poles.matching import matches_of
from poles.models import Exchange
from ptce_hub.contributions.asking import NOT_TAKEN, Interrupted
from ptce_hub.contributions.check_links import exchange_path, stop_path
from ptce_hub.contributions.models import Referent, ToldMatch
from ptce_hub.contributions.relay import contact_of
from ptce_hub.directory.mailing import compose, site_address

SOON = 10  # days before the last one, from which one is asked whether it still holds
LISTED = 8  # answers to one exchange in one mail; its page has them all


class News(NamedTuple):
    """What one contact is to be told of one exchange: its new answers, and that it ends soon."""

    exchange: Exchange
    contact: Referent
    answers: list
    ends: bool


def tell_all(today, report):
    """Sends what is new; counts in ``report`` what was done. ``Interrupted`` when the mail server is silent."""
    due = news_by_address(today)
    if not due:
        return
    try:
        with mailers.default as mailer:
            for address, news in due.items():
                tell(address, news, today, mailer, report)
    except OSError as error:
        raise Interrupted from error


def news_by_address(today):
    found = defaultdict(list)
    for exchange in Exchange.objects.published().select_related("territory", "pole", "structure").order_by("pk"):
        contact = contact_of(exchange)
        if contact is None:
            continue
        told = set(ToldMatch.objects.filter(exchange=exchange).values_list("other", flat=True))
        answers = [match for match in matches_of(exchange) if match.exchange.pk not in told]
        ends = is_asked(exchange, contact, today)
        if answers or ends:
            found[contact.email].append(News(exchange, contact, answers, ends))
    return found


def is_asked(exchange, contact, today):
    """Whether its end is near, and its own contact was not told yet of that end."""
    since = exchange.expires_on - datetime.timedelta(days=SOON)
    own = isinstance(contact.record, Exchange)
    return own and today >= since and (contact.asked_on is None or contact.asked_on < since)


def tell(address, news, today, mailer, report):
    """One mail, unless another run has claimed any of it since."""
    try:
        rows = claim(news, today)
    except IntegrityError:
        return
    try:
        mailer.send_messages([compose(address, "contributions/matches", **letter(news))])
    except NOT_TAKEN:
        release(rows, news)
        report["refusés par le serveur de courrier"] += 1
        return
    ToldMatch.objects.filter(pk__in=rows).sent()
    report["envoyés"] += 1
    report["réponses annoncées"] += len(rows)
    report["fins annoncées"] += sum(one.ends for one in news)


@transaction.atomic
def claim(news, today):
    """The keys of what is told, written; ``IntegrityError`` when another run told some of it, or someone stopped."""
    contacts = {one.contact.pk for one in news}
    agreed = Referent.objects.select_for_update().filter(pk__in=contacts, is_active=True, takes_messages=True)
    if len(agreed) < len(contacts):
        raise IntegrityError
    rows = [
        ToldMatch.objects.create(exchange=one.exchange, other=match.exchange).pk
        for one in news
        for match in one.answers
    ]
    for one in news:
        asked = Referent.objects.filter(pk=one.contact.pk, asked_on=one.contact.asked_on)
        if one.ends and not asked.update(asked_on=today):
            raise IntegrityError
    return rows


@transaction.atomic
def release(rows, news):
    """The mail did not leave: it is as if it had never been claimed."""
    ToldMatch.objects.filter(pk__in=rows).delete()
    for one in news:
        if one.ends:
            Referent.objects.filter(pk=one.contact.pk).update(asked_on=one.contact.asked_on)


def letter(news):
    """What the mail says; the page of each answer, and where to write to who published it. No address."""
    return {
        "news": [
            {
                "exchange": one.exchange,
                "page": page_of(one.exchange),
                "follow": site_address(exchange_path(one.contact)) if is_own(one) else "",
                "ends": one.ends,
                "answers": [(match, page_of(match.exchange)) for match in one.answers[:LISTED]],
                "others": len(one.answers) - LISTED,
            }
            for one in news
        ],
        "total": sum(len(one.answers) for one in news),
        "stop": site_address(stop_path(news[0].contact)),
        "personal_data": site_address(reverse("personal_data")),
    }


def is_own(one):
    return isinstance(one.contact.record, Exchange)


def page_of(exchange):
    return site_address(exchange.get_absolute_url())


def uncertain():
    """Answers noted by a run that was cut before saying that their mail left."""
    return ToldMatch.objects.filter(sent_at=None)


def forecast(today):
    """What ``tell_all`` would send now."""
    due = news_by_address(today)
    answers = sum(len(one.answers) for news in due.values() for one in news)
    return Counter({"à envoyer": len(due), "réponses annoncées": answers})
