"""The process is killed at random during an import or its undoing: each unit is whole, and asked again, it goes on.

``KILLS=100`` for a long run.
"""

import os
import time

import pytest

from actors.models import Structure
from actors.tables import STRUCTURES
from ptce_hub.directory.tabular import running
from ptce_hub.directory.tabular.models import ImportRun
from ptce_hub.directory.tabular.running import State, go_on, start
from tests.databases import connected_to, copied
from tests.killing import kill_at_random
from tests.tabulating import checked, is_whole, table

KILLS, ROWS = int(os.environ.get("KILLS", "3")), 40


@pytest.fixture(scope="module")
def run(django_db_setup, django_db_blocker):
    """In a database of its own, a checked import."""
    with django_db_blocker.unblock(), copied("killed_import") as database, connected_to(database):
        run = checked(table(*(f"{number};Atelier n° {number} d'essai;asso;Lyon;69001;;" for number in range(ROWS))))
        run.rows.update(choice="other", outcome="")
        start(run, State.CHECKING)
        yield go_on(STRUCTURES, run.pk, None)


def test_an_import_killed_at_any_moment_is_whole_and_goes_on(run, monkeypatch):
    monkeypatch.setattr(running, "UNIT", dict.fromkeys(running.UNIT, 10))
    cut_short, times, lasts = 0, 0, {}
    while cut_short < KILLS:
        for state, end, there in ((State.APPLYING, State.APPLIED, ROWS), (State.UNDOING, State.UNDONE, 0)):
            start(run, state)
            while state in lasts and cut_short < KILLS and ImportRun.objects.get(pk=run.pk).state != end:
                cut_short += kill_at_random(lambda: go_on(STRUCTURES, run.pk, None), within=lasts[state])
                is_whole(run)
            began = time.perf_counter()
            go_on(STRUCTURES, run.pk, None)
            lasts.setdefault(state, time.perf_counter() - began)  # the first time, nothing kills it
            assert ImportRun.objects.get(pk=run.pk).state == end
            assert Structure.objects.count() == there
        times += 1
        run.rows.update(applied=False, undone="", outcome="")
        start(run, State.CHECKING)
        go_on(STRUCTURES, run.pk, None)

    print(f"{cut_short} arrêts, {times} imports menés au bout et annulés, rien à moitié fait")
