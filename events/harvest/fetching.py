"""What an address of the web holds, fetched without ever reaching the host's own network.

Only http and https, on their own ports, at addresses that are public: the name is resolved once, every address that it
gives is checked, and the connection goes to the very one that was checked. Redirections are followed by hand and
checked alike. No cookie, no account, no proxy; bounded in size, once decompressed, and in time, as a whole.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

MOST_BYTES = 5_000_000
MOST_SECONDS = 20
MOST_REDIRECTIONS = 5
CHUNK = 65_536
PORTS = {80, 443}
REDIRECTIONS = {301, 302, 303, 307, 308}
#: Addresses of IPv6 that carry one of IPv4, which a gateway may lead anywhere (RFC 6052, 8215).
TRANSLATED = [ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")]
AGENT = "PTCE-Hub (agenda)"
ASKS = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}


class Unfetched(Exception):
    """Why an address gave nothing, and the mend, in French."""


@dataclass(frozen=True)
class Fetched:
    """``content`` is None when nothing has changed since ``etag`` or ``last_modified``."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def resolve(host, port):
    """The addresses of a name, as texts; ``OSError`` when it has none."""
    return [found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address):
    """Whether the whole internet has that address, and nothing nearer answers there."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # an interface of this machine (« fe80::1%eth0 »)
        return False
    if ip.version == 6 and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or any(ip in net for net in TRANSLATED)):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True)
class Network:
    """How names are resolved, and what may be reached; the public one is the only one outside the tests."""

    resolve: Callable = resolve
    allows: Callable = is_public
    ports: frozenset = frozenset(PORTS)
    seconds: float = MOST_SECONDS
    context: Callable = ssl.create_default_context


PUBLIC = Network()


def fetch(address, etag="", last_modified="", network=PUBLIC):
    """``Fetched``, or ``Unfetched`` in at most ``network.seconds``."""
    deadline = time.monotonic() + network.seconds
    asks = ASKS | {name: said for name, said in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if said}
    for _ in range(MOST_REDIRECTIONS + 1):
        with Exchange(address, deadline, network) as exchange:
            answer = exchange.ask(asks)
            if answer.status not in REDIRECTIONS:
                return read(answer, exchange)
            address = urljoin(address, answer.getheader("Location", "") or refuse_lost())
    raise Unfetched(f"L'adresse redirige plus de {MOST_REDIRECTIONS} fois : donnez l'adresse d'arrivée.")


def refuse_lost():
    raise Unfetched("L'adresse redirige sans dire où : donnez l'adresse d'arrivée.")


def target(address, network):
    """``(scheme, host, port, path)`` of an address that may be asked."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
        host = host and (host if ":" in host else host.encode("idna").decode())
    except ValueError:
        raise Unfetched("Cette adresse est mal écrite : recopiez-la depuis votre navigateur.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Unfetched("Seules les adresses qui commencent par http:// ou https:// peuvent être lues.")
    if parts.username is not None or parts.password is not None:
        raise Unfetched("Cette adresse contient un compte : donnez une adresse publique, sans mot de passe.")
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in network.ports:
        raise Unfetched(f"Le port {port} n'est pas lu : seuls 80 et 443 le sont.")
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]")
    return parts.scheme, host, port, f"{path}?{query}" if query else path


def addresses_of(host, port, deadline, network):
    """Those of a name, all public; a resolver that does not answer is not waited for beyond the deadline."""
    found = []

    def look():
        with suppress(OSError, ValueError):
            found.extend(network.resolve(host, port))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(max(0, deadline - time.monotonic()))
    addresses = list(found)
    if not addresses:
        raise Unfetched(f"Le nom « {host[:80]} » n'a pas d'adresse : vérifiez-le, ou réessayez plus tard.")
    if not all(network.allows(address) for address in addresses):
        raise Unfetched(f"« {host[:80]} » mène à un réseau privé ou réservé : seules les adresses publiques sont lues.")
    return addresses


class Exchange:
    """One request to one checked address, cut at the deadline whatever the other end does."""

    def __init__(self, address, deadline, network):
        self.scheme, self.host, self.port, self.path = target(address, network)
        self.deadline, self.network, self.socket = deadline, network, None
        self.late = threading.Timer(max(0, deadline - time.monotonic()), self.cut)
        self.late.daemon = True

    def __enter__(self):
        self.late.start()
        return self

    def __exit__(self, kind, error, trace):
        self.late.cancel()
        if self.socket:
            self.socket.close()
        if isinstance(error, Unfetched) or error is None:
            return
        if time.monotonic() >= self.deadline and isinstance(error, (OSError, http.client.HTTPException, ValueError)):
            raise Unfetched(
                f"Pas de réponse complète en {self.network.seconds:g} secondes : réessayez plus tard."
            ) from None
        if isinstance(error, ssl.SSLCertVerificationError):
            raise Unfetched(f"Le certificat de « {self.host[:80]} » n'est pas valable : prévenez qui tient ce site.")
        if isinstance(error, (OSError, http.client.HTTPException, zlib.error, ValueError)):
            raise Unfetched(f"« {self.host[:80]} » n'a pas répondu comme un site web : réessayez plus tard.") from None

    def cut(self):
        if self.socket:
            with suppress(OSError):  # of the plain socket: that of TLS would wait for the other end
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def connect(self):
        addresses = addresses_of(self.host, self.port, self.deadline, self.network)
        for number, address in enumerate(addresses, start=1):
            try:
                return socket.create_connection((address, self.port), self.left() / (len(addresses) - number + 1))
            except OSError:
                if number == len(addresses):
                    raise

    def left(self):
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def ask(self, asks):
        self.socket = self.connect()
        if self.scheme == "https":
            self.socket = self.network.context().wrap_socket(
                self.socket, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.socket.settimeout(self.left())
            self.socket.do_handshake()
        self.socket.settimeout(self.left())
        connection = http.client.HTTPConnection(self.host, self.port)
        connection.sock = self.socket  # already at the checked address: the name is not resolved again
        connection.default_port = {"http": 80, "https": 443}[self.scheme]
        connection.auto_open = 0
        connection.request("GET", self.path, headers=asks)
        return connection.getresponse()


def read(answer, exchange):
    if answer.status == 304:
        return Fetched(None)
    if answer.status != 200:
        raise Unfetched(f"« {exchange.host[:80]} » répond {answer.status} : {WHY.get(answer.status, WHY[0])}")
    content = body(answer, exchange)
    if not content.strip():
        raise Unfetched("L'adresse ne donne qu'un contenu vide.")
    return Fetched(content, answer.getheader("ETag", "")[:300], answer.getheader("Last-Modified", "")[:100])


WHY = {
    0: "réessayez plus tard, ou vérifiez l'adresse.",
    401: "il demande un mot de passe ; donnez une adresse publique.",
    403: "il refuse d'être lu ; demandez une adresse publique à qui le tient.",
    404: "cette page n'existe pas ; vérifiez l'adresse.",
    410: "cette page a été retirée ; vérifiez l'adresse.",
}


def body(answer, exchange):
    """The whole content, decompressed as it comes and never beyond ``MOST_BYTES``."""
    encoding = answer.getheader("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Unfetched("Ce site compresse ses réponses d'une façon que nous n'avons pas demandée.")
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        exchange.left()
        content += unzip.decompress(chunk, MOST_BYTES + 1 - len(content)) if unzip else chunk
        if len(content) > MOST_BYTES:
            raise Unfetched(
                f"L'adresse donne plus de {MOST_BYTES // 1_000_000} Mo : choisissez une adresse plus courte."
            )
    exchange.left()
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    if unzip and not unzip.eof:
        raise zlib.error("truncated")
    return bytes(content)
