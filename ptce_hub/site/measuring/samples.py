"""Random addresses of the public site, always the same for the same data: what its visitors may ask for."""

import random

from django.forms import SelectMultiple
from django.urls import reverse
from django.utils.http import urlencode

from ptce_hub.directory.listing.filters import TerritoryField
from ptce_hub.directory.views import EntryList, EntryPage
from ptce_hub.site.measuring.pages import SEED, drawn, public_patterns, records, views
from ptce_hub.territories.models import Kind, Territory

PLACES = [Kind.REGION, Kind.DEPARTMENT, Kind.EPCI, Kind.COMMUNE]
POOL = 60  # values of a kind among which one is drawn


def list_addresses(count):
    """Lists of every noun in turn, narrowed by up to three filters."""
    chance = random.Random(SEED)  # noqa: S311 (a sample, not a secret)
    queries = [Queries(view, chance) for view in views(EntryList)]
    return [queries[number % len(queries)].address() for number in range(count)]


def search_addresses(count):
    """Searches for one word or two of the records' own names."""
    if not any(pattern.name == "search" for pattern in public_patterns()):
        return []
    chance = random.Random(SEED)  # noqa: S311
    words = [word for view in views(EntryPage) for word in words_of(view)]
    queries = (" ".join(chance.sample(words, chance.choice([1, 2]))) for _ in range(count))
    return [f"{reverse('search')}?{urlencode({'q': query})}" for query in queries]


def record_addresses(count):
    """Records of every noun, drawn as often as there are some."""
    chance = random.Random(SEED)  # noqa: S311
    pages = views(EntryPage)
    chosen = chance.choices(pages, [view().entries().count() for view in pages], k=count)
    return [entry.get_absolute_url() for view in pages for entry in records(view, chosen.count(view))]


class Queries:
    """Right queries for a list, drawn from its own form."""

    def __init__(self, view, chance):
        self.view, self.chance = view, chance
        self.fields = view().filterset({}).form.fields
        values = {name: self.askable(name, field) for name, field in self.fields.items()}
        self.values = {name: some for name, some in values.items() if some}

    def address(self):
        return f"{reverse(self.view.url_name)}?{urlencode(self.draw(), doseq=True)}"

    def draw(self, most=3):
        names = self.chance.sample(sorted(self.values), min(len(self.values), self.chance.randint(0, most)))
        return {name: self.some(name) for name in names}

    def some(self, name):
        """One value, or two where several may be asked for together."""
        many = isinstance(self.fields[name].widget, SelectMultiple)
        return self.chance.sample(
            self.values[name], min(len(self.values[name]), self.chance.choice([1, 2]) if many else 1)
        )

    def askable(self, name, field):
        """What may be asked of the field; nothing when this cannot guess."""
        if isinstance(field, TerritoryField):
            return [territory.ref for kind in PLACES for territory in drawn(Territory.objects.filter(kind=kind), POOL)]
        if hasattr(field, "choices"):
            return [str(value) for value, _ in field.choices if value]
        return words_of(self.view) if name == "q" else []


def words_of(view):
    """Long words of the names of some records."""
    names = records(view, POOL).values_list("name", flat=True)
    return [word for name in names for word in name.replace("'", " ").replace("’", " ").split() if len(word) > 4]
