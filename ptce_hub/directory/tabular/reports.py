"""What a run says of its rows: counts, lines to read, and the refused ones as a file to mend and bring back."""

import csv
import io

from ptce_hub.directory.files.writing import cell, drained
from ptce_hub.directory.tabular.checking import counts
from ptce_hub.directory.tabular.models import ImportRun, Outcome

REASON = "motif du refus"


def reasons_of(row):
    """The messages of a row as sentences."""
    return [f"{label} : {text}" if label else text for label, text in row.messages]


def differences(table, row):
    """What an update changes, as triples of a label, what was and what will be."""
    fields = {field.name: field for field in table.fields}
    return [
        (fields[name].label, fields[name].tell(before), fields[name].tell(after))
        for name, (before, after) in row.changes.items()
        if name in fields
    ]


def write_refused(run):
    """The rows refused or put aside, as they came, with a column that says why; read again by ``receive``."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([*map(cell, run.headings), REASON])
    yield "\ufeff" + drained(lines)
    rows = run.rows.filter(outcome__in=[Outcome.REFUSED, Outcome.ASIDE]).order_by("number")
    width = len(run.headings)
    for row in rows.iterator(chunk_size=500):
        cells = [cell(text) for text in (row.cells + [""] * width)[: max(width, len(row.cells))]]
        writer.writerow([*cells, " ".join(reasons_of(row))])
        yield drained(lines)


def lines_of(table, run):
    """The whole report as text, for the command."""
    yield from run.notes
    found = counts(run)
    read = found["read"]
    each = ", ".join(outcome.counted(found[outcome]) for outcome in Outcome)
    yield f"{read} ligne{'s' if read > 1 else ''} lue{'s' if read > 1 else ''} : {each}."
    told = {Outcome.REFUSED, Outcome.ASIDE, Outcome.UPDATED}
    for row in run.rows.filter(outcome__in=told).iterator(chunk_size=500):
        yield f"ligne {row.number}, {row.name or 'sans nom'} : {row.get_outcome_display()}. {' '.join(reasons_of(row))}"
        for label, before, after in differences(table, row):
            yield f"    {label} : {before} → {after}"
        for _, name, why in row.candidates:
            yield f"    peut-être {name}. {why}"
    if run.state == ImportRun.State.UNDONE:
        for row in run.rows.exclude(undone__in=["", "annulée"]):
            yield f"ligne {row.number}, {row.name} : {row.undone}"
