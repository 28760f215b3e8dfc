"""The site with the real records: its public pages, and itself in a real browser, which none writes to."""

from typing import NamedTuple

import pytest

from tests.browser import chromium, served
from tests.databases import connected_to
from tests.pages import every_page


class RealSite(NamedTuple):
    url: str
    browser: object


@pytest.fixture(scope="module")
def real_site(records):
    with served(records.database) as url, chromium() as browser:
        yield RealSite(url, browser)


@pytest.fixture(scope="session")
def real_pages(records, django_db_blocker):
    with django_db_blocker.unblock(), connected_to(records.database):
        return every_page()
