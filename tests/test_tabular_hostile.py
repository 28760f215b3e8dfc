"""Files made to harm, or spoilt beyond reading: refused in a sentence, in little time and memory."""

import contextlib
import io
import resource
import time
import zipfile

import pytest
from openpyxl import Workbook

from actors.models import Structure
from ptce_hub.directory.tabular.cells import Wrong, clean
from ptce_hub.directory.tabular.exporting import CONTENT, CONTENT_END, MANIFEST, ODS, write_ods
from ptce_hub.directory.tabular.fields import Text
from ptce_hub.directory.tabular.limits import MOST_BYTES, MOST_CELL, Unreadable
from ptce_hub.directory.tabular.reading import read_sheet

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows=(("nom", "nature"), ("Groupe Archer", "asso"))):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content, name, data):
    """The archive with one more part, or another in place of that one."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        with new.open(name, "w", force_zip64=True) as part:
            for piece in data:
                part.write(piece)
    return file.getvalue()


def sheet_of(cells):
    return [
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
        *cells,
        b"</sheetData></worksheet>",
    ]


def ods_of(rows):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", CONTENT + rows + CONTENT_END)
    return file.getvalue()


def refusal(content, name="tableau.xlsx"):
    """Why the file is refused: within five seconds of work, and 300 MB more than before at the most."""
    begun, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable) as refused:
        read_sheet(content, name)
    assert time.process_time() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 300_000  # kilobytes
    return str(refused.value)


def ods_row(more, times=1):
    first = '<table:table-cell office:value-type="string"><text:p>nom</text:p></table:table-cell>'
    return f'<table:table-row table:number-rows-repeated="{times}">{first}{more}</table:table-row>'


def with_cell(reference, row):
    """A workbook with one value, far away."""
    return with_part(workbook(), SHEET, sheet_of([b'<row r="%d"><c r="%s"><v>1</v></c></row>' % (row, reference)]))


MILLION = '<table:table-cell table:number-columns-repeated="1000000" office:value-type="float" office:value="1"/>'

#: Made only when asked for: some weigh hundreds of megabytes before they are zipped.
HOSTILE = {
    "empty": (lambda: b"", "vide"),
    "blank": (lambda: b"\xef\xbb\xbf \r\n\t\n", "vide"),
    "too large": (lambda: b"nom;nature\n" * (MOST_BYTES // 11 + 2), "Mo"),
    "page": (lambda: b"\n <!DOCTYPE html><html><body><table>", "page web"),
    "page as a spreadsheet writes it": (
        lambda: b'<html xmlns:o="urn:schemas-microsoft-com:office:office">',
        "page web",
    ),
    "old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    "pdf": (lambda: b"%PDF-1.7 nom;nature", "pas un tableau"),
    "binary": (lambda: b"nom;nature\nx\0y;asso", "pas un tableau"),
    "utf-16": (lambda: "nom;nature\nx;asso".encode("utf-16"), "UTF-16"),
    "mixed encodings": (lambda: "nom\nÉcole\n".encode() + "Fête\n".encode("cp1252"), "deux encodages"),
    "no known encoding": (lambda: b"nom;nature\nx\x81y;asso", "encodage"),
    "quote never closed": (lambda: b'nom;nature\n"x;asso\n' + b"y;asso\n" * 5000, "guillemet"),
    "a million columns": (lambda: b"nom;" * 1_000_000 + b"\nx", "colonnes"),
    "a million rows": (lambda: b"nom;nature\n" + b"x;y\n" * 1_000_000, "lignes"),
    "broken archive": (lambda: workbook()[:50] + b"x" * 90, "abîmé"),
    "another archive": (
        lambda: with_part(ods_of(""), "mimetype2", [b""]).replace(b"content.xml", b"contenu.xml"),
        "ni un",
    ),
    "macros": (lambda: with_part(workbook(), "xl/vbaProject.bin", [b"x"]), "macros"),
    "ods with macros": (lambda: with_part(ods_of(""), "Basic/Standard/Module1.xml", [b"x"]), "macros"),
    "bomb": (lambda: with_part(workbook(), SHEET, sheet_of([b" " * 1_000_000] * 400)), "démesuré"),
    "bomb beside": (lambda: with_part(workbook(), "xl/media/image.bin", [b"\0" * 1_000_000] * 400), "démesuré"),
    "far cell": (lambda: with_cell(b"XFD1", 1), "colonnes"),
    "far row": (lambda: with_cell(b"A1048576", 1_048_576), "lignes"),
    "entities": (
        lambda: with_part(workbook(), SHEET, [b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;']),
        "définitions",
    ),
    "repeated cells": (lambda: ods_of(ods_row(MILLION)), "colonnes"),
    "repeated rows": (lambda: ods_of(ods_row("", 1_000_000)), "lignes"),
    "empty sheet": (lambda: workbook([]), "aucune ligne"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(what):
    make, said = HOSTILE[what]

    assert said in refusal(make(), "liste.csv")


def test_a_formula_never_gives_its_last_value():
    content = workbook([("nom", "nature"), ("=1+1", "asso")])
    book = with_part(content, SHEET, sheet_of([
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c></row>',
        b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><v>3</v></c></row>',
    ]))  # fmt: skip

    assert read_sheet(book, "x.xlsx").rows[1] == (2, ["=…", "3"])


def test_a_long_text_is_read_in_a_time_that_its_length_bounds():
    """No pattern goes back over what it has read: a cell holds up to twenty thousand signs."""
    text, begun = Structure._meta.get_field("summary"), time.process_time()
    for piece in ("x", "a@", "06 ", "é.", "=", "+33 6 ", "- "):
        with contextlib.suppress(Wrong):
            Text(text, "presentation").value_of(clean(piece * (MOST_CELL // len(piece))), [].append)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_texts_are_read_whatever_their_encoding_and_separator(encoding, delimiter):
    text = f"nom{delimiter}présentation\nL’École{delimiter}«\u00a0Été\u00a0», œuvre\n".replace(", œuvre", " œuvre")

    assert read_sheet(text.encode(encoding), "x.csv").rows == [
        (1, ["nom", "présentation"]), (2, ["L’École", "«\u00a0Été\u00a0» œuvre"]),
    ]  # fmt: skip


def test_workbooks_of_both_kinds_say_the_same():
    rows = [["nom", "valeur"], ["é|&<x>", 3], ["", "'=1"]]

    read = {kind: read_sheet(content, "x").rows for kind, content in (
        ("xlsx", workbook(rows)), ("ods", write_ods(rows).read()),
    )}  # fmt: skip

    assert read["xlsx"] == read["ods"] == [(1, ["nom", "valeur"]), (2, ["é|&<x>", "3"]), (3, ["", "'=1"])]
