"""The twins of a list: the same records, in formats that their readers really read."""

import json
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ptce_hub.directory.files.exports import ATOM, CSV, FORMATS, JSON, SPREADSHEET, word_of
from ptce_hub.directory.files.schemas import TYPES
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.nouns import FACTORIES, commune, each_noun, tied
from tests.twins import body, features, rows, twin

pytestmark = pytest.mark.django_db

each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
ENTRY = "{http://www.w3.org/2005/Atom}entry"


def poles():
    return NOUNS[0]


# --- The same query as the list -----------------------------------------------------------------------------------


@each_noun
@each_format
def test_a_wrong_value_is_named_and_nothing_is_given(client, noun, form):
    FACTORIES[noun.model](published=True)
    response = twin(client, noun, form, "?theme=inconnu&territoire=Saint-Denis")
    text = response.content.decode()
    assert response.status_code == 400
    assert "Thème : Aucun thème ne s’appelle « inconnu »." in text
    assert "territoire=commune-93066 : Saint-Denis" in text


def test_the_list_offers_its_twins_with_its_filters_and_not_its_page(client):
    make.PoleFactory.create_batch(21, published=True, summary="Du bois")
    page = client.get("/poles/?q=bois&page=2&theme=").content.decode()
    assert 'href="/poles.csv?q=bois"' in page
    assert 'href="/poles.geojson?q=bois"' in page
    assert 'href="http://testserver/poles.atom?q=bois"' in page


# --- What never leaves ----------------------------------------------------------------------------------------------


@each_noun
@each_format
def test_only_published_records_and_public_fields_leave(client, noun, form):
    secret = "secret-de-fabrique"
    user = make.UserFactory(email=f"{secret}@exemple.fr")
    shown = FACTORIES[noun.model](published=True, name="Visible")
    type(shown).objects.filter(pk=shown.pk).update(import_digest=secret, sort_name=f"a {secret}")
    shown.history.update(history_user=user, history_change_reason=secret)
    for status in ("draft", "proposed", "archived"):
        FACTORIES[noun.model](**{status: True}, name=f"{secret} {status}", slug=f"{secret}-{status}")

    text = body(twin(client, noun, form)).decode()

    assert "Visible" in text
    assert secret not in text


@each_noun
@pytest.mark.parametrize("form", [CSV, JSON], ids=["csv", "json"])
def test_no_draft_shows_through_what_is_tied(client, noun, form):
    entry = tied(noun, 2)
    models = [each.model for each in NOUNS]
    for model in models:
        model.objects.update(status="published")
    whole = body(twin(client, noun, form)).decode()
    neighbours = [
        other
        for model in models
        if model is not noun.model
        for other in model.objects.exclude(pk=entry.pk)
        if other.name in whole
    ]

    for other in neighbours:
        type(other).objects.filter(pk=other.pk).update(status="draft")
    text = body(twin(client, noun, form)).decode()

    assert neighbours or noun.url_name in ("shared_places", "support_offers")  # tied() ties nothing to these
    assert not [other for other in neighbours if other.name in text or f"/{other.slug}/" in text]


def test_a_pole_that_is_a_draft_shows_through_no_cooperation_nor_place(client):
    draft = make.PoleFactory(draft=True, name="Pôle caché")
    make.CooperationFactory(published=True, pole=draft)
    make.SharedPlaceFactory(published=True, pole=draft)
    for address in ("/cooperations.json", "/lieux.csv"):
        assert "caché" not in body(client.get(address)).decode()


def test_people_are_in_no_file(client):
    structure = make.StructureFactory(published=True)
    make.ContactFactory(structure=structure, name="Ada Lovelace")
    event = make.EventFactory(published=True)
    make.SpeakerFactory(session=make.SessionFactory(event=event), name="Ada Lovelace", structure=structure)
    for address in ("/acteurs.json", "/evenements.json", "/evenements.csv"):
        assert "Lovelace" not in body(client.get(address)).decode()


# --- CSV ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [CSV, SPREADSHEET], ids=["csv", "tableur"])
def test_no_cell_can_be_taken_for_a_formula(client, form):
    for start in ("=", "+", "-", "@", "\t", "\r"):
        make.StructureFactory(published=True, name=f"{start}cmd|' /C calc'!A0", website="https://exemple.fr/")
    make.StructureFactory(published=True, name="Ordinaire", sources=["=1+1", "-2"])

    table = rows(client, NOUNS[2], form)

    assert len(table) == 7
    cells = [cell for row in table for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=1+1|-2" in cells


@pytest.mark.parametrize("form", [CSV, SPREADSHEET], ids=["csv", "tableur"])
def test_a_cell_keeps_quotes_separators_and_line_breaks(client, form):
    name = 'Dit « "a;b,c" »'
    make.StructureFactory(published=True, name=name, summary="Une ligne\nune autre ; et | encore")
    (row,) = rows(client, NOUNS[2], form)
    assert (row["nom"], row["presentation"]) == (name, "Une ligne\nune autre ; et | encore")


def test_the_spreadsheet_variant_has_semicolons_and_the_mark(client):
    make.PoleFactory(published=True)
    start = body(twin(client, poles(), SPREADSHEET))[:20]
    assert start.startswith(b"\xef\xbb\xbfidentifiant;nom;")
    assert body(twin(client, poles(), CSV)).startswith(b"identifiant,nom,")


def test_codes_are_text_dates_are_iso_and_unknown_is_empty(client):
    place = commune("01053")
    make.PoleFactory(published=True, territory=place, started="2013-05", verified_on="2026-03-01")
    (row,) = rows(client, poles())
    asked = ("territoire_code", "departement_code", "coopere_depuis", "verifie_le", "a_pris_fin", "latitude")
    assert [row[name] for name in asked] == ["01053", "01", "2013-05", "2026-03-01", "", str(place.latitude)]


def test_tied_rows_are_read_rank_by_rank(client):
    pole = make.PoleFactory(published=True)
    for name, role, since in (("A|B", "porteur", "2013"), ("C", "membre", None)):
        make.MembershipFactory(
            pole=pole, structure=make.StructureFactory(published=True, name=name), role=role, since=since
        )
    (row,) = rows(client, poles())
    assert (row["membres_nom"], row["membres_role"], row["membres_depuis"]) == ("A/B|C", "porteur|membre", "2013|")


@each_noun
def test_the_schema_describes_each_column_in_order(client, noun):
    FACTORIES[noun.model](published=True)
    schema = client.get(reverse("schema", args=[word_of(noun)])).json()
    names = [field["name"] for field in schema["fields"]]
    header = body(twin(client, noun, CSV)).decode().splitlines()[0].split(",")
    assert names == header
    assert len(set(names)) == len(names)
    assert all(field["title"] for field in schema["fields"])
    assert {field["type"] for field in schema["fields"]} <= {kind["type"] for kind in TYPES.values()}


# --- GeoJSON, JSON ---------------------------------------------------------------------------------------------------


def test_geojson_has_points_a_box_and_null_where_nothing_is_known(client):
    make.PoleFactory(published=True, name="a", latitude=48.123456789, longitude=-1.5)
    make.PoleFactory(published=True, name="b", territory=commune("97411"))
    make.PoleFactory(published=True, name="c", territory=Territory.objects.get_by_ref("region-28"))

    collection = features(client, poles())

    first, second, third = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert {feature["type"] for feature in collection["features"]} == {"Feature"}
    assert first["geometry"] == {"type": "Point", "coordinates": [-1.5, 48.123457]}
    assert first["properties"]["position"] == "exacte"
    longitude, latitude = second["geometry"]["coordinates"]
    assert (second["properties"]["position"], longitude > 55, latitude < -20) == ("approchée : commune", True, True)
    assert (third["geometry"], third["properties"]["position"]) == (None, None)
    assert collection["bbox"] == [-1.5, latitude, longitude, 48.123457]
    assert (
        first["id"] == first["properties"]["page"] == f"http://testserver/poles/{first['properties']['identifiant']}/"
    )


def test_geojson_of_nothing_is_still_geojson(client):
    collection = features(client, poles())
    assert (collection["features"], "bbox" in collection) == ([], False)


def test_json_says_its_licence_its_page_and_what_is_unknown(client):
    make.PoleFactory(published=True, started="2013")
    found = json.loads(body(twin(client, poles(), JSON, "?q=pole")))
    assert found["licence"]["nom"] == "Licence Ouverte 2.0 (Etalab)"
    assert (found["page"], found["total"]) == ("http://testserver/poles/?q=pole", 1)
    (record,) = found["fiches"]
    assert (record["coopere_depuis"], record["reconnu_depuis"], record["membres"]) == ("2013", None, [])


# --- Atom ------------------------------------------------------------------------------------------------------------


def test_a_feed_is_the_last_changed_first_and_says_what_atom_asks(client):
    for name in ("Ancien", "Récent & <neuf>", "Caract\x02ère"):
        make.PoleFactory(published=True, name=name, summary="1 < 2 & 3")
    feed = ElementTree.fromstring(body(twin(client, poles(), ATOM, "?q=")))  # noqa: S314 (our own)

    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:title", namespaces=atom) for entry in feed.iter(ENTRY)] == [
        "Caractère", "Récent & <neuf>", "Ancien",
    ]  # fmt: skip
    for element in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{element}", namespaces=atom)
    for entry in feed.iter(ENTRY):
        assert all(entry.findtext(f"a:{element}", namespaces=atom) for element in ("id", "title", "updated"))
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", atom)}
    assert links == {"alternate": "http://testserver/poles/?q=", "self": "http://testserver/poles.atom?q="}


def test_the_id_of_a_record_in_a_feed_outlives_its_address(client):
    pole = make.PoleFactory(published=True, slug="avant")
    before = ElementTree.fromstring(body(twin(client, poles(), ATOM))).find(ENTRY)[0:]  # noqa: S314
    pole.slug = "apres"
    pole.save()
    after = ElementTree.fromstring(body(twin(client, poles(), ATOM))).find(ENTRY)[0:]  # noqa: S314
    ids = [[element.text for element in entry if element.tag.endswith("}id")] for entry in (before, after)]
    assert ids[0] == ids[1] != [[]]


# --- What it costs ---------------------------------------------------------------------------------------------------


@each_noun
def test_a_twin_costs_the_same_queries_whatever_it_holds(client, noun):
    def queries(form):
        with CaptureQueriesContext(connection) as made:
            body(twin(client, noun, form))
        return len(made)

    tied(noun, 1)
    few = {form.ending: queries(form) for form in FORMATS}
    for _ in range(4):
        tied(noun, 3)
    assert {form.ending: queries(form) for form in FORMATS} == few


def test_records_are_never_all_in_memory(client, monkeypatch):
    make.PoleFactory.create_batch(7, published=True)
    read = []
    columns = poles().columns
    monkeypatch.setattr(columns, "record", lambda entry, base: read.append(entry) or {"nom": entry.name})
    monkeypatch.setattr("ptce_hub.directory.files.writing.BATCH", 2)

    pieces = twin(client, poles(), JSON).streaming_content
    next(pieces), next(pieces)

    assert len(read) == 2
