"""Addresses fetched by the server: public ones only, bounded, never the host's own network."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from events.harvest.fetching import MOST_BYTES, PUBLIC, Network, Unfetched, fetch, is_public

TEXT = b"BEGIN:VCALENDAR"
REDIRECTIONS = {
    "/moved": "/plain",
    "/loop": "/loop",
    "/to-loopback": "http://localhost/",
    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/to-file": "file:///etc/passwd",
    "/to-inside": "http://[::ffff:10.0.0.1]/",
    "/lost": "",
}


class Site(BaseHTTPRequestHandler):
    asked = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.asked.append(dict(self.headers))
        if self.path in REDIRECTIONS:
            return self.say(302, b"", Location=REDIRECTIONS[self.path])
        if self.path == "/gone":
            return self.say(410, b"")
        if self.path == "/plain" and self.headers["If-None-Match"] == '"v1"':
            return self.say(304, b"")
        return {"/slow": self.drip, "/slow-head": self.drip_head, "/cut": self.cut}.get(self.path, self.give)()

    def give(self):
        if self.path in ("/gzip", "/bomb"):
            body = gzip.compress(TEXT if self.path == "/gzip" else bytes(MOST_BYTES + 1))
            return self.say(200, body, Content_Encoding="gzip")
        body = {"/large": b"x" * (MOST_BYTES + 1), "/empty": b" \n"}.get(self.path, TEXT)
        return self.say(200, body, ETag='"v1"', Last_Modified="hier", Set_Cookie="a=b")

    def say(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.write(body)

    def write(self, body):
        try:
            self.wfile.write(body)
            self.wfile.flush()
            return True
        except OSError:
            return False

    def drip(self):
        self.send_response(200)
        self.end_headers()
        while self.write(b"x"):
            time.sleep(0.05)

    def drip_head(self):
        self.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while self.write(b"x"):
            time.sleep(0.05)

    def cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.write(TEXT)


@pytest.fixture(scope="module")
def site():
    """The address of a site of this machine, and a network in which its name is the only private one allowed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    names = {"agenda.test": ["127.0.0.1"], "localhost": ["127.0.0.2"]}
    network = Network(
        resolve=lambda host, port: names.get(host, [host]),
        allows=lambda address: address == "127.0.0.1" or is_public(address),
        ports=frozenset({80, 443, port}),
        seconds=1.5,
    )
    yield f"http://agenda.test:{port}", network
    server.shutdown()
    server.server_close()


def test_an_address_gives_its_content_and_what_to_ask_with_next_time(site):
    base, network = site
    fetched = fetch(f"{base}/moved", network=network)

    assert (fetched.content, fetched.etag, fetched.last_modified) == (TEXT, '"v1"', "hier")
    assert fetch(f"{base}/plain", etag='"v1"', network=network).content is None
    assert fetch(f"{base}/gzip", network=network).content == TEXT
    assert not {"Cookie", "Authorization"} & {name for asked in Site.asked for name in asked}
    assert {asked["Host"] for asked in Site.asked} == {base.removeprefix("http://")}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/loop", "redirige plus de 5 fois"),
        ("/lost", "sans dire où"),
        ("/to-loopback", "réseau privé"),
        ("/to-metadata", "réseau privé"),
        ("/to-inside", "réseau privé"),
        ("/to-file", "http:// ou https://"),
        ("/gone", "répond 410"),
        ("/empty", "contenu vide"),
        ("/large", "plus de 5 Mo"),
        ("/bomb", "plus de 5 Mo"),
        ("/cut", "n'a pas répondu comme"),
        ("/slow", "1.5 secondes"),
        ("/slow-head", "1.5 secondes"),
    ],
)
def test_what_is_too_long_too_slow_broken_or_inside_is_said(site, path, words):
    base, network = site
    with pytest.raises(Unfetched, match=words.replace(".", r"\.")):
        fetch(base + path, network=network)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "0.0.0.0",  # noqa: S104
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "2130706433", "0x7f.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
        "[fd00::1]", "[fe80::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_the_network_of_the_host_is_out_of_reach(host):
    with pytest.raises(Unfetched):
        fetch(f"http://{host}/", network=PUBLIC)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are(address):
    assert is_public(address)


def test_a_name_is_resolved_once_and_all_its_addresses_count():
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["8.8.8.8", "127.0.0.1"]

    with pytest.raises(Unfetched, match="réseau privé"):
        fetch("https://piege.test/", network=Network(resolve=resolve))
    assert asked == ["piege.test"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x.fr/",
        "file:///etc/passwd",
        "http://",
        "http://a:b@x.fr/",
        "http://x.fr:22/",
        "http://x.fr:99999/",
        "//x",
    ],
)
def test_an_address_that_is_not_of_the_public_web_is_refused(address):
    with pytest.raises(Unfetched):
        fetch(address)


def test_a_resolver_that_does_not_answer_is_not_waited_for():
    began = time.monotonic()
    with pytest.raises(Unfetched):
        fetch("http://lent.test/", network=Network(resolve=lambda *_: time.sleep(5) or [], seconds=0.3))
    assert time.monotonic() - began < 3
