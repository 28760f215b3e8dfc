"""The databases of the tests: one that holds the real territories, and copies of it that a module fills once.

A test writes in a transaction that is undone. What is written in a copy stays until the copy goes, so that another
process may serve it.
"""

import contextlib
import os
from urllib.parse import urlsplit

from django.db import connection


@contextlib.contextmanager
def copied(suffix):
    """The name of a copy of the database in use, gone at the end of the block."""
    connection.creation.clone_test_db(suffix, verbosity=0)
    try:
        yield connection.creation.get_test_db_clone_settings(suffix)["NAME"]
    finally:
        connection.creation.destroy_test_db(suffix=suffix, verbosity=0)


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
