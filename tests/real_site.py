"""The site with the real records in a real browser: one database a session, that all workers serve and none writes."""

import fcntl
import json
import os
import subprocess
import sys
from typing import NamedTuple

import pytest

from ptce_hub.site.measuring.pages import Page
from tests.browser import ROOT, chromium, manage, served, surroundings

LIST_PAGES = """
import json
from tests.pages import every_page
print(json.dumps(every_page()))
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
    environment = surroundings(database)
    with (folder / "real.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pages.exists():
            for command in ("migrate", "load_territories", "import_records"):
                manage(environment, command, "--verbosity=0")
            command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", LIST_PAGES]
            pages.write_bytes(subprocess.check_output(command, cwd=ROOT, env=environment, timeout=120))
    return database
