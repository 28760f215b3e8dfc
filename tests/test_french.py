"""What the filters of templates make of words and days."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from ptce_hub.directory.fields.dates import PartialDate
from tests.reading import plain


def shown(expression, value):
    return Template("{% load french %}{{ value|" + expression + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime.date(2026, 11, 1), "1er novembre 2026"),
        (datetime.date(2026, 8, 22), "22 août 2026"),
        (datetime.datetime(2026, 10, 31, 23, 30, tzinfo=ZoneInfo("UTC")), "1er novembre 2026"),
        (None, ""),
    ],
)
def test_a_day_is_written_in_french_as_it_is_in_paris(value, words):
    assert shown("day", value).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(("text", "cut"), [("Archer", "Archer"), ("Archers", "Arche…"), ("", "")])
def test_a_text_is_cut_only_when_it_is_longer(text, cut):
    assert shown("short:6", text) == cut


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("L'atelier", "L’atelier"),
        ("Pourquoi ?", "Pourquoi\N{NARROW NO-BREAK SPACE}?"),
        ("Objet : « lieu »", "Objet\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}lieu\N{NO-BREAK SPACE}»"),
        ("1 200 m² d'ateliers", "1\N{NARROW NO-BREAK SPACE}200\N{NO-BREAK SPACE}m² d’ateliers"),
        ("https://example.fr/a:b?c", "https://example.fr/a:b?c"),
    ],
)
def test_signs_are_spaced_as_french_wants(typed, written):
    assert shown("typo", typed) == written


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2013", "2015", "de 2013 à 2015"),
        ("2013", "2013", "2013"),
        ("2015-05-05", "2015-05-08", "du 5 au 8 mai 2015"),
        ("2025-09-05", None, "depuis le 5 septembre 2025"),
        ("2025-09", None, "depuis septembre 2025"),
        (None, "2025-09-05", "jusqu’au 5 septembre 2025"),
        (None, "2025", "jusqu’à 2025"),
        (None, None, ""),
    ],
)
def test_a_period_is_said_to_the_day_the_month_or_the_year(since, until, words):
    dates = {name: text and PartialDate.parse(text) for name, text in (("since", since), ("until", until))}
    assert plain(Template("{% load french %}{% period since until %}").render(Context(dates))) == words
