"""What the tests of the grid share: a whole grid, a test answered step by step, the référents of two poles."""

import pytest
from django.urls import reverse

from poles.models import Grid, Indicator
from ptce_hub.contributions.check_links import readings_path
from tests import factories

STEPS = (
    {"A1": "3", "A2": "1"},
    {"B1": "12", "B2": "37,5", "B3": "1,5", "B4-so": "on", "B5": "choisi"},
    {"C1": "oui"},
)
ANSWERS = {"A1": "3", "A2": "1", "B1": "12", "B2": "37.5", "B3": "1.5", "B4": "so", "B5": "choisi", "C1": "oui"}
SECRET = "reponse-reconnaissable"


@pytest.fixture
def grid():
    factories.WholeGridFactory()
    return Grid.objects.whole().get()


@pytest.fixture
def link(client, grid):
    """That of a test whose first step is answered."""
    return client.post(reverse("grid_test_begin"), STEPS[0])["Location"]


def answer_all(client, link, steps=STEPS):
    for step, said in enumerate(steps, start=1):
        assert client.post(f"{link}{step}/", said).status_code == 302


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


def reading_of(record, **more):
    """A whole one, with an answer that no other row could hold."""
    diagnosis = factories.DiagnosisFactory(
        pole=record, grid=Grid.objects.get(), finished_on=factories.days_ago(1), **more
    )
    marked = Indicator.objects.get(code="B5")
    factories.AnswerFactory(diagnosis=diagnosis, indicator=marked, value=SECRET)
    factories.AnswerFactory(diagnosis=diagnosis, indicator=Indicator.objects.get(code="A1"), value="4")
    return diagnosis
