"""Folders of geography files for the tests: the real ones, with some lines changed."""

import csv
import gzip
import json
import shutil
from collections import Counter

from ptce_hub.territories.geography import DATA
from ptce_hub.territories.rows import find_file


class Folder:
    """A copy of the real folder whose tables can be rewritten."""

    def __init__(self, path):
        self.path = path / "geography"
        shutil.copytree(DATA, self.path)

    def rows(self, name):
        path = find_file(self.path, name)
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def write(self, name, rows):
        """Plain, in place of the gzipped form if there was one."""
        (self.path / f"{name}.gz").unlink(missing_ok=True)
        with (self.path / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, name, line, /, **cells):
        """Line 2 is the first row of the table, as in the reports."""
        rows = self.rows(name)
        rows[line - 2] |= cells
        self.write(name, rows)

    def state(self, **counts):
        (self.path / "counts.json").write_text(json.dumps(counts), encoding="utf-8")

    def settle(self):
        """Makes each EPCI count its communes, and leaves out those without any."""
        members = Counter(row["epci"] for row in self.rows("communes.csv"))
        rows = [row | {"communes": members[row["code"]]} for row in self.rows("epci.csv") if members[row["code"]]]
        self.write("epci.csv", rows)
