"""What the staff makes of proposals: who may, what is written, what is told."""

import pytest
from django.core.exceptions import ValidationError

from poles.models import Pole
from ptce_hub.contributions.deciding import AlreadyDecided, accept, refuse
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.proposing import withdraw
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.contributing import patient, send, sent_and_confirmed  # noqa: F401
from tests.editors import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

QUEUE = "/admin/contributions/proposal/"


@pytest.fixture
def place():
    return Territory.objects.get(kind=Kind.DEPARTMENT, code="61")


@pytest.fixture
def moderator(place):
    return make.UserFactory(moderator=True, territories=[place])


@pytest.fixture
def pole(place):
    return make.PoleFactory(published=True, name="Pôle du Perche", summary="Avant.", territory=place, started="2012")


@pytest.fixture
def correction(pole):
    wanted = {"summary": "Après.", "started": "2011-05"}
    return make.ProposalFactory(entry=pole, correcting=wanted, credit="Zoé Martin")


def page(proposal):
    return address(Proposal, "change", proposal.pk)


def decide(client, proposal, decision, **more):
    shown = client.get(page(proposal))
    form = shown.context["form"]
    seen = {"seen": form["seen"].value(), "names": form["names"].value()}
    if "becomes" in form.fields:
        seen["becomes"] = form["becomes"].value()
    return client.post(page(proposal), seen | {"decision": decision, "answer": ""} | more)


def test_what_is_accepted_whole_is_written_with_who_and_why(client, moderator, pole, correction, mailoutbox):
    client.force_login(moderator)
    answer = decide(client, correction, "all")

    assert answer.status_code == 302, answer.context["form"].errors
    pole.refresh_from_db()
    assert (pole.summary, pole.started.iso) == ("Après.", "2011-05")
    version = pole.history.first()
    assert (version.history_change_reason, version.history_user) == (f"proposition n° {correction.pk}", moderator)
    correction.refresh_from_db()
    assert (correction.state, correction.accepted, correction.decided_by) == (
        "accepted", ["summary", "started"], moderator,
    )  # fmt: skip
    assert mailoutbox[0].to == [correction.mail]
    assert "acceptée" in mailoutbox[0].subject


def test_some_fields_alone_may_be_kept(client, moderator, pole, correction, mailoutbox):
    client.force_login(moderator)
    decide(client, correction, "some", names=["started"], answer="Le texte était bon.")

    pole.refresh_from_db()
    assert (pole.summary, pole.started.iso) == ("Avant.", "2011-05")
    correction.refresh_from_db()
    assert (correction.state, correction.accepted) == ("partly", ["started"])
    assert "Le texte était bon." in mailoutbox[0].body


def test_nothing_kept_is_no_acceptance(client, moderator, pole, correction):
    client.force_login(moderator)
    answer = decide(client, correction, "some", names=[])
    assert answer.status_code == 422
    assert "Aucun champ n’est retenu" in answer.content.decode()


def test_a_refusal_needs_a_reason_which_is_mailed(client, moderator, pole, correction, mailoutbox):
    client.force_login(moderator)
    assert decide(client, correction, "refuse", answer=" ").status_code == 422
    assert Proposal.objects.waiting().count() == 1

    decide(client, correction, "refuse", answer="La source dit 2012.")
    pole.refresh_from_db()
    assert pole.summary == "Avant."
    assert Proposal.objects.get().state == "refused"
    assert "La source dit 2012." in mailoutbox[0].body


def test_a_change_made_since_is_told_field_by_field(client, moderator, pole, correction):
    pole.summary = "Entre-temps."
    pole.save()
    client.force_login(moderator)
    shown = client.get(page(correction))

    assert "La fiche a changé depuis : elle disait « Avant. »." in shown.content.decode()
    assert [line.is_in_conflict for line in shown.context["lines"]] == [True, False]
    assert shown.context["form"]["names"].value() == ["started"]


def test_nobody_decides_on_what_they_did_not_read(client, moderator, pole, correction):
    client.force_login(moderator)
    form = client.get(page(correction)).context["form"]
    pole.summary = "Entre-temps."
    pole.save()
    answer = client.post(page(correction), {"seen": form["seen"].value(), "decision": "all", "answer": ""})
    assert answer.status_code == 422
    pole.refresh_from_db()
    assert pole.summary == "Entre-temps."
    assert client.post(page(correction), {"seen": "x", "decision": "all"}).status_code == 422


def test_what_would_break_a_rule_of_the_record_writes_nothing(client, moderator, pole):
    proposal = make.ProposalFactory(entry=pole, correcting={"ended": "2010", "summary": "Après."})
    client.force_login(moderator)
    answer = decide(client, proposal, "all")
    assert answer.status_code == 422
    assert "Le pôle ne peut pas finir avant" in answer.content.decode()
    pole.refresh_from_db()
    assert (pole.ended, pole.summary) == (None, "Avant.")
    assert Proposal.objects.waiting().count() == 1


def test_two_moderators_decide_once(moderator, pole, correction):
    accept(correction, moderator, ["summary"])
    with pytest.raises(AlreadyDecided):
        refuse(correction, moderator, "Non.")
    assert Proposal.objects.get().state == "partly"


def test_what_was_taken_back_is_not_decided(client, moderator, correction):
    client.force_login(moderator)
    form = client.get(page(correction)).context["form"]
    withdraw(correction)
    client.post(page(correction), {"seen": form["seen"].value(), "decision": "all", "answer": ""})
    assert Proposal.objects.get().state == "withdrawn"
    with pytest.raises(AlreadyDecided):
        accept(correction, moderator, ["summary"])


@pytest.mark.parametrize(("becomes", "status"), [("draft", "draft"), ("published", "published")])
def test_a_new_record_is_made_of_the_proposal(client, moderator, mailoutbox, becomes, status):
    theme = make.ThemeFactory()
    sent_and_confirmed(
        client, mailoutbox, "/poles/proposer/",
        name="Pôle nouveau", territory="Bellême", started="2020", themes=[theme.slug], scope="Orne\nSarthe",
        sources="https://exemple.fr/un\nUn livre",
    )  # fmt: skip
    proposal = Proposal.objects.get()
    client.force_login(moderator)
    decide(client, proposal, "all", becomes=becomes)

    pole = Pole.objects.get()
    assert (pole.name, pole.territory.name, pole.started.iso, pole.status) == (
        "Pôle nouveau", "Bellême", "2020", status,
    )  # fmt: skip
    assert [list(pole.themes.all()), {place.name for place in pole.scope.all()}] == [[theme], {"Orne", "Sarthe"}]
    assert (pole.slug, pole.sources) == ("pole-nouveau", ["https://exemple.fr/un", "Un livre"])
    proposal.refresh_from_db()
    assert proposal.record == pole
    assert pole.history.first().history_user == moderator


def test_an_error_told_may_archive_the_record(client, moderator, pole):
    report = make.ProposalFactory(entry=pole, reason="closed")
    client.force_login(moderator)
    decide(client, report, "all", becomes="archived")
    pole.refresh_from_db()
    assert pole.status == "archived"
    assert pole.history.first().history_change_reason == f"proposition n° {report.pk}"


def test_an_error_told_may_leave_the_record_as_it_is(client, moderator, pole):
    report = make.ProposalFactory(entry=pole)
    client.force_login(moderator)
    decide(client, report, "all")
    assert Proposal.objects.get().state == "accepted"
    assert pole.history.count() == 1


def test_who_asked_for_it_is_thanked_on_the_page(client, moderator, pole, correction):
    discreet = make.ProposalFactory(entry=pole, correcting={"summary": "Mieux."})
    refused = make.ProposalFactory(entry=pole, credit="Refusée Dupont")
    assert "Merci" not in client.get(pole.get_absolute_url()).content.decode()
    accept(correction, moderator, ["summary"])
    accept(discreet, moderator, ["summary"])
    refuse(refused, moderator, "Non.")

    shown = client.get(pole.get_absolute_url()).content.decode()
    assert "Merci à Zoé Martin." in shown
    assert "Dupont" not in shown
    assert correction.mail not in shown


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_only_a_moderator_of_the_place_decides(client, pole, correction, place, role):
    elsewhere = Territory.objects.get(kind=Kind.DEPARTMENT, code="2A")
    user = make.UserFactory(**{role: True}, territories=[place if role == "editor" else elsewhere])
    client.force_login(user)
    shown = client.get(page(correction))
    assert shown.status_code == 200
    assert correction.mail not in shown.content.decode()
    assert 'name="decision"' not in shown.content.decode()

    form = shown.context["form"]
    answer = client.post(page(correction), {"seen": form["seen"].value(), "decision": "all", "answer": ""})
    assert answer.status_code == 403
    assert Proposal.objects.waiting().count() == 1


def test_the_queue_is_first_that_of_ones_own_territory(client, moderator, pole, correction):
    away = Territory.objects.get(kind=Kind.DEPARTMENT, code="2A")
    far = make.ProposalFactory(entry=make.PoleFactory(published=True, territory=away, name="Loin"))
    new = make.ProposalFactory(
        act="addition", reason="", object_id=None, label="Nouveau ici",
        territory=Territory.objects.get(kind=Kind.COMMUNE, code="61309"),
    )  # fmt: skip
    make.ProposalFactory(entry=pole, unconfirmed=True, label="Non confirmée")
    client.force_login(moderator)

    mine = client.get(QUEUE).content.decode()
    assert "Nouveau ici" in mine
    assert "Loin" not in mine
    assert "Non confirmée" not in mine
    everywhere = client.get(f"{QUEUE}?portee=toutes").content.decode()
    assert "Loin" in everywhere
    refuse(far, moderator, "Non.")
    assert "Loin" in client.get(f"{QUEUE}?portee=toutes&etat=refused").content.decode()
    assert client.get(f"{QUEUE}?etat=x").status_code == 302
    assert new in Proposal.objects.waiting()


def test_a_record_that_is_gone_can_only_be_refused(moderator, pole, correction):
    pole.delete()
    correction.refresh_from_db()
    with pytest.raises(ValidationError, match="n'existe plus"):
        accept(correction, moderator, ["summary"])
    assert refuse(correction, moderator, "Elle n'existe plus.").state == "refused"


def test_a_field_that_is_refused_by_name_changes_nothing(moderator, pole, correction):
    """What is not in the proposal is never written, whatever is asked."""
    accept(correction, moderator, ["started", "status", "slug", "notes"])
    pole.refresh_from_db()
    assert (pole.started.iso, pole.status, pole.slug) == ("2011-05", "published", "pole-du-perche")


def test_a_correction_of_what_is_since_kept_elsewhere_can_only_be_refused(client, moderator, place):
    event = make.EventFactory(published=True, territory=place, summary="Avant.")
    correction = make.ProposalFactory(entry=event, correcting={"summary": "Après."})
    client.force_login(moderator)
    event.source, event.outside_id = make.SourceFactory(name="Agenda du Perche"), "salon"
    event.save()

    shown = client.get(page(correction)).text
    for decision in ("all", "some"):
        answer = decide(client, correction, decision)
        assert answer.status_code == 422
        assert "Agenda du Perche" in answer.text
    assert 'value="all"' not in shown
    assert "Agenda du Perche" in shown
    event.refresh_from_db()
    assert event.summary == "Avant."
    assert decide(client, correction, "refuse", answer="À corriger là-bas.").status_code == 302
