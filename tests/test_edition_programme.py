"""The printed programme of an edition: everything on its pages, nothing outside them, any letters, bounded."""

import datetime
from itertools import pairwise

import pytest
from fpdf import FPDF

from events.editions import pdf
from events.editions.leaflet import BOTTOM, COLUMN, HEIGHT, MARGIN, WIDTH, Block, Leaflet
from events.editions.pdf import Cover
from ptce_hub.directory.pdf.typeface import printable
from tests import factories as make
from tests.reading import plain
from tests.test_editions import commune, held

pytestmark = pytest.mark.django_db

COVER = Cover("Mois de l’ESS 2026", ["Du 1er au 30 novembre 2026"], "exemple.fr/m/2026/", "https://exemple.fr/")


@pytest.fixture
def written(monkeypatch):
    """What is drawn: ``(page, x, y, width, text)``."""
    drawn, draw = [], FPDF.text

    def text(self, x, y, text="", **kwargs):
        drawn.append((self.page, x, y, self.get_string_width(text), text))
        return draw(self, x, y, text, **kwargs)

    monkeypatch.setattr(FPDF, "text", text)
    return drawn


def blocks(count, **said):
    event = {"above": "de 9 h à 12 h", "lines": ("Salle des fêtes, Alençon",), "short": "exemple.fr/e/12", **said}
    return [Block(heading="Samedi 14 novembre 2026"), *(Block(name=f"Atelier {n}", **event) for n in range(count))]


def test_a_programme_is_a_french_pdf_with_its_title_and_its_letters(client):
    edition = make.EssMonthFactory(year=2026)
    held(edition, territory=commune(), name="Œuvrer à plusieurs")
    response = client.get("/mois-ess/2026/region/normandie/programme.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="mois-ess-2026-region-normandie.pdf"'
    assert response.content.startswith(b"%PDF-")
    assert b"/Lang (fr-FR)" in response.content
    assert b"/DisplayDocTitle true" in response.content
    assert b"/FontFile2" in response.content
    assert b"/Outlines" in response.content


def test_every_event_is_told_with_its_hour_place_organiser_and_short_address(client, written):
    edition = make.EssMonthFactory(year=2026)
    event = held(edition, name="Bal", territory=commune("97411"), venue="Salle B", start_time=datetime.time(18))
    make.EventRoleFactory(event=event, structure=make.StructureFactory(name="Les Amis", published=True))
    make.EventRoleFactory(event=event, structure=make.StructureFactory(name="Cachée"))
    client.get("/mois-ess/2026/programme.pdf")
    said = [plain(text) for *_, text in written]
    start = said.index("Samedi 14 novembre 2026")
    assert said[start + 1 : start + 6] == [
        "à 18 h, heure de La Réunion",
        "Bal",
        "Salle B, Saint-Denis",
        "Par Les Amis",
        f"testserver/e/{event.pk}",
    ]


def test_nothing_leaves_the_columns_nor_the_pages_and_each_page_has_its_title(written):
    long = "Anticonstitutionnellement" * 8
    Leaflet(COVER, blocks(60, notice="Annulé", lines=(long, "mot " * 60))).bytes()
    body = [row for row in written if row[2] <= BOTTOM]
    assert len({page for page, *_ in body}) > 2
    lefts = (MARGIN, WIDTH - MARGIN - COLUMN)
    for page, x, _, width, text in body:
        limit = COLUMN if page > 1 or x != MARGIN else WIDTH - 2 * MARGIN
        assert any(abs(x - left) < 0.1 for left in lefts)
        assert width <= limit + 0.1, text
    feet = [(page, text) for page, _, y, _, text in written if y > BOTTOM]
    assert feet == [(page, COVER.title) for page in range(1, max(page for page, *_ in written) + 1)]
    assert all(0 < y < HEIGHT for _, _, y, *_ in written)


def test_a_heading_never_ends_a_column(written):
    days = [block for _ in range(40) for block in blocks(2)]
    Leaflet(COVER, days).bytes()
    texts = [(page, x, text) for page, x, y, _, text in written if y <= BOTTOM]
    for here, following in pairwise(texts):
        if here[2].startswith("Samedi"):
            assert here[:2] == following[:2]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Œuvre à l’été : « ça »", "Œuvre à l’été : « ça »"),
        ("e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT}", "été"),
        ("Fête 🎉", "Fête □"),
        ("a\x00b\u200fc\nd", "abc d"),
        ("𝐇𝐞𝐥𝐥𝐨", "Hello"),
        ("Ольга, Ελένη", "Ольга, Ελένη"),
        ("سلام", "□□□□"),
        ("", ""),
    ],
)
def test_any_text_is_drawn_with_the_letters_of_the_font_or_a_square(text, drawn):
    assert printable(text) == drawn


def test_a_programme_of_any_letters_is_written():
    for text in ("🎉سلام\ud800", "\x00", "א" * 500, "<b>**gras**</b>", "x" * 3000):
        assert Leaflet(COVER, [Block(heading=text or " "), Block(name=text, lines=(text,))]).bytes()


def test_too_many_events_for_one_file_are_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setattr("events.editions.views.MOST", 2)
    edition = make.EssMonthFactory(year=2026)
    for _ in range(3):
        held(edition, territory=commune())
    response = client.get("/mois-ess/2026/programme.pdf")
    assert response.status_code == 400
    assert "un PDF en tient 2 au plus" in response.content.decode()
    said = client.get("/mois-ess/2026/").content.decode()
    assert "programme.pdf" not in said
    assert "Choisissez un territoire" in said


def test_a_programme_asked_again_is_kept_until_an_event_changes(client, monkeypatch):
    made = []
    monkeypatch.setattr(pdf, "written", lambda *args: made.append(1) or b"%PDF-")
    event = held(make.EssMonthFactory(year=2026))
    for _ in range(2):
        client.get("/mois-ess/2026/programme.pdf")
    assert len(made) == 1
    event.save()
    client.get("/mois-ess/2026/programme.pdf")
    assert len(made) == 2
