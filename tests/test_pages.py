"""The shared list and page of every noun: filters, wrong values, privacy, lasting addresses, cost."""

import pytest
from django.test.utils import override_script_prefix
from django.urls import reverse

from ptce_hub.directory.models import Theme
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.nouns import FACTORIES, commune, each_noun, tied
from tests.reading import names, text_of

pytestmark = pytest.mark.django_db


@each_noun
def test_only_what_is_published_shows(client, noun):
    shown = FACTORIES[noun.model](published=True, name="Visible")
    hidden = [FACTORIES[noun.model](**{status: True}, name="Caché") for status in ("draft", "proposed", "archived")]

    response = client.get(reverse(noun.url_name))

    assert names(response) == ["Visible"]
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert {client.get(entry.get_absolute_url()).status_code for entry in hidden} == {404}


@each_noun
def test_a_record_s_address_is_that_of_where_the_site_is_served(noun):
    entry = FACTORIES[noun.model](published=True, slug="ici")
    at_the_root = entry.get_absolute_url()

    with override_script_prefix("/annuaire/"):
        assert entry.get_absolute_url() == f"{reverse(noun.url_name)}ici/" == f"/annuaire{at_the_root}"

    assert entry.get_absolute_url() == at_the_root == f"{reverse(noun.url_name)}ici/"


@each_noun
def test_an_old_address_leads_to_the_record_for_ever(client, noun):
    entry = FACTORIES[noun.model](published=True, slug="premier")
    old = entry.get_absolute_url()
    for slug in ("deuxieme", "troisieme"):
        entry.slug = slug
        entry.save()

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, entry.get_absolute_url())
    entry.status = "draft"
    entry.save()
    assert client.get(old).status_code == 404


@pytest.mark.parametrize(("name", "address"), [("Маяк 12", "/poles/12/"), ("試", "/poles/sans-nom/")])
def test_a_name_in_other_letters_has_an_address_too(client, name, address):
    pole = make.PoleFactory(published=True, name=name)
    assert pole.get_absolute_url() == address
    assert client.get("/poles/").status_code == client.get(address).status_code == 200


def test_a_slug_taken_back_does_not_turn_in_circles(client):
    pole = make.PoleFactory(published=True, slug="un")
    for slug in ("deux", "un"):
        pole.slug = slug
        pole.save()
    assert client.get("/poles/un/").status_code == 200
    assert client.get("/poles/deux/")["Location"] == "/poles/un/"


def test_no_new_record_takes_an_address_that_still_leads_elsewhere():
    pole = make.PoleFactory(published=True, name="Filière bois")
    pole.slug = "bois"
    pole.save()
    assert make.PoleFactory(name="Filière bois").slug == "filiere-bois-2"


@each_noun
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"theme": "inconnu"}, "Aucun thème ne s’appelle « inconnu »."),
        ({"territoire": "zzzz"}, "Aucun territoire ne répond à « zzzz »."),
        ({"territoire": "region-999"}, "Aucun territoire ne répond à « region-999 »."),
        ({"territoire": "Saint-Denis"}, "Plusieurs territoires répondent"),
        ({"portee": "partout"}, "« partout » n’est pas une portée"),
        ({"q": "a\0b"}, "Le caractère nul n’est pas autorisé."),
        ({"q": "x" * 201}, "200 caractères"),
    ],
)
def test_a_wrong_filter_is_named_and_shows_no_row(client, noun, query, message):
    FACTORIES[noun.model](published=True)
    response = client.get(reverse(noun.url_name), query)
    assert response.status_code == 400
    assert message in text_of(response)
    assert names(response) == []


def test_a_name_that_several_territories_have_offers_the_choice(client):
    response = client.get("/poles/", {"territoire": "Saint-Denis"})
    assert 'href="?territoire=commune-93066"' in response.content.decode()


@each_noun
@pytest.mark.parametrize("page", ["2", "0", "-1", "abc", "9" * 30])
def test_a_page_that_does_not_exist_is_a_404_that_helps(client, noun, page):
    FACTORIES[noun.model](published=True)
    response = client.get(reverse(noun.url_name), {"page": page})
    assert response.status_code == 404
    assert "Page introuvable" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/poles/inconnu/", "/territoires/region/inconnue/", "/territoires/planete/mars/", "/nulle/part", "/acteurs/é/"],
)
def test_a_wrong_address_is_a_404_that_helps(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


@each_noun
def test_a_list_is_narrowed_by_words_theme_and_territory(client, noun):
    theme = Theme.objects.create(slug="bois", label="Bois")
    nocé, lille = commune("61309"), commune("59350")
    here = {"territories": [nocé]} if noun.url_name == "networks" else {"territory": nocé}
    there = {"territories": [lille]} if noun.url_name == "networks" else {"territory": lille}
    wanted = make_placed(noun, name="Écomatériaux du Perche", themes=[theme], **here)
    make_placed(noun, name="Autre chose", **there)

    address = reverse(noun.url_name)
    for query in (
        {"q": "ecomateriaux PERCHE"},
        {"theme": "bois"},
        {"territoire": "commune-61309"},
        {"territoire": "Normandie"},
        {"territoire": "61340 Perche en Nocé"},
        {"territoire": "departement-61", "theme": "bois", "q": "perche"},
    ):
        assert names(client.get(address, query)) == [wanted.name], query
    assert names(client.get(address, {"territoire": "59", "theme": "bois"})) == []


def make_placed(noun, territories=None, **fields):
    entry = FACTORIES[noun.model](published=True, **fields)
    if territories:
        entry.territories.set(territories)
    return entry


def test_a_territory_page_tells_here_from_wider_from_across(client):
    get = Territory.objects.get_by_ref
    make.PoleFactory(published=True, name="Ici", territory=commune("61309"))
    make.CooperationFactory(published=True, name="Plus large", territory=get("region-28"))
    make.PoleFactory(published=True, name="À cheval", territory=get("epci-246100663"))
    make.PoleFactory(draft=True, name="Brouillon", territory=commune("61309"))
    make.PoleFactory(published=True, name="Ailleurs", territory=commune("59350"))

    response = client.get(get("departement-61").get_absolute_url())

    found = {
        str(reach): sorted(entry.name for _, _, entries in nouns for entry in entries)
        for reach, _, _, nouns in response.context["groups"]
    }
    assert found == {"ici": ["Ici"], "plus-large": ["Plus large"], "a-cheval": ["À cheval"]}


def test_a_list_may_ask_for_what_is_wider_or_across(client):
    make.CooperationFactory(published=True, name="Régionale", territory=Territory.objects.get_by_ref("region-28"))
    make.CooperationFactory(published=True, name="Communale", territory=commune("61309"))
    ask = {"territoire": "departement-61"}
    assert names(client.get("/cooperations/", ask)) == ["Communale"]
    assert names(client.get("/cooperations/", ask | {"portee": "plus-large"})) == ["Régionale"]
    assert names(client.get("/cooperations/", ask | {"portee": "a-cheval"})) == []


def test_events_to_come_are_first_then_the_past_then_the_undated(client):
    for name, start in (
        ("Passé", "2011-05-04"),
        ("Sans date", None),
        ("Loin", "2190-03-02"),
        ("Bientôt", "2100-01-01"),
    ):
        make.EventFactory(published=True, name=name, start=start)
    assert names(client.get("/evenements/")) == ["Bientôt", "Loin", "Passé", "Sans date"]


def test_a_draft_shows_through_no_link_nor_number(client):
    pole = make.PoleFactory(published=True)
    for status in ("published", "draft"):
        make.MembershipFactory(pole=pole, structure=make.StructureFactory(**{status: True}, name=f"Structure {status}"))
    page = client.get(pole.get_absolute_url()).content.decode()
    assert "Structure published" in page
    assert "Structure draft" not in page
    assert "1 membre ou partenaire dans" in client.get("/poles/").content.decode()


@each_noun
def test_a_record_page_costs_the_same_whatever_it_shows(client, noun, django_assert_num_queries, queries_of):
    small, large = tied(noun, 2), tied(noun, 9)  # of one member, no question about what it shares with another
    client.get(small.get_absolute_url())
    assert queries_of(small.get_absolute_url()) == queries_of(large.get_absolute_url())


@each_noun
def test_a_list_costs_the_same_whatever_it_shows(client, noun, queries_of):
    theme = Theme.objects.create(slug="bois", label="Bois")
    FACTORIES[noun.model](published=True, territory=commune("61309"), themes=[theme])
    few = queries_of(reverse(noun.url_name))
    FACTORIES[noun.model].create_batch(15, published=True, territory=commune("59350"), themes=[theme])
    assert queries_of(reverse(noun.url_name)) == few <= 18


def test_a_visitor_gets_no_cookie(client):
    for address in ("/", "/poles/", "/territoires/region/normandie/"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_the_home_page_keeps_its_counts_a_minute_but_shows_a_pole_that_changes_at_once(client, queries_of):
    pole = make.PoleFactory(published=True, territory=Territory.objects.get(kind=Kind.REGION, code="28"))
    first, kept = queries_of("/"), queries_of("/")
    assert kept < first

    assert "Normandie</a> (1 pôle)" in client.get("/").content.decode()
    make.PoleFactory(published=True, territory=pole.territory)
    assert "Normandie</a> (2 pôles)" in client.get("/").content.decode()
    pole.territory = Territory.objects.get(kind=Kind.REGION, code="53")
    pole.save()
    page = client.get("/").content.decode()
    assert "Normandie</a> (1 pôle)" in page and "Bretagne</a> (1 pôle)" in page


def test_a_name_that_the_site_does_not_answer_to_is_refused(client):
    client.raise_request_exception = False

    response = client.get("/", headers={"host": "ailleurs.example"})

    assert response.status_code == 400
    assert "ailleurs.example" not in response.content.decode()
