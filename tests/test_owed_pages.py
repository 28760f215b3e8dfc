"""What a public site owes: its legal pages, its open data, and what lets machines find their way in it."""

import datetime
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from poles.models import Pole
from ptce_hub.directory.files.exports import ATOM, CSV, twin_name, word_of
from ptce_hub.site import owed
from ptce_hub.site.discovery import PAGES, SITEMAPS
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.nouns import FACTORIES, each_noun
from tests.reading import plain, text_of
from tests.twins import body, twin

pytestmark = pytest.mark.django_db

HOST_PAGES = ("/mentions-legales/", "/donnees-personnelles/", "/ecoconception/", "/contact/")
NOT_GIVEN = "non renseigné par l’hébergeur de ce site"


def linked_data(response):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return {thing["@type"]: thing for thing in json.loads(block)["@graph"]}


def locations(client, section):
    found = ElementTree.fromstring(client.get(reverse("sitemap", args=[section])).content)  # noqa: S314 (our own)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    return {
        url.findtext("s:loc", namespaces=names).removeprefix("http://testserver"): url.findtext(
            "s:lastmod", namespaces=names
        )
        for url in found.findall("s:url", names)
    }


def changed(entry, day):
    """The entry, as if last changed that day."""
    date = datetime.datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=timezone.get_current_timezone())
    type(entry).objects.filter(pk=entry.pk).update(updated_at=date)
    return entry


# --- The pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_each_page_stands_with_its_title_and_the_way_to_the_others(client, name, request):
    if name == "grid":
        make.GridFactory()
    response = client.get(reverse(name))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    for other in ("legal", "personal_data", "accessibility", "ecodesign", "contact", "open_data", "site_map", "about"):
        assert f'href="{reverse(other)}"' in page


@pytest.mark.parametrize("address", HOST_PAGES)
def test_what_the_host_has_not_said_is_said_not_to_be(client, address):
    assert NOT_GIVEN in text_of(client.get(address))


def test_what_the_host_says_is_shown(client, settings):
    settings.PUBLISHER_NAME = "Coopérer <ensemble>"
    settings.PUBLISHER_ADDRESS = "1 place du Marché\n61340 Perche-en-Nocé"
    settings.PUBLICATION_DIRECTOR = "La présidence"
    settings.HOSTING_PROVIDER = "Hébergeur d’essai"
    settings.CONTACT_EMAIL = "bonjour@exemple.fr"

    legal, contact = client.get("/mentions-legales/"), client.get("/contact/")

    for words in ("Coopérer &lt;ensemble&gt;", "1 place du Marché<br>61340", "La présidence", "Hébergeur d’essai"):
        assert words in legal.text
    assert 'href="mailto:bonjour@exemple.fr"' in contact.text
    assert NOT_GIVEN not in text_of(legal) + text_of(contact)


def test_the_accessibility_page_claims_no_audit(client):
    page = text_of(client.get("/accessibilite/"))
    assert "Ce site n’a pas été audité." in page
    assert "« non conforme »" in page


def test_without_a_measure_the_ecodesign_page_invents_none(client, monkeypatch, tmp_path):
    monkeypatch.setattr(owed, "MEASURES", tmp_path / "none.json")
    page = text_of(client.get("/ecoconception/"))
    assert "Aucune mesure n’a encore été enregistrée" in page
    assert "350 éléments au plus" in page


def test_the_ecodesign_page_shows_the_measures_kept_with_their_day(client, monkeypatch, tmp_path):
    path = tmp_path / "measures.json"
    figures = {"nodes": 211, "requests": 3, "kilobytes": 9.4, "ecoindex": 91, "grade": "A"}
    pages = [{"address": "/poles/"} | figures]
    path.write_text(json.dumps({"measured_on": "2026-11-21", "records": 1056, "weighed": 40, "pages": pages}))
    monkeypatch.setattr(owed, "MEASURES", path)
    page = client.get("/ecoconception/")
    assert "Mesuré le 21 novembre 2026, sur 1 056 fiches publiées : les plus lourdes, parmi 40 pages pesées" in text_of(
        page
    )
    assert "<td>211</td><td>3</td><td>9,4</td><td>A (91)</td>" in plain(page.text)


# --- Open data ------------------------------------------------------------------------------------------------------


def test_the_data_page_counts_what_is_published_and_leads_to_every_file(client):
    make.PoleFactory(published=True)
    make.PoleFactory(draft=True)
    response = client.get("/donnees/")
    assert [count for noun, count, *_ in response.context["nouns"] if noun.model is Pole] == [1]
    for address in set(re.findall(r'href="(/[^"]+)"', response.content.decode())) - {reverse("grid")}:
        found = client.get(address)
        assert found.status_code == 200, address
        assert body(found) if found.streaming else found.content
    assert len(linked_data(response)["DataCatalog"]["dataset"]) == len(NOUNS)


def test_the_licence_is_the_hosts(client, settings):
    settings.DATA_LICENCE_NAME, settings.DATA_LICENCE_URL = "ODbL 1.0", "https://exemple.fr/odbl"
    assert 'href="https://exemple.fr/odbl"' in client.get("/donnees/").content.decode()
    assert json.loads(body(client.get("/poles.json")))["licence"] == {
        "nom": "ODbL 1.0",
        "adresse": settings.DATA_LICENCE_URL,
    }


def test_the_archive_holds_every_csv_and_schema_and_no_draft(client):
    for noun in NOUNS:
        FACTORIES[noun.model](published=True, name=f"{noun.model._meta.verbose_name} visible")
        FACTORIES[noun.model](draft=True, name=f"{noun.model._meta.verbose_name} caché")

    archive = zipfile.ZipFile(io.BytesIO(body(client.get("/donnees/ptce-hub.zip"))))

    assert archive.testzip() is None
    package = json.loads(archive.read("datapackage.json"))
    assert [resource["path"] for resource in package["resources"]] == [f"{word_of(noun)}.csv" for noun in NOUNS]
    for noun in NOUNS:
        word = word_of(noun)
        assert archive.read(f"{word}.csv") == body(twin(client, noun, CSV))
        assert json.loads(archive.read(f"schemas/{word}.json")) == client.get(f"/donnees/schemas/{word}.json").json()
        assert b"cach" not in archive.read(f"{word}.csv")
    assert "Licence Ouverte 2.0" in archive.read("LISEZ-MOI.txt").decode()


def test_an_unknown_schema_is_a_404_that_lists_those_there_are(client):
    response = client.get("/donnees/schemas/pole.json")
    assert response.status_code == 404
    assert "appels-a-projets" in response.content.decode()


# --- Finding one's way ----------------------------------------------------------------------------------------------


@each_noun
def test_the_sitemap_has_what_is_published_with_its_true_date(client, noun):
    shown = changed(FACTORIES[noun.model](published=True), "2026-03-01")
    for status in ("draft", "proposed", "archived"):
        FACTORIES[noun.model](**{status: True})
    assert locations(client, noun.url_name) == {shown.get_absolute_url(): "2026-03-01"}


def test_a_network_is_once_in_the_sitemaps(client):
    network = make.NetworkFactory(published=True, kind="reseau")
    found = [address for section in SITEMAPS for address in locations(client, section)]
    assert found.count(network.get_absolute_url()) == 1


def test_the_sitemap_has_the_territories_where_something_is(client):
    place = Territory.objects.get(kind=Kind.COMMUNE, code="61309")
    changed(make.PoleFactory(published=True, territory=place), "2026-03-01")
    changed(make.StructureFactory(published=True, territory=Territory.objects.get_by_ref("region-28")), "2026-05-01")
    make.PoleFactory(draft=True, territory=Territory.objects.get_by_ref("commune-59350"))

    found = locations(client, "territories")

    assert found[place.get_absolute_url()] == "2026-03-01"
    assert found["/territoires/departement/orne/"] == "2026-03-01"
    assert found["/territoires/region/normandie/"] == "2026-05-01"
    assert "/territoires/departement/nord/" not in found


def test_the_lists_date_from_their_last_published_change(client):
    changed(make.PoleFactory(published=True), "2026-03-01")
    make.PoleFactory(draft=True)
    found = locations(client, "pages")
    assert found["/poles/"] == "2026-03-01"
    assert (found["/cooperations/"], found["/a-propos/"]) == (None, None)


def test_robots_lead_to_the_sitemaps_which_lead_to_each_other(client):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    index = client.get("/sitemap.xml").content.decode()
    assert all(f"http://testserver/sitemap-{section}.xml" in index for section in SITEMAPS)


def test_a_browser_finds_the_search_and_the_manifest(client):
    page = client.get("/a-propos/").content.decode()
    assert 'href="/opensearch.xml"' in page
    assert 'href="/site.webmanifest"' in page
    description = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314 (our own)
    addresses = [url.get("template") for url in description if url.tag.endswith("Url")]
    assert "http://testserver/recherche/?q={searchTerms}" in addresses
    assert json.loads(client.get("/site.webmanifest").content)["lang"] == "fr"


@each_noun
def test_a_list_says_its_address_its_feed_and_its_data(client, noun):
    address = reverse(noun.url_name)
    response = client.get(f"{address}?q=bois&theme=")
    page = response.content.decode()
    assert f'<link rel="canonical" href="http://testserver{address}?q=bois">' in page
    assert f'href="http://testserver{reverse(twin_name(noun, ATOM))}?q=bois"' in page
    data = linked_data(response)
    assert data["Dataset"]["name"] == f"{noun.title} – PTCE Hub"
    assert {form["encodingFormat"] for form in data["Dataset"]["distribution"]} >= {"text/csv", "application/geo+json"}


@each_noun
def test_a_record_says_what_it_is_in_one_data_block_that_closes_nothing(client, noun):
    name = "Ici </script><b>là</b> & ailleurs"
    entry = FACTORIES[noun.model](published=True, name=name)
    response = client.get(entry.get_absolute_url())
    record, way = linked_data(response).values()
    assert (record["name"], record["url"]) == (name, f"http://testserver{entry.get_absolute_url()}")
    assert [step["name"] for step in way["itemListElement"]] == ["Accueil", noun.title, name]
    assert f'<link rel="canonical" href="{record["url"]}">' in response.content.decode()


def test_linked_data_names_published_members_only(client):
    pole = make.PoleFactory(published=True)
    for status in ("published", "draft"):
        make.MembershipFactory(pole=pole, structure=make.StructureFactory(**{status: True}, name=f"Structure {status}"))
    pole_data = linked_data(client.get(pole.get_absolute_url()))["Organization"]
    assert [member["name"] for member in pole_data["member"]] == ["Structure published"]


def test_an_event_is_an_event_for_machines_too(client):
    event = make.EventFactory(
        published=True, start="2026-11-05", start_time="09:30", territory=Territory.objects.get_by_ref("commune-61309")
    )
    data = linked_data(client.get(event.get_absolute_url()))["Event"]
    assert (data["startDate"], data["location"]["address"]["addressCountry"]) == ("2026-11-05T09:30+01:00", "FR")


# --- The picture that goes with a link --------------------------------------------------------------------------------


@each_noun
def test_a_record_has_its_share_image_and_a_draft_none(client, noun):
    shown = FACTORIES[noun.model](published=True, name="Écomatériaux du Perche " * 9)
    hidden = FACTORIES[noun.model](draft=True)
    page = client.get(shown.get_absolute_url()).content.decode()
    (address,) = re.findall(r'property="og:image" content="http://testserver([^"]+)"', page)

    response = client.get(address)

    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert client.get(f"{hidden.get_absolute_url()}partage.png").status_code == 404


def test_the_share_image_follows_the_record_s_name(client):
    pole = make.PoleFactory(published=True, name="Avant")
    first = client.get(f"{pole.get_absolute_url()}partage.png").content
    assert client.get(f"{pole.get_absolute_url()}partage.png").content == first
    pole.name = "Après"
    pole.save()
    assert client.get(f"{pole.get_absolute_url()}partage.png").content != first
