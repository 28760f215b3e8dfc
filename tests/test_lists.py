"""A list and what stands around its rows: facets, pills, sorts, wrong values, what robots follow, nothing found."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from events.filters import coming_first, first_ones
from events.models import Event
from ptce_hub.directory.listing import browsing
from ptce_hub.directory.listing.browsing import Address
from ptce_hub.directory.templatetags.french import kilometres
from ptce_hub.territories.distances import distance_km
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.nouns import each_noun
from tests.reading import names, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def poles():
    """Three poles of two themes."""
    bois, eau = (make.ThemeFactory(slug=slug, label=slug.capitalize()) for slug in ("bois", "eau"))
    return [
        make.PoleFactory(published=True, name="Du bois", themes=[bois], activity="actif", started="2014-05"),
        make.PoleFactory(published=True, name="De l'eau", themes=[eau], activity="en projet", started="2009"),
        make.PoleFactory(published=True, name="Les deux", themes=[bois, eau]),
    ]


def test_several_values_of_a_facet_mean_or_and_several_facets_mean_and(client, poles):
    assert len(names(client.get("/poles/?theme=bois&theme=eau"))) == 3
    assert names(client.get("/poles/?theme=bois&theme=eau&situation=actif")) == ["Du bois"]
    assert names(client.get("/poles/?situation=actif&situation=non-renseigne")) == ["Du bois", "Les deux"]
    assert names(client.get("/poles/?periode=2010-2019")) == ["Du bois"]


def test_a_facet_is_counted_without_its_own_filter(client, poles):
    browsing = client.get("/poles/?theme=bois&situation=actif").context["browsing"]
    panels = {panel.name: {link.label: link.count for link in panel.links} for panel in browsing.panels()}
    assert panels["theme"] == {"Bois": 1}
    assert panels["situation"] == {"actif": 1, "non renseigné": 1}


def test_a_draft_shows_in_no_facet(client, poles):
    hidden = make.ThemeFactory(slug="cache", label="Caché")
    make.PoleFactory(draft=True, themes=[hidden])
    make.RecognitionFactory(pole=poles[0], call=make.CallFactory(draft=True, name="Appel caché"))
    for address in ("/poles/", "/poles/?facette=theme", "/poles/?facette=appel"):
        assert "aché" not in client.get(address).content.decode()


def test_each_filter_has_a_pill_that_removes_it_alone(client, poles):
    browsing = client.get("/poles/?theme=bois&theme=eau&territoire=region-28&portee=plus-large").context["browsing"]
    pills = {pill.label: pill.url for pill in browsing.pills()}
    assert pills["Thème : Bois"] == "/poles/?theme=eau&territoire=region-28&portee=plus-large"
    assert pills["Territoire : Normandie"] == "/poles/?theme=bois&theme=eau"


def test_sorts(client, poles):
    assert names(client.get("/poles/?tri=debut")) == ["De l'eau", "Du bois", "Les deux"]
    assert names(client.get("/poles/?tri=nom")) == ["De l'eau", "Du bois", "Les deux"]
    poles[2].save()
    assert names(client.get("/poles/?tri=modification"))[0] == "Les deux"


def test_eight_values_show_and_the_others_are_behind_a_link(client):
    themes = [make.ThemeFactory() for _ in range(11)]
    make.PoleFactory(published=True, themes=themes)
    response = client.get("/poles/")
    (panel,) = [panel for panel in response.context["browsing"].panels() if panel.name == "theme"]
    assert (len(panel.links), panel.total, panel.all_url) == (8, 11, "/poles/?facette=theme")
    alone = client.get(panel.all_url).context["browsing"].panels()
    assert [(panel.name, len(panel.links)) for panel in alone] == [("theme", 11)]


def test_the_territory_narrows_level_by_level(client):
    make.PoleFactory(published=True, territory=Territory.objects.get_by_ref("commune-61309"))
    seen = []
    address = "/poles/"
    for _ in range(4):
        (panel,) = [p for p in client.get(address).context["browsing"].panels() if p.name == "territoire"]
        (link,) = panel.links
        seen.append((link.label, link.count))
        address = link.url
    assert [label for label, _ in seen][:2] == ["Normandie", "Orne"]
    assert seen[3] == ("Perche en Nocé", 1)
    assert all(count == 1 for _, count in seen)


@each_noun
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("tri=couleur", "« couleur » n’est pas un tri"),
        ("facette=couleur", "« couleur » n’est pas une facette"),
        ("tri=nom&tri=modification", "« tri » n’accepte qu’une valeur"),
        ("q=a&q=b", "« q » n’accepte qu’une valeur"),
        ("territoire=region-28&territoire=region-11", "« territoire » n’accepte qu’une valeur"),
        ("q=a%01b", "caractère invisible"),
        ("theme=%01" + "9" * 300, "Aucun thème ne s’appelle « 9999"),
        ("&".join(f"theme=t{number}" for number in range(30)), "Pas plus de 20 valeurs"),
    ],
)
def test_a_wrong_value_is_named_and_shows_no_row(client, noun, query, message):
    make.PoleFactory(published=True)
    response = client.get(f"{reverse(noun.url_name)}?{query}")
    assert response.status_code == 400
    assert message in text_of(response)
    assert names(response) == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/poles/?situation=mort", "« mort » n’est pas une valeur de « Situation »"),
        ("/poles/?periode=2014", "« 2014 » n’est pas une décennie"),
        ("/poles/?periode=2010-2029", "« 2010-2029 » n’est pas une décennie"),
        ("/poles/?appel=x", "Aucun appel à projets n’a l’adresse « x »"),
        ("/cooperations/?degre=7", "« 7 » n’est pas une valeur"),
        ("/evenements/?edition=1900", "Aucune édition du Mois de l’ESS n’est enregistrée pour « 1900 »"),
        ("/evenements/?annee=99999999999999999999", "n’est pas une année"),
        ("/acteurs/?reseau=x", "Aucun réseau n’a l’adresse « x »"),
        ("/poles/?encours=hier", "En cours : « hier » n’est pas une période. Écrivez une année (2015), ou deux dates"),
        ("/cooperations/?commence=2025..2015", "la période finit (2015) avant de commencer (2025). Échangez les deux"),
        ("/acteurs/?coopere=x", "Prend part à ce qui est dans : « x » n’est la référence d’aucun territoire"),
    ],
)
def test_a_wrong_value_of_a_noun_s_own_facet_is_named(client, address, message):
    response = client.get(address)
    assert response.status_code == 400
    assert message in text_of(response)


@pytest.mark.parametrize("name", ["q", "territoire", "du", "au", "mois"])
def test_a_space_asks_for_nothing(client, name):
    assert client.get(f"/evenements/?{name}=%20").status_code == client.get("/evenements.csv").status_code == 200
    assert client.get(f"/evenements.csv?{name}=%20").status_code == 200


def test_robots_stop_at_two_filters(client, poles):
    def is_indexed(query):
        return "noindex" not in client.get(f"/poles/{query}").content.decode()

    assert is_indexed("") and is_indexed("?theme=bois&situation=actif") and is_indexed("?page=1")
    for query in ("?theme=bois&situation=actif&periode=2010-2019", "?q=bois", "?tri=debut", "?facette=theme"):
        assert not is_indexed(query), query
    followed = client.get("/poles/?theme=bois").content.decode()
    stopped = client.get("/poles/?theme=bois&situation=actif").content.decode()
    link = r'<a href="/poles/\?theme=bois(?:&amp;[^"]*)?periode=[^"]*"( rel="nofollow")?'
    assert re.search(link, followed)[1] is None
    assert re.search(link, stopped)[1]


def test_when_nothing_answers_the_page_says_what_to_loosen_and_where_to_look(client, poles):
    poles[0].territory = Territory.objects.get_by_ref("departement-61")
    poles[0].save()
    browsing = client.get("/poles/?theme=bois&territoire=commune-61309").context["browsing"]
    assert [(link.label, link.count) for link in browsing.loosened()] == [("Territoire", 2)]
    assert browsing.wider()[:3] == ("Orne", "/poles/?theme=bois&territoire=departement-61", 1)
    assert "sans le filtre « Territoire »" in client.get("/poles/?theme=bois&territoire=commune-61309").content.decode()


@pytest.mark.parametrize(
    ("asked", "offered", "few"),
    [
        ("commune-61001", "commune-61006", 1_000),
        ("epci-246100663", "epci-200068450", 1_000),
        ("departement-72", "departement-61", 1_000),
        ("region-24", "region-28", 1_000),
        ("departement-72", "departement-61", 0),
        ("region-24", "region-28", 0),
    ],
)
def test_when_nothing_answers_the_nearest_of_the_same_level_is_offered_with_its_distance(
    client, poles, asked, offered, few, monkeypatch
):
    monkeypatch.setattr("ptce_hub.directory.listing.nearby.FEW", few)
    for pole, place in zip(poles, ("commune-61006", "commune-61006", "commune-97411"), strict=True):
        pole.territory = Territory.objects.get_by_ref(place)
        pole.save()
    response = client.get(f"/poles/?theme=bois&territoire={asked}")
    near = response.context["browsing"].nearest()
    here, there = map(Territory.objects.get_by_ref, (asked, offered))
    km = distance_km((here.latitude, here.longitude), (there.latitude, there.longitude))
    assert near == (there.name, f"/poles/?theme=bois&territoire={offered}", 1, km, False)
    assert f"({kilometres(km)})" in response.content.decode()


def test_an_address_keeps_only_what_the_list_understands():
    query = QueryDict("theme=a&utm_source=x&page=3&theme=b&theme=a&q=")
    address = Address("/poles/", query, ["theme", "q", "page"])
    assert address.pairs == [("theme", "a"), ("theme", "b")]
    assert address.removing("theme", "a") == "/poles/?theme=b"


def test_the_lists_cost_as_many_queries_for_more_rows_and_values(client, queries_of):
    def add(number):
        for rank in range(number):
            make.PoleFactory(published=True, themes=[make.ThemeFactory()], started=f"{1990 + rank}")

    add(2)
    few = queries_of("/poles/")
    add(25)
    assert queries_of("/poles/") == few


def test_a_long_list_counts_its_first_facets_and_the_others_when_asked(client, poles, monkeypatch):
    monkeypatch.setattr(browsing, "LONG", 2)
    page = client.get("/poles/").context["browsing"]
    assert [panel.name for panel in page.panels()] == ["theme"]  # no pole has a territory
    assert ("Situation", "/poles/?facette=situation") in [link[:2] for link in page.folded()]
    (panel,) = client.get("/poles/?facette=situation").context["browsing"].panels()
    assert {link.label: link.count for link in panel.links} == {"actif": 1, "en projet": 1, "non renseigné": 1}


def test_words_bring_the_best_answer_first_unless_another_order_is_asked_for(client):
    make.PoleFactory(published=True, name="Ateliers", summary="On y travaille le chanvre.")
    make.PoleFactory(published=True, name="Chanvre du Perche")
    assert names(client.get("/poles/?q=chanvre")) == ["Chanvre du Perche", "Ateliers"]
    assert names(client.get("/poles/?q=chanvre&tri=nom")) == ["Ateliers", "Chanvre du Perche"]
    orders = client.get("/poles/?q=chanvre").context["browsing"].orders()
    assert [order.label for order in orders if order.chosen] == ["pertinence"]


def test_the_first_few_events_are_those_of_the_whole_list():
    dates = [("2199", ""), ("2199-03", ""), ("2010", "2199"), ("2010", ""), ("2012-05-03", "2012-05-04"), ("", "")]
    for start, end in dates * 2:
        make.EventFactory(published=True, start=start, end=end)
    whole = list(coming_first(Event.objects.all()))

    assert [first_ones(Event.objects.all(), most) for most in (2, 7, 11, 20)] == [
        whole[:2],
        whole[:7],
        whole[:11],
        whole,
    ]
