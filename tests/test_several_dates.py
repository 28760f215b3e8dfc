"""Whoever organises proposes an event of several dates, sees it before sending, then changes it by the secret link."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from ptce_hub.contributions.changing import ChangeProposal
from ptce_hub.contributions.deciding import accept
from ptce_hub.contributions.models import Proposal
from ptce_hub.directory.models import Status
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.contributing import SENDER, fields_shown, link_in, patient, send  # noqa: F401
from tests.reading import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]
PROPOSE = "/evenements/proposer/"
AHEAD = timezone.localdate() + datetime.timedelta(days=9)
SECOND, THIRD = (AHEAD + datetime.timedelta(weeks=weeks) for weeks in (1, 2))
SAID = {
    "name": "Atelier vélo", "start": f"{AHEAD:%d/%m/%Y}", "start_time": "14:00", "end_time": "17:00",
    "territory": "commune-61001", "venue": "Halle", "more": f"{SECOND:%d/%m/%Y} de 9h à 12h\n{THIRD:%d/%m/%Y}",
}  # fmt: skip


def proposed(client, mailoutbox, **said):
    """The proposal, confirmed, and its link."""
    answer = send(client, PROPOSE, **SAID | {"seen": "1"} | said)
    assert answer.status_code == 302, answer.context["form"].errors
    link = link_in(mailoutbox[-1])
    client.post(link, {"act": "confirm"})
    return Proposal.objects.get(), link


@pytest.fixture
def moderator():
    return make.UserFactory(administrator=True)


def published(proposal, moderator):
    return accept(proposal, moderator, list(proposal.changes), status=Status.PUBLISHED)


def test_an_event_is_shown_as_it_would_be_read_before_anything_is_sent(client, mailoutbox):
    page = send(client, PROPOSE, **SAID)
    shown = page.context["preview"]
    assert [plain(date.rpartition(", ")[2]) for date in shown["dates"][:2]] == [
        "de 14 h à 17 h", "de 9 h à 12 h",
    ]  # fmt: skip
    assert len(shown["dates"]) == 3
    assert "Avant d’envoyer : ce que le public lira" in page.content.decode()
    assert not Proposal.objects.exists() and not mailoutbox


def test_every_date_becomes_an_event_of_one_series(client, mailoutbox, moderator):
    proposal, link = proposed(client, mailoutbox)
    assert "À d’autres dates".lower() in client.get(link).content.decode().lower()
    published(proposal, moderator)

    events = Event.objects.published().order_by("start")
    assert [(each.start.earliest, each.start_time and each.start_time.hour) for each in events] == [
        (AHEAD, 14), (SECOND, 9), (THIRD, None),
    ]  # fmt: skip
    assert len({each.series for each in events}) == 1 and events[0].series is not None
    assert {(each.name, each.venue, each.territory.code) for each in events} == {("Atelier vélo", "Halle", "61001")}
    assert len({each.uid for each in events}) == 3
    assert [each.slug for each in events] == ["atelier-velo", "atelier-velo-2", "atelier-velo-3"]


def test_an_event_like_one_of_the_dates_is_shown_before(client, mailoutbox):
    place = Territory.objects.get_by_ref("commune-61001")
    known = {"name": "Atelier de vélos", "published": True, "territory": place}
    there = make.EventFactory(start=SECOND.isoformat(), **known)
    make.EventFactory(start="2020-11-14", **known)
    page = send(client, PROPOSE, **SAID | {"seen": "1"})
    assert page.context["alikes"] == [there] and not mailoutbox
    assert send(client, PROPOSE, **SAID | {"seen": "1", "not_same": there.pk}).status_code == 302


def test_each_date_is_called_off_by_itself(client, mailoutbox, moderator):
    proposal, link = proposed(client, mailoutbox)
    published(proposal, moderator)
    second = Event.objects.get(start=SECOND.isoformat())
    client.post(link, {"act": "cancel", "event": second.pk})
    assert set(Event.objects.filter(holding="annulé")) == {second}


WRONG = {
    "Ligne 1 : le 30 février": "30 février 2027",
    "Ligne 2 : ": f"{SECOND:%d/%m/%Y}\nde temps en temps",
    "13 dates, et 12 au plus": "\n".join(f"{AHEAD + datetime.timedelta(days):%d/%m/%Y}" for days in range(1, 14)),
    "finirait (9 h) avant de commencer": f"{SECOND:%d/%m/%Y} de 12h à 9h",
}


@pytest.mark.parametrize("words", WRONG)
def test_a_date_that_cannot_be_is_told_on_its_field_and_nothing_is_lost(client, words):
    page = send(client, PROPOSE, **SAID | {"more": WRONG[words], "seen": "1"})
    assert page.status_code == 422
    assert words in page.context["form"].errors["more"][0]
    assert page.context["form"]["more"].value() == WRONG[words]


def test_an_end_before_the_beginning_is_of_the_small_hours_or_needs_its_date(client):
    page = send(client, PROPOSE, **SAID | {"end_time": "12:00", "seen": "1"})
    assert "vient avant celle de début" in page.context["form"].non_field_errors()[0]
    for later in ({"end_time": "02:00"}, {"end_time": "12:00", "end": f"{SECOND:%d/%m/%Y}"}):
        assert "preview" in send(client, PROPOSE, **SAID | later).context


def test_other_dates_need_a_first_one(client):
    page = send(client, PROPOSE, **SAID | {"start": "11/2099"})
    assert "Donnez d’abord la date de début" in page.context["form"].errors["more"][0]


def test_until_someone_decides_the_proposal_itself_is_changed(mailoutbox, moderator):
    client = Client(enforce_csrf_checks=True)  # a browser that keeps no cookie
    proposal, link = proposed(client, mailoutbox)
    fields = fields_shown(client, f"{link}changer/")
    assert (fields["name"], "mail" in fields, len(fields["more"].splitlines())) == ("Atelier vélo", False, 2)
    answer = client.post(f"{link}changer/", fields | {"venue": "Salle", "more": fields["more"].splitlines()[0]})
    assert answer["Location"] == f"{link}?change=1"

    proposal.refresh_from_db()
    assert (proposal.changes["venue"]["after"], proposal.state) == ("Salle", Proposal.State.PENDING)
    assert [kept["start"] for kept in proposal.occurrences] == [SECOND.isoformat()]
    assert "Votre changement est reçu" in client.get(answer["Location"]).content.decode()

    published(proposal, moderator)
    assert client.get(f"{link}changer/")["Location"] == link


def test_a_decision_that_comes_first_is_told_and_nothing_is_changed(client, mailoutbox, moderator, monkeypatch):
    proposal, link = proposed(client, mailoutbox)
    fields = fields_shown(client, f"{link}changer/") | {"venue": "Trop tard"}
    monkeypatch.setattr(ChangeProposal, "may_change", lambda page: published(proposal, moderator) is not None)
    answer = client.post(f"{link}changer/", fields)

    assert "votre changement n’est pas pris" in client.get(answer["Location"]).content.decode()
    assert {each.venue for each in Event.objects.all()} == {"Halle"}


def test_then_a_change_waits_for_a_moderator_without_another_mail(mailoutbox, moderator):
    client = Client(enforce_csrf_checks=True)
    proposal, link = proposed(client, mailoutbox, more="")
    published(proposal, moderator)
    event, mails = Event.objects.get(), len(mailoutbox)
    change = f"{link}changer/{event.pk}/"
    assert client.post(change, fields_shown(client, change)).status_code == 422  # nothing is changed
    client.post(change, fields_shown(client, change) | {"start": f"{SECOND:%d/%m/%Y}"})

    asked = Proposal.objects.waiting().get()
    assert (asked.record, asked.changes["start"]["after"], asked.mail) == (event, SECOND.isoformat(), SENDER)
    assert len(mailoutbox) == mails and Event.objects.get().start.earliest == AHEAD
    accept(asked, moderator, ["start"])
    assert Event.objects.get().start.earliest == SECOND


def test_a_link_changes_its_own_events_only_and_says_nothing_to_where_it_leads(client, mailoutbox, moderator):
    proposal, link = proposed(client, mailoutbox)
    other = make.EventFactory(published=True, start=AHEAD.isoformat())
    page = client.get(f"{link}changer/")
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]
    published(proposal, moderator)
    assert client.get(f"{link}changer/{other.pk}/")["Location"] == link
    assert client.get("/contributions/inconnu/changer/").status_code == 404
