"""Who proposed an event calls it off by the secret link: seen at once, told to the moderators, and nobody else can."""

import datetime

import pytest
from django.utils import timezone

from events.models import Event
from ptce_hub.contributions.links import new_secret
from ptce_hub.contributions.models import Proposal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    ahead = timezone.localdate() + datetime.timedelta(days=9)
    return make.EventFactory(published=True, name="Atelier d'essai", start=ahead.isoformat())


def link_of(event, **said):
    """The secret link of the proposal that made ``event``."""
    secret, mark = new_secret()
    before = timezone.now() - datetime.timedelta(hours=1)
    accepted = {"act": "addition", "reason": "", "state": "accepted", "decided_at": timezone.now()}
    accepted["confirmed_at"] = before
    make.ProposalFactory(entry=event, secret_hash=mark, **accepted | said)
    return f"/contributions/{secret}/"


def call_off(client, link, event):
    return client.post(link, {"act": "cancel", "event": event.pk})


def holding(event):
    return Event.objects.get(pk=event.pk).holding


def test_a_cancellation_is_shown_at_once_and_told_to_the_moderators(client, event):
    link = link_of(event)
    assert "Annuler l’événement" in client.get(link).content.decode()
    call_off(client, link, event)
    call_off(client, link, event)

    assert holding(event) == Event.Holding.CANCELLED
    assert "annulé par qui l'a proposé" in event.history.first().history_change_reason
    told = Proposal.objects.waiting().get()
    assert (told.record, told.act, told.mail) == (event, Proposal.Act.REPORT, "")
    assert "annoncé comme annulé" in client.get(link).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"act": "report", "reason": "other"},
        {"state": "pending", "decided_at": None},
        {"state": "refused"},
    ],
)
def test_only_the_proposal_that_made_the_event_calls_it_off(client, event, said):
    link = link_of(event, **said)
    call_off(client, link, event)
    assert "Annuler l’événement" not in client.get(link).content.decode()
    assert holding(event) == Event.Holding.PLANNED


def test_what_is_over_or_no_event_is_not_called_off(client):
    over = make.EventFactory(published=True, start="2020-11-14")
    pole = make.PoleFactory(published=True)
    for record in (over, pole):
        link = link_of(record)
        assert client.get(link).status_code == 200
        call_off(client, link, record)
    assert holding(over) == Event.Holding.PLANNED
    assert not Proposal.objects.waiting().exists()
