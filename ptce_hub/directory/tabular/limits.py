"""How much a file may hold, what says no when it holds more, and the rows that came out of it."""

from dataclasses import dataclass, field

MOST_BYTES = 20_000_000  # of a file, as sent
MOST_UNZIPPED = 120_000_000  # bytes, of everything in a workbook
MOST_PARTS = 2_000  # files in a workbook
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELL = 20_000  # signs
HEADINGS_WITHIN = 20  # rows; titles and logos stand above the headings of many tables


class Unreadable(Exception):
    """Why a file cannot be read and how to mend it, in French, for the person who sent it."""


def in_french(number):
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


@dataclass
class Sheet:
    """Rows as read: their number in the file and their cells, texts; ``notes`` tells what had to be decided."""

    rows: list
    notes: list = field(default_factory=list)
    delimiter: str = ""


def too_large():
    return Unreadable(
        f"Ce fichier pèse plus de {MOST_BYTES // 1_000_000} Mo : coupez-le en plusieurs, ou retirez-en les images."
    )


def too_many_rows():
    return Unreadable(f"Ce tableau a plus de {in_french(MOST_ROWS)} lignes : coupez-le en plusieurs fichiers.")


def too_many_columns():
    return Unreadable(
        f"Ce tableau a plus de {MOST_COLUMNS} colonnes : ne gardez que celles de l'annuaire (nom, nature, commune…)."
    )
