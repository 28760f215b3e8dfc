"""The databases of the tests: one that holds the real territories, and copies of it that a module fills once.

A test writes in a transaction that is undone. What is written in a copy stays until the copy goes, so that another
process may serve it.
"""

import contextlib
import hashlib
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = settings.BASE_DIR


@contextlib.contextmanager
def kept(folder):
    """Whether the database of the tests came ready from ``folder``; if not, what the block makes is kept there.

    SQLite only, for as long as no migration, no geography and no code that loads it changes.
    """
    if connection.vendor != "sqlite":
        yield False
        return
    ready = Path(folder) / f"{digest_of_what_makes_it()}.sqlite3"
    if ready.exists():
        shutil.copy(ready, connection.settings_dict["TEST"]["NAME"])
        yield True
        return
    yield False
    for old in ready.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = ready.with_suffix(f".{os.getpid()}")
    connection.cursor().execute("VACUUM INTO %s", [str(draft)])
    draft.replace(ready)


def digest_of_what_makes_it():
    files = [*ROOT.glob("**/migrations/*.py"), *ROOT.glob("ptce_hub/territories/**/*.*")]
    sources = [path for path in sorted(files) if path.suffix != ".pyc" and ".venv" not in path.parts]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:20]


def check_few_keys():
    """After each test SQLite checks the foreign keys of every table: 60 ms of 65 for those of the territories, which
    are left to PostgreSQL, where only what a test wrote is checked."""
    if connection.vendor == "sqlite":
        tables = [name for name in connection.introspection.table_names() if not name.startswith("territories_")]
        check = connection.check_constraints
        connection.check_constraints = lambda table_names=None: check(table_names or tables)


@contextlib.contextmanager
def copied(suffix):
    """The name of a copy of the database in use, gone at the end of the block."""
    connection.creation.clone_test_db(suffix, verbosity=0)
    name = connection.creation.get_test_db_clone_settings(suffix)["NAME"]
    try:
        yield name
    finally:
        connection.creation.destroy_test_db(suffix=suffix, verbosity=0)
        if connection.vendor == "sqlite":  # a server that was stopped leaves its journal: the next copy would take it
            for ending in ("-wal", "-shm"):
                Path(f"{name}{ending}").unlink(missing_ok=True)


@contextlib.contextmanager
def connected_to(name):
    """Within the block, the database of that name is the one in use."""
    usual = connection.settings_dict["NAME"]
    connect(name)
    try:
        yield
    finally:
        connect(usual)


def connect(name):
    connection.close()
    connection.settings_dict["NAME"] = name


def address_of(name):
    """The ``DATABASE_URL`` of a database beside the one in use."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
