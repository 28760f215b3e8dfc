"""A process killed at any moment of an import leaves each unit whole or not begun; asked again, it goes on."""

import os
import random
from contextlib import contextmanager

import pytest
from django.db import connection

from actors.models import Structure
from actors.tables import STRUCTURES
from ptce_hub.directory.tabular import running
from ptce_hub.directory.tabular.running import State, go_on, start
from tests.tabulating import checked, is_whole, table

pytestmark = pytest.mark.django_db
TIMES = int(os.environ.get("KILLS", "25"))


class Killed(BaseException):
    """What no code catches, as a process that is no more."""


@contextmanager
def killed_at(query):
    """The process dies at that query, counted from now."""
    count = 0

    def dies(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == query:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dies):
        yield


def carried_on(run, rng, kills):
    """The run, brought to the end of its step through as many ``kills`` as it takes."""
    while True:
        try:
            with killed_at(rng.randrange(1, 60)):
                return go_on(STRUCTURES, run.pk, None), kills
        except Killed:
            kills += 1
            is_whole(run)
            if kills >= TIMES:
                return go_on(STRUCTURES, run.pk, None), kills


def test_an_import_killed_at_any_query_is_whole_each_time(monkeypatch):
    monkeypatch.setattr(running, "UNIT", dict.fromkeys(running.UNIT, 3))
    rng = random.Random(1)  # noqa: S311
    run = checked(table(*(f"{number};Atelier n° {number} d'essai;asso;Lyon;69001;;" for number in range(15))))
    run.rows.filter(outcome="aside").update(choice="other", outcome="")
    start(run, State.CHECKING)
    run, kills = carried_on(run, rng, 0)

    while kills < TIMES:
        start(run, State.APPLYING)
        run, kills = carried_on(run, rng, kills)
        assert run.state == State.APPLIED
        assert is_whole(run) == {(True, ""): 15}
        start(run, State.UNDOING)
        run, kills = carried_on(run, rng, kills)
        assert run.state == State.UNDONE
        assert not Structure.objects.exists()
        run.rows.update(applied=False, undone="", outcome="")
        start(run, State.CHECKING)
        run, kills = carried_on(run, rng, kills)
