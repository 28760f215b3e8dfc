"""Setting blocks of text in two columns on A4 pages."""

from dataclasses import dataclass, fields, replace
from itertools import zip_longest

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from events.editions.qr import QUIET, code
from ptce_hub.directory.pdf.typeface import FAMILY, embed, printable

WIDTH, HEIGHT, MARGIN, GUTTER, FOOT = 210, 297, 14, 8, 16  # millimetres
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
BOTTOM = HEIGHT - FOOT
QR = 30  # millimetres
LEADING = 0.45  # millimetres of line a point of size
INK, SOFT, GREEN, CLAY = (34, 32, 28), (90, 86, 77), (14, 84, 70), (150, 64, 15)
FURNITURE = "0123456789 /PTCEHub–page{nb}"  # what stands on every page


@dataclass(frozen=True)
class Block:
    """A heading alone, or an event: what is above its name, the name, what follows, its short address."""

    heading: str = ""
    above: str = ""
    name: str = ""
    notice: str = ""
    lines: tuple = ()
    short: str = ""
    link: str = ""

    def drawable(self):
        """The same, with no character that the font lacks."""
        texts = {field.name: printable(getattr(self, field.name)) for field in fields(self) if field.name not in KEPT}
        return replace(self, **texts, lines=tuple(map(printable, self.lines)))

    def rows(self):
        """``(text, style, size in points, colour)``, in order."""
        if self.heading:
            return [(self.heading, "B", 12, GREEN)]
        found = [
            (self.notice, "B", 9.5, CLAY),
            (self.above, "", 9, SOFT),
            (self.name, "B", 10, INK),
            *((line, "", 9, INK) for line in self.lines),
            (self.short, "", 8, SOFT),
        ]
        return [row for row in found if row[0]]


KEPT = ("lines", "link")


class Leaflet(FPDF):
    """A programme; ``bytes`` gives its file."""

    def __init__(self, cover, blocks):
        super().__init__(format="A4")
        self.cover = replace(cover, title=printable(cover.title), lines=list(map(printable, cover.lines)))
        self.blocks = [block.drawable() for block in blocks]
        self.widths = {}
        self.set_auto_page_break(False)
        self.set_lang("fr-FR")
        self.set_title(self.cover.title)
        self.set_author("PTCE Hub")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.take_letters()

    def take_letters(self):
        texts = [self.cover.title, *self.cover.lines, self.cover.short, FURNITURE]
        embed(self, [*texts, *(text for block in self.blocks for text, *_ in block.rows())])

    def bytes(self):
        self.add_page()
        self.draw_cover()
        self.column, self.top = 0, self.get_y()
        self.y_now = self.top
        for block, following in zip_longest(self.blocks, self.blocks[1:]):
            self.place(block, following)
        return bytes(self.output())

    # --- Pages ----------------------------------------------------------------------------------------------------

    def footer(self):
        self.use("", 8, SOFT)
        self.text(MARGIN, HEIGHT - 8, self.cover.title)
        self.set_xy(WIDTH - MARGIN - 40, HEIGHT - 11)
        self.cell(40, 4, f"page {self.page_no()} / {{nb}}", align="R")

    def draw_cover(self):
        y = MARGIN
        for line in self.wrapped(self.cover.title, WIDTH - 2 * MARGIN - QR - 6, "B", 24):
            self.use("B", 24, GREEN)
            y += 9
            self.text(MARGIN, y, line)
        for text in self.cover.lines:
            for line in self.wrapped(text, WIDTH - 2 * MARGIN - QR - 6, "", 11):
                self.use("", 11, INK)
                y += 5.5
                self.text(MARGIN, y, line)
        self.use("B", 11, CLAY)
        for line in self.wrapped(self.cover.short, WIDTH - 2 * MARGIN - QR - 6, "B", 11):
            y += 6
            self.text(MARGIN, y, line)
        self.link(MARGIN, y - 4, WIDTH - 2 * MARGIN - QR - 6, 5, self.cover.address)
        self.draw_code()
        self.set_y(max(y + 8, MARGIN + QR + 6))

    def draw_code(self):
        rows = code(self.cover.address)
        module = QR / (len(rows) + 2 * QUIET)
        left, top = WIDTH - MARGIN - QR, MARGIN - 2
        self.set_fill_color(0)
        for y, row in enumerate(rows, start=QUIET):
            for x, dark in enumerate(row, start=QUIET):
                if dark:
                    self.rect(left + x * module, top + y * module, module + 0.01, module + 0.01, style="F")

    # --- Columns --------------------------------------------------------------------------------------------------

    def place(self, block, following):
        """A heading stays with what follows it; an event is not cut, unless longer than a column."""
        set_rows = self.set_rows(block)
        needed = sum(height for *_, height in set_rows)
        if block.heading:
            self.y_now += 3 if self.y_now > self.top else 0
            needed += sum(height for *_, height in self.set_rows(following)) if following else 0
        if self.y_now + needed > BOTTOM and self.y_now > self.top:
            self.next_column()
        if block.heading:
            self.start_section(block.heading)
        left, start = MARGIN + self.column * (COLUMN + GUTTER), self.y_now
        for line, style, size, colour, height in set_rows:
            if self.y_now + height > BOTTOM:
                self.next_column()
                left = start = None
            self.use(style, size, colour)
            self.text(MARGIN + self.column * (COLUMN + GUTTER), self.y_now + height * 0.75, line)
            self.y_now += height
        if block.link and left is not None:
            self.link(left, start, COLUMN, self.y_now - start, block.link)
        self.y_now += 1.5 if block.heading else 2.6

    def set_rows(self, block):
        """``(line, style, size, colour, height in millimetres)`` of a block, cut to the column."""
        return [
            (line, style, size, colour, size * LEADING)
            for text, style, size, colour in block.rows()
            for line in self.wrapped(text, COLUMN, style, size)
        ]

    def next_column(self):
        self.column = 1 - self.column
        if self.column == 0:
            self.add_page()
            self.top = MARGIN
        self.y_now = self.top

    # --- Text -----------------------------------------------------------------------------------------------------

    def use(self, style, size, colour):
        self.set_font(FAMILY, style, size)
        self.set_text_color(*colour)

    def wrapped(self, text, width, style, size):
        """The lines of a text; a word wider than the column is cut."""
        lines, length = [""], 0
        space = self.width_of(" ", style, size)
        for word in self.fitting(text, width, style, size):
            wide = self.width_of(word, style, size)
            if lines[-1] and length + space + wide > width:
                lines.append("")
                length = 0
            length += (space if lines[-1] else 0) + wide
            lines[-1] += f" {word}" if lines[-1] else word
        return lines

    def fitting(self, text, width, style, size):
        for word in text.split(" "):
            while len(word) > 1 and self.width_of(word, style, size) > width:
                cut = next(
                    n for n in range(len(word) - 1, 0, -1) if n == 1 or self.width_of(word[:n], style, size) <= width
                )
                yield word[:cut]
                word = word[cut:]
            if word:
                yield word

    def width_of(self, word, style, size):
        """Millimetres."""
        if (word, style) not in self.widths:
            self.set_font(FAMILY, style, 10)
            self.widths[word, style] = self.get_string_width(word)
        return self.widths[word, style] * size / 10
