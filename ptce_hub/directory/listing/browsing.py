"""What a list shows around its rows: filters to add, to remove or to loosen, ways to sort; each is one address away."""

from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from ptce_hub.directory.listing.facets import UNKNOWN, FacetField, ValueFacet, count_together
from ptce_hub.directory.listing.filters import RELEVANCE, Reach
from ptce_hub.directory.listing.nearby import keys_of_each, nearest_holding, standing_in
from ptce_hub.directory.search.keys import territory_key
from ptce_hub.territories.models import Kind, Territory

SHOWN = 8  # values of a facet, the others behind a link
SHOWN_ALONE = 100  # once asked for
LONG = 1_000  # entries; beyond, only so many facets are counted unasked
COUNTED_IN_LONG = 2
CRAWLED = 2  # filters together; beyond, robots would find more addresses than there are records
NOT_NARROWING = ("tri", "vue")
NOT_CRAWLED = (
    "q", "portee", "tri", "vue", "du", "au", "mois",
    "encours", "commence", "termine", "sansdebut", "reconnu", "coopere",
)  # fmt: skip
PASSING = ("page", "facette")  # no link keeps them


class Address:
    """The address of a list as its pairs of name and value, and those one step away."""

    def __init__(self, path, query, names):
        self.path = path
        self.pairs = [
            (name, value)
            for name in query
            if name in names and name not in PASSING
            for value in dict.fromkeys(query.getlist(name))
            if value.strip()  # a space asks for nothing
        ]

    def to(self, pairs):
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @property
    def url(self):
        return self.to(self.pairs)

    def adding(self, name, value):
        return self.to([*self.pairs, (name, value)])

    def without(self, *names):
        return self.to([pair for pair in self.pairs if pair[0] not in names])

    def removing(self, name, value):
        return self.to([pair for pair in self.pairs if pair != (name, value)])

    def setting(self, name, value, *without):
        kept = [pair for pair in self.pairs if pair[0] not in (name, *without)]
        return self.to([*kept, (name, value)])

    def moving_to(self, territory):
        return self.setting("territoire", territory.ref, "portee")

    @property
    def query(self):
        return urlencode(self.pairs)

    @property
    def filters(self):
        return [name for name, _ in self.pairs if name not in NOT_NARROWING]

    @property
    def is_crawled(self):
        return len(self.filters) <= CRAWLED and not any(name in NOT_CRAWLED for name, _ in self.pairs)

    @cached_property
    def rel(self):
        """What the links that narrow further say to robots."""
        return "" if self.is_crawled and len(self.filters) < CRAWLED else ' rel="nofollow"'


class Link(NamedTuple):
    """``chosen``: it stands in the address already, and the link takes it away."""

    label: str
    url: str
    count: int | None = None
    chosen: bool = False


class Near(NamedTuple):
    """Another territory, ``km`` away from centre to centre; ``rough`` when a centre is that of its neighbours."""

    label: str
    url: str
    count: int
    km: float
    rough: bool


class Panel(NamedTuple):
    """A facet as shown: its first values, how many there are, the address that shows them all."""

    name: str
    title: str
    links: list
    total: int
    all_url: str


class Browsing:
    """The surroundings of one list of ``total`` entries, for the filters in its address, all of them right."""

    def __init__(self, asked, address, total, alone=""):
        self.asked, self.address, self.total, self.alone = asked, address, total, alone

    @cached_property
    def dans(self):
        """What an entry's address carries, for it to know the list that it was opened from."""
        return f"?{urlencode({'dans': self.address.query})}" if self.address.pairs else ""

    def panels(self):
        """The facets to show with their counts; the one asked for alone when there is one."""
        if self.alone:
            return [self.panel(self.alone, self.counted(self.alone), SHOWN_ALONE)]
        open_ones = [name for name in self.asked.facets if not self.is_folded(name)]
        alike = [name for name in open_ones if isinstance(self.facet(name), ValueFacet) and not self.chosen(name)]
        counts = count_together([self.facet(name) for name in alike], self.found) if alike else []
        found = dict(zip(alike, counts, strict=True))
        found |= {name: self.counted(name) for name in open_ones if name not in found}
        panels = (self.panel(name, found[name], SHOWN) for name in open_ones)
        return [panel for panel in panels if panel.links]

    def facet(self, name):
        return self.asked.filters[name]

    def counted(self, name):
        """The values of one facet, counted without its own filter."""
        without = ("territoire", "portee") if name == "territoire" else (name,)
        is_narrowing = self.asked.form.cleaned_data[name]
        return self.facet(name).counted(self.asked.narrowed(*without) if is_narrowing else self.found)

    @cached_property
    def found(self):
        """What the list holds, named once for all the facets where it is sought among many and not too long to name."""
        if self.total > LONG or self.asked.is_whole():
            return self.asked.qs
        return self.asked.queryset.filter(pk__in=list(self.asked.qs.order_by().values_list("pk", flat=True)))

    def folded(self):
        """Links to the facets that are counted only when asked for."""
        folded = [name for name in self.asked.facets if self.is_folded(name)] if not self.alone else []
        return [Link(self.asked.filters[name].label, self.address.adding("facette", name)) for name in folded]

    def is_folded(self, name):
        """Whether it waits to be asked for: it seldom serves, or the list is so long that counting is dear."""
        if self.asked.finds_many or self.total > LONG:
            return self.asked.finds_many or name not in self.asked.facets[:COUNTED_IN_LONG]
        return name in self.asked.folded and not self.chosen(name)

    def chosen(self, name):
        value = self.asked.form.cleaned_data[name]
        return value if isinstance(value, list) else []

    def panel(self, name, found, most):
        facet, chosen = self.facet(name), self.chosen(name)
        if not facet.in_order:
            found.sort(key=lambda value: (value.word == UNKNOWN, -value.count))
        first = [value for value in found if value.word in chosen] + [v for v in found if v.word not in chosen]
        links = [self.link(name, value, value.word in chosen) for value in first[: max(most, len(chosen))]]
        return Panel(name, facet.label, links, len(found), self.address.adding("facette", name))

    def link(self, name, value, chosen):
        if name == "territoire":
            url = self.address.setting(name, value.word, "portee")
        else:
            url = self.address.removing(name, value.word) if chosen else self.address.adding(name, value.word)
        return Link(value.label, url, value.count, chosen)

    def around(self):
        """The territories that hold the one asked for, widest first, to step back to."""
        territory = self.asked.territory
        if territory is None or territory.kind == Kind.COUNTRY:
            return []
        holders = [territory.region, territory.department, territory.epci]
        links = [Link(holder.name, self.address.moving_to(holder)) for holder in holders if holder]
        return [Link("France", self.address.without("territoire", "portee")), *links]

    def pills(self):
        """The filters in the address, each with the address that goes without it."""
        pills = []
        for name, value in self.address.pairs:
            if name in NOT_NARROWING:
                continue
            alone = self.address.removing(name, value)
            url = self.address.without(name, "portee") if name == "territoire" else alone
            pills.append(Link(f"{self.asked.filters[name].label} : {self.words_of(name, value)}", url))
        return pills

    def words_of(self, name, value):
        field = self.asked.form.fields[name]
        if isinstance(field, FacetField):
            return field.facet.label_of(value)
        if name == "portee":
            return Reach(value).label
        if name == "territoire":
            return str(self.asked.territory)
        return field.words_of(value) if hasattr(field, "words_of") else value

    def orders(self):
        """The ways to sort; the one in use has no address to go to."""
        orders = {word: label for word, (label, _) in self.asked.orders.items()}
        if self.asked.ranks:
            orders = {RELEVANCE: RELEVANCE, **orders}
        usual = next(iter(orders))
        urls = {word: self.address.setting("tri", word) for word in orders} | {usual: self.address.without("tri")}
        return [Link(label, urls[word], chosen=word == self.asked.order) for word, label in orders.items()]

    def loosened(self):
        """When nothing answers: each filter whose removal gives something, with how many."""
        links = []
        for name in dict.fromkeys(self.address.filters):
            names = (name, "portee") if name == "territoire" else (name,)
            count = self.asked.narrowed(*names).count()
            if count:
                links.append(Link(self.asked.filters[name].label, self.address.without(*names), count))
        return links

    def nearest(self):
        """When nothing answers here: the nearest of the same level that has something, how far and how many."""
        if self.asked.territory is None:
            return None
        elsewhere = self.asked.narrowed("territoire", "portee")
        found = nearest_holding(self.asked.territory, keys_of_each(elsewhere), self.holds)
        if found is None:
            return None
        km, other = found
        rough = other.approximate or self.asked.territory.approximate
        return Near(other.name, self.address.moving_to(other), elsewhere.within(other).count(), km, rough)

    def holds(self, territories):
        """Whether one of these has something; thousands that have the words are asked where they stand at once."""
        if self.asked.finds_many:
            entries, question = self.asked.narrowed("territoire", "portee", "q"), self.asked.question
            return entries.mentioning(question.among(map(territory_key, territories))).exists()
        return standing_in(self.asked.narrowed("territoire", "portee"), territories).exists()

    def wider(self):
        """When nothing answers here: the smallest territory around that has something, with how many."""
        if self.asked.territory is None:
            return None
        elsewhere = self.asked.narrowed("territoire", "portee")
        for territory in reversed(Territory.objects.covering(self.asked.territory)):
            if territory.kind != Kind.COUNTRY and (count := elsewhere.within(territory).count()):
                return Link(territory.name, self.address.moving_to(territory), count)
        return None
