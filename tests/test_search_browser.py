"""The territories suggested while one types, in a real browser, by keyboard."""

import pytest
from playwright.sync_api import expect

from poles.models import Pole
from ptce_hub.directory.models import Status
from ptce_hub.territories.models import Territory

pytestmark = pytest.mark.browser


def fill():
    romans = Territory.objects.get_by_ref("commune-26281")
    Pole.objects.create(name="Pôle d'essai", status=Status.PUBLISHED, territory=romans)


@pytest.mark.parametrize("address", ["/", "/recherche/", "/territoires/"])
def test_territories_are_suggested_while_typing_and_nothing_is_refused(site_in_browser, address):
    with site_in_browser.tab() as tab:
        page = tab.open(address)
        field = page.locator("input[list]")
        field.press_sequentially("romans-sur-is", delay=30)
        expect(page.locator("datalist option")).to_have_attribute("value", "Romans-sur-Isère (26)")
        field.fill("26100")
        expect(page.locator("datalist option").first).to_have_attribute("value", "Romans-sur-Isère (26)")
        assert tab.refusals == []


def test_what_was_suggested_narrows_the_search_by_keyboard_alone(site_in_browser):
    with site_in_browser.tab() as tab:
        page = tab.open("/")
        page.locator("#id_q").press_sequentially("essai")
        page.keyboard.press("Tab")
        page.keyboard.type("Romans-sur-Isère (26)")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("1 fiche pour « essai »")
        expect(page.locator("#id_territoire")).to_have_value("Romans-sur-Isère (26)")
