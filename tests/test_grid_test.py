"""The test of one's cooperation, by a secret link: no account, nothing lost, nothing left once erased."""
# ruff: noqa: F811 (fixtures are taken by their names)

import datetime
import json
import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from poles.models import Answer, Diagnosis, Indicator
from ptce_hub.contributions import guarding
from ptce_hub.contributions.diagnosing.keeping import begin
from ptce_hub.directory.error_reports import DiscreetFormatter, discreet
from tests import factories
from tests.commands import said_by
from tests.diagnosing import ANSWERS, SECRET, STEPS, answer_all, grid, link  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_elsewhere():
    """Another browser, which holds nothing of the first."""
    return Client()


def test_nothing_is_kept_before_the_first_step_is_answered(client, grid):
    assert client.get(reverse("grid_test")).status_code == client.get(reverse("grid_test_begin")).status_code == 200

    assert not Diagnosis.objects.exists()


def test_a_test_left_half_done_and_resumed_elsewhere_gives_the_same_result(client, link, client_elsewhere):
    answer_all(client, link)
    at_once = client.get(f"{link}resultat/").context["reading"]
    other = client.post(reverse("grid_test_begin"), STEPS[0])["Location"]
    client.post(f"{other}2/", STEPS[1] | {"then": "stop"})

    page = client_elsewhere.get(other)
    assert "7 réponses sur 8" in page.text
    assert page.context["following"] == 3
    client_elsewhere.post(f"{other}3/", STEPS[2])

    resumed = client_elsewhere.get(f"{other}resultat/").context["reading"]
    assert [(one.indicator.code, one.value) for one in resumed.said] == [*ANSWERS.items()]
    assert [row.mean for row in resumed.objectives] == [row.mean for row in at_once.objectives] == [2, 1.5, 4]


def test_a_step_shows_again_what_was_answered(client, link):
    answer_all(client, link)

    page = client.get(f"{link}2/").text

    assert 'name="B2" value="37,5"' in page or 'value="37.5"' in page
    assert page.count("checked") == 2  # « choisi », and « sans objet »


def test_an_answer_taken_back_is_open_again(client, link):
    answer_all(client, link)
    assert Diagnosis.objects.get().finished_on

    client.post(f"{link}3/", {"C1": ""})

    assert Diagnosis.objects.get().finished_on is None
    assert not Answer.objects.filter(indicator__code="C1").exists()


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        (1, {"A1": "5"}, "dans l’échelle"), (1, {"A1": "beaucoup"}, "dans l’échelle"), (1, {"A1": "-1"}, "échelle"),
        (2, {"B1": "1,5"}, "décimales"), (2, {"B1": "douze"}, "nombre entier"), (2, {"B1": "-3"}, "échelle"),
        (2, {"B2": "101"}, "de 0 à 100"), (2, {"B2": "nan"}, "échelle"), (2, {"B4": "999"}, "années"),
        (2, {"B3": "1e9999"}, "échelle"), (2, {"B5": "imposé"}, "dans l’échelle"),
        (2, {"B1": "3", "B1-so": "on"}, "pas les deux"), (3, {"C1": "peut-être"}, "dans l’échelle"),
    ],
)  # fmt: skip
def test_an_answer_outside_its_scale_is_refused_with_the_mend_and_nothing_is_lost(client, link, step, said, words):
    before = list(Answer.objects.values())

    response = client.post(f"{link}{step}/", said)

    assert response.status_code == 422
    assert words in response.text
    assert 'role="alert"' in response.text
    assert list(Answer.objects.values()) == before


@pytest.mark.parametrize("step", [0, 4, 99])
def test_a_step_that_the_grid_has_not_is_not_found(client, link, step):
    assert client.get(f"{link}{step}/").status_code == client.post(f"{link}{step}/", {}).status_code == 404


@pytest.mark.parametrize("end", ["", "1/", "resultat/", "resultat.csv", "resultat.pdf"])
def test_a_forged_link_is_refused_and_says_nothing(client, link, end):
    forged = client.get(reverse("grid_test_home", args=["x" * 43]) + end)

    assert forged.status_code == 410
    assert "Ce lien ne mène à aucun test" in forged.text


def test_the_pages_of_a_link_are_kept_by_nobody_and_tell_nobody_where_one_comes_from(client, link):
    for address in (link, f"{link}1/", f"{link}resultat/", f"{link}resultat.csv", "/grille/test/faux/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")
        assert not response.cookies


def test_a_link_is_nowhere_in_the_logs_nor_in_the_database(client, link, caplog):
    secret = link.strip("/").rpartition("/")[2]
    with caplog.at_level(logging.INFO):
        client.post(f"{link}1/", {"A1": "9"})
        client.get(f"{link}9/")
    said = [discreet(record.getMessage()) for record in caplog.records]

    assert said
    assert [words for words in said if secret in words] == []
    assert rows_holding(secret) == []


def test_the_server_of_the_machine_masks_the_links_that_it_logs(link):
    handler = settings.LOGGING["loggers"]["django.server"]["handlers"]
    line = DiscreetFormatter().format(logging.makeLogRecord({"msg": f'"GET {link}2/ HTTP/1.1" 200 12'}))

    assert handler == ["console"]
    assert line == '"GET /grille/test/[lien secret]/2/ HTTP/1.1" 200 12'


def rows_holding(text):
    """The rows of any table that hold the text in any column; the geography, which nobody writes to, apart."""
    return [
        f"{model._meta.label} {row}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label != "territories"
        for row in model._base_manager.values()
        if text in json.dumps(row, default=str)
    ]


def test_an_erased_test_leaves_nothing_on_the_server(client, link):
    answer_all(client, link)
    before = {model: model._base_manager.count() for model in apps.get_models() if model._meta.managed}
    mark = Diagnosis.objects.get().secret_hash
    Answer.objects.filter(indicator__code="B5").update(value=SECRET)

    done = client.post(link, {"act": "erase"}, follow=True)

    assert "Rien ne reste" in done.text
    after = {model: model._base_manager.count() for model in before}
    assert {model for model in before if after[model] != before[model]} == {Diagnosis, Answer}
    assert (after[Diagnosis], after[Answer]) == (0, 0)
    assert rows_holding(mark) == rows_holding(SECRET) == []
    assert client.get(link).status_code == client.get(f"{link}resultat/").status_code == 410


def test_what_the_trash_keeps_of_a_pole_holds_none_of_its_answers(grid):
    diagnosis = factories.DiagnosisFactory(grid=grid)
    indicator = Indicator.objects.get(code="B5")
    factories.AnswerFactory(diagnosis=diagnosis, indicator=indicator, value=SECRET)

    diagnosis.pole.delete()

    assert rows_holding(SECRET) == []


@pytest.mark.parametrize(
    ("days", "finished", "of_a_pole", "kept"),
    [(89, False, False, True), (91, False, False, False), (91, False, True, False), (364, True, False, True),
     (366, True, False, False), (4000, True, True, True)],
)  # fmt: skip
def test_a_test_left_or_old_is_forgotten_in_time(client, grid, days, finished, of_a_pole, kept):
    pole = factories.PoleFactory(published=True) if of_a_pole else None
    answered = timezone.now() - datetime.timedelta(days=days)
    finished_on = answered.date() if finished else None
    _, secret = begin(grid, pole=pole, answered_at=answered, finished_on=finished_on)
    page = reverse("grid_test_home", args=[secret])
    assert client.get(page).status_code == (200 if kept else 410)

    said_by("personal_data", "purge")

    assert Diagnosis.objects.exists() is kept


def test_a_room_begins_together_and_a_flood_does_not(client, grid, monkeypatch):
    monkeypatch.setitem(guarding.LIMITS, "test", ((guarding.HOUR, 2),))
    begin_page = reverse("grid_test_begin")
    answers = [client.post(begin_page, STEPS[0]) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "checked" in answers[-1].text  # nothing typed is lost
