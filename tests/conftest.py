"""The real territories, loaded once a session: any test may ask for ``Territory.objects.get(code="61309")``."""

import pytest

from ptce_hub.territories.importing import load


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load()
