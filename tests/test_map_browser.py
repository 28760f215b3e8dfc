"""The map that moves, in a real browser: by keyboard, in step with its list, and nothing from elsewhere."""

import pytest

from ptce_hub.territories.models import Territory
from tests import factories as make

pytestmark = pytest.mark.browser


def fill():
    for ref in ("commune-61309", "commune-97416", "commune-97416"):
        make.PoleFactory(published=True, name=f"Pôle de {ref}", territory=Territory.objects.get_by_ref(ref))


@pytest.fixture
def tab(site_in_browser):
    with site_in_browser.tab() as tab:
        asked = []
        tab.page.on("request", lambda request: asked.append(request.url))
        yield tab
        assert tab.refusals == []
        assert all(address.startswith(tab.url) for address in asked)


def test_the_page_brings_leaflet_only_when_asked(tab):
    page = tab.open("/poles/?vue=carte")
    assert page.locator("link[href*=leaflet], script[src*=leaflet]").count() == 0
    page.get_by_role("button", name="Explorer la carte").click()
    page.locator(".map-bubble").first.wait_for()
    assert page.get_by_role("button", name="Orne : 1 fiche").is_visible()


def test_by_keyboard_from_a_territory_to_its_entries(tab):
    page = tab.open("/poles/?vue=carte")
    page.get_by_role("button", name="Explorer la carte").press("Enter")
    page.get_by_role("button", name="La Réunion", exact=True).press("Enter")
    page.get_by_role("button", name="2 fiches", exact=True).press("Enter")
    popup = page.locator(".leaflet-popup")
    popup.get_by_role("link").first.wait_for()
    assert popup.get_by_role("link").all_inner_texts() == ["Pôle de commune-97416"] * 2
    beside = page.get_by_role("status").filter(has_text="dans le cadre")
    assert beside.inner_text() == "2 fiches au point connu dans le cadre"
    assert page.locator(".map-side .named a").all_inner_texts() == ["Pôle de commune-97416"] * 2


def test_a_map_that_cannot_load_leaves_the_drawing(tab):
    page = tab.open("/poles/?vue=carte")
    page.route("**/contours.geojson", lambda route: route.fulfill(status=204, body=""))
    page.get_by_role("button", name="Explorer la carte").click()
    page.get_by_role("alert").wait_for()
    assert page.locator(".map > svg").is_visible()
