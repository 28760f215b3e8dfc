"""Reads a CSV file row by row and says, in French, what is wrong, where, and how to mend it."""

import csv
import gzip
import re
from dataclasses import dataclass, field
from typing import NamedTuple

SHOWN_PROBLEMS = 20
BOX = ("west", "south", "east", "north")


class InvalidFolder(ValueError):
    """The files of a folder cannot be loaded; its text is the report for the person who prepared them."""


class Shape(NamedTuple):
    """What a code looks like: for the machine, then for the reader."""

    pattern: str
    words: str


@dataclass
class Problems:
    """What is wrong in a folder, collected so that one run shows everything."""

    lines: list = field(default_factory=list)

    def add(self, file, line, column, value, mend):
        place = f"{file}, ligne {line}" if line else file
        about = f", colonne « {column} », valeur « {str(value)[:80]} »" if column else ""
        self.lines.append(f"{place}{about} : {mend}")

    def stop_if_any(self):
        if not self.lines:
            return
        shown = self.lines[:SHOWN_PROBLEMS]
        rest = len(self.lines) - len(shown)
        if rest:
            shown.append(f"… et {rest} autre(s).")
        title = f"Rien n'a été changé : {len(self.lines)} erreur(s) dans les fichiers."
        raise InvalidFolder("\n".join([title, *(f"- {line}" for line in shown)]))


@dataclass(slots=True)
class Row:
    """One line of a CSV file; each question about a cell notes a problem when the answer is no."""

    cells: dict
    file: str
    line: int
    problems: Problems

    def refuse(self, column, mend):
        self.problems.add(self.file, self.line, column, self.cells[column], mend)

    def text(self, column, limit=200):
        """The cell, which may not be empty."""
        value = self.cells[column]
        if not value.strip() or len(value) > limit:
            self.refuse(column, f"écrivez un texte de 1 à {limit} caractères.")
        return value

    def code(self, column, shape, blank=False):
        value = self.cells[column]
        if not (blank and value == "") and not re.fullmatch(shape.pattern, value, re.ASCII):
            self.refuse(column, f"attendu : {shape.words}.")
        return value

    def choice(self, column, allowed):
        value = self.cells[column]
        if value not in allowed:
            self.refuse(column, f"attendu : {', '.join(allowed)}.")
        return value

    def known(self, column, codes, file, blank=False):
        """The code in the cell, which another file must define."""
        value = self.cells[column]
        if value not in codes and not (blank and value == ""):
            self.refuse(column, f"ce code n'existe pas dans {file} ; corrigez-le ou ajoutez-y la ligne.")
        return value

    def parts(self, column, codes=None, shape=None):
        """The codes between ``|``, all of them in ``codes`` or of that shape."""
        values = self.cells[column].split("|") if self.cells[column] else []
        for value in values:
            if (codes is not None and value not in codes) or (
                shape and not re.fullmatch(shape.pattern, value, re.ASCII)
            ):
                wanted = shape.words if shape else "des codes qui existent dans les autres fichiers"
                self.refuse(column, f"« {value[:40]} » ne va pas ; attendu : {wanted}, séparés par |.")
        return values

    def count(self, column):
        """A whole number or None."""
        value = self.cells[column]
        if value and not (value.isascii() and value.isdigit() and len(value) < 10):
            self.refuse(column, "attendu : un nombre entier, ou rien.")
            return None
        return int(value) if value else None

    def degrees(self, column, limit):
        """Degrees within ±``limit``, or None."""
        value = self.cells[column]
        if not value:
            return None
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,10})?", value, re.ASCII) or abs(float(value)) > limit:
            self.refuse(column, f"attendu : des degrés décimaux de −{limit} à {limit}, avec un point.")
            return None
        return float(value)

    def point(self):
        """Latitude and longitude, both or neither."""
        latitude, longitude = self.degrees("lat", 90), self.degrees("lon", 180)
        if (latitude is None) != (longitude is None):
            self.refuse("lat", "donnez la latitude et la longitude, ou aucune des deux.")
        return {"latitude": latitude, "longitude": longitude}

    def box(self):
        """The four sides in order, or four times None."""
        sides = {side: self.degrees(side, 90 if side in ("south", "north") else 180) for side in BOX}
        values = list(sides.values())
        if None in values:
            if any(value is not None for value in values):
                self.refuse("west", "donnez les quatre côtés du cadre, ou aucun.")
        elif sides["west"] > sides["east"] or sides["south"] > sides["north"]:
            self.refuse("west", "l'ouest dépasse l'est, ou le sud dépasse le nord : remettez-les dans l'ordre.")
        return sides


def find_file(folder, name):
    """``name`` in ``folder``, plain or gzipped; None when it is not there."""
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def read_table(folder, name, columns, problems, optional=False):
    """The rows of a CSV file, checked for its columns only."""
    path = find_file(folder, name)
    if path is None:
        if not optional:
            problems.add(name, None, None, None, f"ce fichier manque dans {folder} ; ajoutez-le (ou sa forme .gz).")
        return []
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
            return list(rows_of(csv.reader(stream), path.name, columns, problems))
    except UnicodeDecodeError:
        problems.add(path.name, None, None, None, "ce fichier n'est pas en UTF-8 ; enregistrez-le dans ce codage.")
    except (OSError, EOFError, csv.Error) as error:
        problems.add(path.name, None, None, None, f"ce fichier est illisible ({error}) ; reprenez-le à la source.")
    return []


def rows_of(lines, file, columns, problems):
    header = next(lines, [])
    missing = [column for column in columns if column not in header]
    if missing:
        problems.add(file, 1, None, None, f"colonne(s) manquante(s) : {', '.join(missing)}.")
        return
    for cells in lines:
        if len(cells) == len(header):
            yield Row(dict(zip(header, cells, strict=True)), file, lines.line_num, problems)
        else:
            mend = f"{len(cells)} cellules au lieu de {len(header)} ; vérifiez les virgules et les guillemets."
            problems.add(file, lines.line_num, None, None, mend)
