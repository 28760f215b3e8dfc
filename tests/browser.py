"""The site in a real browser: its own process, on a copy of the tests' database.

A module of tests says with its function ``fill`` what the site holds besides the territories, and asks for
``site_in_browser``. A live server in this process would empty the tables after each test.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.databases import address_of, connected_to, copied
from tests.machine import needed

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: For what is looked at rather than written: both databases give the same pages.
ON_ONE_DATABASE = pytest.mark.skipif(connection.vendor != "sqlite", reason="les pages sont les mêmes sur l’autre base")
PATIENCE = 60  # seconds for the server to answer
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error("securitypolicyviolation", event.violatedDirective, event.blockedURI, event.sourceFile))
"""


class Tab:
    """One tab: ``open`` an address of the site; what the browser refused to load or run is in ``refusals``."""

    def __init__(self, url, context):
        self.url = url
        self.page = context.new_page()
        self.refusals = []
        self.page.add_init_script(REPORT_VIOLATIONS)
        self.page.on("console", self.note)
        self.page.on("pageerror", lambda error: self.refusals.append(f"{self.page.url} {error}"))

    def note(self, message):
        if message.type in ("error", "warning"):
            self.refusals.append(f"{self.page.url} {message.text}")

    def open(self, address):
        """The page once loaded; its answer must be whole."""
        response = self.page.goto(self.url + address, wait_until="load")
        assert response.status < 400, f"{address} answers {response.status}"
        return self.page


class SiteInBrowser:
    """The site served, and one visitor's browser: its tabs share cookies."""

    def __init__(self, url, context):
        self.url, self.context = url, context

    @contextlib.contextmanager
    def tab(self):
        tab = Tab(self.url, self.context)
        yield tab
        tab.page.close()


@pytest.fixture(scope="module")
def site_in_browser(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), copied("site") as database:
        with connected_to(database):
            request.module.fill()
        with django_db_blocker.block(), served(database) as url, chromium() as browser:
            yield SiteInBrowser(url, browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}))


@contextlib.contextmanager
def chromium():
    executable = needed("chromium", "chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(database):
    """The address of the site on the ``database`` of that name, served until the end of the block."""
    environment = os.environ | {"DATABASE_URL": address_of(database), "LOCAL": "1", "DEBUG": ""}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_answer(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def await_answer(server, port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("Le site ne répond pas.")
