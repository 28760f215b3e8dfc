"""What narrows a list: words, a territory, a noun's own facets. One query string serves every view of a noun."""

from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, Q, TextChoices

from ptce_hub.directory.listing.facets import Counted, RelatedFacet, printable
from ptce_hub.directory.listing.parts import count_parts
from ptce_hub.directory.models import Theme
from ptce_hub.directory.search.hits import FEW, RANKED, answers, count, keys_of
from ptce_hub.directory.search.keys import with_finer
from ptce_hub.directory.search.questions import read_question
from ptce_hub.territories.guessing import guess
from ptce_hub.territories.models import Territory
from ptce_hub.territories.resolving import resolve

RELEVANCE = "pertinence"

no_control = RegexValidator(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
    "Ce texte contient un caractère invisible : écrivez-le de nouveau.",
    inverse_match=True,
)


class TerritoryField(forms.CharField):
    """A territory by its reference (``region-28``), its name or its code, as a visitor may type it."""

    default_validators = [no_control]

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return Territory.objects.get_by_ref(text)
        except Territory.DoesNotExist:
            pass
        matches = resolve(text)
        if len({match.territory for match in matches}) == 1:
            return matches[0].territory
        if matches:
            raise offering(matches, text, "Plusieurs territoires répondent à « %(text)s » : choisissez ci-dessous.")
        if alike := guess(text):
            words = "Aucun territoire ne répond à « %(text)s » : choisissez ci-dessous, ou écrivez un autre nom."
            raise offering(alike, text, words, "alike")
        raise ValidationError(
            f"Aucun territoire ne répond à « {printable(text)} ». Écrivez le nom d'une commune, d'un département, "
            "d'une région ou d'une intercommunalité, un code Insee ou un code postal.",
            code="unknown",
        )


def offering(matches, text, words, code="ambiguous"):
    """What is wrong with the text, and the territories that it may mean."""
    return ValidationError(words, code=code, params={"text": printable(text), "offered": matches})


def territories_offered(form):
    """The territories that what was typed may mean, when it names none or several."""
    errors = form.errors.as_data().get("territoire", [])
    return [match for error in errors for match in (error.params or {}).get("offered", ())]


class Reach(TextChoices):
    """How an entry stands to the territory asked for."""

    HERE = "ici", "ce qui est ici"
    WIDER = "plus-large", "ce qui est plus large"
    ACROSS = "a-cheval", "ce qui est à cheval"


class TerritoryFilter(django_filters.Filter):
    """Counts the parts of the territory asked for, and of the country when none is."""

    field_class = TerritoryField
    in_order = False

    def filter(self, entries, territory):
        if territory is None:
            return entries
        match self.parent.form.cleaned_data.get("portee"):
            case Reach.WIDER:
                return entries.covering(territory)
            case Reach.ACROSS:
                return entries.overlapping(territory)
            case _:
                return entries.within(territory)

    def counted(self, entries):
        counts = count_parts(entries, self.parent.territory)
        parts = sorted(counts, key=lambda part: part.key)
        return [Counted(part.ref, part.name, counts[part]) for part in parts]


class Choice(django_filters.ChoiceFilter):
    """One value among a few; it says how the list is shown and leaves its entries as they are."""

    def __init__(self, label, choices, wrong):
        super().__init__(label=label, choices=choices, empty_label=None, null_label=None, method="leave")
        self.extra["error_messages"] = {"invalid_choice": wrong}


class EntryForm(forms.Form):
    """A value that only one may have is not given twice."""

    def clean(self):
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.SelectMultiple) and len(self.given(name)) > 1:
                self.add_error(name, f"« {name} » n’accepte qu’une valeur : gardez-en une.")
        return super().clean()

    def given(self, name):
        return set(self.data.getlist(name)) - {""} if hasattr(self.data, "getlist") else set()


class EntryFilter(django_filters.FilterSet):
    """``facets`` are counted beside the list, in that order; those of ``folded`` only when asked for.
    ``boxes`` are the filters typed in the form, beside the words and the territory.

    ``orders`` are the ways to sort: a word in the address, a label, columns; the first is the usual one.
    """

    form_class = EntryForm
    facets = ("territoire", "theme")
    folded = ()
    boxes = ()
    orders = {
        "nom": ("nom", ["sort_name"]),
        "modification": ("dernière modification", ["-updated_at"]),
        "verification": ("dernière vérification", [F("verified_on").desc(nulls_last=True), "sort_name"]),
    }

    q = django_filters.CharFilter(label="Mots", method="having_words", max_length=200, validators=[no_control])
    territoire = TerritoryFilter(label="Territoire", max_length=200)
    portee = Choice(
        "Par rapport au territoire",
        Reach.choices,
        "« %(value)s » n’est pas une portée : ici, plus-large ou a-cheval.",
    )
    theme = RelatedFacet(
        "Thème", "themes", Theme.objects.all, naming="label", missing="Aucun thème ne s’appelle « %s »."
    )
    tri = Choice("Tri", lambda: [], "« %(value)s » n’est pas un tri de cette liste.")
    facette = Choice("Facette", lambda: [], "« %(value)s » n’est pas une facette de cette liste.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = {RELEVANCE: RELEVANCE} | {word: label for word, (label, _) in self.orders.items()}
        self.filters["tri"].extra["choices"] = list(words.items())
        self.filters["facette"].extra["choices"] = [(name, self.filters[name].label) for name in self.facets]

    @property
    def form(self):
        """Made without a class of its own: a list is asked for too often to write one each time."""
        if not hasattr(self, "_form"):
            self._form = self.form_class(self.data)
            self._form.fields = {name: each.field for name, each in self.filters.items()}
        return self._form

    def filter_queryset(self, entries):
        return self.narrowed()

    def is_whole(self, *without):
        """Whether no filter narrows the list but those named."""
        narrowing = self.form.cleaned_data.keys() - {"tri", "facette", "portee", *without}
        return not any(self.form.cleaned_data[name] for name in narrowing)

    def narrowed(self, *without):
        """The entries that answer every filter but those named."""
        if not self.is_right:
            return self.queryset.none()
        entries = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if value and name not in without:
                entries = self.filters[name].filter(entries, value)
        return entries

    def keys(self):
        """The keys of the entries in the order asked for; a paginator cuts them."""
        if self.order == RELEVANCE:
            return self.narrowed("q").best_first(self.question)
        return self.sorted(self.qs, self.order).values_list("pk", flat=True)

    def sorted(self, entries, order):
        """Equals by key, so that no page repeats one."""
        _, columns = self.orders[order]
        return entries.order_by(*columns, "pk")

    @property
    def order(self):
        """The order asked for, or the usual one: the best answers first when there are words to answer."""
        asked = self.form.cleaned_data["tri"]
        if self.ranks and asked in ("", RELEVANCE):
            return RELEVANCE
        return next(iter(self.orders)) if asked in ("", RELEVANCE) else asked

    def leave(self, entries, name, value):
        return entries

    def having_words(self, entries, name, words):
        found = answers(entries.model, self.question) if self.finds_many else Q(pk__in=self.few_found)
        return entries.filter(found)

    @cached_property
    def few_found(self):
        """The keys of what has the words, read once for the list and its facets; some of them when they are many."""
        keys = keys_of(self.queryset.model, self.question)
        return list(keys.values_list("entry__object_id", flat=True)[: RANKED + 1])

    @property
    def total(self):
        """How many, where the index of the search alone tells it sooner than the entries; None elsewhere."""
        if self.finds_many and self.is_whole("q"):
            return count(with_finer(self.queryset.model), self.question)
        return None

    @property
    def ranks(self):
        """Whether some entries answer better than others; words that thousands have tell none apart."""
        return bool(self.question) and len(self.few_found) <= RANKED

    @property
    def finds_many(self):
        return bool(self.question) and len(self.few_found) > FEW

    @cached_property
    def question(self):
        """The words asked for, read once for the list and its facets; None when there is none to look for."""
        return read_question(self.form.cleaned_data.get("q") or "") if self.is_right else None

    @property
    def is_right(self):
        """Whether every value asked for makes sense; asking for nothing does."""
        return self.form.is_valid()

    @property
    def typed(self):
        """The boxes of the form, in order."""
        return [self.form[name] for name in self.boxes]

    @property
    def territory(self):
        """The territory asked for, None when none or wrong."""
        return self.form.cleaned_data.get("territoire") if self.is_right else None

    @property
    def territory_words(self):
        """What the box shows: the territory's name where it leads back to it, else its reference."""
        territory = self.territory
        matches = resolve(territory.name)
        return territory.name if [match.territory for match in matches] == [territory] else territory.ref

    @property
    def territory_choices(self):
        return territories_offered(self.form)
