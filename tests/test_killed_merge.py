"""The process is killed at random during a merge: all of it is there, or nothing."""

import os
import time

import pytest

from ptce_hub.directory.duplicates.merging import merge
from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.duplicates.undoing import undo
from tests.databases import connected_to, copied
from tests.factories import StructureFactory, UserFactory
from tests.killing import kill_at_random
from tests.merging import tie_everything
from tests.tables import all_rows, differing

KILLS = int(os.environ.get("KILLS", "8"))


@pytest.fixture(scope="module")
def bodies(django_db_setup, django_db_blocker):
    """In a database of its own, two structures of one body, and who merges them."""
    with django_db_blocker.unblock(), copied("kills") as database, connected_to(database):
        kept, other = (
            StructureFactory(name="Grands Ensemble", published=True),
            StructureFactory(name="Grands Ensembles"),
        )
        for structure in (kept, other):
            tie_everything(structure)
        yield kept, other, UserFactory(administrator=True)


def test_a_merge_killed_at_any_moment_is_whole_or_not_at_all(bodies):
    kept, other, user = bodies
    before = all_rows()
    undo(merge(kept, [other], {}, user), user)  # the first one writes the queries that a process keeps
    start = time.perf_counter()
    record = merge(kept, [other], {}, user)
    lasts = time.perf_counter() - start
    undo(record, user)
    assert differing(before, all_rows()) == []

    cut_short = done = 0
    for _ in range(KILLS):
        cut_short += kill_at_random(lambda: merge(kept, [other], {}, user), within=1.5 * lasts)
        if record := MergeRecord.objects.filter(undone_at=None).first():
            done += 1
            undo(record, user)
        assert differing(before, all_rows()) == []

    print(f"{KILLS} fusions : {cut_short} interrompues, {done} faites en entier, {KILLS - done} sans trace")
    assert cut_short
