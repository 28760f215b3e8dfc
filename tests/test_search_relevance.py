"""On the real records: what must come first, and that the database finds what the normaliser says it should."""

import json
from pathlib import Path

import pytest

from ptce_hub.directory.search.models import SearchEntry, SearchIndex
from ptce_hub.directory.search.questions import read_question
from ptce_hub.site.searching import Findings
from ptce_hub.territories.resolving import resolve
from ptce_hub.territories.suggesting import suggest

SEARCHES = json.loads((Path(__file__).parent / "searches.json").read_text())
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]


def first(words):
    findings = Findings(words, None)
    if findings.territories:
        return f"territoire : {findings.territories[0].territory}"
    return findings.groups[0].hits[0].entry.name if findings.groups else "rien"


def test_there_are_enough_searches():
    assert len({search["q"] for search in SEARCHES}) >= 60


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search["q"])
def test_the_obvious_comes_first(search):
    assert first(search["q"]) == search["first"]


def test_both_databases_find_what_the_words_say():
    """The same on SQLite and on PostgreSQL, because it is compared here with plain Python."""
    entries = [(row.pk, row.exact.split(), tokens_of_row(row)) for row in SearchEntry.objects.all()]
    for search in SEARCHES:
        question = read_question(search["q"])
        hits = set(SearchIndex.objects.answering(question).values_list("pk", flat=True))
        assert hits == {pk for pk, names, tokens in entries if answers(question, names, tokens)}, search


def tokens_of_row(row):
    return set(f"{row.title} {row.place} {row.body}".split())


def answers(question, names, tokens):
    return question.name in names or all(
        any(token in term.tokens or (term.beginning and token.startswith(term.beginning)) for token in tokens)
        for term in question.terms
    )


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search["q"])
def test_every_answer_shows_why_it_answers(search):
    for group in Findings(search["q"], None).groups:
        for hit in group.hits:
            shown = f"{hit.name} {hit.where} {' '.join(hit.excerpts)}"
            assert "<mark>" in shown, hit.entry


@pytest.mark.parametrize("typed", ["rom", "nor", "nord", "26", "2610", "paris", "cc du", "grand", "saint-den", "paca"])
def test_what_is_suggested_leads_to_that_territory_and_no_other(typed):
    suggestions = suggest(typed)
    assert 0 < len(suggestions) <= 8
    for suggestion in suggestions:
        assert {match.territory for match in resolve(suggestion.value)} == {suggestion.territory}
