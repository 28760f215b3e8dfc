"""One search over everything, and the territories suggested while typing."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from ptce_hub.directory.listing.filters import TerritoryField, no_control, territories_offered
from ptce_hub.directory.listing.nearby import nearest_holding
from ptce_hub.directory.search.excerpts import Hit
from ptce_hub.directory.search.hits import answering, count, groups
from ptce_hub.directory.search.keys import territory_key, with_finer
from ptce_hub.directory.search.questions import alike, read_question
from ptce_hub.site.nouns import NOUNS
from ptce_hub.territories.resolving import resolve
from ptce_hub.territories.suggesting import suggest, written

MODELS = [noun.model for noun in NOUNS]
SHOWN = 3  # records of a noun; its list has them all
TERRITORIES = 5  # shown above the records
WORDS_LEFT_OUT = 4  # words that an empty search tries to do without
PLACE_WORDS = 4  # words of a longest place name looked for at an end of a search


class TerritoryForm(forms.Form):
    """Asks for a territory, and offers a choice when what was typed means several."""

    territoire = TerritoryField(label="Territoire", required=False, max_length=200)

    @property
    def place(self):
        """What the box shows of the territory: its name, even when the address holds its reference."""
        territory = self.cleaned_data.get("territoire")
        return written(territory) if territory else self["territoire"].value()

    @property
    def territory_choices(self):
        return territories_offered(self)


class SearchForm(TerritoryForm):
    q = forms.CharField(label="Mots", required=False, max_length=200, validators=[no_control])

    def clean_q(self):
        words = self.cleaned_data["q"]
        if words and not any(sign.isalnum() for sign in words):
            raise ValidationError(f"« {words[:80]} » ne contient aucun mot : écrivez un nom, un lieu ou un thème.")
        return words


class Search(TemplateView):
    template_name = "site/search.html"

    def get(self, request, *args, **kwargs):
        form = SearchForm(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        words, territory = form.cleaned_data["q"], form.cleaned_data["territoire"]
        if territory and not words:
            return redirect(territory)
        findings = Findings(words, territory) if words else None
        return self.render_to_response(self.get_context_data(form=form, findings=findings))


class Findings:
    """What answers some words, in a territory or everywhere."""

    def __init__(self, words, territory):
        self.words, self.territory = words, territory
        self.question = read_question(words)

    @cached_property
    def territories(self):
        """The territories that the words name, not asked when one is given; five figures are first a postal code."""
        matches = [] if self.territory else resolve(self.words)
        return sorted(matches, key=lambda match: match.reason != "code postal")

    @cached_property
    def groups(self):
        found = groups(MODELS, self.here(self.question), SHOWN) if self.question else []
        nouns = {noun.model: noun for noun in NOUNS}
        totals = {group.model: group.total for group in found}
        return [
            Answers(
                nouns[group.model],
                group.total,
                sum(totals.get(model, 0) for model in with_finer(group.model)),
                [Hit(entry, self.question) for entry in group.entries],
                self.address(nouns[group.model].url_name, self.words),
            )
            for group in found
        ]

    @cached_property
    def total(self):
        return sum(group.total for group in self.groups)

    @property
    def first_territories(self):
        return self.territories[:TERRITORIES]

    @property
    def more_territories(self):
        """Where the other territories are, when there are others."""
        return f"{reverse('territories')}?{urlencode({'q': self.words})}" if len(self.territories) > TERRITORIES else ""

    @property
    def everywhere(self):
        return search_address(self.words, None)

    @cached_property
    def ways_out(self):
        """When nothing answers: other searches that would, with what each list of them loosens."""
        if self.question is None:
            return []
        tried = [("words", self.other_words()), ("fewer", self.fewer_words()), ("near", self.near_places())]
        return [(kind, found) for kind, attempts in tried if (found := list(attempts))]

    def other_words(self):
        """« Vouliez-vous dire… »: for the first word that no record has, those that look like it."""
        for term in self.question.unknown[:1]:
            for word in alike(term.typed):
                yield from self.attempt(self.words.replace(term.typed, word), self.territory)

    def fewer_words(self):
        if len(self.question.terms) > 1:
            for term in self.question.terms[:WORDS_LEFT_OUT]:
                yield from self.attempt(self.question.without(term).text, self.territory, left_out=term.typed)

    def near_places(self):
        """The nearest territory of the same level that has some, then the smallest of those around it."""
        words, territory = (self.words, self.territory) if self.territory else named_in(self.words)
        question = territory and read_question(words)
        if not question:
            return
        standing = answering(MODELS, question).values_list("entry__keys", flat=True)
        found = nearest_holding(territory, standing, lambda keys: holds(question, keys))
        if found:
            km, near = found
            yield from self.attempt(words, near, km=km, rough=near.approximate or territory.approximate)
        for wider in filter(None, [territory.epci, territory.department, territory.region]):
            if found := list(self.attempt(words, wider)):
                yield from found
                break

    def attempt(self, words, territory, **how):
        question = read_question(words)
        total = question and count(MODELS, within(question, territory))
        if total:
            yield Attempt(words, territory, total, search_address(words, territory), **how)

    def here(self, question):
        return within(question, self.territory)

    def address(self, url_name, words):
        query = {"q": words, **({"territoire": self.territory.ref} if self.territory else {})}
        return f"{reverse(url_name)}?{urlencode(query)}"


@dataclass
class Answers:
    """The answers of a noun: ``listed`` counts those of its list, where structures are also networks."""

    noun: type
    total: int
    listed: int
    hits: list
    address: str


@dataclass
class Attempt:
    """Another search that has answers; its territory is ``km`` away, roughly between approximate points."""

    words: str
    territory: object
    total: int
    address: str
    left_out: str = ""
    km: float | None = None
    rough: bool = False


def within(question, territory):
    return question.among([territory_key(territory.pk)]) if territory else question


def holds(question, territories):
    """Whether a record of one of the territories (keys) answers."""
    return answering(MODELS, question.among(map(territory_key, territories))).exists()


def search_address(words, territory):
    query = {"q": words, **({"territoire": territory.ref} if territory else {})}
    return f"{reverse('search')}?{urlencode(query)}"


def named_in(words):
    """The words without the one territory that ends or begins them, and it; (``words``, None) when none does."""
    parts = words.split()
    for size in range(min(PLACE_WORDS, len(parts) - 1), 0, -1):
        for place, rest in ((parts[-size:], parts[:-size]), (parts[:size], parts[size:])):
            matches = resolve(" ".join(place))
            if matches:
                return " ".join(rest), matches[0].territory
    return words, None


class TerritorySuggestions(TemplateView):
    """The territories whose name or code begins as typed, as the options of a field."""

    template_name = "site/search_suggestions.html"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("q") or self.request.GET.get("territoire", "")
        return super().get_context_data(matches=suggest(typed), **kwargs)
