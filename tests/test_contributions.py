"""What the public proposes, from the form to the moderators' queue."""

import datetime

import pytest
from django.core import mail as mails
from django.test import Client
from django.utils import timezone

from poles.models import Exchange
from ptce_hub.contributions import guarding
from ptce_hub.contributions.models import Attempt, Proposal
from ptce_hub.contributions.nouns import NOUNS
from ptce_hub.directory.models import Entry
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.commands import said_by
from tests.contributing import SENDER, fields_shown, link_in, patient, send, sent_and_confirmed  # noqa: F401
from tests.nouns import FACTORIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
each_new = pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun.may_be_new], ids=lambda noun: noun.name)


@pytest.fixture
def pole():
    noce = Territory.objects.get(kind=Kind.COMMUNE, code="61309")
    return make.PoleFactory(
        published=True, name="Pôle du Perche", summary="Des ateliers.", territory=noce, started="2012", sources=["Un"]
    )


def about(pole, act):
    return f"{pole.get_absolute_url()}{act}/"


@each_noun
def test_a_form_says_what_the_record_says_and_leaves_no_cookie(client, noun):
    record = FACTORIES[noun.model](published=True, name="Un nom que l'on reconnaît")
    for act in ("signaler", "corriger"):
        response = client.get(about(record, act))
        assert response.status_code == 200
        assert not response.cookies
    assert "Un nom que l&#x27;on reconnaît" in response.content.decode()


@each_noun
def test_what_is_sent_back_unchanged_proposes_nothing(client, noun):
    """Whatever the field: its text, once read again, is what the record says."""
    record = filled(noun)
    response = send(client, about(record, "corriger"))
    assert response.status_code == 422
    assert "Vous n’avez rien changé" in response.content.decode()
    assert not Proposal.objects.exists()


def filled(noun):
    """A record with something in every field that the public may propose."""
    noce = Territory.objects.get(kind=Kind.COMMUNE, code="61309")
    values = {
        "alternative_names": ["Un", "Deux"], "summary": "Un texte\nde deux lignes ", "territory": noce,
        "website": "https://exemple.fr", "sources": ["https://exemple.fr/source", "Un livre, page 3"],
        "started": "2012", "ended": "2014-05", "start": "2024-11-05", "end": "2024-11", "start_time": datetime.time(9),
        "surface_m2": 1200, "visitors_min_per_day": 3, "visitors_max_per_day": 5, "budget_eur": 2_000_000,
        "launched": "2013", "organiser_names": ["L'État"], "siren": "443061841", "last_known": 2020, "scope": None,
        "opened": "2010", "acronym": "UN",
    }  # fmt: skip
    own = {name: value for name, value in values.items() if name in noun.fields and value is not None}
    if "ess_month" in noun.fields:
        own["ess_month"] = make.EssMonthFactory(year=2024)
    record = FACTORIES[noun.model](published=True, themes=make.ThemeFactory.create_batch(2), **own)
    for name in noun.model.territory_fields:
        if name != "territory":
            getattr(record, name).set(Territory.objects.filter(kind=Kind.DEPARTMENT, code__in=["61", "2A", "974"]))
    return record


def test_only_the_difference_is_kept(client, pole):
    send(client, about(pole, "corriger"), summary="Des ateliers partagés.", started="mai 2011", territory="Bellême")

    proposal = Proposal.objects.get()
    belleme = Territory.objects.get(kind=Kind.COMMUNE, name="Bellême")
    assert proposal.changes == {
        "summary": {"before": "Des ateliers.", "after": "Des ateliers partagés."},
        "started": {"before": "2012", "after": "2011-05"},
        "territory": {"before": "commune-61309", "after": belleme.ref},
    }
    assert proposal.record == pole


def test_what_the_record_said_is_what_the_person_read(client, pole):
    """Someone corrects the record between the reading and the sending: the difference is with what was read."""
    page = about(pole, "corriger")
    form = fields_shown(client, page)
    pole.summary = "Autre chose."
    pole.save()
    client.post(page, form | {"mail": SENDER, "started": "2011"})
    assert Proposal.objects.get().changes == {"started": {"before": "2012", "after": "2011"}}


def test_an_error_is_told_in_a_few_words(client, pole):
    response = send(client, about(pole, "signaler"), reason="closed", words="Il a fermé en mars.")

    assert response["Location"] == "/contributions/envoyee/"
    proposal = Proposal.objects.get()
    assert (proposal.act, proposal.reason, proposal.words) == ("report", "closed", "Il a fermé en mars.")
    assert client.get(response["Location"]).status_code == 200


def test_nothing_reaches_the_queue_before_it_is_confirmed_by_a_click(client, pole, mailoutbox):
    send(client, about(pole, "signaler"), reason="other", words="Un mot.")
    link = link_in(mailoutbox[0])
    assert mailoutbox[0].to == [SENDER]

    for _ in range(2):  # a mail scanner opens every link
        assert client.get(link).status_code == 200
    assert not Proposal.objects.waiting().exists()

    client.post(link, {"act": "confirm"})
    first = Proposal.objects.waiting().get().confirmed_at
    client.post(link, {"act": "confirm"})
    assert Proposal.objects.waiting().get().confirmed_at == first
    assert "En attente" in client.get(link).content.decode()


def test_no_link_is_kept_that_someone_could_read_in_the_base(client, pole, mailoutbox):
    send(client, about(pole, "signaler"), reason="other", words="Un mot.")
    secret = link_in(mailoutbox[0]).strip("/").rpartition("/")[2]
    row = Proposal.objects.values().get()
    assert secret not in str(row)
    assert len(secret) >= 40


def test_one_may_take_it_back_and_is_forgotten(client, pole, mailoutbox):
    link = sent_and_confirmed(
        client, mailoutbox, about(pole, "signaler"), reason="other", words="Un mot.", credit="Zoé"
    )
    client.post(link, {"act": "withdraw"})
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.mail, proposal.credit) == ("withdrawn", "", "")
    client.post(link, {"act": "confirm"})
    assert Proposal.objects.get().state == "withdrawn"
    assert "Retirée" in client.get(link).content.decode()


def test_a_link_that_waited_too_long_confirms_nothing(client, pole, mailoutbox):
    send(client, about(pole, "signaler"), reason="other", words="Un mot.")
    Proposal.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    link = link_in(mailoutbox[0])
    assert client.get(link).status_code == 410
    assert "Un mot." not in client.get(link).content.decode()
    client.post(link, {"act": "confirm"})
    assert Proposal.objects.get().state == "unconfirmed"


@pytest.mark.parametrize("secret", ["x", "1", "a" * 43, "A-_" * 200, "envoyee-"])
def test_a_forged_link_reveals_nothing(client, pole, secret):
    send(client, about(pole, "signaler"), reason="other", words="Un mot secret.")
    for answer in (
        client.get(f"/contributions/{secret}/"),
        client.post(f"/contributions/{secret}/", {"act": "confirm"}),
    ):
        assert answer.status_code == 404
        assert "secret" not in answer.content.decode().replace(secret, "")
    assert Proposal.objects.get().state == "unconfirmed"


def test_the_page_that_follows_is_for_its_reader_alone(client, pole, mailoutbox):
    send(client, about(pole, "signaler"), reason="other", words="Un mot.")
    answer = client.get(link_in(mailoutbox[0]))
    assert "noindex" in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert link_in(mailoutbox[0]) not in answer.content.decode().replace(f'action="{link_in(mailoutbox[0])}"', "")


def test_a_mail_that_fails_loses_nothing_and_leaves_later(client, pole, mailoutbox, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(mails.EmailMessage, "send", lambda self: (_ for _ in ()).throw(OSError(f"refused {SENDER}")))
        assert send(client, about(pole, "signaler"), reason="other", words="Un mot.").status_code == 302
        assert resend() == "0 envoyés, 1 attendent encore."
    assert SENDER not in caplog.text
    assert resend() == "1 envoyés, 0 attendent encore."
    assert resend() == "0 envoyés, 0 attendent encore."
    client.post(link_in(mailoutbox[0]), {"act": "confirm"})
    assert Proposal.objects.waiting().count() == 1


def resend():
    return said_by("send_waiting_mails").partition(" : ")[2]


@each_new
def test_a_record_that_is_missing_is_proposed(client, noun, mailoutbox):
    required = {"name": "Une chose nouvelle", "territory": "Bellême", "kind": first_choice(noun)}
    if noun.model is Exchange:
        required |= {"sense": "propose", "pole": make.PoleFactory(published=True).slug}
    sent_and_confirmed(client, mailoutbox, f"/{noun.word}/proposer/", **required)

    proposal = Proposal.objects.waiting().get()
    assert (proposal.act, proposal.object_id, proposal.label) == ("addition", None, "Une chose nouvelle")
    assert proposal.territory.name == "Bellême"
    assert proposal.changes["name"] == {"before": "", "after": "Une chose nouvelle"}
    assert not noun.model.objects.exists()


def first_choice(noun):
    return noun.model._meta.get_field("kind").choices[0][0] if "kind" in noun.fields else ""


def test_what_looks_like_it_is_shown_before_sending(client, pole):
    form = fields_shown(client, "/poles/proposer/") | {"mail": SENDER, "name": "Pôle Perche"}
    answer = client.post("/poles/proposer/", form)
    assert answer.status_code == 200
    assert "Pôle du Perche" in answer.content.decode()
    assert not Proposal.objects.exists()

    again = client.post("/poles/proposer/", form | {"not_same": [pole.pk]})
    assert again.status_code == 302
    assert Proposal.objects.get().not_same == [pole.pk]


def test_a_draft_has_no_form_and_a_former_address_leads_to_the_present_one(client, pole):
    draft = make.PoleFactory(slug="cache")
    assert client.get("/poles/cache/signaler/").status_code == 404
    assert client.get(about(draft, "corriger")).status_code == 404
    old = about(pole, "corriger")
    pole.slug = "autre-adresse"
    pole.save()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/poles/autre-adresse/corriger/")


def test_no_record_takes_the_address_of_the_form():
    assert make.PoleFactory(name="Proposer").slug != "proposer"


def test_no_field_that_the_public_proposes_holds_what_is_private():
    staff_only = {"status", "slug", "verified_on", "created_at", "updated_at", "import_digest", "sort_name"}
    for noun in NOUNS:
        assert not staff_only & set(noun.fields)
        assert {field.name for field in Entry._meta.fields} - set(noun.fields) >= {"status", "slug", "verified_on"}


def test_robots_are_told_to_leave_the_forms(client, pole):
    robots = client.get("/robots.txt").content.decode()
    for path in ("/contributions/", "/messages/", "/*/proposer/", "/*/*/signaler/", "/*/*/corriger/", "/*/*/ecrire/"):
        assert f"Disallow: {path}\n" in robots
    assert '<meta name="robots" content="noindex">' in client.get(about(pole, "signaler")).content.decode()
    assert "signaler" not in client.get("/sitemap-pole.xml").content.decode()


def test_forms_need_no_cookie_and_no_token_of_django(pole, mailoutbox):
    strict = Client(enforce_csrf_checks=True)
    link = sent_and_confirmed(strict, mailoutbox, about(pole, "signaler"), reason="other", words="Un mot.")
    assert not strict.cookies
    assert "En attente" in strict.get(link).content.decode()


def test_attempts_are_written_without_the_address(client, pole):
    send(client, about(pole, "signaler"), reason="other", words="Un mot.")
    assert Attempt.objects.count() == 2
    assert not any(SENDER in str(row) or "127.0.0.1" in str(row) for row in Attempt.objects.values())
    Attempt.objects.update(at=timezone.now() - guarding.DAY)
    send(client, about(pole, "signaler"), reason="other", words="Un mot.")
    assert Attempt.objects.count() == 2


def test_what_is_kept_elsewhere_is_not_corrected_here(client):
    event = make.EventFactory(published=True, source=make.SourceFactory(), outside_id="salon")

    response = client.get(about(event, "corriger"))

    assert response.url == about(event, "signaler")
    assert "corriger/" not in client.get(event.get_absolute_url()).content.decode()


def test_themes_are_in_the_order_of_french_words(client):
    for label in ("Tourisme", "Énergie", "Eau", "Forêt"):
        make.ThemeFactory(label=label)

    form = client.get("/poles/proposer/").context["form"]

    assert [label for _, label in form.fields["themes"].choices] == ["Eau", "Énergie", "Forêt", "Tourisme"]
