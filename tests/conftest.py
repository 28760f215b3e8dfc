"""The real territories, loaded once a session: any test may ask for ``Territory.objects.get(code="61309")``."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ptce_hub.site.management.commands.import_records import import_records
from ptce_hub.territories.importing import load


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load()


@pytest.fixture(scope="module")
def real_records(django_db_setup, django_db_blocker):
    """The records that the apps ship, for the tests of a module, then gone; gives the import's report."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_records()
        transaction.set_rollback(True)


@pytest.fixture
def queries_of(client, db):
    """How many queries the page at an address makes."""

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count
