"""What a référent opens from a mail, on a narrow screen and by keyboard, in a real browser."""

import pytest
from django.core import mail

from tests import factories
from tests.asking import ask, links_of
from tests.test_browser_journeys import reach
from tests.test_contributions_browser import READING, assert_fit, press, write

pytestmark = pytest.mark.browser

REFERENT = "anne@secret.example"
SENT = []


def fill():
    factories.ReferentFactory.create_batch(3, checked=400, changing=["members"], email=REFERENT)
    ask()
    SENT.extend(message for message in mail.outbox if message.to == [REFERENT])


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def opened(tab, link):
    page = tab.open(link)
    assert_fit(page)
    return page


def test_each_link_of_the_mail_asks_then_acts_by_keyboard(site_in_browser):
    site, links = site_in_browser, links_of(SENT[0])
    (exact, _, _), (_, wrong, _), (_, _, over), stop = links[:3], links[3:6], links[6:9], links[9]
    with site.tab() as tab:
        page = opened(tab, exact)
        reach(page, "checkbox", "le lieu")
        page.keyboard.press("Space")
        press(page, "Oui, c’est exact")
        assert heading(page) == "Merci"
        assert_fit(page)

        page = opened(tab, wrong)
        write(page, "Présentation", "Des ateliers ouverts à tous.")
        page.wait_for_timeout(READING)
        press(page, "Envoyer la correction")
        assert heading(page) == "Merci"

        page = opened(tab, over)
        press(page, "Oui, c’est fini")
        assert heading(page) == "Merci"

        page = opened(tab, stop)
        press(page, "Oui, ne plus m’écrire")
        assert heading(page) == "Merci"

        page.goto(site.url + exact)
        assert heading(page) == "Ce lien ne sert plus"
        assert_fit(page)
        assert site.context.cookies() == []
        assert [said for said in tab.refusals if "securitypolicy" in said] == []
