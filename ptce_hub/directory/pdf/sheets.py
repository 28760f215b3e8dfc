"""A4 pages of running text in French, every letter with them; links are links."""

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.prefs import ViewerPreferences

from ptce_hub.directory.pdf.typeface import FAMILY, embed, printable
from ptce_hub.directory.templatetags.french import typo

MARGIN, WIDTH, FOOT = 16, 178, 18  # millimetres
LEADING = 0.45  # millimetres of line a point of size
INK, SOFT, LINE, GREEN, CLAY = (34, 32, 28), (90, 86, 77), (221, 213, 197), (14, 84, 70), (150, 64, 15)
FURNITURE = "0123456789 /page{nb}"  # what stands at the foot of every page


def said(text):
    """With French spacing, and no character that the font lacks."""
    return printable(typo(text))


class Sheets(FPDF):
    """``take_letters`` comes before any text; ``running`` is what stands at the foot, before the number of the page."""

    def __init__(self, title, author="PTCE Hub", running=""):
        super().__init__(format="A4")
        self.running = said(running or title)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.set_lang("fr-FR")
        self.set_title(title)
        self.set_author(author)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def take_letters(self, texts):
        embed(self, [self.running, FURNITURE, *texts])

    def footer(self):
        self.set_y(-14)
        self.use("", 7, SOFT)
        self.multi_cell(WIDTH, 3, f"{self.running} / page {self.page_no()} / {{nb}}", align="R")

    def use(self, style, size, colour):
        self.set_font(FAMILY, style, size)
        self.set_text_color(*colour)

    def write_line(self, text, style, size, colour):
        self.use(style, size, colour)
        self.multi_cell(WIDTH, size * LEADING, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.ln(1)

    def write_heading(self, text, room=0):
        """In the outline too; ``room`` millimetres must be left under it."""
        if self.will_page_break(room + 10):
            self.add_page()
        self.ln(3)
        self.start_section(text)
        self.write_line(text, "B", 13, GREEN)
