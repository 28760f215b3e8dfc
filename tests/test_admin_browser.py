"""The admin in a real browser: the content security policy refuses nothing of it, and the keyboard is enough."""

from urllib.parse import urljoin

import pytest

from tests import factories
from tests.browser import ON_ONE_DATABASE, Tab
from tests.editors import address, sign_in
from tests.nouns import FACTORIES, IN_ADMIN, each
from tests.test_browser_pages import violations
from tests.test_contributions_browser import assert_calm

pytestmark = pytest.mark.browser

EDITOR, NEWCOMER = "editrice@exemple.fr", "nouvelle@exemple.fr"
#: Addresses of the account, and their headings; the last signs out.
ACCOUNT_PAGES = {
    "double-authentification/": "Authentification à deux facteurs",
    "double-authentification/webauthn/": "Clés de sécurité",
    "double-authentification/totp/activate/": "Activer l’application",
    "double-authentification/recovery-codes/generate/": "Codes de récupération",
    "mot-de-passe/": "Modifier le mot de passe",
    "deconnexion/": "Se déconnecter",
}
OTHER_PAGES = ["", "actors/", "poles/pole/?q=pole", "poles/pole/?status=x", "password_change/", "accounts/user/add/"]


def fill():
    """Two rows of each model, a pole with ties, and someone to sign in."""
    for factory in FACTORIES.values():
        factory.create_batch(2)
    pole = factories.PoleFactory(published=True, placed=True, mapped=True, themes=[factories.ThemeFactory()])
    factories.MembershipFactory.create_batch(3, pole=pole, structure__placed=True)
    pole.name = "Pôle renommé"
    pole.save()
    factories.TerritoryFactory(name="Vallée de l'Ébène")
    factories.UserFactory(email=EDITOR, administrator=True, with_password=True)
    factories.UserFactory(email=NEWCOMER, administrator=True, with_password=True, second_factor=False)


@pytest.fixture(scope="module")
def signed_in(site_in_browser):
    with site_in_browser.tab() as tab:
        page = tab.open("/admin/login/?next=/admin/")
        sign_in(page, EDITOR)
        page.get_by_role("heading", name="Tenir l'annuaire à jour").wait_for()
    return site_in_browser


@pytest.fixture
def tab(signed_in):
    with signed_in.tab() as tab:
        yield tab


@pytest.fixture(scope="module")
def one_tab(signed_in):
    """For what only looks, page after page: opening a tab takes as long as a page."""
    with signed_in.tab() as tab:
        yield tab


def choose(page, field, words, label):
    """Choose by keyboard alone, in a field where one types, what ``words`` find."""
    page.locator(f"#{field} + .select2 [role=combobox]").focus()
    page.keyboard.press("Enter")
    page.locator(".select2-container--open .select2-search__field:focus").wait_for()
    page.keyboard.insert_text(words)  # at once: no results of the first letters come and go
    page.locator(".select2-results__option--highlighted", has_text=label).wait_for()
    page.keyboard.press("Enter")


def test_what_the_policy_refuses_is_noticed(tab):
    page = tab.open("/admin/")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")

    assert any("style-src" in refusal for refusal in tab.refusals)


@ON_ONE_DATABASE
@each(IN_ADMIN)
def test_the_policy_refuses_nothing_of_a_noun(one_tab, model):
    one_tab.refusals.clear()
    page = one_tab.open(address(model, "changelist"))

    one_tab.open(page.locator("#result_list tbody th a").first.get_attribute("href"))

    assert one_tab.refusals == []


@ON_ONE_DATABASE
def test_the_policy_refuses_nothing_of_what_one_does_to_a_record(tab):
    page = tab.open("/admin/poles/pole/")
    row = page.locator("#result_list tbody th a").first.get_attribute("href").removesuffix("change/")

    for end in ("../add/", "delete/", "history/"):
        tab.open(urljoin(row, end))
    tab.open(page.locator("#change-history th a").first.get_attribute("href"))

    assert tab.refusals == []


@pytest.mark.parametrize("page", OTHER_PAGES)
def test_the_policy_refuses_nothing_of_the_other_pages(one_tab, page):
    one_tab.refusals.clear()

    one_tab.open(f"/admin/{page}")

    assert one_tab.refusals == []


def test_a_territory_is_chosen_by_keyboard(tab):
    page = tab.open("/admin/poles/pole/add/")

    choose(page, "id_territory", "vallee de l ebene", "Vallée de l'Ébène")

    assert "Vallée de l'Ébène" in page.locator("#id_territory option:checked").inner_text()
    assert tab.refusals == []


def test_a_member_is_added_beside_a_pole_by_keyboard(tab):
    page = tab.open("/admin/poles/pole/add/")

    page.locator("#memberships-group .add-row a").press("Enter")
    choose(page, "id_memberships-0-structure", "structure", "Structure")

    assert page.locator("#id_memberships-0-structure").input_value()
    assert tab.refusals == []


@pytest.mark.parametrize("model", ["poles/pole", "events/event", "accounts/user", "territories/territory"])
def test_lists_and_forms_are_usable_by_all(tab, model):
    """WCAG 2.2 AA as axe can tell it, inlines and typed choices included."""
    page = tab.open(f"/admin/{model}/")
    assert_calm(page)

    row = page.locator("#result_list tbody th a").first.get_attribute("href")
    page.goto(f"{tab.url}{row.partition('?')[0]}")
    page.wait_for_load_state("load")

    assert_calm(page)


@pytest.fixture
def stranger(site_in_browser):
    """A tab of another visitor, at the name under which browsers allow keys."""
    context = site_in_browser.context.browser.new_context(locale="fr-FR")
    yield Tab(site_in_browser.url.replace("127.0.0.1", "localhost"), context)
    context.close()


def with_a_key(page):
    """Plug in an authenticator that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = kind | {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_key_is_added_then_opens_the_admin_alone(stranger):
    """From the first sign-in to the desk; every page of the account on the way is usable by all."""
    page = stranger.open("/compte/connexion/?next=/admin/")
    with_a_key(page)
    assert violations(page) == []
    page.get_by_label("E-mail").fill(NEWCOMER)
    page.get_by_label("Mot de passe").fill(factories.PASSWORD)
    page.get_by_role("button", name="Connexion").click()
    page.get_by_text("Activez la double authentification").wait_for()
    assert violations(page) == []
    page.get_by_role("link", name="Ajouter").click()
    page.get_by_label("Mot de passe").fill(factories.PASSWORD)
    assert violations(page) == []
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_label("Nom de la clé").fill("Téléphone")
    page.get_by_label("sans mot de passe").check()
    assert violations(page) == []
    page.get_by_role("button", name="Ajouter").press("Enter")
    page.get_by_role("heading", name="Codes de récupération").wait_for()
    assert violations(page) == []
    for name, heading in ACCOUNT_PAGES.items():
        stranger.open(f"/compte/{name}")
        page.get_by_role("heading", name=heading).wait_for()
        assert violations(page) == []
    page.get_by_role("button", name="Se déconnecter").click()

    stranger.open("/compte/connexion/?next=/admin/")
    page.get_by_role("button", name="clé d’accès").press("Enter")

    page.get_by_role("heading", name="Tenir l'annuaire à jour").wait_for()
    assert stranger.refusals == []


def test_the_pages_of_who_has_not_signed_in_yet_are_usable_by_all(stranger):
    page = stranger.open("/compte/mot-de-passe/oublie/")
    assert violations(page) == []
    page.goto(f"{stranger.url}/compte/mot-de-passe/nouveau/1-abc-def/")
    page.get_by_role("heading", name="Ce lien ne sert plus").wait_for()
    assert violations(page) == []
    stranger.open("/compte/connexion/?next=/admin/")
    page.get_by_label("E-mail").fill(EDITOR)
    page.get_by_label("Mot de passe").fill(factories.PASSWORD)
    page.get_by_role("button", name="Connexion").click()
    page.get_by_label("Code").wait_for()
    assert violations(page) == []
