"""The editions of the Mois de l'ESS: what each page says, counts and leads to, at every level."""

import datetime

import pytest
from django.utils import timezone

from events.editions import programme as programmes
from events.editions.addresses import page_of_edition
from events.editions.programme import Programme
from events.models import EssMonth, Event, EventRole
from ptce_hub.directory.models import Status
from ptce_hub.directory.templatetags.french import typo
from ptce_hub.site.measuring.budgets import NODES
from ptce_hub.site.measuring.cost import Server
from ptce_hub.site.measuring.weight import weigh
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.reading import plain

pytestmark = pytest.mark.django_db

NORMANDIE = "/mois-ess/2026/region/normandie/"


@pytest.fixture
def edition():
    return make.EssMonthFactory(year=2026)


def there(kind, code):
    return Territory.objects.get(kind=kind, code=code)


def commune(code="61001"):
    return there(Kind.COMMUNE, code)


def held(edition, start="2026-11-14", **said):
    return make.EventFactory(**{"published": True, "ess_month": edition, "start": start, **said})


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return plain(response.text.replace("&nbsp;", " "))


# --- What it says -------------------------------------------------------------------------------------------------


def test_an_edition_counts_what_the_public_may_see_and_never_says_that_there_is_no_more(client, edition):
    held(edition, name="Marché solidaire")
    held(edition, name="Brouillon caché", published=False)
    held(make.EssMonthFactory(year=2025), name="De l’an passé")
    said = page(client, "/mois-ess/2026/")
    assert "1 événement recensé ici" in said
    assert "Il peut s’en tenir" in said
    assert "Marché solidaire" in said
    assert "Brouillon caché" not in said
    assert "De l’an passé" not in said


def test_an_edition_of_which_no_event_is_known_says_so(client, edition):
    assert "Aucun événement recensé pour cette édition" in page(client, "/mois-ess/2026/")
    assert "aucun événement recensé" in page(client, "/mois-ess/")
    assert client.get("/mois-ess/2026/programme.pdf").status_code == 200


def test_dates_that_no_source_gives_are_not_made_up(client, edition):
    assert "En novembre 2026, jours non renseignés" in page(client, "/mois-ess/2026/")
    EssMonth.objects.filter(year=2026).update(opens=datetime.date(2026, 11, 2), closes=datetime.date(2026, 12, 1))
    assert "Du 2 novembre au 1er décembre 2026" in page(client, "/mois-ess/2026/")


def test_an_edition_leads_to_the_ones_before_and_after_for_the_same_territory(client, edition):
    for year in (2019, 2025, 2028):
        make.EssMonthFactory(year=year)
    said = page(client, NORMANDIE)
    assert '<a rel="prev" href="/mois-ess/2025/region/normandie/">' in said
    assert '<a rel="next" href="/mois-ess/2028/region/normandie/">' in said


def test_a_cancelled_event_stays_and_says_it(client, edition):
    held(edition, name="Bal", holding=Event.Holding.CANCELLED, holding_words="faute de salle")
    assert '<strong class="became">Annulé : faute de salle</strong>' in page(client, "/mois-ess/2026/")


def test_an_hour_overseas_is_told_with_its_zone_and_one_of_the_metropole_alone(client, edition):
    held(edition, territory=commune("97411"), start_time=datetime.time(18))
    held(edition, territory=commune(), start_time=datetime.time(9), end_time=datetime.time(12, 30))
    said = page(client, "/mois-ess/2026/")
    assert "À 18 h, heure de La Réunion :" in said
    assert "De 9 h à 12 h 30 :" in said


def test_an_event_without_an_hour_is_never_told_at_midnight(client, edition):
    held(edition)
    assert "0 h" not in page(client, "/mois-ess/2026/").partition("<main")[2]


def test_organisers_are_told_in_their_region_and_those_that_are_not_public_are_not(client, edition):
    normandie, bretagne = there(Kind.REGION, "28"), there(Kind.REGION, "53")
    for place, name, status in (
        (normandie, "Chambre normande", Status.PUBLISHED),
        (normandie, "Chambre cachée", Status.DRAFT),
        (bretagne, "Chambre bretonne", Status.PUBLISHED),
        (there(Kind.COUNTRY, "FR"), "Tête de réseau", Status.PUBLISHED),
    ):
        structure = make.StructureFactory(name=name, status=status)
        make.EditionOrganiserFactory(edition=edition, territory=place, structure=structure, label="")
    orne = page(client, "/mois-ess/2026/departement/orne/")
    assert "Chambre normande" in orne
    assert "Tête de réseau" in orne
    assert "Chambre bretonne" not in orne
    assert "Chambre cachée" not in orne + page(client, "/mois-ess/2026/")


# --- Figures ------------------------------------------------------------------------------------------------------


def test_the_strip_counts_on_each_day_what_its_link_shows(client, edition):
    held(edition, "2026-11-14")
    held(edition, "2026-11-13", end="2026-11-15")
    held(edition, "2026-11")
    held(edition, "2026-12-02")
    strip = {day.date.iso: day.count for day in Programme(edition).strip if day.count}
    assert strip == {"2026-11-13": 1, "2026-11-14": 2, "2026-11-15": 1, "2026-12-02": 1}
    for day, count in strip.items():
        shown = client.get(f"/mois-ess/2026/?vue=programme&jour={day}").context["rows"].paginator.count
        assert shown == count
    assert "dont 1 sans jour connu" in page(client, "/mois-ess/2026/")


def test_an_edition_as_long_as_a_year_keeps_a_short_strip(edition):
    edition.opens, edition.closes = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    assert len(Programme(edition).strip) == 0
    held(edition, "2026-03-01", end="2026-09-30")
    assert len(Programme(edition).strip) == programmes.STRIP


def test_regions_lead_to_their_own_page_which_counts_the_same(client, edition):
    held(edition, territory=commune())
    held(edition, territory=there(Kind.DEPARTMENT, "50"))
    held(edition, territory=commune("97411"))
    parts = {part.territory.name: part for part in client.get("/mois-ess/2026/").context["parts"]}
    assert {name: part.count for name, part in parts.items() if part.count} == {"Normandie": 2, "La Réunion": 1}
    assert client.get(parts["Normandie"].url).context["programme"].count == 2
    assert {"Bretagne", "Guyane", "Mayotte"} < parts.keys()


def test_themes_count_what_the_list_shows(client, edition):
    theme = make.ThemeFactory(slug="reemploi", label="Réemploi")
    held(edition, themes=[theme])
    held(edition, themes=[theme], published=False)
    said = page(client, "/mois-ess/2026/")
    assert '<a href="/evenements/?edition=2026&amp;theme=reemploi">Réemploi</a> (1)' in said
    assert client.get("/evenements/?edition=2026&theme=reemploi").context["paginator"].count == 1


# --- Territories --------------------------------------------------------------------------------------------------


def test_a_territory_tells_apart_what_is_within_wider_and_across(client, edition):
    held(edition, name="Dans la commune", territory=commune())
    held(edition, name="Pour toute la région", territory=there(Kind.REGION, "28"))
    held(edition, name="Ailleurs", territory=commune("97411"))
    context = client.get("/mois-ess/2026/departement/orne/").context
    assert names(context["days"]) == ["Dans la commune"]
    assert [(each.heading, names(each.days)) for each in context["around"]] == [
        ("À une échelle plus large", ["Pour toute la région"])
    ]


def names(days):
    return [item.event.name for _, items in days for item in items]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.COUNTRY])
def test_every_level_has_its_page_of_the_edition(client, edition, kind):
    territory = Territory.objects.filter(kind=kind).order_by("code").first()
    said = page(client, page_of_edition(edition, territory))
    assert plain(f"<h1>Mois de l’ESS 2026, {typo(territory.name)}</h1>") in said


def test_where_nothing_is_the_nearest_that_has_something_is_offered(client, edition):
    held(edition, territory=commune("14118"))
    said = page(client, "/mois-ess/2026/departement/orne/")
    assert "Aucun événement recensé ici" in said
    assert '<a href="/mois-ess/2026/departement/calvados/">Calvados</a>' in said


@pytest.mark.parametrize(
    "address",
    ["/mois-ess/1999/", "/mois-ess/2026/region/nulle-part/", "/mois-ess/2026/canton/orne/", "/m/2026/nulle-part/",
     "/m/1999/", "/e/999999999/", "/mois-ess/99999999999999999999/"],
)  # fmt: skip
def test_what_is_not_known_is_not_found(client, edition, address):
    page(client, address, 404)


def test_a_territory_joined_to_another_leads_to_its_page_of_the_edition(client, edition):
    make.AliasFactory(territory=commune(), slug="ancien-nom-d-essai")
    response = client.get("/mois-ess/2026/commune/ancien-nom-d-essai/programme.pdf")
    assert response.status_code == 301
    assert response["Location"] == f"/mois-ess/2026/commune/{commune().slug}/programme.pdf"


def test_the_country_is_the_edition_itself(client, edition):
    assert client.get("/mois-ess/2026/pays/france/")["Location"] == "/mois-ess/2026/"


# --- The address --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "named"),
    [("vue=tout", "vue"), ("jour=2026-11-31", "jour"), ("jour=demain", "jour"), ("jour=%00", "jour")],
)
def test_a_wrong_value_is_named_with_the_mend(client, edition, query, named):
    said = page(client, f"{NORMANDIE}?{query}", 400)
    assert f"({named}) «" in said
    assert f'<a href="{NORMANDIE}">' in said


def test_short_addresses_lead_to_the_widest_territory_of_that_name(client, edition):
    assert client.get("/m/2026/")["Location"] == "/mois-ess/2026/"
    assert client.get("/m/2026/normandie/")["Location"] == NORMANDIE
    assert client.get("/m/2026/paris/")["Location"] == "/mois-ess/2026/departement/paris/"
    assert client.get(NORMANDIE).context["short"] == "testserver/m/2026/normandie/"
    assert client.get("/mois-ess/2026/commune/paris/").context["short"] == "testserver/mois-ess/2026/commune/paris/"


def test_the_short_address_of_an_event_leads_to_it_when_it_is_public(client, edition):
    event, hidden = held(edition), held(edition, published=False)
    assert client.get(f"/e/{event.pk}/")["Location"] == event.get_absolute_url()
    page(client, f"/e/{hidden.pk}/", 404)


def test_the_code_on_the_print_names_the_whole_address_without_inline_style(client, edition, monkeypatch):
    asked = []
    monkeypatch.setattr("events.editions.views.inline_svg", lambda address: asked.append(address) or "")
    client.get(f"{NORMANDIE}?vue=programme&jour=2026-11-14")
    assert asked == [f"http://testserver{NORMANDIE}"]
    monkeypatch.undo()
    said = page(client, NORMANDIE)
    assert '<svg viewBox="0 0 ' in said
    assert "style=" not in said


def test_the_sitemap_has_the_editions_and_the_regions_where_something_is(client, edition):
    held(edition, territory=commune())
    said = page(client, "/sitemap-editions.xml")
    assert "<loc>http://testserver/mois-ess/2026/</loc>" in said
    assert f"<loc>http://testserver{NORMANDIE}</loc>" in said
    assert "bretagne" not in said


@pytest.mark.parametrize(("day", "told"), [("2026-03-14", False), ("2026-10-01", True), ("2026-12-01", False)])
def test_the_home_page_announces_the_edition_of_the_year_from_october_until_its_end(
    client, edition, monkeypatch, day, told
):
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: datetime.date.fromisoformat(day))
    assert ('href="/mois-ess/2026/"' in page(client, "/")) is told


# --- Cost ---------------------------------------------------------------------------------------------------------


def fill(edition, count, themes=(), first=0):
    rows = [
        Event(
            name=f"Atelier {n}", slug=f"atelier-{n}", sort_name=f"atelier {n}", status=Status.PUBLISHED,
            ess_month=edition, start=f"2026-11-{n % 30 + 1:02}", start_time=datetime.time(9), territory=commune(),
        )
        for n in range(first, first + count)
    ]  # fmt: skip
    events = Event.objects.bulk_create(rows)
    tie = Event.themes.through
    tie.objects.bulk_create(tie(event=event, theme=theme) for event in events for theme in themes)
    structure = make.StructureFactory(published=True)
    EventRole.objects.bulk_create(EventRole(event=event, structure=structure) for event in events)


@pytest.mark.parametrize("address", ["/mois-ess/", "/mois-ess/2026/", NORMANDIE, f"{NORMANDIE}?vue=programme"])
def test_the_number_of_queries_does_not_depend_on_the_events(queries_of, edition, address):
    fill(edition, 20)
    few = queries_of(address)
    fill(edition, 60, first=20)
    assert queries_of(address) == few


def test_a_full_month_keeps_within_the_nodes_of_a_page(edition):
    fill(edition, 300, [make.ThemeFactory() for _ in range(22)])
    for region in Territory.objects.filter(kind=Kind.REGION, ended=""):
        make.EditionOrganiserFactory(edition=edition, territory=region, website="https://exemple.fr/mois")
    site = Server()
    for address in ("/mois-ess/2026/", NORMANDIE, "/mois-ess/2026/?vue=programme"):
        assert weigh(address, site).nodes <= NODES
