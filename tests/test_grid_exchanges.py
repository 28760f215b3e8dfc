"""A pole read by others: two poles exchange, somebody from outside answers, voices stand side by side."""
# ruff: noqa: F811 (fixtures are taken by their names)

import re

import pytest

from poles.models import Answer, Diagnosis
from ptce_hub.contributions.check_links import readings_path
from tests import factories
from tests.diagnosing import STEPS, act, answer_all, grid, other, reading_of, referent  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grid")]


# --- Two poles ------------------------------------------------------------------------------------------------------


def test_two_poles_exchange_and_each_reads_only_what_is_said_of_it(client, referent, other, mailoutbox):
    page = f"https://exemple.fr{other.record.get_absolute_url()}"
    assert act(client, referent, "exchange", pole=page).status_code == 200
    assert mailoutbox[0].to == [other.email]
    assert referent.email not in mailoutbox[0].body
    asked = Diagnosis.objects.get()

    answer_all(client, act(client, other, "answer", diagnosis=asked.pk)["Location"])
    back = Diagnosis.objects.get(in_return_of=asked)
    assert (back.pole, back.by_pole) == (other.record, referent.record)
    answer_all(client, act(client, referent, "answer", diagnosis=back.pk)["Location"], STEPS[:1])

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
    assert 'role="alert"' in response.text
    assert not mailoutbox


def test_a_pole_whose_referent_takes_no_message_is_not_written_to(client, referent, mailoutbox):
    silent = factories.ReferentFactory(takes_messages=False)

    response = act(client, referent, "exchange", pole=silent.record.name)

    assert response.status_code == 422
    assert "Personne ne reçoit ici de messages" in response.text
    assert (len(mailoutbox), Diagnosis.objects.count()) == (0, 0)


def test_a_pole_is_asked_once_and_never_itself(client, referent, other, mailoutbox):
    act(client, referent, "exchange", pole=other.record.name)

    again = act(client, referent, "exchange", pole=other.record.name)
    itself = act(client, referent, "exchange", pole=referent.record.name)

    assert (again.status_code, itself.status_code, len(mailoutbox)) == (422, 422, 1)


# --- From outside ---------------------------------------------------------------------------------------------------


def test_an_outsider_answers_by_a_link_shown_once_and_the_pole_reads_it_when_whole(client, referent):
    page = act(client, referent, "outside", by_words="Coopérative d’études").text
    link = re.search(r"/grille/test/[\w-]{43}/", page)[0]
    assert link not in client.get(readings_path(referent)).text
    answer_all(client, link, STEPS[:2])
    assert "En attente de la réponse" in client.get(readings_path(referent)).text

    answer_all(client, link)

    found = client.get(f"{readings_path(referent)}lecture/")
    assert "par Coopérative d’études" in found.text
    assert found.context["reading"].is_whole


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
    assert "deux versions de la grille" in found.text


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
