"""What a page weighs on its first visit: DOM nodes, requests, bytes, EcoIndex."""

import gzip
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

#: Attributes that make a browser ask for a file, by element.
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "use": "href"}
LOADED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}
IN_CSS = re.compile(r"""(?:@import\s+(?:url\()?|url\()\s*["']?([^"')\s]+)""")
IN_JS = re.compile(r"""^\s*(?:import|export)\b[^"'\n]*["'](\.{0,2}/[^"']+)["']""", re.MULTILINE)

# EcoIndex, as published by the GreenIT collective: places of a page among half a million others, from light to heavy.
DOM = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
    2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)  # fmt: skip
GRADES = ((80, "A"), (70, "B"), (55, "C"), (40, "D"), (25, "E"), (10, "F"))


class Weight(NamedTuple):
    """Bytes are of the page and of all it loads, as they are and compressed by gzip."""

    nodes: int
    requests: int
    raw: int
    compressed: int

    @property
    def ecoindex(self):
        places = 3 * place(DOM, self.nodes) + 2 * place(REQUESTS, self.requests)
        return max(0, 100 - 5 * (places + place(KILOBYTES, self.compressed / 1000)) / 6)

    @property
    def grade(self):
        return next((grade for above, grade in GRADES if self.ecoindex > above), "G")


def place(quantiles, value):
    """Where ``value`` stands among the quantiles, with its share of the way to the next."""
    for rank, (low, high) in enumerate(pairwise(quantiles)):
        if value < high:
            return rank + (value - low) / (high - low)
    return len(quantiles) - 1


class Reader(HTMLParser):
    """Counts the elements of a page and notes what it loads. The pages write every element out, ``tbody`` included."""

    def __init__(self, html):
        super().__init__()
        self.nodes, self.addresses = 0, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.nodes += 1
        attrs = dict(attrs)
        if tag == "link" and LOADED_LINKS & set((attrs.get("rel") or "").split()):
            self.addresses.append(attrs.get("href"))
        elif tag in LOADED:
            self.addresses.append(attrs.get(LOADED[tag]))


def weigh(address, site):
    """The weight of a page of the ``site``, with all that a first visit loads."""
    html = site.get(address).body
    page = Reader(html.decode())
    found, waiting = {address: html}, [urljoin(address, link) for link in page.addresses if link]
    while waiting:
        link = waiting.pop().partition("#")[0]
        if link not in found:
            found[link] = file(link, site)
            waiting += [urljoin(link, further) for further in loaded_by(link, found[link])]
    bodies = found.values()
    return Weight(page.nodes, len(found), sum(map(len, bodies)), sum(len(gzip.compress(body)) for body in bodies))


def loaded_by(address, body):
    """What a style sheet or a script asks for in its turn."""
    kind = urlsplit(address).path.rpartition(".")[2]
    pattern = {"css": IN_CSS, "js": IN_JS, "mjs": IN_JS}.get(kind)
    return pattern.findall(body.decode()) if pattern else []


def file(address, site):
    """The bytes of what a page loads; ``ValueError`` for what is not the site's own."""
    if urlsplit(address).netloc:
        raise ValueError(f"Une page demande {address}, hors du site.")
    path = urlsplit(address).path
    if path.startswith(settings.STATIC_URL):
        return Path(finders.find(path.removeprefix(settings.STATIC_URL))).read_bytes()
    return site.get(address).body
