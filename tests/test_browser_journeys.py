"""What visitors come for, by keyboard alone, with JavaScript and without: the same steps lead to the same place."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser

FARTHEST = 150  # presses of Tab
PATIENCE = 8_000  # milliseconds
FOCUS = """elements => elements.some(element => {
  const style = getComputedStyle(element);
  return element === document.activeElement && (style.outlineStyle !== "none" || style.boxShadow !== "none");
})"""
TERRITORY = re.compile("commune|territoire", re.IGNORECASE)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(real_site, request):
    context = real_site.browser.new_context(
        base_url=real_site.url,
        locale="fr-FR",
        java_script_enabled=request.param,
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def reach(page, role, name, **more):
    """Press Tab until the wanted element has the focus and shows it."""
    wanted = page.get_by_role(role, name=name, **more)
    wanted.first.wait_for()
    elements = wanted.element_handles()  # once: to look for them by role at each key takes longer than the key
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS, elements):
            return
    pytest.fail(f"Tab ne mène pas à {role} « {name} », ou son focus ne se voit pas, sur {page.url}")


def follow(page, name, **more):
    reach(page, "link", name, **more)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def submit(page, words):
    page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def title(page):
    return page.get_by_role("heading", level=1).inner_text()


def asked(page):
    return parse_qs(urlsplit(page.url).query)


def test_the_first_key_offers_to_skip_to_the_content(page):
    page.goto("/poles/")
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Aller au contenu").evaluate_all(FOCUS)
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")


@pytest.mark.parametrize(("words", "name"), [("Normandie", "Normandie"), ("61309", "Perche en Nocé")])
def test_a_territory_is_found_from_the_home_page(page, words, name):
    page.goto("/")
    reach(page, "combobox", TERRITORY)
    submit(page, words)
    assert name in title(page)


def test_a_name_of_several_territories_offers_the_choice(page):
    page.goto("/territoires/")
    reach(page, "combobox", TERRITORY)
    submit(page, "Saint-Denis")
    follow(page, re.compile("Saint-Denis.*93|Saint-Denis.*Seine"))
    assert title(page) == "Saint-Denis"


def test_a_list_is_narrowed_and_the_back_button_restores_it(page):
    page.goto("/poles/")
    everything = page.get_by_role("status").first.inner_text()
    reach(page, "textbox", TERRITORY)
    submit(page, "Normandie")
    narrowed = page.get_by_role("status").first.inner_text()
    assert narrowed != everything
    page.go_back()
    assert page.get_by_role("status").first.inner_text() == everything


def test_a_facet_is_added_then_removed(page):
    page.goto("/poles/")
    facets = page.locator("#affiner")
    label = facets.get_by_role("link").first.inner_text()
    follow(page, label, exact=True)
    assert asked(page)
    follow(page, re.compile(rf"{re.escape(label)}"))
    assert not asked(page)


def test_the_map_is_another_view_of_the_list_and_its_counts_hold(page):
    page.goto("/poles/")
    follow(page, "Carte", exact=True)
    region = page.locator(".map-side li").filter(has_text="Normandie")
    count = region.inner_text().split()[-1]
    follow(page, "Normandie", exact=True)
    assert asked(page)["territoire"] == ["region-28"]
    assert page.get_by_role("status").first.inner_text().split()[0] == count


def test_a_record_is_opened_from_the_list_and_tells_where_it_stands(page):
    page.goto("/poles/?territoire=region-28")
    name = page.locator("article h2, article h3").first.get_by_role("link").inner_text()
    follow(page, name, exact=True)
    assert name in title(page)
    follow(page, "Pôles", exact=True)
    assert title(page) == "Pôles"
