"""The tests of a pole or a cooperation: who may answer, read, publish and erase them, and who may not."""
# ruff: noqa: F811 (fixtures are taken by their names)

import time

import pytest
from django.urls import reverse

from poles.models import Answer, Diagnosis, Grid, Indicator
from ptce_hub.contributions.check_links import readings_path, stop_path
from tests import factories
from tests.contributing import link_in, patient, send  # noqa: F401
from tests.diagnosing import SECRET, act, answer_all, grid, other, reading_of, referent  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grid")]


# --- The référent's link --------------------------------------------------------------------------------------------


def test_only_the_referent_is_mailed_the_link_and_the_page_says_the_same_to_all(client, referent, mailoutbox, patient):
    page = f"{referent.record.get_absolute_url()}grille/"

    said = [send(client, page, mail=mail) for mail in ("inconnue@exemple.fr", referent.email.upper())]

    assert said[0].status_code == said[1].status_code == 302
    assert said[0]["Location"] == said[1]["Location"]
    assert [mail.to for mail in mailoutbox] == [[referent.email]]
    assert client.get(link_in(mailoutbox[0])).status_code == 200


@pytest.mark.parametrize("forge", [
    lambda path, referent: path[:-3] + "xx/",
    lambda path, referent: path.replace("referent/", "referent/x"),
    lambda path, referent: reverse("grid_referent", args=[stop_path(referent).split("/")[-2]]),
])  # fmt: skip
def test_a_forged_or_foreign_link_is_refused_and_names_nobody(client, referent, forge):
    response = client.get(forge(readings_path(referent), referent))

    assert response.status_code == 410
    assert referent.record.name not in response.text


def test_a_link_dies_with_the_address_the_agreement_and_the_record(client, referent):
    path = readings_path(referent)
    type(referent).objects.update(is_active=False)
    assert client.get(path).status_code == 410
    type(referent).objects.update(is_active=True, email="autre@exemple.fr")
    assert client.get(path).status_code == 410
    type(referent).objects.update(email=referent.email)
    type(referent.record).objects.update(status="archived")
    assert client.get(path).status_code == 410


def test_the_link_is_no_longer_good_after_sixty_days(client, referent, monkeypatch):
    path, now = readings_path(referent), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61 * 86_400)

    assert client.get(path).status_code == 410


# --- Oneself --------------------------------------------------------------------------------------------------------


def test_a_referent_answers_for_the_pole_and_a_new_link_replaces_the_one_before(client, referent):
    first = act(client, referent, "begin")["Location"]
    answer_all(client, first)
    diagnosis = Diagnosis.objects.get()
    assert (diagnosis.pole, diagnosis.kind, diagnosis.is_public) == (referent.record, "self", False)

    second = act(client, referent, "answer", diagnosis=diagnosis.pk)["Location"]

    assert client.get(first).status_code == 410
    assert "8 réponses sur 8" in client.get(second).text


def test_a_cooperation_is_read_by_its_referent_too(client):
    cooperation = factories.CooperationFactory(published=True)
    referent = factories.ReferentFactory(record=cooperation)

    answer_all(client, act(client, referent, "begin")["Location"])

    assert Diagnosis.objects.get().cooperation == cooperation
    assert act(client, referent, "exchange", pole="x").status_code == 302  # only poles exchange


# --- Who reads ------------------------------------------------------------------------------------------------------


def places_of(pole):
    """Where answers could be read by somebody else."""
    page = pole.get_absolute_url()
    return [page, f"{page}grille/", "/poles.json", "/poles.csv", "/poles.atom", "/grille/", f"{page}graphe.json"]


def test_private_answers_are_read_by_nobody_else_and_public_ones_on_the_pole_s_page(client, referent, other):
    diagnosis = reading_of(referent.record)
    page = f"{referent.record.get_absolute_url()}grille/"
    for address in [*places_of(referent.record), readings_path(other), f"{readings_path(other)}lecture/"]:
        assert SECRET not in client.get(address).getvalue().decode(), address
    assert client.get(f"{page}?a={diagnosis.pk}").status_code == 400
    assert client.get(f"{readings_path(other)}lecture/?a={diagnosis.pk}").status_code == 400

    act(client, other, "publish", diagnosis=diagnosis.pk)
    assert SECRET not in client.get(page).text
    act(client, referent, "publish", diagnosis=diagnosis.pk)
    assert SECRET in client.get(page).text
    act(client, referent, "withdraw", diagnosis=diagnosis.pk)
    assert SECRET not in client.get(page).text


def test_what_is_not_whole_is_not_published(client, referent):
    act(client, referent, "begin")
    diagnosis = Diagnosis.objects.get()

    act(client, referent, "publish", diagnosis=diagnosis.pk)

    diagnosis.refresh_from_db()
    assert not diagnosis.is_public


def test_what_is_published_is_no_longer_changed(client, referent):
    link = act(client, referent, "begin")["Location"]
    answer_all(client, link)
    act(client, referent, "publish", diagnosis=Diagnosis.objects.get().pk)
    before = list(Answer.objects.values())

    response = client.post(f"{link}1/", {"A1": "0"})

    assert response.status_code == client.get(f"{link}1/").status_code == 409
    assert list(Answer.objects.values()) == before


def test_a_referent_erases_what_is_said_of_the_record_and_nothing_else(client, referent, other):
    ours, theirs = reading_of(referent.record), reading_of(other.record)

    act(client, referent, "erase", diagnosis=ours.pk)
    act(client, referent, "erase", diagnosis=theirs.pk)
    act(client, referent, "erase", diagnosis="²")

    assert list(Diagnosis.objects.all()) == [theirs]


# --- The staff ------------------------------------------------------------------------------------------------------


def test_the_staff_publishes_without_reading_and_sees_no_test_of_nobody(referent, editing):
    diagnosis = reading_of(referent.record)
    nobodys = factories.DiagnosisFactory(pole=None)
    page = reverse("admin:poles_diagnosis_changelist")

    one = reverse("admin:poles_diagnosis_change", args=[diagnosis.pk])
    seen = editing.get(page).text + editing.get(one).text
    editing.post(page, {"action": "publish", "_selected_action": [diagnosis.pk, nobodys.pk]})

    assert SECRET not in seen
    diagnosis.refresh_from_db()
    nobodys.refresh_from_db()
    assert (diagnosis.is_public, nobodys.is_public) == (True, False)


def test_a_version_with_tests_is_only_read_in_the_admin(editing, referent):
    reading_of(referent.record)
    indicator = Indicator.objects.get(code="A1")

    answer = editing.post(reverse("admin:poles_indicator_change", args=[indicator.pk]), {"label": "Autre"})

    assert answer.status_code == 403
    assert Indicator.objects.get(pk=indicator.pk).label == indicator.label


def test_an_administrator_offers_another_version_to_new_tests(editing):
    first, last = Grid.objects.get(), factories.WholeGridFactory()
    assert Grid.objects.current() == last

    editing.post(reverse("admin:poles_grid_changelist"), {"action": "offer", "_selected_action": [first.pk]})

    assert Grid.objects.current() == first
