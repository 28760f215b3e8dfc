"""Folders of geography files for the tests: the real ones, with some lines changed."""

import contextlib
import csv
import gzip
import json
import shutil
from collections import Counter

from django.db import connection, transaction

from ptce_hub.territories.geography import DATA
from ptce_hub.territories.importing import load
from ptce_hub.territories.models import Alias, Containment, LoadedVintage, Territory
from ptce_hub.territories.outlines import OfficialPoint, Outline
from ptce_hub.territories.rows import find_file


class Folder:
    """A copy of the real folder, or of another, whose tables can be rewritten."""

    def __init__(self, path, source=DATA):
        self.path = path / "geography"
        shutil.copytree(source, self.path)

    def shrink(self, *departments):
        """Keeps the real communes of these departments, and those that the other tables name: read in no time."""
        named = {row["capital"] for name in ("regions.csv", "departments.csv") for row in self.rows(name)}
        named |= {code for row in self.rows("ept.csv") for code in row["communes"].split("|")}
        kept = [row for row in self.rows("communes.csv") if row["department"] in departments or row["code"] in named]
        codes = {row["code"] for row in kept}
        self.write("communes.csv", kept)
        former = [row for row in self.rows("former_communes.csv") if row["current_code"] in codes]
        self.write("former_communes.csv", former)
        usual = [
            row
            for row in self.rows("usual_names.csv")
            if row["kind"] in ("region", "department") or row["code"] in codes
        ]
        self.write("usual_names.csv", usual)
        areas = json.loads((self.path / "areas.json").read_text(encoding="utf-8"))
        (self.path / "areas.json").write_text(json.dumps(areas[:1]), encoding="utf-8")
        self.settle()
        self.state(vintage="2026")
        return self

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


@contextlib.contextmanager
def small_country(folder):
    """Within the block, the territories are those of the ``folder`` alone: a few departments load in no time."""
    with transaction.atomic():
        empty()
        load(folder.path)
        yield
        transaction.set_rollback(True)


def empty():
    if connection.vendor == "postgresql":  # where each row deleted would be looked for in forty tables
        connection.cursor().execute(f"TRUNCATE {Territory._meta.db_table} CASCADE")
        LoadedVintage.objects.all().delete()
        return
    lists = [getattr(Territory, name).through for name in ("communes", "anchors", "successors")]
    for model in (Containment, Alias, Outline, OfficialPoint, LoadedVintage, *lists, Territory):
        model._base_manager.all()._raw_delete("default")
