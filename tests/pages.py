"""The central list of the public pages: every template once, the heaviest of some records of each noun."""

from ptce_hub.site.measuring.cost import Server
from ptce_hub.site.measuring.pages import LIST, public_pages

AMONG = (12, 3)  # records of a noun, territories of a level, among which the heaviest is taken


def every_page():
    """One address a template; the states of a list (filtered, empty, wrong) on the first list only, for time's sake."""
    pages = public_pages(Server(), AMONG)
    first = next(page.address for page in pages if page.kind == LIST)
    return [page for page in pages if page.kind != LIST or "?" not in page.address or page.address.startswith(first)]
