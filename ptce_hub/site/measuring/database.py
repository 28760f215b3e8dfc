"""A test database to measure on, so that no generated row enters the host's."""

import contextlib
import tempfile
from multiprocessing import get_context
from pathlib import Path

from django.core.management import CommandError
from django.db import connection

from ptce_hub.site.generating import generate
from ptce_hub.site.management.commands.import_records import import_records
from ptce_hub.territories.importing import load
from ptce_hub.territories.planning import tell_how_tables_are_filled


@contextlib.contextmanager
def temporary_database():
    """An empty one, with its tables, destroyed at the end of the block; SQLite's is a file, as a host's is."""
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    with tempfile.TemporaryDirectory() as folder:
        usual = test["NAME"]
        if connection.vendor == "sqlite":
            test["NAME"] = str(Path(folder) / "mesures.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)
            test["NAME"] = usual


@contextlib.contextmanager
def filled_database(rows, say=lambda text: None):
    """One with the territories, the records that the site ships, and ``rows`` generated ones of each large noun."""
    with temporary_database():
        connection.close()  # each process opens its own
        filling = get_context("fork").Process(target=fill, args=(rows, say))  # its memory is no part of a server's
        filling.start()
        filling.join()
        if filling.exitcode:
            raise CommandError("La base d'essai n'a pas pu être remplie.")
        yield


def fill(rows, say):
    load()
    import_records()
    generate(rows, say)
    tell_how_tables_are_filled()
