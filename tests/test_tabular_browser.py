"""A table comes in and goes back by the keyboard alone, in a real browser; each page is without fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories
from tests.editors import sign_in

pytestmark = pytest.mark.browser

EDITOR = "moderatrice@exemple.fr"
TABLE = """Nom;Forme;Commune;Appellation
Atelier d'essai;asso;Ville d'essai;x
Maison de l'economie sociale;asso;Ville d'essai;x
Sans forme d'essai;;Ville d'essai;x
"""


def fill():
    town = factories.TerritoryFactory(name="Ville d'essai")
    factories.StructureFactory(name="Maison économie sociale", territory=town, published=True)
    factories.UserFactory(email=EDITOR, moderator=True, national=True, with_password=True)


def go(page, name, role="button"):
    """Reach what is called so with the Tab key, and press Enter on it."""
    wanted = page.get_by_role(role, name=name)
    wanted.first.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def faultless(page):
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == [], found.generate_report()


def test_a_table_comes_in_and_goes_back_by_the_keyboard(site_in_browser):
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/login/?next=/admin/actors/structure/")
        sign_in(page, EDITOR)
        page.get_by_role("link", name="Importer un tableau").wait_for()
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/actors/structure/")
        go(page, "Importer un tableau", "link")
        page.get_by_label("Fichier").set_input_files(
            {"name": "adherents.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
        )
        page.get_by_label("Provenance").focus()
        page.keyboard.type("Cress d'essai")
        faultless(page)
        go(page, "Lire le fichier")

        page.get_by_role("heading", name="Colonnes de adherents.csv").wait_for()
        assert page.get_by_label("Forme", exact=True).input_value() == "nature"
        faultless(page)
        go(page, "Contrôler sans rien changer")

        page.get_by_text("3 lignes lues").wait_for()
        faultless(page)
        page.get_by_role("radio", name="Ce n'est pas la même").focus()
        page.keyboard.press("Space")
        go(page, "Retenir les choix de cette page")
        page.get_by_text("2 créées").wait_for()
        go(page, "Importer")

        page.get_by_text("Étape : importé").wait_for()
        faultless(page)
        go(page, "Annuler tout cet import")
        page.get_by_text("Étape : annulé").wait_for()
        assert tab.refusals == []
