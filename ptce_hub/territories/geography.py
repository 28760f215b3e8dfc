"""What a folder of geography files describes: places, their other names, and what became of the vanished ones."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .rows import Problems, find_file, read_table

DATA = Path(__file__).resolve().parent / "data"
FILES = (
    *("counts.json", "areas.json", "regions.csv", "former_regions.csv", "departments.csv", "epci.csv", "ept.csv"),
    *("communes.csv", "former_communes.csv", "usual_names.csv", "changes.csv"),
)


@dataclass(slots=True)
class Place:
    """A territory as the files give it: what it links to is named by code, or by ``(kind, code)``."""

    kind: str
    code: str
    name: str
    nature: str = ""
    region: str = ""
    department: str = ""
    epci: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False
    west: float | None = None
    south: float | None = None
    east: float | None = None
    north: float | None = None
    zone: str = ""
    ended: str = ""
    communes: tuple = ()
    anchors: tuple = ()
    successors: tuple = ()

    @property
    def key(self):
        return self.kind, self.code


class OtherName(NamedTuple):
    """An alias as the files give it; ``target`` is the ``(kind, code)`` it leads to."""

    target: tuple
    nature: str
    code: str
    name: str


@dataclass
class Geography:
    folder: Path
    vintage: str = ""
    places: dict = field(default_factory=dict)  # (kind, code) → Place
    names: list = field(default_factory=list)
    changes: dict = field(default_factory=dict)  # old code → the new ones, from changes.csv
    problems: Problems = field(default_factory=Problems)
    capitals: list = field(default_factory=list)  # rows whose capital is checked once the communes are read
    epci_rows: list = field(default_factory=list)  # rows whose number of communes is checked then

    def of_kind(self, kind):
        return {code: place for (each, code), place in self.places.items() if each == kind}

    def codes(self, kind):
        return set(self.of_kind(kind))

    def add_place(self, place):
        self.places[place.key] = place

    def add(self, row, place):
        """Keeps the place that ``row`` describes, unless its code is taken."""
        if place.key in self.places:
            row.refuse("code", "ce code est déjà pris plus haut ; gardez une seule ligne.")
        self.add_place(place)

    def table(self, name, columns, optional=False):
        return read_table(self.folder, f"{name}.csv", columns.split(), self.problems, optional)


def digest(folder):
    """A fingerprint of the files, to tell whether they were loaded already."""
    total = hashlib.sha256()
    for name in FILES:
        path = find_file(folder, name)
        total.update(name.encode() + (hashlib.sha256(path.read_bytes()).digest() if path else b"-"))
    return total.hexdigest()
