"""Keeps the search true to the records: each save in its own transaction, everything at once after an import."""

import math
from collections import Counter, defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial

from django.db import transaction
from django.db.models import Count
from django.urls import get_script_prefix

from ptce_hub.directory.models import Entry, Status
from ptce_hub.directory.search.keys import kind_key, public_key
from ptce_hub.directory.search.models import SearchEntry, SearchWord
from ptce_hub.directory.search.places import places_of
from ptce_hub.directory.search.words import name_key, stem_of, telling, tokens, tokens_of, words_in, words_of_name
from ptce_hub.directory.written import Written, rows_among

BATCH = 500
DERIVED = [field.name for field in SearchEntry._meta.fields if field.name not in {"id", "kind", "object_id"}]
_waiting = ContextVar("search_waits_for_a_rebuild", default=False)
_gathered = ContextVar("search_gathers_what_to_index", default=None)


@contextmanager
def rebuilt_after():
    """What is saved within is not indexed one by one: the whole index is made again at the end."""
    token = _waiting.set(True)
    try:
        yield
    finally:
        _waiting.reset(token)
    rebuild()


@contextmanager
def written_after(keys):
    """What is saved within is not indexed one by one: the records of ``keys``, by noun, are at the end."""
    token = _waiting.set(True)
    try:
        yield
    finally:
        _waiting.reset(token)
    for noun, own in keys.items():
        write(noun, sorted(own))


@transaction.atomic
def rebuild():
    """Make the whole index again; gives the number of records in it."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    count = 0
    for model in nouns():
        keys = list(own_rows(model).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            count += len(write(model, keys[start : start + BATCH]))
    return count


@contextmanager
def indexed_together():
    """What is saved within is indexed at the end, at once: some queries for a hundred records as for one.

    Within another of these, the outer one does it.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered = defaultdict(set)
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    for model, keys in gathered.items():
        refresh_all(model, keys)


def refresh(model, pk):
    """Index again a record that is new, changed or gone, and those that name it when they would name it otherwise."""
    if _waiting.get():
        return
    if (gathered := _gathered.get()) is not None:
        gathered[model].add(pk)
    else:
        refresh_all(model, {pk})


def write_namers(noun, keys):
    """Index again records that named one that is gone."""
    if (gathered := _gathered.get()) is not None:
        gathered[noun].update(keys)
    elif keys:
        write(noun, keys)


def refresh_all(model, keys):
    for noun in (noun for noun in nouns() if issubclass(noun, model) or issubclass(model, noun)):
        there = SearchEntry.objects.filter(kind=noun._meta.model_name, object_id__in=keys)
        shown = there.values_list("object_id", "name", "public")
        before = set(shown.all())
        write(noun, list(keys))
        renamed = {pk for pk, _, _ in before ^ set(shown.all())}
        for namer, named_by in naming(noun, renamed) if renamed else ():
            if named_by:
                write(namer, named_by)


def nouns():
    """Every kind of record: structures, networks that are structures too, poles…"""
    tables = [model for model in Entry.__subclasses__() if not model._meta.abstract]
    return [noun for table in tables for noun in (table, *table.__subclasses__())]


def own_rows(model):
    """Without those that are a finer noun: a network is indexed as such, not as a structure."""
    rows = model._base_manager.all()
    for finer in model.__subclasses__():
        rows = rows.exclude(pk__in=finer._base_manager.values("pk"))
    return rows


def naming(model, keys):
    """The records that name any of these, as pairs of a noun and keys."""
    for noun, path in ties_to(model):
        yield noun, rows_among(keys, partial(namers_written, noun, path))


@cache
def namers_written(noun, path, keys):
    return Written(noun._base_manager.filter(**{f"{path}__in": keys}).values_list("pk", flat=True).distinct())


def ties_to(model):
    """By which nouns and paths records of ``model`` are named."""
    return [(noun, path) for noun in nouns() for path in noun.searched_ties if issubclass(model, end_of(noun, path))]


def end_of(model, path):
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def write(model, keys):
    """Make the rows of the records of ``keys`` again; as many queries for a thousand as for one. Gives the rows."""
    kind = model._meta.model_name
    entries = rows_among(keys, partial(own_written, model))
    SearchEntry.objects.filter(kind=kind, object_id__in=set(keys) - {entry.pk for entry in entries}).delete()
    if not entries:
        return []
    places, around, named = places_of(model, entries), texts_around(model, entries), times_named(model, entries)
    drafts = [Draft(entry, places[entry.pk], around[entry.pk], named[entry.pk]) for entry in entries]
    rows = SearchEntry.objects.bulk_create(
        [draft.row() for draft in drafts],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=DERIVED,
    )
    keep_words({word for draft in drafts if draft.entry.is_published for word in draft.words()})
    return rows


@cache
def own_written(model, keys):
    return Written(own_rows(model).filter(pk__in=keys).prefetch_related("themes"))


def keep_words(words):
    """Those that the public may be corrected to, or type the beginning of; numbers are neither."""
    whole = {tokens_of(word)[0] for word in words}
    new = whole - set(SearchWord.objects.filter(word__in=whole).values_list("word", flat=True))
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, stem=stem_of(word)) for word in sorted(new) if not word.isdigit()), ignore_conflicts=True
    )


def texts_around(model, entries):
    """By key of entry, the lines that other rows add to it: ``[(label, text)]``."""
    lines = defaultdict(list)
    for path, label in model.searched_ties.items():
        for pk, names in grouped(model, entries, f"{path}__name", f"{path}__status").items():
            lines[pk].append((label, ", ".join(names)))
    for path in (path for path in model.searched_fields if "__" in path):
        for pk, texts in grouped(model, entries, path).items():
            lines[pk].append(("", ", ".join(texts)))
    return lines


def times_named(model, entries):
    """By key of entry, how many published records name it."""
    named = Counter()
    for noun, path in ties_to(model):
        named.update(dict(rows_among([entry.pk for entry in entries], partial(named_written, noun, path))))
    return named


@cache
def named_written(noun, path, keys):
    rows = noun._base_manager.filter(**{f"{path}__in": keys}, status=Status.PUBLISHED).order_by()
    return Written(rows.values_list(path).annotate(Count("pk", distinct=True)))


def grouped(model, entries, path, status=""):
    """By key of entry, what is found at ``path``, each once; only what is published where ``status`` leads."""
    found = defaultdict(dict)
    for pk, text in rows_among([entry.pk for entry in entries], partial(grouped_written, model, path, status)):
        if text:
            found[pk][text] = True
    return found


@cache
def grouped_written(model, path, status, keys):
    condition = {status: Status.PUBLISHED} if status else {}
    rows = model._base_manager.filter(pk__in=keys, **condition).order_by("pk", path)
    return Written(rows.values_list("pk", path))


class Draft:
    """The row of a record in the making: what is searched and where it weighs."""

    def __init__(self, entry, place, around, times_named):
        self.entry, self.place, self.times_named = entry, place, times_named
        own = [getattr(entry, "acronym", ""), *entry.alternative_names]
        self.names = [entry.name, *filter(None, own)]
        self.themes = [theme.label for theme in entry.themes.all()]
        self.lines = [*filter(None, map(self.text_of, ("summary", *entry.searched_fields, "notes")))]
        self.lines += [f"{label} : {text}" if label else text for label, text in around]
        self.title = [word for name in self.names for word in words_of_name(name)]
        kind = getattr(entry, "get_kind_display", str)() if hasattr(entry, "kind") else ""
        said = [*place.names, *self.themes, kind, entry._meta.verbose_name]
        self.beside = [word for text in said for word in telling(words_in(text))]
        self.rest = [word for line in self.lines for word in telling(words_in(line))]

    def text_of(self, name):
        if "__" in name:
            return ""
        value = getattr(self.entry, name)
        return ", ".join(value) if isinstance(value, list) else value

    def words(self):
        return (*self.title, *self.beside, *self.rest)

    def row(self):
        entry, model = self.entry, type(self.entry)
        public = [public_key(model)] if entry.is_published else []
        known = [
            ("Autres noms", self.names[1:]), ("Thèmes", self.themes), ("Territoire", dict.fromkeys(self.place.names)),
        ]  # fmt: skip
        return SearchEntry(
            kind=model._meta.model_name,
            object_id=entry.pk,
            public=entry.is_published,
            sort_name=entry.sort_name,
            name=entry.name,
            path=entry.get_absolute_url().removeprefix(get_script_prefix()),
            where=self.place.where[:500],
            weight=entry.search_weight * (1 + math.log1p(self.times_named) / 3),
            text="\n".join([*(f"{label} : {', '.join(texts)}" for label, texts in known if texts), *self.lines]),
            exact=f" {' '.join({name_key(name): 1 for name in self.names})} ",
            title=tokens(self.title),
            place=tokens(self.beside),
            body=tokens(self.rest),
            keys=" ".join([kind_key(model), *public, *sorted(self.place.keys)]),
        )
