"""XLSX and ODS workbooks: measured piece by piece before a reader sees them, then read for their values alone.

A formula is never taken for its last value: its cell becomes ``=…``, which every column refuses by name.
"""

import datetime
import io
import zipfile
from itertools import product
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from ptce_hub.directory.tabular.limits import (
    MOST_CELL,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_UNZIPPED,
    Sheet,
    Unreadable,
    too_many_columns,
    too_many_rows,
)

PIECE = 1 << 16  # bytes
OTHERS = "Les autres feuilles ne sont pas lues."
FORMULA = "=…"
MACROS = ("vbaproject", "macrosheets/", "basic/", "scripts/", "activex/")
LAST_ROW = MOST_ROWS + 1_000  # on which a value may stand, empty rows above it included
MOST_FORMULAS = 100_000


def read_workbook(content):
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        kind = kind_of(archive)
        scan = Scan()
        measure(archive, kind, scan)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = next((sheet.name for sheet in book.sheets_metadata if str(sheet.visible).endswith("Visible")), None)
        if name is None:
            raise Unreadable("Ce classeur n'a aucune feuille visible.")
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except Unreadable:
        raise
    except Exception as error:  # whatever the readers of damaged files raise, the person can only save it again
        raise Unreadable(
            "Ce classeur est abîmé ou d'une forme inconnue : ouvrez-le dans un tableur et enregistrez-le de nouveau "
            "en .xlsx, .ods ou CSV."
        ) from error
    formulas = scan.formulas.get(part_of(archive, kind, name), ())
    rows = []
    for number, values in enumerate(cells, start=1):
        texts = [
            FORMULA if (number, rank) in formulas else as_text(value) for rank, value in enumerate(values, start=1)
        ]
        if any(text.strip() for text in texts):
            rows.append((number, texts))
    notes = [f"Lu comme classeur {kind.upper()}, feuille « {name} »."]
    if len(book.sheet_names) > 1:
        notes.append(OTHERS)
    return Sheet(rows, notes)


def kind_of(archive):
    names = archive.namelist()
    if len(names) > MOST_PARTS:
        raise Unreadable("Cette archive contient trop de fichiers pour être un tableau.")
    lower = {name.lower() for name in names}
    if any(word in name for name in lower for word in MACROS):
        raise Unreadable("Ce classeur contient des macros : enregistrez-le en .xlsx ou .ods, sans macros.")
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Unreadable("Ce classeur est protégé par un mot de passe : retirez-le.")
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "content.xml" in lower and "mimetype" in lower:
        return "ods"
    raise Unreadable("Cette archive n'est ni un classeur .xlsx, ni un classeur .ods.")


def part_of(archive, kind, sheet):
    """Where the cells of ``sheet`` are: its name in ODS, the part that the workbook's relations give in XLSX."""
    if kind == "ods":
        return sheet
    relation = {}
    for entry in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 (no doctype: measured)
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet:
            relation = {key.rpartition("}")[2]: value for key, value in entry.items()}
    for entry in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if entry.get("Id") == relation.get("id"):
            target = entry.get("Target")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def measure(archive, kind, scan):
    """Reads every part to its end, never trusting the sizes that it declares."""
    total = 0
    for name in archive.namelist():
        walker = None
        if kind == "ods" and name == "content.xml":
            walker = scan.ods()
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            walker = scan.xlsx(name)
        elif name.endswith((".xml", ".rels")):
            walker = without_entities()
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                total += len(piece)
                if total > MOST_UNZIPPED:
                    raise Unreadable(
                        "Décompressé, ce classeur est démesuré : gardez-en une seule feuille, sans mise en forme."
                    )
                if walker:
                    walker.Parse(piece, False)
        if walker:
            walker.Parse(b"", True)


def without_entities():
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def refuse_doctype(*args):
    raise Unreadable("Ce classeur cache des définitions XML qu'aucun tableur n'écrit : il est refusé.")


class Scan:
    """How far the values of each sheet go, and where its formulas stand: ``{sheet: {(row, column)}}``, from 1."""

    def __init__(self):
        self.formulas = {}

    def check(self, row, column):
        if column > MOST_COLUMNS:
            raise too_many_columns()
        if row > LAST_ROW:
            raise too_many_rows()

    def note(self, sheet, rows, columns):
        """The cells of a formula."""
        self.formulas[sheet].update(product(rows, columns))
        if len(self.formulas[sheet]) > MOST_FORMULAS:
            raise Unreadable("Ce classeur est fait de formules : gardez-en les valeurs (collage spécial, valeurs).")

    def xlsx(self, sheet):
        parser = without_entities()
        self.formulas[sheet] = set()
        row = column = 0

        def start(name, attributes):
            nonlocal row, column
            match name.rpartition(":")[2]:
                case "row":
                    row, column = int(attributes.get("r", row + 1)), 0
                case "c":
                    column = column_number(attributes["r"]) if "r" in attributes else column + 1
                case "f":
                    self.check(row, column)
                    self.note(sheet, [row], [column])
                case "v" | "is":
                    self.check(row, column)

        parser.StartElementHandler = start
        return parser

    def ods(self):
        parser = without_entities()
        sheet, row, rows, column = "", 1, 0, 0

        def start(name, attributes):
            nonlocal sheet, row, rows, column
            match name:
                case "table:table":
                    sheet, row, rows = attributes.get("table:name", ""), 1, 0
                    self.formulas[sheet] = set()
                case "table:table-row":
                    row, rows, column = row + rows, int(attributes.get("table:number-rows-repeated", 1)), 0
                case "table:table-cell" | "table:covered-table-cell":
                    first, column = column + 1, column + int(attributes.get("table:number-columns-repeated", 1))
                    said = "table:formula" in attributes
                    if said or "office:value-type" in attributes:
                        self.check(row + rows - 1, column)
                    if said:
                        self.note(sheet, range(row, row + rows), range(first, column + 1))

        parser.StartElementHandler = start
        return parser


def column_number(reference):
    """``"AB12"`` gives 28."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def as_text(value):
    """As a person would read it in the sheet: whole numbers without a point, dates in ISO."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime.datetime():
            return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(timespec="minutes")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            return (datetime.datetime.min + value % datetime.timedelta(days=1)).time().isoformat()
    return str(value)[: MOST_CELL + 1]
