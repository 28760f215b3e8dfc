"""Long sources: read page after page, some events at a time, whole again each week; and over a real TLS connection."""
# ruff: noqa: F811 (fixtures are taken by their names)

import datetime
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from events.harvest import applying
from events.harvest import reading as readings
from events.harvest.fetching import Fetched, Network, Unfetched, fetch
from events.models import Event
from tests.harvesting import at_source, calendar, harvest, normandie, source, vevent  # noqa: F401

pytestmark = pytest.mark.django_db
LISTED = "https://api.openagenda.com/v2/agendas/1/events?key=cle&size=20"


def agenda_event(uid):
    timing = {"begin": "2099-11-14T09:30:00+01:00", "end": "2099-11-14T11:00:00+01:00"}
    return {"uid": uid, "title": {"fr": f"Café {uid}"}, "timings": [timing]}


@pytest.fixture
def at_openagenda(source, monkeypatch):
    """Gives the list of the queries that an agenda of these pages gets; ``ETag`` each time the same."""
    source.kind, source.address = "openagenda", LISTED

    def serve(*pages, cut=None):
        asked = []

        def fetch(address, etag="", last_modified="", network=None):
            query = parse_qs(urlsplit(address).query)
            asked.append((query, etag))
            number = int(query.get("after[]", ["0"])[0])
            if number == cut:
                raise Unfetched("« api » répond 500 : réessayez plus tard.")
            after = [number + 1, "b c"] if number + 1 < len(pages) else None
            said = {
                "total": sum(map(len, pages)),
                "events": [agenda_event(uid) for uid in pages[number]],
                "after": after,
            }
            return Fetched(json.dumps(said).encode(), '"1"')

        monkeypatch.setattr(readings, "fetch", fetch)
        readings.read_source(source)
        return asked

    return serve


def test_openagenda_is_read_to_its_last_page(at_openagenda, source):
    asked = at_openagenda([1, 2], [3, 4], [5])

    assert source.outcome == "5 événements lus : 5 nouveaux."
    assert [query.get("after[]") for query, _ in asked] == [None, ["1", "b c"], ["2", "b c"]]
    assert {(*query["size"], *query["key"]) for query, _ in asked} == {("300", "cle")}
    assert source.link == ""  # the address bears a key


def test_a_change_on_another_page_than_the_first_is_seen_and_what_leaves_is_archived(at_openagenda, source):
    at_openagenda([1, 2], [3])
    asked = at_openagenda([1, 2], [4])
    assert {etag for _, etag in asked} == {""}
    assert "1 nouveau, 2 inchangés. 1 disparu" in source.outcome.replace(
        "2 inchangés, 1 nouveau", "1 nouveau, 2 inchangés"
    )


def test_a_page_that_fails_takes_nothing_away(at_openagenda, source):
    at_openagenda([1, 2], [3])
    at_openagenda([1, 2], [3], cut=1)
    assert source.failed and "répond 500" in source.outcome
    assert Event.objects.published().count() == 3


def test_pages_that_never_end_are_left(at_openagenda, source):
    asked = at_openagenda(*[[number] for number in range(1, 61)])
    assert len(asked) == 18
    assert source.outcome.startswith("18 événements lus") and "18 événements sur 60" in source.outcome


def test_a_long_source_is_written_in_several_readings(source, at_source, monkeypatch):
    monkeypatch.setattr(applying, "TOGETHER", 2)
    at_source(calendar(*(vevent(f"e{number}") for number in range(5))))
    readings.read_source(source, seconds=0)
    assert "2 événements lus : 2 nouveaux." in source.outcome
    assert "3 autres à la prochaine lecture" in source.outcome
    assert (source.etag, Event.objects.count()) == ("", 2)

    readings.read_source(source)
    assert source.outcome == "5 événements lus : 2 inchangés, 3 nouveaux."
    assert (source.etag, Event.objects.count()) == ('"1"', 5)


def test_a_source_that_does_not_change_is_read_whole_each_week(source, monkeypatch):
    asked = []

    def fetch(address, etag="", last_modified="", network=None):
        asked.append(etag)
        return Fetched(None) if etag else Fetched(calendar(vevent("a")), '"1"')

    monkeypatch.setattr(readings, "fetch", fetch)
    for days in (0, 1, 6, 7):
        source.read_whole_on = source.read_whole_on and timezone.localdate() - datetime.timedelta(days=days)
        readings.read_source(source)
    assert asked == ["", '"1"', '"1"', ""]


# --- TLS ------------------------------------------------------------------------------------------------------------


USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def signed(name, issuer=None):
    """``(certificate, key)`` for a name, by itself or by ``issuer``; whole enough for Python 3.13, which is strict."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    authority, signer = (issuer[0].subject, issuer[1]) if issuer else (subject, key)
    made = x509.CertificateBuilder(authority, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=1))
    made = made.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    if not issuer:
        uses = dict.fromkeys(USES, False) | {"key_cert_sign": True}
        made = made.add_extension(x509.KeyUsage(**uses), critical=True)
    return made.sign(signer, hashes.SHA256()), key


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory):
    """A network of this machine only, that trusts an authority of its own, and the port of a site over TLS."""
    folder = tmp_path_factory.mktemp("tls")
    authority = signed("autorite.test")
    certificate, key = signed("agenda.test", authority)
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "ca.pem").write_bytes(authority[0].public_bytes(pem))
    (folder / "site.pem").write_bytes(
        certificate.public_bytes(pem) + key.private_bytes(pem, form, serialization.NoEncryption())
    )

    class Site(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            body = calendar(vevent("tls")) if self.path == "/agenda.ics" else b""
            self.send_response(200 if body else 302)
            self.send_header("Location", f"http://agenda.test:{port}/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    port = server.server_address[1]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "site.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield (
        Network(
            resolve=lambda host, port: ["127.0.0.1"],
            allows=lambda address: address == "127.0.0.1",
            ports=frozenset({port}),
            seconds=3,
            context=lambda: ssl.create_default_context(cafile=str(folder / "ca.pem")),
        ),
        port,
    )
    server.shutdown()
    server.server_close()


def test_an_agenda_is_taken_up_over_tls(over_tls, source):
    network, port = over_tls
    source.address = f"https://agenda.test:{port}/agenda.ics"
    assert readings.read_source(source, network)
    assert Event.objects.get().outside_id == "tls"


def test_a_certificate_for_another_name_or_of_an_unknown_authority_is_refused(over_tls):
    network, port = over_tls
    with pytest.raises(Unfetched, match=r"certificat de « autre\.test » n'est pas valable"):
        fetch(f"https://autre.test:{port}/agenda.ics", network=network)
    strangers = Network(network.resolve, network.allows, network.ports, network.seconds)
    with pytest.raises(Unfetched, match="certificat"):
        fetch(f"https://agenda.test:{port}/agenda.ics", network=strangers)


def test_a_redirection_out_of_tls_to_what_speaks_no_http_is_told(over_tls):
    network, port = over_tls
    with pytest.raises(Unfetched, match="n'a pas répondu comme un site web"):
        fetch(f"https://agenda.test:{port}/ailleurs", network=network)
