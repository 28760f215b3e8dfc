"""Writing what the check promised: unit by unit, each whole or not at all, and only while the promise still holds."""

from contextlib import contextmanager

from django.db import Error as DatabaseError
from django.db import transaction

from ptce_hub.directory.importing import sentence
from ptce_hub.directory.tabular.checking import Checker, versions_of
from ptce_hub.directory.tabular.models import ImportRow, Origin, Outcome

WRITTEN = (Outcome.CREATED, Outcome.UPDATED)
CHANGED_SINCE = "l'annuaire a changé depuis le contrôle : contrôlez de nouveau cette ligne."


def apply_rows(table, run, rows):
    """Write ``rows``, checked again first: one that would now do something else is put aside. Inside a transaction."""
    promised = {row.pk: (row.outcome, row.object_id, row.changes) for row in rows}
    Checker(table, run).check(rows)
    written = []
    for row in rows:
        if (row.outcome, row.object_id, row.changes) != promised[row.pk]:
            row.outcome = Outcome.ASIDE
            row.messages = [["", CHANGED_SINCE], *row.messages]
        elif row.outcome in WRITTEN:
            written.append(row)
    records = table.records([row.object_id for row in written if row.object_id])
    done = [(row, record) for row in written if (record := write(table, run, row, records.get(row.object_id)))]
    known = table.records([row.object_id for row in rows if row.outcome == Outcome.UNCHANGED])
    remember(table, run, done + [(row, known[row.object_id]) for row in rows if row.object_id in known])
    for row in rows:
        row.applied = True


def write(table, run, row, record):
    """The record created or updated; None, and the row refused, when the database says no."""
    with refusals(row, table.model):
        values = row.values if record is None else {name: after for name, (_, after) in row.changes.items()}
        created = record is None
        if created:
            record = table.new(values, run.status)
        save(table, record, values, run.user, run.reason, already=created)
        row.object_id = record.pk
        return record
    return None


def save(table, record, values, user, reason, already=False):
    """Writes ``values`` to the record with who and why in its history; ``already`` when it has the plain ones."""
    record._change_reason, record._history_user = reason, user
    fields = [field for field in table.fields if field.name in values]
    for field in fields:
        if not field.late and not already:
            field.write(record, values[field.name])
    if not record.pk or any(not field.late for field in fields):
        record.save()
    for field in fields:
        if field.late:
            field.write(record, values[field.name])


@contextmanager
def refusals(row, model):
    """A savepoint in which what the database refuses becomes the row's refusal, in the constraint's own words."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        row.outcome = Outcome.REFUSED
        row.messages = [["", sentence(model, error)], *row.messages]


def remember(table, run, done):
    """Which record each row became and the version it left, for the next import of the same source."""
    versions = versions_of([record for _, record in done])
    there = Origin.objects.filter(noun=table.name, source=run.source, key__in=[row.key for row, _ in done])
    there = {origin.key: origin for origin in there}
    new, changed = [], []
    for row, record in done:
        version = versions.get(record.pk, (None,))[0]
        row.version = version
        origin = there.get(row.key)
        if origin is None:
            new.append(Origin(noun=table.name, source=run.source, key=row.key, object_id=record.pk, version=version,
                              run=run))  # fmt: skip
        elif row.outcome in WRITTEN or origin.object_id != record.pk:
            origin.object_id, origin.version = record.pk, version
            changed.append(origin)
    Origin.objects.bulk_create(new)
    Origin.objects.bulk_update(changed, ["object_id", "version"])


def save_rows(rows):
    """Everything that checking, applying and undoing set, in one query."""
    fields = [field.name for field in ImportRow._meta.fields if field.name not in ("id", "run", "number", "cells")]
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
