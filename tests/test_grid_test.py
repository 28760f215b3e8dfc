"""The test of one's cooperation: no account, nothing lost, nothing left once erased, nothing shown to others."""

import csv
import datetime
import io
import json
import logging
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from poles.diagnosing.drawing import radar
from poles.diagnosing.reading import Reading, gaps_between
from poles.models import Answer, Diagnosis, Grid, Indicator
from ptce_hub.contributions import guarding
from ptce_hub.contributions.diagnosing.keeping import begin
from ptce_hub.directory.error_reports import DiscreetFormatter, discreet
from tests import factories

pytestmark = pytest.mark.django_db

STEPS = (
    {"A1": "3", "A2": "1"},
    {"B1": "12", "B2": "37,5", "B3": "1,5", "B4-so": "on", "B5": "choisi"},
    {"C1": "oui"},
)
ANSWERS = {"A1": "3", "A2": "1", "B1": "12", "B2": "37.5", "B3": "1.5", "B4": "so", "B5": "choisi", "C1": "oui"}


@pytest.fixture
def grid():
    factories.WholeGridFactory()
    return Grid.objects.whole().get()


@pytest.fixture
def client_elsewhere():
    """Another browser, which holds nothing of the first."""
    return Client()


@pytest.fixture
def link(client, grid):
    """That of a test whose first step is answered."""
    return client.post(reverse("grid_test_begin"), STEPS[0])["Location"]


def answer_all(client, link):
    for step, said in enumerate(STEPS, start=1):
        assert client.post(f"{link}{step}/", said).status_code == 302


def text_of(response):
    return response.content.decode()


# --- What the answers say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "points"),
    [
        ("A1", "0", 0), ("A1", "4", 4), ("A1", "so", None), ("A1", "", None), ("C1", "oui", 4), ("C1", "non", 0),
        ("B2", "50", 2), ("B1", "12", None), ("B3", "1.5", None), ("B4", "3", None), ("B5", "subi", None),
    ],
)  # fmt: skip
def test_steps_yeses_and_shares_have_points_and_the_rest_describes(grid, code, value, points):
    [one] = [one for one in Reading(grid, {code: value}).said if one.indicator.code == code]

    assert one.points == points


def test_what_has_no_object_counts_neither_for_nor_against(grid):
    one, other = Reading(grid, {"A1": "3", "A2": "so"}), Reading(grid, {"A1": "3"})

    assert one.objectives[0].mean == other.objectives[0].mean == 3
    assert (one.answered, other.answered) == (2, 1)


def test_an_objective_that_nothing_tells_has_no_mean_and_breaks_the_line(grid):
    reading = Reading(grid, {"A1": "4", "C1": "oui"})

    assert [row.mean for row in reading.objectives] == [4, None, 4]
    [voice] = radar([reading]).voices
    assert (len(voice.dots), len(voice.lines), voice.is_whole) == (2, 1, False)


def test_the_radar_has_the_points_of_the_table(grid):
    drawn = radar([Reading(grid, ANSWERS)])
    [voice] = drawn.voices

    assert voice.dots[0] == (drawn.middle, drawn.middle - 120 * 2 / 4)  # the first axis stands upright; mean 2
    assert voice.is_whole


def test_strengths_come_surest_first_and_next_steps_nearest_first(grid):
    reading = Reading(grid, {"A1": "3", "A2": "1", "C1": "oui", "B2": "60"})

    assert [one.indicator.code for one in reading.settled] == ["C1", "A1"]
    assert [(one.indicator.code, one.next_rung) for one in reading.next_steps] == [("B2", ""), ("A2", "partiel")]


def test_one_goes_on_with_what_is_untouched_then_with_what_waits(grid):
    assert Reading(grid, {"A1": "3"}).to_answer == 2
    assert Reading(grid, {"A1": "3", "B1": "1", "C1": "oui"}).to_answer == 1
    assert Reading(grid, ANSWERS).to_answer == 1


def test_two_readings_part_first_where_they_are_two_steps_apart_or_more(grid):
    one = Reading(grid, {"A1": "3", "A2": "1", "B5": "choisi", "C1": "oui", "B1": "4"})
    other = Reading(grid, {"A1": "2", "A2": "4", "B5": "subi", "C1": "so", "B1": "4"})

    found = gaps_between(one, other)

    assert [(gap.indicator.code, gap.points, gap.is_far) for gap in found] == [
        ("A2", 3, True), ("A1", 1, False), ("B5", None, False), ("C1", None, False),
    ]  # fmt: skip


# --- By a secret link -----------------------------------------------------------------------------------------------


def test_nothing_is_kept_before_the_first_step_is_answered(client, grid):
    assert client.get(reverse("grid_test")).status_code == client.get(reverse("grid_test_begin")).status_code == 200

    assert not Diagnosis.objects.exists()


def test_a_test_left_half_done_and_resumed_elsewhere_gives_the_same_result(client, link, client_elsewhere):
    answer_all(client, link)
    at_once = client.get(f"{link}resultat/").context["reading"]
    other = client.post(reverse("grid_test_begin"), STEPS[0])["Location"]
    client.post(f"{other}2/", STEPS[1] | {"then": "stop"})

    page = client_elsewhere.get(other)
    assert "7 réponses sur 8" in text_of(page)
    assert page.context["following"] == 3
    client_elsewhere.post(f"{other}3/", STEPS[2])

    resumed = client_elsewhere.get(f"{other}resultat/").context["reading"]
    assert [(one.indicator.code, one.value) for one in resumed.said] == [*ANSWERS.items()]
    assert [row.mean for row in resumed.objectives] == [row.mean for row in at_once.objectives] == [2, 1.5, 4]


def test_a_step_shows_again_what_was_answered(client, link):
    answer_all(client, link)

    page = text_of(client.get(f"{link}2/"))

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
    assert words in text_of(response)
    assert 'role="alert"' in text_of(response)
    assert list(Answer.objects.values()) == before


@pytest.mark.parametrize("step", [0, 4, 99])
def test_a_step_that_the_grid_has_not_is_not_found(client, link, step):
    assert client.get(f"{link}{step}/").status_code == client.post(f"{link}{step}/", {}).status_code == 404


@pytest.mark.parametrize("end", ["", "1/", "resultat/", "resultat.csv", "resultat.pdf"])
def test_a_forged_link_is_refused_and_says_nothing(client, link, end):
    forged = client.get(reverse("grid_test_home", args=["x" * 43]) + end)

    assert forged.status_code == 410
    assert "Ce lien ne mène à aucun test" in text_of(forged)


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
    Answer.objects.filter(indicator__code="B5").update(value="reponse-reconnaissable")

    done = client.post(link, {"act": "erase"}, follow=True)

    assert "Rien ne reste" in text_of(done)
    after = {model: model._base_manager.count() for model in before}
    assert {model for model in before if after[model] != before[model]} == {Diagnosis, Answer}
    assert (after[Diagnosis], after[Answer]) == (0, 0)
    assert rows_holding(mark) == rows_holding("reponse-reconnaissable") == []
    assert client.get(link).status_code == client.get(f"{link}resultat/").status_code == 410


def test_what_the_trash_keeps_of_a_pole_holds_none_of_its_answers(grid):
    diagnosis = factories.DiagnosisFactory(grid=grid)
    indicator = Indicator.objects.get(code="B5")
    factories.AnswerFactory(diagnosis=diagnosis, indicator=indicator, value="reponse-reconnaissable")

    diagnosis.pole.delete()

    assert rows_holding("reponse-reconnaissable") == []


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

    call_command("personal_data", "purge", stdout=StringIO())

    assert Diagnosis.objects.exists() is kept


def test_a_room_begins_together_and_a_flood_does_not(client, grid, monkeypatch):
    monkeypatch.setitem(guarding.LIMITS, "test", ((guarding.HOUR, 2),))
    begin_page = reverse("grid_test_begin")
    answers = [client.post(begin_page, STEPS[0]) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "checked" in text_of(answers[-1])  # nothing typed is lost


# --- To take away ---------------------------------------------------------------------------------------------------


def test_the_table_to_take_away_has_a_line_an_indicator_and_says_whose_text_it_is(client, link, grid):
    answer_all(client, link)

    response = client.get(f"{link}resultat.csv")
    rows = list(csv.DictReader(io.StringIO(text_of(response))))

    assert [row["code"] for row in rows] == [*ANSWERS]
    assert [row["reponse"] for row in rows] == ["3", "1", "12", "37.5", "1.5", "sans objet", "choisi", "oui"]
    assert [row["points_sur_4"] for row in rows] == ["3", "1", "", "1.5", "", "", "", "4"]
    assert {row["origine_du_texte"] for row in rows} == {grid.authenticity}


def test_the_sheets_to_take_away_are_a_french_pdf(client, link):
    answer_all(client, link)

    response = client.get(f"{link}resultat.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"/Lang (fr-FR)" in response.content


# --- In the browser alone -------------------------------------------------------------------------------------------


def send_from_here(client, grid, answers, **more):
    data = {"version": grid.version, "answers": json.dumps(answers), **more}
    return client.post(reverse("grid_test_here_result"), data)


def test_what_a_browser_kept_is_drawn_the_same_and_nothing_is_written(client, grid, link):
    answer_all(client, link)
    by_link = client.get(f"{link}resultat/").context["reading"]
    before = {model: model._base_manager.count() for model in apps.get_models() if model._meta.managed}

    response = send_from_here(client, grid, ANSWERS | {"B2": "37,5"})

    here = response.context["reading"]
    assert [one.value for one in here.said] == [one.value for one in by_link.said]
    assert "no-store" in response["Cache-Control"]
    assert {model: model._base_manager.count() for model in before} == before
    assert send_from_here(client, grid, ANSWERS, file="pdf").content.startswith(b"%PDF-")
    assert send_from_here(client, grid, ANSWERS, file="csv").content == client.get(f"{link}resultat.csv").content


@pytest.mark.parametrize(
    "answers", [{"A1": "7"}, {"Z9": "1"}, {"A1": 3}, ["A1"], {"B1": "3" * 30_000}, {"B2": "<script>"}, None]
)
def test_what_a_browser_sends_wrong_is_refused_with_the_mend(client, grid, answers):
    response = send_from_here(client, grid, answers)

    assert response.status_code == 422
    assert 'role="alert"' in text_of(response)
    assert "<script>" not in text_of(response)


def test_answers_to_a_version_that_is_gone_are_not_read_with_another(client, grid):
    response = client.post(reverse("grid_test_here_result"), {"version": "partie", "answers": "{}"})

    assert response.status_code == 422


# --- Versions -------------------------------------------------------------------------------------------------------


def test_a_test_keeps_the_version_that_it_began_on(client, link, grid):
    other = factories.WholeGridFactory(title="Le texte d’origine")
    Grid.objects.filter(pk=other.pk).update(is_current=True)

    assert client.get(f"{link}2/").context["grid"] == grid
    assert client.get(reverse("grid_test_begin")).context["grid"] == other
    assert client.get(reverse("grid")).context["grid"] == other
    assert client.get(f"{reverse('grid')}?version={grid.version}").context["grid"] == grid
    assert client.get(f"{reverse('grid')}?version=x").status_code == 404
