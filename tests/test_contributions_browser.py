"""From an error on a page to the page corrected, and the test of cooperation, by keyboard alone, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from ptce_hub.territories.models import Territory
from tests import factories
from tests.editors import sign_in
from tests.mailbox import open_mailbox
from tests.test_browser_journeys import follow, reach
from tests.test_browser_pages import RULES, overflows, violations

pytestmark = pytest.mark.browser

MODERATOR, SENDER = "moderatrice@exemple.fr", "voisine@exemple.fr"
READING = 3_100  # milliseconds: faster, a form is taken for a robot's


def fill():
    factories.PoleFactory(published=True, name="Pôle d'essai", summary="Des ateliers fermés.", sourced=True)
    factories.UserFactory(email=MODERATOR, moderator=True, national=True, with_password=True)
    factories.WholeGridFactory()
    place = Territory.objects.get_by_ref("commune-61309")
    factories.ExchangeFactory(published=True, name="Cherche atelier", slug="cherche", territory=place)
    factories.ExchangeFactory(published=True, shares=True, name="Propose atelier", territory=place)
    factories.ExchangeFactory(published=True, over=True, name="A trouvé", slug="trouve", territory=place)


@pytest.fixture(scope="module")
def mailbox():
    with open_mailbox() as mailbox, pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAIL_URL", mailbox.url)
        yield mailbox


@pytest.fixture(scope="module")
def site(mailbox, request):
    return request.getfixturevalue("site_in_browser")


def press(page, name):
    reach(page, "button", name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, label, words):
    reach(page, "textbox", label)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)


def assert_fit(page):
    """Nothing that axe finds, nothing wider than the screen; the page is then as wide as before."""
    size = page.viewport_size
    assert violations(page) == []
    assert overflows(page) == {}
    page.set_viewport_size(size)


def assert_calm(page):
    """Nothing that axe finds, once the admin's colours have stopped moving."""
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(400)
    page.evaluate(Axe().axe_script)
    found = page.evaluate("async rules => (await axe.run(rules)).violations", RULES)
    assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []


def test_an_error_is_corrected_from_the_page_to_the_page(site, mailbox):
    with site.tab() as tab:
        page = tab.open("/poles/pole-d-essai/")
        follow(page, "Proposer une correction")
        write(page, "Présentation", "Des ateliers ouverts à tous.")
        page.wait_for_timeout(READING)
        press(page, "Envoyer la correction")
        assert page.locator("#erreurs").evaluate("box => box === document.activeElement")
        assert_fit(page)

        write(page, re.compile("Votre adresse"), SENDER)
        write(page, re.compile("Votre nom"), "Zoé Martin")
        press(page, "Envoyer la correction")
        assert "courrier de confirmation" in page.get_by_role("heading", level=1).inner_text()

        link = re.search(r"https?://[^/]+(/\S+)", mailbox.next_for(SENDER))[1]
        page = tab.open(link)
        assert_fit(page)
        press(page, "Confirmer ma proposition")
        assert "En attente" in page.locator("main").inner_text()
        assert site.context.cookies() == []

        page = tab.open("/admin/login/?next=/admin/contributions/proposal/")
        sign_in(page, MODERATOR)
        number = page.locator("#result_list tbody th a").inner_text()  # numbers go on from one test to the next
        follow(page, number, exact=True)
        assert "Des ateliers fermés." in page.locator(".side-by-side").inner_text()
        assert_calm(page)
        press(page, "Tout accepter")
        assert "acceptée" in mailbox.next_for(SENDER)

        page = tab.open("/poles/pole-d-essai/")
        assert "Des ateliers ouverts à tous." in page.locator("main").inner_text()
        assert "Merci à Zoé Martin." in page.locator("main").inner_text()
        assert [said for said in tab.refusals if "securitypolicy" in said] == []


def choose(page, times):
    """The answer so many steps below « Je ne sais pas encore »."""
    reach(page, "radio", "Je ne sais pas encore")
    for _ in range(times):
        page.keyboard.press("ArrowDown")


def test_the_test_is_left_resumed_and_erased_without_javascript(site):
    browser = site.context.browser
    [page, elsewhere] = [browser.new_context(base_url=site.url, java_script_enabled=False).new_page() for _ in "12"]
    page.goto("/grille/test/commencer/")
    choose(page, 4)
    press(page, "Enregistrer et continuer")
    assert "1 réponse sur 8" in page.locator("main").inner_text()
    link = page.url

    elsewhere.goto(f"{link}2/")
    write(elsewhere, "Réponse", "12")
    press(elsewhere, "Enregistrer et m’arrêter")
    follow(elsewhere, "Voir le résultat")
    assert "2 réponses sur 8" in elsewhere.locator("main").inner_text()
    assert "3, établi" in elsewhere.locator("main").inner_text()

    elsewhere.goto(link)
    elsewhere.locator("summary").focus()
    elsewhere.keyboard.press("Enter")
    press(elsewhere, "Oui, tout effacer")
    assert page.goto(link).status == 410
    assert page.context.cookies() == elsewhere.context.cookies() == []
    for one in (page, elsewhere):
        one.context.close()


def test_the_test_kept_by_the_browser_sends_nothing_before_its_result(site):
    with site.tab() as tab:
        sent = []
        tab.page.on("request", lambda request: sent.append(request.method))
        page = tab.open("/grille/test/navigateur/1/")
        choose(page, 4)
        press(page, "Garder ici et continuer")
        page = tab.open("/grille/test/navigateur/1/")
        assert page.get_by_role("radio", name="3 : établi").first.is_checked()
        assert_fit(page)
        page = tab.open("/grille/test/navigateur/resultat/")
        assert set(sent) == {"GET"}
        press(page, "Voir mon résultat")
        assert "1 réponse sur 8" in page.locator("main").inner_text()
        assert_fit(page)
        reach(page, "button", "Effacer mes réponses de ce navigateur")
        page.keyboard.press("Enter")
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ptce'))") == []
        assert tab.refusals == []


@pytest.mark.parametrize(
    "address", ["/besoins-et-partages/", "/besoins-et-partages/cherche/", "/besoins-et-partages/trouve/"]
)
def test_what_is_sought_and_what_is_over_are_pages_that_all_can_use(site, address):
    """None is among the real records, whose pages are all looked at elsewhere."""
    with site.tab() as tab:
        tab.page.goto(site.url + address)
        assert_fit(tab.page)
        assert "atelier" in tab.page.locator("main").inner_text()
