"""A test taken away as files, or taken in the browser alone."""
# ruff: noqa: F811 (fixtures are taken by their names)

import csv
import io
import json

import pytest
from django.apps import apps
from django.urls import reverse

from tests.diagnosing import ANSWERS, answer_all, grid, link  # noqa: F401

pytestmark = pytest.mark.django_db


# --- To take away ---------------------------------------------------------------------------------------------------


def test_the_table_to_take_away_has_a_line_an_indicator_and_says_whose_text_it_is(client, link, grid):
    answer_all(client, link)

    response = client.get(f"{link}resultat.csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))

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
    assert 'role="alert"' in response.text
    assert "<script>" not in response.text


def test_answers_to_a_version_that_is_gone_are_not_read_with_another(client, grid):
    response = client.post(reverse("grid_test_here_result"), {"version": "partie", "answers": "{}"})

    assert response.status_code == 422
