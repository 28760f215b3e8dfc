"""The report as a PDF: the content of the page, with longer lists, every figure a link to its own."""

import datetime

from django.conf import settings
from django.utils import timezone

from poles.graph.drawing import draw
from poles.graph.reading import COOPERATION, POLE, STRUCTURE
from ptce_hub.directory.pdf.sheets import CLAY, GREEN, INK, LEADING, LINE, MARGIN, SOFT, WIDTH, Sheets, said
from ptce_hub.directory.templatetags.french import kilometres
from ptce_hub.site.report.parts import rest_words

SIZE = 10  # points
INDENT = 4  # millimetres
GRAPH_HIGH, BARS = 130, 25  # millimetres
LARGEST = 0.32  # millimetres a unit of a drawing
NAME = 6.5  # points, of the names of the drawing
KINDS = {STRUCTURE: (GREEN, 1.1), COOPERATION: (CLAY, 1), POLE: (INK, 1.9)}  # colour, millimetres


def report_pdf(report, base):
    """The bytes of the file; ``base`` is the site's own address."""
    return Printed(report, base).bytes()


class Printed(Sheets):
    def __init__(self, report, base):
        super().__init__(report.title, settings.PUBLISHER_NAME or "PTCE Hub")
        self.report, self.base = report, base
        self.set_creation_date(datetime.datetime.combine(timezone.localdate(), datetime.time(), datetime.UTC))
        self.take_letters(map(said, self.texts()))

    def texts(self):
        """All that may be written, for its letters."""
        report = self.report
        yield from (
            report.title,
            report.about,
            *report.method,
            self.base,
            "–•·…()À part, Les chiffres Sources",
            SHORTENED,
        )
        yield from (near.entry.name + str(near.entry.territory) for _, found in report.nearest for near in found)
        yield from (*(pages.title for pages, _ in report.nearest), NEAREST, kilometres(0), kilometres(1000))
        yield from (report.page_url, NOTHING, GROWN, SOURCES, rest_words(1), rest_words(2))
        for section in report.sections:
            yield from (section.title, *section.notes)
            for figure in (section.key, section.apart, *section.figures):
                yield from (figure.words, figure.says) if figure else ()
            for listing in section.listings:
                yield listing.title
                for item in listing.items:
                    yield from (item.label, item.says)
            if section.graph and section.graph.is_legible:
                yield from (node.name + node.acronym for node in section.graph.graph.nodes.values())
        for cited in report.sources.rows[: report.most.sources]:
            yield from (cited.source.label, cited.says)

    def bytes(self):
        report = self.report
        self.add_page()
        self.write_line(said(report.title), "B", 20, GREEN)
        self.write_line(said(report.about), "", 9, SOFT)
        self.write_linked(self.short(report.page_url), report.page_url)
        if report.is_empty:
            self.write_nearest()
        self.write_heading("Les chiffres")
        for section in report.key_sections:
            self.write_figure(section.key, 12)
            if section.apart.count:
                self.write_figure(section.apart, before="À part, ")
            self.ln(1)
        for section in report.told_sections:
            self.write_section(section)
        self.write_sources()
        self.write_heading("Comment ces chiffres sont faits")
        for words in report.method:
            self.write_line(said(words), "", 9, INK)
        return bytes(self.output())

    def short(self, path):
        return f"{self.base}{path}".partition("://")[2]

    # --- Text ---------------------------------------------------------------------------------------------------------

    def write_section(self, section):
        drawing = section.graph.graph.made(draw) if section.graph and section.graph.is_legible else None
        self.write_heading(said(section.title), drawing.frame[3] * unit_of(drawing) if drawing else 16)
        if section.growth:
            self.draw_growth(section.growth)
        if drawing:
            self.draw_graph(drawing)
        for figure in section.figures:
            self.write_figure(figure)
        for listing in section.listings:
            if self.will_page_break(12):
                self.add_page()
            self.ln(1)
            self.write_line(said(listing.title), "B", SIZE, INK)
            for item in listing.items:
                self.write_linked(item.label, item.url, item.says, ", ")
            if listing.rest:
                self.write_linked(rest_words(listing.rest), listing.url)
        for words in section.notes:
            self.write_line(said(words), "", 9, SOFT)

    def write_nearest(self):
        self.write_line(said(NOTHING), "B", SIZE, CLAY)
        for pages, near in self.report.nearest:
            self.write_line(said(f"{pages.title}{NEAREST}"), "B", SIZE, INK)
            for km, entry in near:
                self.write_linked(entry.name, entry.get_absolute_url(), f"{entry.territory} ({kilometres(km)})", ", ")

    def write_figure(self, figure, size=SIZE, before=""):
        self.write_linked(figure.words, figure.url, figure.says, " ", size, before)

    def write_linked(self, words, url, says="", between="", size=SIZE, before=""):
        """A line that begins with a link, whole addresses for those of the site."""
        height = size * LEADING
        self.set_left_margin(MARGIN + INDENT)
        if self.will_page_break(height):
            self.add_page()
        self.set_x(MARGIN)
        self.use("", size, SOFT)
        self.cell(INDENT, height, "•")
        self.write(height, said(before))
        self.use("B" if size > SIZE else "", size, GREEN)
        self.write(height, said(words), f"{self.base}{url}" if url.startswith("/") else url)
        self.use("", min(size, SIZE), INK)
        self.write(height, said(f"{between}{says}") if says else "")
        self.set_left_margin(MARGIN)
        self.ln(height + 0.6)

    def write_sources(self):
        rows, most = self.report.sources.rows, self.report.most.sources
        if not rows:
            return
        self.write_heading("Sources")
        self.write_line(said(SOURCES), "", 9, SOFT)
        for cited in rows[:most]:
            self.write_linked(cited.source.label, cited.source.url, cited.says, ", ", 8.5)
        if len(rows) > most:
            self.write_linked(rest_words(len(rows) - most), self.report.page_url, SHORTENED, ", ", 8.5)

    # --- Drawings -----------------------------------------------------------------------------------------------------

    def draw_growth(self, growth):
        """The bars, the years under them; the figures follow."""
        if self.will_page_break(BARS + 8):
            self.add_page()
        tallest = max(sum(period.counts) for period in growth.periods)
        wide, foot = min(16, WIDTH / len(growth.periods)), self.get_y() + BARS
        for rank, period in enumerate(growth.periods):
            top = foot
            for count, colour in zip(period.counts, (GREEN, CLAY), strict=True):
                self.set_fill_color(*colour)
                high = count * BARS / tallest
                top -= high
                self.rect(MARGIN + rank * wide + 1, top, wide - 2, high, style="F") if count else None
            self.use("", 6.5, SOFT)
            self.text(MARGIN + rank * wide + 1, foot + 3.5, str(period.first))
        self.set_draw_color(*LINE)
        self.line(MARGIN, foot, MARGIN + len(growth.periods) * wide, foot)
        self.set_y(foot + 5)
        self.write_line(said(GROWN), "", 9, SOFT)

    def draw_graph(self, drawing):
        left, top, _, high = drawing.frame
        unit = unit_of(drawing)
        start = self.get_y()
        places = {spot.node.key: (MARGIN + (int(spot.x) - left) * unit, start + (int(spot.y) - top) * unit)
                  for spot in drawing.spots}  # fmt: skip
        self.set_draw_color(*LINE)
        for link in drawing.links:
            self.line(*places[link.one], *places[link.other])
        for spot in drawing.spots:
            colour, radius = KINDS[spot.node.kind]
            self.set_fill_color(*colour)
            x, y = places[spot.node.key]
            if spot.node.kind == COOPERATION:
                self.rect(x - radius, y - radius, 2 * radius, 2 * radius, style="F")
            else:
                self.circle(x, y, radius, style="F")
            if spot.name:
                self.write_name(said(spot.name), spot, left, top, unit, start)
        self.set_y(start + high * unit + 2)

    def write_name(self, name, spot, left, top, unit, start):
        self.use("", NAME, INK)
        x, y = MARGIN + (int(spot.text_x) - left) * unit, start + (int(spot.text_y) - top) * unit
        wide = self.get_string_width(name)
        x -= {"start": 0, "middle": wide / 2, "end": wide}[spot.anchor]
        self.text(x, y, name)
        self.link(x, y - 2.5, wide, 3, f"{self.base}{spot.node.url}")


def unit_of(drawing):
    """Millimetres a unit of the drawing."""
    _, _, wide, high = drawing.frame
    return min(WIDTH / wide, GRAPH_HIGH / high, LARGEST)


NEAREST = ", au plus près"
NOTHING = "Rien n’est enregistré ici pour cette période, ni sans date. Cela ne dit pas qu’il n’y a rien."
GROWN = (
    "En barres, de bas en haut : en vert les coopérations commencées, en ocre les pôles qui commencent à coopérer. "
    "Chaque année écrite est la première de sa barre. Seul ce qu’une source date est compté."
)
SOURCES = (
    "D’où viennent ces pôles, ces coopérations et ces événements, et la dernière vérification d’une fiche qui en vient."
)
SHORTENED = "sur la page de ce bilan"
