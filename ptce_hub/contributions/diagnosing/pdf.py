"""The result of a test as a PDF: A4, every letter with it, its drawing in lines."""

from django.utils import timezone

from poles.diagnosing.drawing import radar
from poles.diagnosing.reading import HOW
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.pdf.sheets import CLAY, GREEN, INK, LEADING, LINE, MARGIN, SOFT, WIDTH, Sheets, said

DRAWN = 95  # millimetres, the width of the radar
TITLE = "Tester sa coopération : le résultat"


def result_pdf(reading, diagnosis=None):
    """The bytes of the file."""
    return Result(reading, diagnosis).bytes()


class Result(Sheets):
    """At the foot of every page, where the text comes from."""

    def __init__(self, reading, diagnosis):
        super().__init__(TITLE, running=reading.grid.title)
        self.reading = reading
        self.notice = said(reading.grid.authenticity)
        self.blocks = list(blocks(reading, diagnosis))
        self.take_letters([TITLE, self.notice, *(text for _, *texts in self.blocks for text in texts)])

    def bytes(self):
        self.add_page()
        self.write_line(TITLE, "B", 20, GREEN)
        self.write_line(self.notice, "B", 9, CLAY)
        for kind, *texts in self.blocks:
            match kind:
                case "heading":
                    self.write_heading(texts[0])
                case "radar":
                    self.draw_radar()
                case "note":
                    self.write_line(texts[0], "", 9, SOFT)
                case "row":
                    self.write_row(*texts)
                case _:
                    self.write_line(texts[0], "", 10, INK)
        return bytes(self.output())

    def write_row(self, left, right):
        """A line of a table: its words, then what is said of them."""
        self.use("", 9.5, INK)
        height = 9.5 * LEADING
        lines = max(
            len(self.multi_cell(wide, height, text, dry_run=True, output="LINES", align="L"))
            for wide, text in ((WIDTH - 46, left), (44, right))
        )
        if self.will_page_break(lines * height + 1):
            self.add_page()
        top = self.get_y()
        self.multi_cell(WIDTH - 46, height, left, align="L")
        self.set_xy(MARGIN + WIDTH - 44, top)
        self.multi_cell(44, height, right, align="L")
        self.set_xy(MARGIN, top + lines * height + 1)
        self.set_draw_color(*LINE)
        self.line(MARGIN, self.get_y() - 0.5, MARGIN + WIDTH, self.get_y() - 0.5)

    def draw_radar(self):
        drawn = radar([self.reading])
        if drawn is None:
            return
        if self.will_page_break(DRAWN):
            self.add_page()
        unit, left, top = DRAWN / drawn.size, MARGIN + (WIDTH - DRAWN) / 2, self.get_y()
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        for ring in drawn.rings:
            self.polygon(placed(ring, left, top, unit), style="D")
        self.use("B", 9, SOFT)
        for axis in drawn.axes:
            self.line(*at(drawn.middle, drawn.middle, left, top, unit), *at(axis.x, axis.y, left, top, unit))
            x, y = at(axis.label_x, axis.label_y, left, top, unit)
            self.text(x - 1, y + 1.2, str(axis.label))
        self.set_draw_color(*GREEN)
        self.set_fill_color(*GREEN)
        self.set_line_width(0.7)
        [voice] = drawn.voices
        for line in voice.lines:
            self.polyline(placed(line, left, top, unit))
        for x, y in voice.dots:
            self.circle(*at(x, y, left, top, unit), 0.9, style="F")
        self.set_line_width(0.2)
        self.set_xy(MARGIN, top + DRAWN)


def at(x, y, left, top, unit):
    return left + x * unit, top + y * unit


def placed(points, left, top, unit):
    return [at(*map(float, point.split(",")), left, top, unit) for point in points.split()]


def blocks(reading, diagnosis):
    """What the file says, in order: the kind of each part, then its texts."""
    about = f"Grille « {reading.grid.title} », version {reading.grid.version}. "
    about += f"{reading.answered} réponses sur {reading.total}, au {PartialDate.of(timezone.localdate())}."
    if diagnosis and diagnosis.subject:
        about = f"{diagnosis.subject}, {diagnosis.voice}. {about}"
    yield "text", said(about)
    yield ("radar",)
    yield "heading", "Les moyennes"
    for row in reading.objectives:
        yield "row", said(f"{row.rank}. {row.objective.label}"), mean_in_words(row)
    yield "note", said(HOW)
    if reading.settled:
        yield "heading", said("Ce sur quoi s’appuyer")
        for one in reading.settled:
            yield "row", said(one.indicator.label), said(one.words)
    if reading.next_steps:
        yield "heading", said("Ce qui peut venir ensuite")
        for one in reading.next_steps:
            following = f" ; ensuite : {one.next_rung}" if one.next_rung else ""
            yield "row", said(one.indicator.label), said(f"{one.words}{following}")
    yield "heading", said("Toutes les réponses")
    for one in reading.said:
        yield "row", said(f"{one.indicator.code}. {one.indicator.label}"), said(one.words)


def mean_in_words(row):
    if row.mean is None:
        return "non renseigné"
    count = len(row.points)
    return said(f"{row.mean_shown} sur 4 ({count} indicateur{'s' if count > 1 else ''})")
