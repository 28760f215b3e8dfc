"""Every public page in a real browser: accessible, narrow, silent, and asking nothing of anyone else."""

from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import ON_ONE_DATABASE, REPORT_VIOLATIONS

pytestmark = [pytest.mark.browser, ON_ONE_DATABASE]

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": [*WCAG_22_AA, "best-practice"]}, "resultTypes": ["violations"]}
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
#: One template makes the forms of every noun: those of two are looked at.
FORMS, FORMS_OF = ("/proposer/", "/corriger/"), ("/poles/", "/evenements/")
WIDE, ZOOMED, NARROW = 1280, 640, 320  # CSS pixels; 640 is 1280 at 200 %
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visit(NamedTuple):
    status: int
    messages: list
    requests: list
    cookies: list
    violations: list
    overflows: dict


@pytest.fixture(scope="module")
def visits(real_pages, real_site):
    """What one visitor gets of each page, one after the other."""
    context = real_site.browser.new_context(locale="fr-FR")
    tab = context.new_page()
    tab.add_init_script(REPORT_VIOLATIONS)
    looked_at = [page for page in real_pages if not page.address.endswith(FORMS) or page.address.startswith(FORMS_OF)]
    return {page: visit(tab, real_site.url + page.address) for page in looked_at}


def visit(tab, address):
    messages, requests = [], []
    heard = {
        "console": lambda message: messages.append(message.text),
        "pageerror": lambda error: messages.append(str(error)),
        "request": lambda request: requests.append(request.url),
    }
    for event, listener in heard.items():
        tab.on(event, listener)
    tab.set_viewport_size({"width": WIDE, "height": 900})
    status = tab.goto(address, wait_until="load").status
    seen = Visit(status, messages, requests, tab.context.cookies(), violations(tab), overflows(tab))
    for event, listener in heard.items():
        tab.remove_listener(event, listener)
    tab.context.clear_cookies()
    return seen


def violations(tab):
    """What axe finds, in light then in dark colours."""
    tab.evaluate(Axe().axe_script)
    found = []
    for colours, rules in (("light", RULES), ("dark", CONTRAST)):
        tab.emulate_media(color_scheme=colours)
        found += tab.evaluate("async rules => (await axe.run(rules)).violations", rules)
    return [f"{one['id']} {node['target'][0]} {node['html'][:120]}" for one in found for node in one["nodes"]]


def overflows(tab):
    """By how many pixels the page is wider than the screen, by width of the screen."""
    found = {}
    for width in (ZOOMED, NARROW):
        tab.set_viewport_size({"width": width, "height": 900})
        found[width] = tab.evaluate(OVERFLOW)
    return {width: excess for width, excess in found.items() if excess > 0}


def assert_none(visits, of):
    """``of`` finds nothing to say of any visit."""
    said = [f"{page.address} : {words}" for page, seen in visits.items() if (words := of(page, seen))]
    assert not said, "\n".join(said)


def test_every_page_answers_as_expected(visits):
    assert_none(visits, lambda page, seen: seen.status != page.status and seen.status)


def test_no_page_breaks_a_rule_of_accessibility(visits):
    assert_none(visits, lambda page, seen: seen.violations)


def test_no_page_scrolls_sideways_at_320_pixels_nor_at_200_percent(visits):
    assert_none(visits, lambda page, seen: seen.overflows)


def test_no_page_says_anything_in_the_console(visits):
    """Nor, therefore, asks for what the content security policy refuses. A 404 says that it is one."""
    own = {404: "404 (Not Found)", 400: "400 (Bad Request)"}

    def unexpected(page, seen):
        return [message for message in seen.messages if own.get(page.status, "\0") not in message]

    assert_none(visits, unexpected)


def test_no_page_asks_anything_outside_the_site(visits, real_site):
    def outside(page, seen):
        return [url for url in seen.requests if not url.startswith(f"{real_site.url}/")]

    assert_none(visits, outside)


def test_no_page_leaves_a_cookie(visits):
    assert_none(visits, lambda page, seen: seen.cookies)
