"""What the public forms refuse: a clear message on the field, a status of mistake, nothing kept, never an error."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ptce_hub.contributions import guarding
from ptce_hub.contributions.models import Attempt, Proposal
from ptce_hub.contributions.nouns import NOUNS
from tests import factories as make
from tests.contributing import SENDER, fields_shown, patient, send, values_of  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]

REPORT = {"reason": "other", "words": "Un mot."}
NASTY = {
    "mail": ["", "x", "a@b", "a@exemple.fr\r\nBcc: z@exemple.fr", "é" * 300, "x" * 250 + "@exemple.fr"],
    "words": ["", " ", "x" * 20_000, "a\0b", "\x1b[2J", "<script>alert(1)</script>", "\u202eecnarF", "<b"],
    "credit": ["Zoé\r\nBcc: z@exemple.fr", "Zoé\tMartin", "x" * 200, "<i>Zoé</i>", "\u202eéoZ"],
    "reason": ["", "x", "9" * 400],
}  # fmt: skip


@pytest.fixture
def page():
    return f"{make.PoleFactory(published=True).get_absolute_url()}signaler/"


@pytest.mark.parametrize(("field", "value"), [(name, value) for name, values in NASTY.items() for value in values])
def test_a_wrong_value_is_named_and_nothing_is_kept(client, page, mailoutbox, field, value):
    answer = send(client, page, **REPORT | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    shown = answer.content.decode()
    assert 'role="alert"' in shown
    assert f'href="#id_{field}"' in shown
    assert f'id="id_{field}_error"' in shown
    assert not Proposal.objects.exists()
    assert not mailoutbox


def test_what_was_typed_is_not_lost(client, page):
    answer = send(client, page, **REPORT | {"mail": "x", "words": "Un long message à garder."})
    assert "Un long message à garder." in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"territory": "Nulle-Part-sur-Mer"},
        {"territory": "Saint-Denis"},
        {"scope": "Orne\nNulle-Part-sur-Mer"},
        {"scope": "Orne\n" * 5_000 + "\n".join(map(str, range(100)))},
        {"themes": ["x", "\0"]},
        {"started": "2012-31-31"},
        {"ended": "1900"},
        {"name": ""},
        {"name": "x" * 1000},
        {"website": "javascript:alert(1)"},
        {"website": "http://"},
        {"activity": "x"},
        {"sources": "x\n" * 3 + "y" * 600},
        {"summary": "<img src=x onerror=alert(1)>"},
        {"notes": "é" * 10_000},
    ],
)
def test_a_wrong_value_of_a_record_is_named(client, changes):
    pole = make.PoleFactory(published=True, started="2012")
    answer = send(client, f"{pole.get_absolute_url()}corriger/", **changes)
    assert answer.status_code == 422
    [field] = changes
    assert set(answer.context["form"].errors) <= {field, "__all__"}
    assert not Proposal.objects.exists()


def test_a_name_of_several_places_says_how_to_write_which(client):
    pole = make.PoleFactory(published=True)
    answer = send(client, f"{pole.get_absolute_url()}corriger/", territory="Saint-Denis")
    assert "Seine-Saint-Denis" in answer.content.decode() or "(93" in answer.content.decode()


def test_a_field_that_is_not_public_is_not_read(client):
    pole = make.PoleFactory(published=True)
    send(
        client,
        f"{pole.get_absolute_url()}corriger/",
        summary="Mieux.",
        status="archived",
        slug="pris",
        verified_on="2020-01-01",
    )
    assert set(Proposal.objects.get().changes) == {"summary"}


@pytest.mark.parametrize("seal", ["", "x" * 500, "x" * 200_000, guarding.make_seal("/poles/un-autre/signaler/")])
def test_a_form_that_was_not_opened_here_is_refused_then_goes(client, page, seal):
    answer = send(client, page, **REPORT | {"seal": seal})
    assert answer.status_code == 422
    assert "n’a pas pu être reconnu" in answer.content.decode()
    assert not Proposal.objects.exists()
    assert client.post(page, values_of(answer.context["form"])).status_code == 302


def test_a_form_open_for_too_long_is_to_be_read_again(client, page, monkeypatch):
    form = fields_shown(client, page) | REPORT | {"mail": SENDER}
    monkeypatch.setattr(guarding, "OLDEST", -1)
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert "depuis plus d’un jour" in answer.content.decode()


def test_a_form_filled_faster_than_one_reads_is_to_be_sent_again(client, page, monkeypatch):
    monkeypatch.setattr(guarding, "FASTEST", 3)
    answer = send(client, page, **REPORT)
    assert answer.status_code == 422
    assert "Envoyé bien vite" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_the_field_that_nobody_sees_stays_empty(client, page):
    answer = send(client, page, **REPORT | {"subject": "Viagra"})
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def test_a_flood_from_one_machine_stops(client, page):
    most = guarding.LIMITS["machine"][0][1]
    answers = [send(client, page, **REPORT | {"mail": f"v{n}@exemple.fr"}).status_code for n in range(most + 2)]
    assert answers == [302] * most + [429] * 2
    assert Proposal.objects.count() == most
    other = fields_shown(client, page) | REPORT | {"mail": SENDER}
    assert client.post(page, other, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_flood_to_one_mail_address_stops_whatever_the_machine(client, page, mailoutbox):
    most = guarding.LIMITS["mail"][0][1]
    for number in range(most + 2):
        form = fields_shown(client, page) | REPORT | {"mail": SENDER.upper() if number % 2 else SENDER}
        answer = client.post(page, form, REMOTE_ADDR=f"203.0.113.{number}")
    assert answer.status_code == 429
    assert "dans une heure" in answer.content.decode()
    assert "Un mot." in answer.content.decode()
    assert len(mailoutbox) == most
    Attempt.objects.update(at=timezone.now() - datetime.timedelta(hours=2))
    assert send(client, page, **REPORT).status_code == 302


@pytest.mark.parametrize(
    ("meta", "machine"),
    [
        ({"REMOTE_ADDR": "203.0.113.9"}, "203.0.113.9"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3::4"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": ""}, "inconnue"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}, "10.0.0.1"),
    ],
)
def test_a_machine_is_known_by_the_address_that_it_cannot_choose(rf, meta, machine):
    assert guarding.machine_of(rf.get("/", **meta)) == machine


def test_behind_a_front_server_the_address_is_what_it_saw(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    told = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9"}
    assert guarding.machine_of(rf.get("/", **told)) == "203.0.113.9"


PAGES = [f"/{noun.word}/proposer/" for noun in NOUNS if noun.may_be_new]
FIELDS = sorted({name for noun in NOUNS for name in noun.fields} | {"mail", "words", "credit", "not_same", "x"})
NASTIER = ["\0", "9" * 5000, "2012-99", "é" * 9000, "<x", "-1", "1e9", "12:61", "Saint-Denis", "\ud83d", "61"]
texts = st.one_of(st.text(max_size=80), st.sampled_from(NASTIER))
relaxed = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@relaxed
@given(st.sampled_from(PAGES), st.dictionaries(st.sampled_from(FIELDS), texts, max_size=6))
@example("/poles/proposer/", {"not_same": "9" * 5000})
@example("/poles/proposer/", {"not_same": "9" * 20})
def test_whatever_is_sent_is_answered(client, address, values):
    Attempt.objects.all().delete()
    values = {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}
    form = {"seal": guarding.make_seal(address), "mail": SENDER, "name": "Un nom"} | values
    assert client.post(address, form).status_code in (200, 302, 422)
