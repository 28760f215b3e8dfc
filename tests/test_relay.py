"""Writing to a pole or a structure: the address that receives is shown to nobody."""

import datetime

import pytest
from django.core import mail as mails
from django.core.management import call_command
from django.utils import timezone

from ptce_hub.contributions import relay
from ptce_hub.contributions.models import Message
from tests import factories as make
from tests.contributing import SENDER, link_in, patient, send  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

HIDDEN = "referente-secrete@exemple.fr"
LETTER = {"name": "Zoé Martin", "words": "Bonjour, peut-on visiter ?"}


@pytest.fixture
def pole():
    return make.PoleFactory(published=True, name="Pôle du Perche", website="https://pole.exemple.fr")


@pytest.fixture
def known(monkeypatch):
    monkeypatch.setattr(relay, "address_for", lambda record: HIDDEN)


def page(record):
    return f"{record.get_absolute_url()}ecrire/"


def test_a_message_reaches_the_hidden_address_once_confirmed(client, pole, known, mailoutbox, caplog):
    answers = [client.get(pole.get_absolute_url()), client.get(page(pole)), send(client, page(pole), **LETTER)]
    assert [mail.to for mail in mailoutbox] == [[SENDER]]
    link = link_in(mailoutbox[0])
    answers += [client.get(link), client.get(link)]
    assert len(mailoutbox) == 1

    answers += [client.post(link), client.post(link), client.get(link)]
    assert [mail.to for mail in mailoutbox] == [[SENDER], [HIDDEN]]
    letter = mailoutbox[1]
    assert LETTER["words"] in letter.body
    assert letter.reply_to == [SENDER]
    for text in (*(answer.content.decode() for answer in answers), mailoutbox[0].message().as_string(), caplog.text):
        assert HIDDEN not in text
    assert "transmis" in answers[-1].content.decode()


def test_once_handed_over_the_words_are_forgotten_here(client, pole, known, mailoutbox):
    send(client, page(pole), **LETTER)
    client.post(link_in(mailoutbox[0]))
    message = Message.objects.get()
    assert (message.words, message.name) == ("", "")
    assert message.sent_at


@pytest.mark.parametrize("factory", [make.PoleFactory, make.StructureFactory, make.NetworkFactory])
def test_where_nobody_answers_there_is_no_form_but_a_sentence(client, factory):
    record = factory(published=True, website="https://exemple.fr")
    answer = client.get(page(record))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<form" not in text
    assert "ne connaît personne" in text
    assert client.post(page(record), LETTER | {"mail": SENDER}).status_code == 422
    assert not Message.objects.exists()


def test_only_poles_structures_and_networks_are_written_to(client):
    event = make.EventFactory(published=True)
    assert "ecrire" not in client.get(event.get_absolute_url()).content.decode()
    assert client.get(page(event)).status_code == 404


def test_a_message_that_could_not_leave_leaves_later(client, pole, known, mailoutbox, monkeypatch, caplog):
    send(client, page(pole), **LETTER)
    with monkeypatch.context() as broken:
        broken.setattr(mails.EmailMessage, "send", lambda self: (_ for _ in ()).throw(OSError(f"no {self.to}")))
        answer = client.post(link_in(mailoutbox[0]), follow=True)
    assert "pas encore pu partir" in answer.content.decode()
    assert HIDDEN not in caplog.text + answer.content.decode()
    call_command("send_waiting_mails")
    call_command("send_waiting_mails")
    assert [mail.to for mail in mailoutbox] == [[SENDER], [HIDDEN]]


def test_a_link_that_waited_too_long_sends_nothing(client, pole, known, mailoutbox):
    send(client, page(pole), **LETTER)
    Message.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    link = link_in(mailoutbox[0])
    assert client.get(link).status_code == 410
    client.post(link)
    assert len(mailoutbox) == 1
    assert client.get("/messages/forge/").status_code == 404
    assert client.post("/messages/forge/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Zoé\r\nBcc: z@exemple.fr"), ("name", ""), ("words", ""), ("mail", "x\r\nBcc: z@y.fr"), ("words", "<b>")],
)
def test_no_header_is_injected_and_each_mistake_is_named(client, pole, known, mailoutbox, field, value):
    answer = send(client, page(pole), **LETTER | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not mailoutbox


def test_the_relay_is_guarded_like_any_form(client, pole, known):
    answers = [send(client, page(pole), **LETTER).status_code for _ in range(7)]
    assert answers == [302] * 6 + [429]
    assert send(client, page(pole), **LETTER | {"seal": "x"}).status_code == 422
