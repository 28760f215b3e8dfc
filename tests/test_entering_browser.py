"""A programme is pasted, corrected in place and entered by the keyboard, in a real browser; each page is faultless."""

import pytest

from tests import factories
from tests.editors import sign_in
from tests.test_tabular_browser import faultless, go

pytestmark = pytest.mark.browser

MODERATOR = "moderatrice@exemple.fr"
PROGRAMME = (
    "Titre\tDate\tVille\nAtelier vélo d'essai\t14/11/2026, 14h-16h\tVille d'essai\n"
    "Bal d'essai\t30 février 2027\tVille d'essai\nMarché de noel d'essai\t12/12/2026\tVille d'essai\n"
)


def fill():
    town = factories.TerritoryFactory(name="Ville d'essai")
    factories.EventFactory(name="Marché de Noël d'essais", start="2026-12-12", territory=town, published=True)
    factories.UserFactory(email=MODERATOR, moderator=True, national=True, with_password=True)


def test_a_programme_is_entered_by_the_keyboard(site_in_browser):
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/login/?next=/admin/events/event/coller/")
        sign_in(page, MODERATOR)
        page.get_by_label("Programme collé").wait_for()
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/events/event/coller/")
        faultless(page)
        page.get_by_label("Programme collé").fill(PROGRAMME)
        page.get_by_label("Provenance").fill("Ville d'essai")
        go(page, "Lire le programme")

        page.get_by_text("1 doublon possible").wait_for()
        faultless(page)
        page.set_viewport_size({"width": 360, "height": 800})
        faultless(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_label("Date et heures, ligne 3").fill("27 février 2027")
        page.get_by_label("Que faire, ligne 4").select_option(label="Laisser de côté")
        go(page, "Enregistrer les lignes prêtes")

        page.get_by_text("2 événements créés").wait_for()
        assert tab.refusals == []
