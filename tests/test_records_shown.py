"""Every public page of the real records answers, and shows the facts that the site was built for."""

import random
import re

import pytest
from django.urls import reverse

from ptce_hub.directory.files.exports import JSON
from ptce_hub.site.views import NOUNS
from ptce_hub.territories.models import Kind, Territory
from tests.reading import plain, text_of
from tests.twins import body, twin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]


PAGES = 50  # of a noun, at random, always the same ones
#: A mail address or a French telephone number.
PRIVATE = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}|(?:\+33|\b0)[1-9](?:[ .]?\d{2}){4}\b")


@pytest.fixture
def read(client):
    def get(address):
        response = client.get(address)
        assert response.status_code == 200, address
        return text_of(response)

    return get


@pytest.mark.parametrize("noun", NOUNS)
def test_every_list_and_the_records_answer_and_give_nothing_private(client, noun):
    entries = list(noun.model.objects.all())
    assert client.get(reverse(noun.url_name)).context["paginator"].count == len(entries)
    for entry in random.Random(noun.url_name).sample(entries, min(len(entries), PAGES)):  # noqa: S311
        response = client.get(entry.get_absolute_url(), follow=True)
        assert response.status_code == 200
        page = text_of(response)
        assert plain(entry.name).replace(" ", "") in page.replace(" ", "")
        assert PRIVATE.findall(page) == []


@pytest.mark.parametrize("noun", NOUNS)
def test_no_record_is_given_away_with_anything_private(client, noun):
    assert PRIVATE.findall(body(twin(client, noun, JSON)).decode()) == []


@pytest.mark.parametrize("name", ["home", "territories", "about", "grid"])
def test_the_other_pages_answer(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("address", "facts"),
    [
        (
            "/territoires/region/normandie/",
            [
                "Eco-Pertica",
                "LH Mobilité",
                "Prodicoop",
                "Quelle coopération demain en Normandie",
                "CRESS Normandie",
                "CRESS Haute-Normandie (avant fusion)",
                "CRESS Basse-Normandie (avant fusion)",
                "ARDES",
                "ADRESS",
                "À une échelle plus large",
            ],
        ),
        (
            "/lieux/la-grappe/",
            ["1 800 m²", "1 300", "725", "fermé depuis 2021", "de 50 à 200", "Structures hébergées 12", "100"],
        ),
        (
            "/poles/lille-metropole-solidaire/",
            ["co-porteur Initiatives et Cité", "Métropole européenne de Lille : intensité", "La Grappe", "lauréat"],
        ),
        (
            "/poles/pole-sud-archer/",
            ["Coopère depuis 2007", "Reconnu depuis 2012", "Groupe Archer : intensité non renseignée, depuis 2007"],
        ),
        (
            "/evenements/journee-lille-2011/",
            [
                "4 mai 2011",
                "Mairie de Lille",
                "Christophe Chevalier",
                "Pôle Sud Archer",
                "Lille MétroPôle Solidaire",
                "Écossolies",
                "Entreprendre en coopérant",
                "services à la personne",
            ],
        ),
        (
            "/evenements/pqna-2021/",
            ["20 octobre 2021", "Clément Bosredon", "Virginie Charron", "Stéphane Bossuet", "Cap Solidaire", "LIESS"],
        ),
        (
            "/evenements/journee-honfleur/",
            ["Honfleur", "Laurent Fraisse", "Matin", "Après-midi", "Édition 2015", "année déduite"],
        ),
        ("/evenements/journee-la-grappe/", ["Date non renseignée", "Matin", "Après-midi", "Initiatives et Cité"]),
        ("/acteurs/artenreel/", ["Strasbourg", "Kaleidoscoop"]),
        ("/cooperations/cooproduction/", ["SCIC", "CAE alsacienne 2 (non nommée)"]),
        ("/cooperations/kaleidoscoop/", ["Strasbourg - Kehl", "degré 6 sur 6", "ni une note ni un classement"]),
        ("/cooperations/cae-grand-poitiers/", ["décembre 2021", "convention pluriannuelle d’objectifs"]),
        ("/cooperations/prodicoop/", ["ne nomme qu’un participant"]),
        ("/reseaux/coorace/", ["Part prise dans le mouvement des PTCE"]),
        ("/reseaux/cress-normandie/", ["A pris la suite de CRESS Haute-Normandie", "fusion régionale de 2016"]),
        ("/appels-a-projets/aap-2013/", ["3 000 000 €", "180", "183", "Lille MétroPôle Solidaire"]),
        ("/territoires/ancienne-region/haute-normandie/", ["Il est devenu : Normandie", "Entreprendre en coopérant"]),
        ("/territoires/commune/lille/", ["La Grappe", "Journée d’échanges", "Métropole Européenne de Lille"]),
    ],
)
def test_a_page_shows_its_facts(read, address, facts):
    page = read(address)
    assert [fact for fact in facts if fact not in page] == []


@pytest.mark.parametrize("slug", ["labo-ess", "rtes", "cncress", "coorace", "mes", "ufisc", "opale"])
def test_each_partner_of_the_national_approach_says_what_it_took_on(read, slug):
    page = read(f"/reseaux/{slug}/")
    assert "Part prise dans le mouvement des PTCE non renseignée" not in page
    assert "Interréseau" in page


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("61340", "Perche en Nocé (61)"),
        ("Nocé", "Nocé, commune réunie à Perche en Nocé"),
        ("caux vallee de seine", "Caux Seine Agglo"),
        ("zzzz", "0 réponse pour « zzzz »"),
    ],
)
def test_a_place_is_found_by_what_people_call_it(read, words, shown):
    assert shown in read(f"/territoires/?q={words}")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Haute-Normandie", "/territoires/ancienne-region/haute-normandie/"),
        ("Nord-Pas-de-Calais", "/territoires/ancienne-region/nord-pas-de-calais/"),
        ("ile de france", "/territoires/region/ile-de-france/"),
    ],
)
def test_a_name_that_only_one_territory_has_leads_to_it(client, words, address):
    assert client.get("/territoires/", {"q": words}, follow=True).redirect_chain[-1][0] == address


def test_the_address_of_a_merged_commune_leads_to_its_successor(client):
    response = client.get("/territoires/commune/noce/")
    assert (response.status_code, response["Location"]) == (301, "/territoires/commune/perche-en-noce/")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.COMMUNE])
def test_a_territory_of_each_level_answers(read, kind):
    for territory in Territory.objects.filter(kind=kind)[:6]:
        assert plain(territory.name) in read(territory.get_absolute_url())
