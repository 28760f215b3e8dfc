"""What answers is told to both sides: once for ever, one mail an address, whatever cuts the command."""

import datetime
import re
from collections import Counter
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from poles.models import Exchange
from ptce_hub.contributions.exchanging.announcing import news_by_address, tell
from ptce_hub.contributions.models import Referent, ToldMatch
from ptce_hub.territories.models import Territory
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Territory.objects.get_by_ref("commune-61309")


def published(place, address, **said):
    exchange = make.ExchangeFactory(published=True, territory=place, **said)
    make.ReferentFactory(record=exchange, email=address, takes_messages=True)
    return exchange


@pytest.fixture
def pair(place):
    return (
        published(place, "cherche@exemple.fr", name="Un atelier"),
        published(place, "partage@exemple.fr", name="Un hangar", shares=True),
    )


def run(*options):
    out = StringIO()
    call_command("tell_matches", *options, stdout=out)
    return out.getvalue()


def sent_to(mailoutbox):
    return sorted(mail.to[0] for mail in mailoutbox)


def raising(error):
    def refuse(*args):
        raise error

    return refuse


def test_both_sides_are_told_once_for_ever(pair, mailoutbox):
    assert run("--dry-run") == "Courriers sur les besoins et partages : 2 à envoyer, 2 réponses annoncées.\n"
    assert run() == "Courriers sur les besoins et partages : 2 envoyés, 2 réponses annoncées.\n"
    run()
    Exchange.objects.update(expires_on=timezone.localdate() + datetime.timedelta(days=200))
    run()

    assert sent_to(mailoutbox) == ["cherche@exemple.fr", "partage@exemple.fr"]
    assert not ToldMatch.objects.filter(sent_at=None).exists()


def test_a_mail_gives_the_page_and_where_to_write_and_no_address(pair, mailoutbox):
    run()
    _, answer = pair
    [mail] = [mail for mail in mailoutbox if mail.to == ["cherche@exemple.fr"]]

    assert mail.subject == "PTCE Hub : 1 annonce qui répond à la vôtre"
    assert f"- Un hangar (dans le même territoire)\n  http://testserver{answer.get_absolute_url()}" in re.sub(
        r"http://[^/]+", "http://testserver", mail.body
    )
    assert f"{answer.get_absolute_url()}ecrire/" in mail.body
    assert "partage@exemple.fr" not in mail.body + str(mail.extra_headers) + "".join(mail.reply_to)


def test_one_mail_an_address_tells_all_that_answers(place, mailoutbox):
    for name in ("Un atelier", "Une cour"):
        published(place, "cherche@exemple.fr", name=name)
    for number in range(10):
        make.ExchangeFactory(published=True, territory=place, shares=True, name=f"Hangar {number}")

    run()

    [mail] = mailoutbox
    assert mail.subject == "PTCE Hub : 20 annonces qui répondent à vos annonces"
    assert "Un atelier" in mail.body and "Une cour" in mail.body
    assert mail.body.count("et 2 autres, sur la page de l'annonce") == 2


def test_the_links_of_the_mail_follow_and_stop(client, pair, mailoutbox):
    run()
    [mail] = [mail for mail in mailoutbox if mail.to == ["cherche@exemple.fr"]]
    paths = re.findall(r"https?://[^/\s]+(/referents/\S+)", mail.body)
    follow, stop = paths

    client.post(stop)
    published(pair[0].territory, "autre@exemple.fr", shares=True)
    run()
    assert sent_to(mailoutbox) == ["autre@exemple.fr", "cherche@exemple.fr", "partage@exemple.fr"]
    client.post(follow, {"act": "close"})
    assert client.get(pair[0].get_absolute_url()).status_code == 410


def test_nobody_is_told_of_what_is_over_hidden_nor_when_they_take_no_message(place, mailoutbox):
    published(place, "a@exemple.fr", over=True)
    published(place, "b@exemple.fr", shares=True, status="draft")
    quiet = published(place, "c@exemple.fr")
    Referent.objects.filter(object_id=quiet.pk).update(takes_messages=False)
    make.ExchangeFactory(published=True, territory=place, shares=True)

    assert run() == "Courriers sur les besoins et partages : rien à envoyer.\n"
    assert mailoutbox == []


def test_the_referent_of_the_publisher_is_told_when_nobody_else_answers_for_it(pair, mailoutbox):
    pole = make.PoleFactory(published=True)
    make.ReferentFactory(record=pole, email="pole@exemple.fr", takes_messages=True)
    make.ExchangeFactory(published=True, pole=pole, territory=pair[0].territory)

    run()

    [mail] = [mail for mail in mailoutbox if mail.to == ["pole@exemple.fr"]]
    assert "/referents/annonce/" not in mail.body  # their link is to their pole's, not to somebody's exchange


def test_whoever_published_is_asked_once_before_each_end(place, mailoutbox):
    exchange = published(place, "cherche@exemple.fr")
    today = timezone.localdate()
    for days, asked in ((11, 0), (10, 1), (1, 1)):
        Exchange.objects.filter(pk=exchange.pk).update(expires_on=today + datetime.timedelta(days=days))
        run()
        assert len(mailoutbox) == asked
    assert mailoutbox[0].subject == "PTCE Hub : votre annonce est-elle toujours d'actualité ?"

    Referent.objects.update(asked_on=today - datetime.timedelta(days=80))  # prolonged since, and near its end again
    run()
    assert len(mailoutbox) == 2


# --- Cut ------------------------------------------------------------------------------------------------------------


def test_what_the_server_refuses_is_tried_again(pair, mailoutbox, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", raising(SMTPRecipientsRefused({})))
        assert "2 refusés par le serveur de courrier" in run()
    run()

    assert sent_to(mailoutbox) == ["cherche@exemple.fr", "partage@exemple.fr"]


@pytest.mark.parametrize("cut", [SMTPServerDisconnected(), KeyboardInterrupt()])
def test_what_may_have_left_is_not_sent_again_and_is_counted(pair, mailoutbox, monkeypatch, cut):
    with monkeypatch.context() as patched, pytest.raises((CommandError, KeyboardInterrupt)):
        patched.setattr(EmailBackend, "send_messages", raising(cut))
        run()

    assert run() == "Courriers sur les besoins et partages : 1 envoyés, 1 réponses annoncées, 1 réponses incertaines.\n"
    assert len(mailoutbox) == 1


def test_two_runs_at_once_tell_once(pair, mailoutbox):
    today, report = timezone.localdate(), Counter()
    stale = news_by_address(today)
    run()
    for address, news in stale.items():
        tell(address, news, today, None, report)  # no mailer: nothing must leave

    assert (len(mailoutbox), report) == (2, Counter())


def test_whoever_stops_while_the_command_runs_is_not_told(pair, mailoutbox):
    [(address, news), *_] = news_by_address(timezone.localdate()).items()
    Referent.objects.filter(email=address).stop()

    tell(address, news, timezone.localdate(), None, Counter())

    assert (mailoutbox, ToldMatch.objects.count()) == ([], 0)
