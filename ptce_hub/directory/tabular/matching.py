"""Which record a row speaks of: surely, perhaps, or none. Asked once for a whole batch, answered in memory.

What is sure is an address, a number, a name at a place; what may be, ``duplicates`` says and a person chooses.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ptce_hub.directory.duplicates.blocking import Finder
from ptce_hub.directory.duplicates.facts import facts_said
from ptce_hub.directory.models import Status
from ptce_hub.directory.tabular.models import Origin, Outcome
from ptce_hub.directory.tabular.named import slug_in
from ptce_hub.territories.names import fold

AT_ONCE = 500  # keys a query


@dataclass
class Match:
    """The record that is surely meant (its key), else those that may be, with why."""

    key: int | None = None
    suspects: list = field(default_factory=list)
    origin: Origin | None = None


def identity(*parts):
    """A short print of what tells a row from the others."""
    return hashlib.sha256("\x1f".join(str(part or "") for part in parts).encode()).hexdigest()


class Matcher:
    """A noun says ``identity_of`` a row, ``gather`` what a batch of ``readings`` may mean, ``look`` for one of them."""

    def __init__(self, table, run, readings, answers):
        self.table, self.run, self.answers = table, run, answers
        keys = {reading.key for reading in readings}
        origins = Origin.objects.filter(noun=table.name, source=run.source, key__in=keys)
        self.origins = {origin.key: origin for origin in origins}
        self.alive = self.present({origin.object_id for origin in origins})
        self.gather([reading for reading in readings if not reading.wrong])

    @classmethod
    def likeness_of(cls, values):
        """A print that two lines of one file share when they may speak of one thing; "" for what has no such print."""
        return ""

    def match(self, reading):
        origin = self.origins.get(reading.key)
        if origin and origin.object_id in self.alive:
            return Match(origin.object_id, origin=origin)
        return self.look(reading)

    def present(self, keys):
        """Those of ``keys`` that are there, without what this very run has made: its rows were compared before."""
        there = set(self.table.model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        made = self.run.rows.filter(applied=True, outcome=Outcome.CREATED, object_id__in=there)
        return there - set(made.values_list("object_id", flat=True))

    def gather(self, readings):
        raise NotImplementedError

    def look(self, reading):
        raise NotImplementedError


@dataclass
class Known:
    """A record, as far as it is compared."""

    pk: int
    name: str
    place: int | None
    numbers: dict
    also: tuple


class EntryMatcher(Matcher):
    """By address, then by ``numbers``, then by name and place; fields ``also`` tell homonyms apart."""

    numbers = ()
    also = ()

    @classmethod
    def identity_of(cls, texts, values):
        if own := texts.get("identifiant"):
            return identity("id", own)
        place = (values.get("territory") or [None])[0]
        parts = [values.get(each) for each in (*cls.numbers, *cls.also)]
        return identity(fold(str(values.get("name") or "")), place, *parts)

    @classmethod
    def likeness_of(cls, values):
        name, place = fold(str(values.get("name") or "")), (values.get("territory") or [None])[0]
        return identity("≈", name, place, *(values.get(each) for each in cls.also)) if name and place else ""

    def gather(self, readings):
        slugs, names, places, numbers = set(), set(), set(), defaultdict(set)
        for reading in readings:
            slugs |= {slug_in(reading.texts.get(each, "")) for each in ("page", "identifiant")}
            names.add(fold(str(reading.values.get("name") or "")))
            places.add((reading.values.get("territory") or [None])[0])
            for each in self.numbers:
                numbers[each].add(reading.values.get(each))
        wanted = {"slug": slugs, "sort_name": names, "territory": places, **numbers}
        keys = set()
        for (
            column,
            values,
        ) in wanted.items():  # each by its own index; joined by « or », they would read the whole table
            keys |= set(self.rows().filter(**{f"{column}__in": values - {"", None}}).values_list("pk", flat=True))
        self.keys = self.present(keys)
        self.by_slug, self.by_name = {}, defaultdict(list)
        self.by_number = {each: defaultdict(list) for each in self.numbers}
        listed = sorted(self.keys)
        for start in range(0, len(listed), AT_ONCE):
            columns = ["pk", "slug", "sort_name", "territory", *self.numbers, *self.also]
            for values in self.rows().filter(pk__in=listed[start : start + AT_ONCE]).values_list(*columns):
                self.keep(*values)

    def rows(self):
        return self.table.model._base_manager.order_by()

    def keep(self, pk, slug, name, place, *more):
        numbers, also = more[: len(self.numbers)], more[len(self.numbers) :]
        known = Known(pk, name, place, dict(zip(self.numbers, numbers, strict=True)), tuple(map(text_of, also)))
        self.by_slug[slug] = known
        self.by_name[name].append(known)
        for each, number in known.numbers.items():
            if number:
                self.by_number[each][number].append(known)

    def look(self, reading):
        for each in ("page", "identifiant"):
            if known := self.by_slug.get(slug_in(reading.texts.get(each, ""))):
                return Match(known.pk)
        if not reading.values.get("name"):
            return Match()
        sure = self.sure(reading)
        return Match(sure[0].pk) if len(sure) == 1 else Match(suspects=self.suspects(reading))

    def sure(self, reading):
        """Those that share a number which no other body has, or a name at a place; several when one must be chosen."""
        place = (reading.values.get("territory") or [None])[0]
        name = fold(str(reading.values["name"]))
        also = tuple(text_of(reading.values.get(each)) for each in self.also)
        for each in self.numbers:
            found = self.by_number[each].get(reading.values.get(each), [])
            if each == "siren":  # branches share it
                found = [known for known in found if known.name == name or known.place == place]
            if found:
                return [known for known in found if not disagrees(reading, known, but=each)]
        here = [known for known in self.by_name[name] if known.place == place and known.also == also]
        return [known for known in here if not disagrees(reading, known)]

    @cached_property
    def finder(self):
        rows = self.table.model._default_manager.exclude(status=Status.ARCHIVED)
        return Finder(rows.filter(pk__in=self.keys))

    def suspects(self, reading):
        """The likeliest first, as pairs of a key and of the reasons."""
        values = reading.values
        place = values.get("territory")
        facts = facts_said(
            name=values["name"],
            acronym=values.get("acronym", ""),
            other_names=values.get("alternative_names", ()),
            territory=self.answers.places.known[place[0]] if place else None,
            date=values.get("start") or "",
            **{each: values.get(each) for each in self.numbers},
        )
        return [(key, likeness.reasons) for key, likeness in self.finder.like(facts)]


def text_of(value):
    return "" if value is None else str(getattr(value, "iso", value))


def disagrees(reading, known, but=""):
    """Whether both have a number that is theirs alone, and not the same."""
    for each, number in known.numbers.items():
        said = reading.values.get(each)
        if each not in ("siret", but) and said and number and said != number:
            return True
    return False


class LinkMatcher(Matcher):
    """By the two ends and the role; by the start too, unless the one or the other leaves it unknown."""

    ends = ()
    role = "role"

    @classmethod
    def identity_of(cls, texts, values):
        if own := texts.get("identifiant"):
            return identity("id", own)
        return identity(
            *((values.get(end) or [None])[0] for end in cls.ends), values.get(cls.role), values.get("since")
        )

    def gather(self, readings):
        first, second = ({reading.values[end][0] for reading in readings if end in reading.values} for end in self.ends)
        rows = self.table.model._base_manager.filter(**{f"{self.ends[0]}__in": first, f"{self.ends[1]}__in": second})
        self.there = defaultdict(list)
        alive = self.present(rows.values_list("pk", flat=True))
        for pk, *key, since in rows.values_list("pk", *self.ends, self.role, "since"):
            if pk in alive:
                self.there[tuple(key)].append((pk, text_of(since)))

    def look(self, reading):
        values = reading.values
        role = values.get(self.role) or self.table.model._meta.get_field(self.role).get_default()
        since = text_of(values.get("since"))
        found = self.there[(*((values.get(end) or [None])[0] for end in self.ends), role)]
        same = [pk for pk, other in found if other == since] or [pk for pk, other in found if not since or not other]
        return Match(same[0]) if same else Match()
