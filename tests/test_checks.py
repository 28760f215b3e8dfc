"""Référents are asked when their records are due, by one mail; each link answers once, and tells nothing after."""

import logging
import re
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from actors.models import Network
from poles.models import Pole
from ptce_hub.contributions.asking import claim
from ptce_hub.contributions.models import CheckMail, CheckQuestion, Proposal, Referent
from ptce_hub.contributions.relay import address_for
from ptce_hub.directory.models import CheckedBy
from tests import factories
from tests.contributing import fields_shown
from tests.editors import added, address, fields_of, save
from tests.factories import days_ago

pytest_plugins = ["tests.editors", "tests.contributing"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

LINK = re.compile(r"https?://[^/\s]+(/referents/\S+)")
REFUSED = "Ce lien ne sert plus"


def ask(**options):
    out = StringIO()
    call_command("ask_referents", stdout=out, **options)
    return out.getvalue()


def links_of(mail):
    """The links of a mail: exact, wrong and over of each record, then the one to stop."""
    return LINK.findall(mail.body)


@pytest.fixture
def links(mailoutbox):
    """Those of a mail about one record that is due."""
    factories.ReferentFactory(checked=400, email="anne@secret.example")
    ask()
    return dict(zip(["exact", "wrong", "over", "stop"], links_of(mailoutbox[0]), strict=True))


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
    assert said == "Courriers aux référents : 2 envoyés, 3 fiches.\n"


def test_asking_again_sends_nothing(links, mailoutbox):
    assert ask() == "Courriers aux référents : rien à envoyer.\n"
    assert len(mailoutbox) == 1


def test_a_dry_run_says_what_would_leave_and_sends_nothing(mailoutbox):
    factories.ReferentFactory(checked=400)

    assert ask(dry_run=True) == "Courriers aux référents : 1 à envoyer, 1 fiches.\n"
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

    assert ask() == "Courriers aux référents : 1 incertains.\n"
    assert mailoutbox == []
    assert "1 envoyés" in ask(retry_uncertain=True)
    assert len(mailoutbox) == 1


def test_an_uncertain_mail_that_was_answered_is_not_uncertain(client):
    factories.ReferentFactory(checked=400)
    _, message = claim(Referent.objects.get().email, timezone.localdate())
    client.post(links_of(message)[0])

    assert ask() == "Courriers aux référents : rien à envoyer.\n"


def test_two_runs_at_once_claim_a_mail_once():
    email = factories.ReferentFactory(checked=400).email

    assert claim(email, timezone.localdate())[0]
    assert claim(email, timezone.localdate()) == (None, None)


def raising(error):
    def send_messages(self, messages):
        raise error

    return send_messages


# --- The three answers ----------------------------------------------------------------------------------------------


def test_opening_a_link_changes_nothing(client, links):
    for name in links:
        response = client.get(links[name])
        assert response.status_code == 200
        assert "<button" in response.text
        assert not response.cookies
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.text
    assert not CheckQuestion.objects.exclude(answer="").exists()
    assert Pole.objects.get().verified_by == ""


def test_exact_dates_the_check_and_keeps_its_history(client, links):
    response = client.post(links["exact"], {"changing": ["members", "dates"]}, follow=True)

    pole = Pole.objects.get()
    assert "Merci" in response.text
    assert (pole.verified_on, pole.verified_by) == (timezone.localdate(), CheckedBy.REFERENT)
    assert pole.history.first().history_change_reason == "vérification par le référent"
    assert Referent.objects.get().changing == ["members", "dates"]


def test_exact_keeps_a_network_a_network(client, mailoutbox):
    network = factories.NetworkFactory(published=True, verified_on=days_ago(400))
    factories.ReferentFactory(record=network)
    ask()

    client.post(links_of(mailoutbox[0])[0])

    assert Network.objects.get().verified_by == CheckedBy.REFERENT
    assert Network.history.first().verified_by == CheckedBy.REFERENT


def test_over_never_deletes_nor_hides_the_record_and_waits_for_the_staff(client, links):
    response = client.post(links["over"], {"words": "L'association est dissoute."}, follow=True)

    assert "file de l’équipe" in response.text
    assert Pole.objects.published().count() == 1
    [proposal] = Proposal.objects.waiting()
    assert (proposal.record, proposal.reason, proposal.words) == (
        Pole.objects.get(), Proposal.Reason.CLOSED, "L'association est dissoute.",
    )  # fmt: skip


def test_a_correction_is_the_prefilled_form_and_waits_for_the_staff_without_a_second_mail(client, links, mailoutbox):
    response = client.post(links["wrong"], fields_shown(client, links["wrong"]) | {"name": "Pôle renommé"}, follow=True)

    assert "file de l’équipe" in response.text
    [proposal] = Proposal.objects.waiting()
    assert list(proposal.changes) == ["name"]
    assert proposal.changes["name"]["after"] == "Pôle renommé"
    assert Pole.objects.get().name != "Pôle renommé"
    assert len(mailoutbox) == 1


def test_a_correction_that_changes_nothing_is_refused_and_the_link_still_serves(client, links):
    same = fields_shown(client, links["wrong"])

    response = client.post(links["wrong"], same)

    assert response.status_code == 422
    assert "Vous n’avez rien changé" in response.text
    assert client.post(links["wrong"], same | {"words": "Le lieu a changé."}).status_code == 302


# --- A link that leads nowhere --------------------------------------------------------------------------------------


def is_refused(client, link):
    """The same page for all that is refused, which names neither the record nor anybody."""
    for response in (client.get(link), client.post(link, {"words": "x"})):
        assert response.status_code == 410
        assert REFUSED in response.text
        assert "Pôle " not in response.text
        assert "anne" not in response.text
    return True


@pytest.mark.parametrize("first", ["exact", "wrong", "over"])
def test_once_answered_the_three_links_are_refused_and_change_nothing(client, links, first):
    seen = fields_shown(client, links[first]) if first == "wrong" else {}
    assert client.post(links[first], seen | {"words": "Voilà."}).status_code == 302
    before = list(Pole.history.values())

    assert all(is_refused(client, links[name]) for name in ("exact", "wrong", "over"))
    assert list(Pole.history.values()) == before


def test_forged_links_are_refused(client, links):
    good = links["exact"]
    for forged in (good[:-3] + "xx/", good.replace("/referents/", "/referents/arret/"), "/referents/x/",
                   "/referents/arret/:::/", "/referents/" + "a" * 3000 + "/", "/referents/%00/"):  # fmt: skip
        assert is_refused(client, forged)


def test_links_expire(client, links, monkeypatch):
    later = timezone.now().timestamp() + 61 * 86_400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert all(is_refused(client, links[name]) for name in ("exact", "wrong", "over"))


def test_the_links_of_another_address_are_refused(client, links):
    Referent.objects.update(email="autre@secret.example")

    assert all(is_refused(client, links[name]) for name in links)


def test_the_links_of_a_record_taken_off_are_refused(client, links):
    pole = Pole.objects.get()
    pole.status = "archived"
    pole.save()

    assert all(is_refused(client, links[name]) for name in ("exact", "wrong", "over"))


def test_an_older_mail_dies_with_the_next_one(client, links, mailoutbox):
    Referent.objects.update(asked_on=None)
    ask()

    assert is_refused(client, links["exact"])
    assert client.get(links_of(mailoutbox[1])[0]).status_code == 200


def test_stopping_stops_every_record_of_the_address_and_its_links(client, links, mailoutbox):
    factories.ReferentFactory(checked=400, email="anne@secret.example")

    client.post(links["stop"])
    ask()

    assert len(mailoutbox) == 1
    assert set(Referent.objects.values_list("is_active", "stopped_on")) == {(False, timezone.localdate())}
    assert all(is_refused(client, links[name]) for name in links)


@pytest.mark.parametrize(("row", "reached"), [({"takes_messages": True}, True), ({}, False),
                                              ({"takes_messages": True, "is_active": False}, False)])  # fmt: skip
def test_messages_reach_only_a_referent_who_agreed_to_them(row, reached):
    referent = factories.ReferentFactory(**row)

    assert address_for(referent.record) == (referent.email if reached else "")


# --- In the admin ---------------------------------------------------------------------------------------------------

PREFIX = "contributions-referent-content_type-object_id"
NEW = {"email": "anne@secret.example", "consent_on": "2026-01-02", "consent_how": "au téléphone", "is_active": "on"}


def test_a_referent_is_given_beside_the_record(editing):
    pole = factories.PoleFactory()

    assert save(editing, pole, **added(PREFIX, NEW | {"changing": ["members"]})).status_code == 302

    referent = Referent.objects.get()
    assert (referent.record, referent.email, referent.changing) == (pole, "anne@secret.example", ["members"])


def test_a_consent_without_date_or_from_the_future_is_refused(editing):
    pole = factories.PoleFactory()

    for wrong in ("", "2126-01-01"):
        response = save(editing, pole, **added(PREFIX, NEW | {"consent_on": wrong}))
        assert response.status_code == 200
    assert not Referent.objects.exists()


def test_a_second_referent_of_a_record_is_refused_with_the_mend(editing):
    pole = factories.PoleFactory()
    data = fields_of(editing.get(address(Pole, "change", pole.pk))) | added(PREFIX, NEW)
    factories.ReferentFactory(record=pole)

    response = editing.post(address(Pole, "change", pole.pk), data)

    assert "a déjà un référent" in response.text
    assert Referent.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "change", "words"),
    [
        ({}, {"email": "autre@secret.example"}, "demande un nouvel accord"),
        ({"is_active": False, "stopped_on": "2026-06-01"}, {"is_active": "on"}, "il faut un accord donné depuis"),
    ],
)
def test_another_address_or_one_that_stopped_needs_a_new_consent(editing, row, change, words):
    referent = factories.ReferentFactory(consent_on="2026-01-02", **row)

    response = save(editing, referent.record, **{f"{PREFIX}-0-{name}": value for name, value in change.items()})

    assert words in response.text.replace("&#x27;", "'")


def test_only_who_may_change_the_record_sees_its_referent(client):
    place = factories.TerritoryFactory(region=True)
    mine, other = factories.PoleFactory(territory=place), factories.PoleFactory(placed=True)
    for pole in (mine, other):
        factories.ReferentFactory(record=pole, email="anne@secret.example")
    client.force_login(factories.UserFactory(editor=True, territories=[place]))

    assert "anne@secret.example" in client.get(address(Pole, "change", mine.pk)).text
    response = client.get(address(Pole, "change", other.pk))
    assert response.status_code == 200
    assert "anne" not in response.text
    assert PREFIX not in response.text


def test_what_is_wrong_in_a_record_kept_elsewhere_is_told_in_words(client, mailoutbox):
    event = factories.EventFactory(published=True, source=factories.SourceFactory(), outside_id="salon")
    factories.ReferentFactory(record=event)
    ask()
    wrong = links_of(mailoutbox[0])[1]

    assert "Qu’est-ce qui est à corriger" in client.get(wrong).text
    assert client.post(wrong, {"words": ""}).status_code == 422
    client.post(wrong, {"words": "L'heure."})

    proposal = Proposal.objects.get()
    assert (proposal.act, proposal.reason, proposal.words) == ("report", "wrong", "L'heure.")
