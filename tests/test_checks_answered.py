"""Each link of the mail to a référent answers once, and tells nothing after."""
# ruff: noqa: F811 (fixtures are taken by their names)

import pytest
from django.utils import timezone

from actors.models import Network
from poles.models import Pole
from ptce_hub.contributions.models import CheckQuestion, Proposal, Referent
from ptce_hub.contributions.relay import address_for
from ptce_hub.directory.models import CheckedBy
from tests import factories
from tests.asking import ask, links, links_of  # noqa: F401
from tests.contributing import fields_shown, patient  # noqa: F401
from tests.factories import days_ago

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

REFUSED = "Ce lien ne sert plus"


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
