"""The real territories, loaded once a session: any test may ask for ``Territory.objects.get(code="61309")``."""

from typing import NamedTuple

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ptce_hub.directory.importing import Report
from ptce_hub.site.management.commands.import_records import import_records
from ptce_hub.site.memory import settle
from ptce_hub.territories.importing import load
from tests.databases import check_few_keys, connected_to, copied, kept

pytest_plugins = ["tests.editors", "tests.browser", "tests.real_site"]


def pytest_collection_modifyitems(items):
    """The modules on the real records or in a browser go first: a long one that began last would end alone."""
    long = {item.module for item in items if {"records", "site_in_browser"} & set(item.fixturenames)}
    items.sort(key=lambda item: item.module not in long)


def pytest_collection_finish():
    """Tests are many and short: they wait neither for the collector nor for what makes a password slow to guess."""
    settle()
    PBKDF2PasswordHasher.iterations = 1000


class Records(NamedTuple):
    database: str
    report: Report


@pytest.fixture(autouse=True)
def nothing_kept():
    """No part of a page is kept from one test to the next."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite's is a file, which can be copied and which another process can serve."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "tests.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """In place of the usual one, which makes no database when the tests of a session are all in a browser."""
    own = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), kept(request.config.cache.mkdir("databases")) as is_there:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=is_there)
        if not is_there:
            load()
        check_few_keys()
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(own, verbosity=0)


@pytest.fixture(scope="session")
def records(django_db_setup, django_db_blocker):
    """A database that also holds the records that the apps ship."""
    with django_db_blocker.unblock(), copied("records") as database:
        with connected_to(database):
            report = import_records()
        with django_db_blocker.block():
            yield Records(database, report)


@pytest.fixture(scope="module")
def real_records(records, django_db_blocker):
    """The tests of a module find the records that the apps ship; gives the import's report."""
    with django_db_blocker.unblock(), connected_to(records.database):
        yield records.report


@pytest.fixture
def queries_of(client, db):
    """How many queries the page at an address makes."""

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count
