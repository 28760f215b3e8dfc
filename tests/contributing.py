"""What the tests of contributions share: a form filled as a browser does, the link that the mail brings."""

import re

import pytest

from ptce_hub.contributions import guarding

SENDER = "voisine@exemple.fr"


@pytest.fixture
def patient(monkeypatch):
    """People who take the time to read: their forms are never sent too fast."""
    monkeypatch.setattr(guarding, "FASTEST", 0)


def fields_shown(client, address):
    """What a browser would send back of the form at ``address``, unchanged."""
    return values_of(client.get(address).context["form"])


def values_of(form):
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", []):
            data[bound.html_name] = value
    return data


def send(client, address, **changes):
    """Send the form at ``address`` with ``changes``."""
    return client.post(address, fields_shown(client, address) | {"mail": SENDER} | changes)


def link_in(mail):
    """The path of the link that a mail brings."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]


def sent_and_confirmed(client, mailoutbox, address, **changes):
    """The path of the page that follows the proposal."""
    answer = send(client, address, seen="1", **changes)
    assert answer.status_code == 302, answer.context["form"].errors
    link = link_in(mailoutbox[-1])
    client.post(link, {"act": "confirm"})
    return link
