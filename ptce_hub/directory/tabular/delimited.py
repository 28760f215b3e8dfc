"""Tables in text: UTF-8 with or without its mark, or Windows-1252; comma, semicolon or tab."""

import csv
import io
import re

from ptce_hub.directory.tabular.limits import (
    HEADINGS_WITHIN,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    Unreadable,
    too_many_columns,
    too_many_rows,
)

#: The letters and signs of French texts, as UTF-8 writes them: « é » is C3 A9.
UTF8_SIGN = re.compile(rb"[\xc2\xc3\xc5][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]|\xef\xbb\xbf")
HIGH = re.compile(rb"[\x80-\xff]")
#: « œ » and « Œ » as ISO-8859-15 has them, beside a letter; Windows-1252 would make fractions of them.
LATIN_9 = re.compile(rb"[\xbc\xbd](?=[a-zA-Z\xc0-\xff])")
ONLY_1252 = re.compile(rb"[\x80-\x9f]")
SEPARATOR_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
NAMES = {",": "virgule", ";": "point-virgule", "\t": "tabulation"}
LINES_SWALLOWED = 60  # lines in one cell; more is a quote that was never closed


def read_delimited(content):
    text, encoding = decoded(content)
    said = SEPARATOR_SAID.match(text)
    first_line = 1
    if said:
        text, first_line = text[said.end() :], 2
    delimiter = said[1] if said and said[1] in NAMES else separator_of(text)
    rows = list(rows_of(text, delimiter, first_line))
    return Sheet(rows, [f"Lu comme CSV {encoding}, séparateur : {NAMES[delimiter]}."], delimiter)


def decoded(content):
    """The text and the name of its encoding; ``Unreadable`` for a mixture, and for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("Ce fichier est en UTF-16 : enregistrez-le en « CSV UTF-8 ».")
    if b"\0" in content:
        raise Unreadable("Ce fichier n'est pas un tableau en texte : il faut un fichier CSV, XLSX ou ODS.")
    try:
        marked = content.startswith(b"\xef\xbb\xbf")
        return content.decode("utf-8-sig"), "UTF-8 avec marque" if marked else "UTF-8"
    except UnicodeDecodeError:
        pass
    if line := mixed_at(content):
        raise Unreadable(
            f"Ce fichier mêle deux encodages, UTF-8 et Windows-1252 (vers la ligne {line}). "
            "Ouvrez-le dans un tableur, corrigez les lettres abîmées et enregistrez-le en « CSV UTF-8 »."
        )
    if LATIN_9.search(content) and not ONLY_1252.search(content):
        return content.decode("iso-8859-15"), "ISO-8859-15"
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"L'encodage de ce fichier n'est pas reconnu (ligne {line}) : enregistrez-le en « CSV UTF-8 »."
        ) from None


def mixed_at(content):
    """The line where the rarer of two encodings stands; None when only one is there."""
    utf8 = UTF8_SIGN.search(content)
    if not utf8:
        return None
    alone = HIGH.search(UTF8_SIGN.sub(lambda found: b"_" * len(found[0]), content))
    return content.count(b"\n", 0, max(utf8.start(), alone.start())) + 1 if alone else None


def separator_of(text):
    """That which cuts the first lines in the most columns, the same number in most of them."""
    lines = text[:50_000].splitlines()[:HEADINGS_WITHIN]

    def evenness(delimiter):
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (usual > 1, widths.count(usual), usual)

    try:
        return max(NAMES, key=evenness)
    except csv.Error:
        raise Unreadable("Une case du début de ce fichier est démesurée : un guillemet n'y est pas fermé.") from None


def rows_of(text, delimiter, first_line):
    """Each row that says something, with the number of the line where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, count = first_line, 0
    try:
        for cells in reader:
            here, line = line, first_line + reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS + HEADINGS_WITHIN:
                raise too_many_rows()
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns()
            if line - here > LINES_SWALLOWED or max(map(len, cells)) > MOST_CELL:
                raise unclosed(here)
            yield here, cells
    except csv.Error:
        raise unclosed(line) from None


def unclosed(line):
    return Unreadable(
        f'Une case qui commence à la ligne {line} est démesurée : un guillemet (") y est ouvert et jamais fermé.'
    )
