"""Publishing a need: by the public form or a référent's link, moderated; then prolonged or ended by the secret link."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from poles.models import Exchange
from ptce_hub.contributions.check_links import READINGS, exchange_path, token_of
from ptce_hub.contributions.deciding import accept
from ptce_hub.contributions.links import new_secret
from ptce_hub.contributions.models import Message, Proposal, Referent
from ptce_hub.contributions.relay import address_for
from ptce_hub.directory.personal_data import erase, export, purge
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.contributing import SENDER, fields_shown, patient, send, sent_and_confirmed, values_of  # noqa: F401
from tests.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

FORM = "/besoins-et-partages/proposer/"
SAID = {"sense": "recherche", "kind": "locaux", "name": "Un atelier", "territory": "61309", "radius_km": "20"}


@pytest.fixture
def place():
    return Territory.objects.get_by_ref("commune-61309")


@pytest.fixture
def pole(place):
    return make.PoleFactory(published=True, name="Pôle du Perche", territory=place)


@pytest.fixture
def moderator(place):
    return make.UserFactory(moderator=True, territories=[place])


def in_days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.fixture
def published(client, mailoutbox, pole, moderator):
    """What the public form published: the exchange, and the path of the page that follows it."""
    link = sent_and_confirmed(client, mailoutbox, FORM, pole="Pôle du Perche", **SAID)
    proposal = Proposal.objects.get()
    accept(proposal, moderator, list(proposal.changes), status="published")
    return Exchange.objects.get(), link


# --- Published ------------------------------------------------------------------------------------------------------


def test_what_the_form_says_waits_for_a_moderator_then_is_written(client, published, pole, place):
    exchange, _ = published

    assert (exchange.status, exchange.pole, exchange.structure, exchange.territory) == ("published", pole, None, place)
    assert (exchange.sense, exchange.kind, exchange.radius_km, exchange.expires_on) == (
        "recherche", "locaux", 20, in_days(90),
    )  # fmt: skip
    assert client.get(exchange.get_absolute_url()).status_code == 200


def test_whoever_published_takes_the_messages_and_is_not_asked_each_year(published):
    exchange, _ = published
    contact = Referent.objects.get()

    assert (contact.record, contact.email, contact.takes_messages) == (exchange, SENDER, True)
    assert address_for(exchange) == SENDER
    assert not contact.is_due(timezone.localdate())


def test_without_its_own_contact_an_exchange_is_answered_for_by_who_publishes_it(pole):
    exchange = make.ExchangeFactory(published=True, pole=pole)
    make.ReferentFactory(record=pole, email="pole@exemple.fr", takes_messages=True)
    assert address_for(exchange) == "pole@exemple.fr"

    make.ReferentFactory(record=exchange, email="soi@exemple.fr", takes_messages=True, is_active=False)
    assert address_for(exchange) == ""


def test_the_form_begins_with_what_the_page_it_comes_from_knows(client, pole):
    shown = client.get(FORM, {"pole": pole.slug, "sens": "propose", "nature": "achats"}).context["form"]

    values = {name: shown[name].value() for name in ("pole", "sense", "kind", "territory")}
    assert values == {"pole": "Pôle du Perche", "sense": "propose", "kind": "achats", "territory": values["territory"]}
    assert "Perche en Nocé" in values["territory"]
    for address in (pole.get_absolute_url(), make.StructureFactory(published=True).get_absolute_url()):
        assert f'href="{FORM}?' in client.get(address).text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"pole": ""}, "pole", "Dites quel pôle publie"),
        ({"pole": "Nulle part"}, "pole", "Aucune fiche publiée ne porte le nom « Nulle part »"),
        ({"pole": "perche"}, "pole", "Est-ce : Pôle du Perche (/poles/pole-du-perche/)"),
        ({"structure": "Structure seule"}, "structure", "et non les deux"),
        ({"territory": ""}, "territory", "obligatoire"),
        ({"territory": "Saint-Denis"}, "territory", "Plusieurs territoires portent ce nom"),
        ({"territory": "Normadie"}, "territory", "Aucun territoire n’a ce nom. Écrivez lequel, par exemple : Norman"),
        ({"radius_km": "0"}, "radius_km", "Un rayon va de 1 à 500 km"),
        ({"radius_km": "-3"}, "radius_km", "Un rayon va de 1 à 500 km"),
        ({"radius_km": "40000"}, "radius_km", "500 km au plus"),
        ({"expires_on": "2020-01-01"}, "expires_on", "est déjà passé"),
        ({"expires_on": "2199-01-01"}, "expires_on", "est trop loin"),
        ({"expires_on": "demain"}, "expires_on", "Ce n’est pas un jour"),
        ({"kind": "licorne"}, "kind", "licorne"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, pole, changes, field, words):
    make.StructureFactory(published=True, name="Structure seule")
    answer = send(client, FORM, **SAID | {"pole": pole.get_absolute_url(), "summary": "Trois pièces."} | changes)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: len(said) for name, said in form.errors.items()} == {field: 1}
    assert words in form.errors[field][0].replace("\N{NO-BREAK SPACE}", " ")
    assert form["summary"].value() == "Trois pièces."
    assert not Proposal.objects.exists()


def test_two_poles_of_one_name_are_told_apart_by_their_address(client, pole):
    make.PoleFactory(published=True, name="Pôle du Perche")
    answer = send(client, FORM, **SAID | {"pole": "pole du perche"})

    assert answer.status_code == 422
    assert "Plusieurs fiches portent le nom" in answer.context["form"].errors["pole"][0]
    assert send(client, FORM, **SAID | {"pole": f"https://site.example{pole.get_absolute_url()}"}).status_code == 302


def test_a_referent_publishes_from_their_link_without_confirming_a_mail(client, pole, mailoutbox):
    referent = make.ReferentFactory(record=pole, email=SENDER)
    token = token_of(referent, READINGS)
    address = reverse("publish_as_referent", args=[token])
    assert f'href="{address}"' in client.get(reverse("grid_referent", args=[token])).text

    shown = client.get(address)
    assert "mail" not in shown.context["form"].fields
    answer = client.post(address, values_of(shown.context["form"]) | SAID)

    assert (answer.status_code, answer["Location"]) == (302, "/referents/merci/annonce/")
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.mail, mailoutbox) == ("pending", SENDER, [])
    assert proposal.changes["pole"]["after"] == pole.slug
    referent.record.status = "archived"
    referent.record.save()
    assert client.get(address).status_code == 410


def test_a_moderator_of_elsewhere_does_not_decide(client, mailoutbox, pole):
    sent_and_confirmed(client, mailoutbox, FORM, pole="Pôle du Perche", **SAID)
    away = make.UserFactory(moderator=True, territories=[Territory.objects.get_by_ref("region-04")])
    client.force_login(away)

    [proposal] = Proposal.objects.all()
    page = f"/admin/contributions/proposal/{proposal.pk}/change/"
    seen = client.get(page).context["form"]["seen"].value()
    assert client.post(page, {"decision": "all", "answer": "", "seen": seen}).status_code == 403
    assert not Exchange.objects.exists()


# --- Followed -------------------------------------------------------------------------------------------------------


def last_day(exchange):
    return Exchange.objects.get(pk=exchange.pk).expires_on


def test_found_it_goes_at_once_and_may_be_taken_up_again(client, published):
    exchange, link = published
    for address in (link, exchange_path(Referent.objects.get())):
        assert client.get(address).status_code == 200
        assert last_day(exchange) > in_days(0)  # opening a link changes nothing
        client.post(address, {"act": "close"})
        assert client.get(exchange.get_absolute_url()).status_code == 410
        assert "terminée et ne se voit plus" in text_of(client.get(address))
        client.post(address, {"act": "renew"})
        assert client.get(exchange.get_absolute_url()).status_code == 200
    assert exchange.history.first().history_change_reason == "prolongé par qui l'a publié"


def test_prolonging_never_shortens_and_ends_some_time_after_the_last_day(client, published):
    exchange, link = published
    for before, after in ((in_days(200), in_days(200)), (in_days(-90), in_days(90)), (in_days(-91), in_days(-91))):
        Exchange.objects.filter(pk=exchange.pk).update(expires_on=before)
        client.post(link, {"act": "renew"})
        assert last_day(exchange) == after


def test_a_link_of_something_else_neither_ends_nor_prolongs(client, pole):
    exchange = make.ExchangeFactory(published=True, pole=pole)
    secret, mark = new_secret()
    now = timezone.now()
    make.ProposalFactory(entry=exchange, secret_hash=mark, state="accepted", confirmed_at=now, decided_at=now)
    client.post(f"/contributions/{secret}/", {"act": "close"})  # an error told of it
    other = make.ReferentFactory(record=pole)

    assert last_day(exchange) > in_days(0)
    for address in (exchange_path(other), "/referents/annonce/faux/"):
        assert client.post(address, {"act": "close"}).status_code == 410


# --- Written to, forgotten ------------------------------------------------------------------------------------------


def test_a_message_goes_to_who_published_without_showing_their_address(client, published, mailoutbox):
    exchange, _ = published
    mailoutbox.clear()
    link = None
    answer = send(client, f"{exchange.get_absolute_url()}ecrire/", name="Ana", words="Bonjour", mail="ana@exemple.fr")
    assert answer.status_code == 302
    link = mailoutbox[0].body.split("http")[1].split()[0].partition("/messages/")[2]
    client.post(f"/messages/{link}", {})

    assert [mail.to for mail in mailoutbox] == [["ana@exemple.fr"], [SENDER]]
    assert SENDER not in mailoutbox[0].body + text_of(client.get(exchange.get_absolute_url()))
    assert Message.objects.get().sent_at


def test_the_address_is_given_on_request_erased_and_forgotten_in_time(published):
    exchange, _ = published
    assert [held["donnée"] for held in export(SENDER)["données"]] == ["référents des fiches", "auteurs de propositions"]

    for last, kept in ((-90, 1), (-91, 0)):
        Exchange.objects.filter(pk=exchange.pk).update(expires_on=in_days(last))
        purge()
        assert Referent.objects.count() == kept
    make.ReferentFactory(record=exchange, email=SENDER)
    erase(SENDER)
    assert (export(SENDER)["données"], Referent.objects.count()) == ([], 0)
