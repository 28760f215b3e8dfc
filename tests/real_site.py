"""The site with the real records in a real browser: one database a session, that all workers serve and none writes."""

import fcntl
import json
import os
from typing import NamedTuple

import pytest

from ptce_hub.site.measuring.pages import Page
from tests.browser import chromium, manage, served, surroundings

FILL = """
import json
from pathlib import Path
from django.core.management import call_command
from tests.pages import every_page
for command in ("migrate", "load_territories", "import_records"):
    call_command(command, verbosity=0)
Path("{pages}").write_text(json.dumps(every_page()))
"""


class RealSite(NamedTuple):
    url: str
    browser: object
    pages: list


@pytest.fixture(scope="module")
def real_site(tmp_path_factory):
    """The address of the site, a browser, and the site's public pages."""
    with chromium() as browser:
        folder = tmp_path_factory.getbasetemp()
        database = prepared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)
        pages = [Page(*page) for page in json.loads(database.with_name("pages.json").read_text())]
        with served(surroundings(database)) as url:
            yield RealSite(url, browser, pages)


def prepared(folder):
    """The database that the first worker makes, and that the others wait for."""
    database, pages = folder / "real.sqlite3", folder / "pages.json"
    with (folder / "real.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pages.exists():
            manage(surroundings(database), "shell", "--no-imports", "--command", FILL.format(pages=pages))
    return database
