"""What a person hands over, made into rows of text; anything hostile or spoilt is refused in a sentence.

Nothing is believed before it is measured: the size, what the first bytes are, and how much an archive swells.
"""

from ptce_hub.directory.tabular.delimited import read_delimited
from ptce_hub.directory.tabular.limits import (
    HEADINGS_WITHIN,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Unreadable,
    too_large,
    too_many_columns,
    too_many_rows,
)
from ptce_hub.directory.tabular.workbooks import OTHERS, read_workbook

FIRST_SHEET = "Seule la première feuille visible est lue : mettez-y le tableau."

MARKUP = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<body", b"<?xml", b"<script", b"<style", b"<div")


def read_sheet(content, name):
    """The ``Sheet`` of the bytes ``content`` of a file called ``name``; ``Unreadable`` says why, and the mend."""
    if not content.strip(b"\xef\xbb\xbf\0 \t\r\n"):
        raise Unreadable("Ce fichier est vide.")
    if len(content) > MOST_BYTES:
        raise too_large()
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"pk\x03\x04") or start.startswith(b"pk\x05\x06"):
        sheet = read_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "C'est un classeur d'un ancien Excel (.xls) ou protégé par un mot de passe : "
            "enregistrez-le au format .xlsx, sans mot de passe."
        )
    elif start.startswith(MARKUP) or b"<html" in start:
        raise Unreadable(
            f"« {name} » est une page web, non un tableau : ouvrez-la dans un tableur, enregistrez-la en .xlsx."
        )
    elif start.startswith(
        (b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf")
    ):
        raise Unreadable(f"« {name} » n'est pas un tableau : il faut un fichier CSV, XLSX ou ODS.")
    else:
        sheet = read_delimited(content)
    return measured(sheet)


def measured(sheet):
    if not sheet.rows:
        raise Unreadable("Ce fichier n'a aucune ligne remplie.")
    if len(sheet.rows) > MOST_ROWS + HEADINGS_WITHIN:
        raise too_many_rows()
    if max(len(cells) for _, cells in sheet.rows) > MOST_COLUMNS:
        raise too_many_columns()
    return sheet


def split_headings(sheet, known):
    """The headings, the rows under them, and what was passed over above them.

    The headings are the first row, among the first ones, in which ``known`` recognises the most titles.
    ``Unreadable`` when no row has any.
    """
    best, best_count = None, 0
    for position, (_, cells) in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        count = len({known(cell) for cell in cells} - {""})
        if count > best_count:
            best, best_count = position, count
    if best is None:
        raise Unreadable(
            "Aucun titre de colonne n'est reconnu dans les vingt premières lignes. Ajoutez une ligne de titres : "
            "nom, nature, commune, code postal, siret…" + (f" {FIRST_SHEET}" if OTHERS in sheet.notes else "")
        )
    _, headings = sheet.rows[best]
    formula = next((text for text in headings if text.startswith("=")), None)
    if formula:
        raise Unreadable("Un titre de colonne est une formule : remplacez-la par sa valeur.")
    rows = sheet.rows[best + 1 :]
    if not rows:
        raise Unreadable("Ce tableau n'a que des titres : aucune ligne à importer.")
    if len(rows) > MOST_ROWS:
        raise too_many_rows()
    notes = (
        [f"{best} ligne{'s' if best > 1 else ''} au-dessus des titres : non lue{'s' if best > 1 else ''}."]
        if best
        else []
    )
    return [heading.strip() for heading in headings], rows, notes
