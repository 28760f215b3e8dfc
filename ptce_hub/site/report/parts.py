"""What a report is made of: figures, each the total of the list that it leads to, and the first records of lists."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from ptce_hub.directory.templatetags.french import figure


class Figure(NamedTuple):
    """``count`` of ``noun``, already agreed; ``says`` is what it counts, in words."""

    count: int
    noun: str
    says: str
    url: str

    @property
    def words(self):
        return f"{figure(self.count)} {self.noun}"


class Item(NamedTuple):
    label: str
    url: str
    says: str = ""


class Listing(NamedTuple):
    """The first records of a list; ``rest`` more are at its address."""

    title: str
    items: list
    rest: int = 0
    url: str = ""

    @property
    def rest_words(self):
        return rest_words(self.rest)


@dataclass
class Section:
    """``key`` is the figure that stands at the head of the report, ``apart`` the one of what no source dates."""

    id: str
    title: str
    key: Figure | None = None
    apart: Figure | None = None
    figures: list = field(default_factory=list)
    listings: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    growth: object = None
    graph: object = None

    @property
    def is_told(self):
        """Whether it has more to say than its key figure."""
        return bool(self.figures or self.listings or self.growth or self.graph)

    @property
    def has_records(self):
        return bool((self.key and self.key.count) or (self.apart and self.apart.count))


def address_of(pages, query):
    return f"{reverse(pages.url_name)}?{urlencode(query)}"


class Asked:
    """A list asked with a query, as a visitor would."""

    def __init__(self, pages, **query):
        self.pages, self.query = pages, {name: value for name, value in query.items() if value}
        self.filterset = pages().filterset(QueryDict(urlencode(self.query)))
        if not self.filterset.is_right:
            raise ValueError(f"{self.url}: {self.filterset.form.errors}")
        self.entries = self.filterset.qs
        self.count = self.entries.count()

    @property
    def url(self):
        return address_of(self.pages, self.query)

    def with_value(self, name, value):
        """The address of the same list, narrowed further."""
        return f"{self.url}&{urlencode({name: value})}"

    def figure(self, one, several, says):
        return Figure(self.count, one if self.count < 2 else several, says, self.url)

    def listing(self, title, rows, item, most):
        """Of its entries as ``rows`` has prepared them; the first ``most``."""
        if not self.count:
            return []
        items = [item(row) for row in rows[:most]]
        return [Listing(title, items, self.count - len(items), self.url)]


def rest_words(count):
    """How many more a list has."""
    return f"et {figure(count)} autre{'s' if count > 1 else ''}"


def some(*figures):
    """Those that count something: a zero of what is seldom dated would pass for a fact."""
    return [figure for figure in figures if figure.count]
