"""Two records compared and merged, then the merge undone, in a real browser and by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from actors.models import Structure
from ptce_hub.directory.duplicates.storing import find
from tests.editors import sign_in
from tests.factories import MembershipFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.browser
MODERATOR = "moderatrice@exemple.fr"


def fill():
    for name in ("Grands Ensemble", "Grands Ensembles"):
        MembershipFactory(structure=StructureFactory(name=name, published=True, summary=f"Voici {name}."))
    find(Structure)
    UserFactory(email=MODERATOR, moderator=True, national=True, with_password=True)


def is_accessible(page):
    return [violation["id"] for violation in Axe().run(page).response["violations"]] == []


def test_duplicates_are_merged_and_parted_again_by_keyboard(site_in_browser):
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/login/?next=/admin/directory/suspicion/")
        sign_in(page, MODERATOR)
        page.get_by_role("heading", name="doublon possible").wait_for()
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/directory/suspicion/")
        page.get_by_role("link", name="Comparer et fusionner").press("Enter")
        page.get_by_role("heading", name="Ce que fera la fusion").wait_for()
        assert is_accessible(page)

        page.get_by_role("group", name="Nom").get_by_role("radio").first.focus()
        page.keyboard.press("ArrowRight")
        page.get_by_role("button", name="Fusionner", exact=True).press("Enter")
        page.get_by_role("heading", name="Grands Ensembles").wait_for()
        page.wait_for_load_state()  # a script cut short is an error of the test
        page.get_by_role("link", name="Voir la fusion").press("Enter")
        page.get_by_role("button", name="Annuler cette fusion").wait_for()
        page.wait_for_load_state()
        assert is_accessible(page)

        page.get_by_role("button", name="Annuler cette fusion").press("Enter")
        page.get_by_text("La fusion est annulée").wait_for()
        page.wait_for_load_state()
        assert tab.refusals == []
