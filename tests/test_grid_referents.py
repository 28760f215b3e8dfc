"""The tests of a pole or a cooperation: who may answer, read, compare, publish and erase them, and who may not."""

import re

import pytest
from django.urls import reverse

from poles.models import Answer, Diagnosis, Grid, Indicator
from ptce_hub.contributions.check_links import readings_path, stop_path
from tests import factories
from tests.contributing import link_in, patient, send  # noqa: F401 (a fixture)
from tests.test_grid_test import STEPS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grid")]

SECRET = "reponse-reconnaissable"


def text_of(response):
    return response.getvalue().decode()


@pytest.fixture
def grid():
    return factories.WholeGridFactory()


@pytest.fixture
def referent():
    """Of a published pole."""
    return factories.ReferentFactory(takes_messages=True)


@pytest.fixture
def other():
    """Of another one."""
    return factories.ReferentFactory(takes_messages=True)


def act(client, referent, name, **more):
    return client.post(readings_path(referent), {"act": name, **more})


def answered(client, link, steps=STEPS):
    for step, said in enumerate(steps, start=1):
        assert client.post(f"{link}{step}/", said).status_code == 302


def reading_of(record, **more):
    """A whole one, with an answer that no other row could hold."""
    diagnosis = factories.DiagnosisFactory(
        pole=record, grid=Grid.objects.get(), finished_on=factories.days_ago(1), **more
    )
    marked = Indicator.objects.get(code="B5")
    factories.AnswerFactory(diagnosis=diagnosis, indicator=marked, value=SECRET)
    factories.AnswerFactory(diagnosis=diagnosis, indicator=Indicator.objects.get(code="A1"), value="4")
    return diagnosis


# --- The référent's link --------------------------------------------------------------------------------------------


def test_only_the_referent_is_mailed_the_link_and_the_page_says_the_same_to_all(client, referent, mailoutbox, patient):  # noqa: F811
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
    assert referent.record.name not in text_of(response)


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
    import time

    path, now = readings_path(referent), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61 * 86_400)

    assert client.get(path).status_code == 410


# --- Oneself --------------------------------------------------------------------------------------------------------


def test_a_referent_answers_for_the_pole_and_a_new_link_replaces_the_one_before(client, referent):
    first = act(client, referent, "begin")["Location"]
    answered(client, first)
    diagnosis = Diagnosis.objects.get()
    assert (diagnosis.pole, diagnosis.kind, diagnosis.is_public) == (referent.record, "self", False)

    second = act(client, referent, "answer", diagnosis=diagnosis.pk)["Location"]

    assert client.get(first).status_code == 410
    assert "8 réponses sur 8" in text_of(client.get(second))


def test_a_cooperation_is_read_by_its_referent_too(client):
    cooperation = factories.CooperationFactory(published=True)
    referent = factories.ReferentFactory(record=cooperation)

    answered(client, act(client, referent, "begin")["Location"])

    assert Diagnosis.objects.get().cooperation == cooperation
    assert act(client, referent, "exchange", pole="x").status_code == 302  # only poles exchange


# --- Two poles ------------------------------------------------------------------------------------------------------


def test_two_poles_exchange_and_each_reads_only_what_is_said_of_it(client, referent, other, mailoutbox):
    page = f"https://exemple.fr{other.record.get_absolute_url()}"
    assert act(client, referent, "exchange", pole=page).status_code == 200
    assert mailoutbox[0].to == [other.email]
    assert referent.email not in mailoutbox[0].body
    asked = Diagnosis.objects.get()

    answered(client, act(client, other, "answer", diagnosis=asked.pk)["Location"])
    back = Diagnosis.objects.get(in_return_of=asked)
    assert (back.pole, back.by_pole) == (other.record, referent.record)
    answered(client, act(client, referent, "answer", diagnosis=back.pk)["Location"], STEPS[:1])

    assert Diagnosis.objects.count() == 2  # what is in return asks for nothing more
    ours = client.get(f"{readings_path(referent)}lecture/")
    assert ours.context["first"] == asked
    assert client.get(f"{readings_path(referent)}lecture/?a={back.pk}").status_code == 400
    assert client.get(f"{readings_path(other)}lecture/").context["diagnoses"] == []  # not whole yet


def test_a_pole_that_refuses_leaves_nothing(client, referent, other):
    act(client, referent, "exchange", pole=other.record.name)
    asked = Diagnosis.objects.get()

    act(client, other, "erase", diagnosis=asked.pk)

    assert not Diagnosis.objects.exists()


@pytest.mark.parametrize("name", ["Pôle qui n’existe pas", "", "x" * 400, "https://exemple.fr/poles/absent/"])
def test_a_pole_that_cannot_be_found_is_said_so(client, referent, name, mailoutbox):
    response = act(client, referent, "exchange", pole=name)

    assert response.status_code == 422
    assert 'role="alert"' in text_of(response)
    assert not mailoutbox


def test_a_pole_whose_referent_takes_no_message_is_not_written_to(client, referent, mailoutbox):
    silent = factories.ReferentFactory(takes_messages=False)

    response = act(client, referent, "exchange", pole=silent.record.name)

    assert response.status_code == 422
    assert "Personne ne reçoit ici de messages" in text_of(response)
    assert (len(mailoutbox), Diagnosis.objects.count()) == (0, 0)


def test_a_pole_is_asked_once_and_never_itself(client, referent, other, mailoutbox):
    act(client, referent, "exchange", pole=other.record.name)

    again = act(client, referent, "exchange", pole=other.record.name)
    itself = act(client, referent, "exchange", pole=referent.record.name)

    assert (again.status_code, itself.status_code, len(mailoutbox)) == (422, 422, 1)


# --- From outside ---------------------------------------------------------------------------------------------------


def test_an_outsider_answers_by_a_link_shown_once_and_the_pole_reads_it_when_whole(client, referent):
    page = text_of(act(client, referent, "outside", by_words="Coopérative d’études"))
    link = re.search(r"/grille/test/[\w-]{43}/", page)[0]
    assert link not in text_of(client.get(readings_path(referent)))
    answered(client, link, STEPS[:2])
    assert "En attente de la réponse" in text_of(client.get(readings_path(referent)))

    answered(client, link)

    found = client.get(f"{readings_path(referent)}lecture/")
    assert "par Coopérative d’études" in text_of(found)
    assert found.context["reading"].is_whole


# --- Who reads ------------------------------------------------------------------------------------------------------


def places_of(pole):
    """Where answers could be read by somebody else."""
    page = pole.get_absolute_url()
    return [page, f"{page}grille/", "/poles.json", "/poles.csv", "/poles.atom", "/grille/", f"{page}graphe.json"]


def test_private_answers_are_read_by_nobody_else_and_public_ones_on_the_pole_s_page(client, referent, other):
    diagnosis = reading_of(referent.record)
    page = f"{referent.record.get_absolute_url()}grille/"
    for address in [*places_of(referent.record), readings_path(other), f"{readings_path(other)}lecture/"]:
        assert SECRET not in text_of(client.get(address)), address
    assert client.get(f"{page}?a={diagnosis.pk}").status_code == 400
    assert client.get(f"{readings_path(other)}lecture/?a={diagnosis.pk}").status_code == 400

    act(client, other, "publish", diagnosis=diagnosis.pk)
    assert SECRET not in text_of(client.get(page))
    act(client, referent, "publish", diagnosis=diagnosis.pk)
    assert SECRET in text_of(client.get(page))
    act(client, referent, "withdraw", diagnosis=diagnosis.pk)
    assert SECRET not in text_of(client.get(page))


def test_what_is_not_whole_is_not_published(client, referent):
    act(client, referent, "begin")
    diagnosis = Diagnosis.objects.get()

    act(client, referent, "publish", diagnosis=diagnosis.pk)

    diagnosis.refresh_from_db()
    assert not diagnosis.is_public


def test_what_is_published_is_no_longer_changed(client, referent):
    link = act(client, referent, "begin")["Location"]
    answered(client, link)
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


# --- Side by side ---------------------------------------------------------------------------------------------------


def test_two_voices_stand_side_by_side_and_what_parts_them_most_comes_first(client, referent):
    first = reading_of(referent.record)
    second = reading_of(referent.record, kind="external", by_words="Ailleurs")
    Answer.objects.filter(diagnosis=second, indicator__code="A1").update(value="1")
    Answer.objects.filter(diagnosis=second, indicator__code="B5").update(value="choisi")

    found = client.get(f"{readings_path(referent)}lecture/?a={first.pk}&b={second.pk}")

    assert [(gap.indicator.code, gap.is_far) for gap in found.context["gaps"]] == [("A1", True), ("B5", False)]
    assert len(found.context["radar"].voices) == 2


def test_two_versions_of_the_grid_are_not_compared(client, referent):
    first = reading_of(referent.record)
    second = factories.DiagnosisFactory(
        pole=referent.record, grid=factories.WholeGridFactory(), finished_on=factories.days_ago(1)
    )

    found = client.get(f"{readings_path(referent)}lecture/?a={first.pk}&b={second.pk}")

    assert found.status_code == 400
    assert "deux versions de la grille" in text_of(found)


@pytest.mark.parametrize("query", ["a=x", "a=999999999999999999999", "b=-1"])
def test_a_reading_that_is_not_there_is_said_so(client, referent, query):
    reading_of(referent.record, is_public=True)

    for page in (f"{readings_path(referent)}lecture/", f"{referent.record.get_absolute_url()}grille/"):
        assert client.get(f"{page}?{query}").status_code == 400


@pytest.mark.parametrize("end", ["", "lecture/"])
def test_a_referent_s_pages_cost_the_same_for_one_reading_as_for_five(referent, queries_of, end):
    page = f"{readings_path(referent)}{end}"
    reading_of(referent.record, by_pole=factories.PoleFactory())
    one = queries_of(page)
    for _ in range(4):
        reading_of(referent.record, by_pole=factories.PoleFactory())

    assert queries_of(page) == one


# --- The staff ------------------------------------------------------------------------------------------------------


def test_the_staff_publishes_without_reading_and_sees_no_test_of_nobody(referent, editing):
    diagnosis = reading_of(referent.record)
    nobodys = factories.DiagnosisFactory(pole=None)
    page = reverse("admin:poles_diagnosis_changelist")

    seen = text_of(editing.get(page)) + text_of(
        editing.get(reverse("admin:poles_diagnosis_change", args=[diagnosis.pk]))
    )
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
