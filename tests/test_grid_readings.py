"""What the answers to a grid say, and of which version of it."""
# ruff: noqa: F811 (fixtures are taken by their names)

import pytest
from django.urls import reverse

from poles.diagnosing.drawing import radar
from poles.diagnosing.reading import Reading, gaps_between
from poles.models import Grid
from tests import factories
from tests.diagnosing import ANSWERS, grid, link  # noqa: F401

pytestmark = pytest.mark.django_db


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


# --- Versions -------------------------------------------------------------------------------------------------------


def test_a_test_keeps_the_version_that_it_began_on(client, link, grid):
    other = factories.WholeGridFactory(title="Le texte d’origine")
    Grid.objects.filter(pk=other.pk).update(is_current=True)

    assert client.get(f"{link}2/").context["grid"] == grid
    assert client.get(reverse("grid_test_begin")).context["grid"] == other
    assert client.get(reverse("grid")).context["grid"] == other
    assert client.get(f"{reverse('grid')}?version={grid.version}").context["grid"] == grid
    assert client.get(f"{reverse('grid')}?version=x").status_code == 404
