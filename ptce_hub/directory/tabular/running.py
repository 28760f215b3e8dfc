"""Moves a run forward by units, a few seconds at a time: no daemon, and whatever stops it, asking again goes on.

A unit is one transaction: its rows and what it did to the directory are both there, or neither.
"""

import time

from django.db import connection, transaction

from ptce_hub.directory.search.indexing import indexed_together
from ptce_hub.directory.tabular.applying import apply_rows, save_rows
from ptce_hub.directory.tabular.checking import Checker
from ptce_hub.directory.tabular.models import ImportRun, Outcome
from ptce_hub.directory.tabular.undoing import undo_rows
from ptce_hub.territories.planning import tell_how_tables_are_filled

State = ImportRun.State
UNIT = {State.CHECKING: 500, State.APPLYING: 50, State.UNDOING: 200}
NEXT = {State.CHECKING: State.CHECKED, State.APPLYING: State.APPLIED, State.UNDOING: State.UNDONE}
SLICE = 4  # seconds of work in one answer


def go_on(table, pk, seconds=SLICE):
    """Work on the run for about that long; gives the run as it then is. ``seconds=None`` works to the end."""
    end = None if seconds is None else time.monotonic() + seconds
    while (run := one_unit(table, pk)).state in UNIT:
        if end is not None and time.monotonic() > end:
            break
    return run


@transaction.atomic
def one_unit(table, pk):
    """Do the next unit, alone: another request that works on the same run waits for this one."""
    run = locked(pk)
    if run.state not in UNIT:
        return run
    rows = list(waiting(run)[: UNIT[run.state]])
    if not rows:
        run.state = NEXT[run.state]
        run.save(update_fields=["state", "updated_at"])
        if run.state == State.APPLIED:
            tell_how_tables_are_filled()
        return run
    with indexed_together():
        if run.state == State.CHECKING:
            Checker(table, run).check(rows)
        elif run.state == State.APPLYING:
            apply_rows(table, run, rows)
        else:
            undo_rows(table, run, rows)
    save_rows(rows)
    failed = any(row.outcome in (Outcome.REFUSED, Outcome.ASIDE) for row in rows)
    if run.state == State.APPLYING and failed and not run.keep_good:
        run.state = State.UNDOING  # all or nothing was asked, and one row no longer passes
        run.save(update_fields=["state", "updated_at"])
    return run


def locked(pk):
    runs = ImportRun.objects.select_related("user", "undone_by")
    if connection.features.has_select_for_update:
        runs = runs.select_for_update(of=("self",))
    return runs.get(pk=pk)


def waiting(run):
    """The rows of the run that its present state has still to go through."""
    if run.state == State.CHECKING:
        return run.rows.filter(outcome="").order_by("number")
    if run.state == State.APPLYING:
        return run.rows.filter(applied=False).exclude(outcome__in=[Outcome.REFUSED, Outcome.ASIDE]).order_by("number")
    return run.rows.filter(undone="", applied=True).order_by("-number")


def progress(run):
    """How many rows are done, and of how many, in the present state."""
    left = waiting(run).count()
    if run.state == State.CHECKING:
        total = run.rows.count()
    elif run.state == State.APPLYING:
        total = run.rows.exclude(outcome__in=[Outcome.REFUSED, Outcome.ASIDE]).count()
    else:
        total = run.rows.filter(applied=True).count()
    return total - left, total


def start(run, state):
    """Begin a step; the work itself is ``go_on``'s."""
    run.state = state
    run.save(update_fields=["state", "updated_at"])
