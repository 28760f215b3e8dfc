"""What changed from one version to the next, in the words of the forms."""

import datetime
from collections import defaultdict
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator, capfirst

#: Columns that follow from the act itself.
FOLLOWING = ("created_at", "updated_at")
SHOWN = 300  # characters of a value


class Change(NamedTuple):
    field: str
    old: str
    new: str


class Names:
    """The names of the records that versions point to, read at once; what is deleted keeps its last one."""

    def __init__(self, wanted):
        """``wanted`` are pairs of a model and a key."""
        self.known = {}
        keys = defaultdict(set)
        for model, pk in wanted:
            keys[model].add(pk)
        for model, asked in keys.items():
            self.known |= {(model, row.pk): str(row) for row in model._base_manager.filter(pk__in=asked)}
            self.known |= last_names(model, asked - {pk for known, pk in self.known if known is model})

    def of(self, model, pk):
        return self.known.get((model, pk)) or f"{model._meta.verbose_name} n° {pk} (supprimé)"


def last_names(model, keys):
    """The names that deleted records had."""
    if not keys or not hasattr(model, "history") or "name" not in {field.name for field in model._meta.fields}:
        return {}
    versions = model.history.filter(**{f"{model._meta.pk.attname}__in": keys})
    latest = versions.order_by().values(model._meta.pk.attname).annotate(last=Max("history_id")).values("last")
    return {
        (model, getattr(version, model._meta.pk.attname)): f"{version.name} (supprimé)"
        for version in model.history.filter(history_id__in=latest)
    }


class Differences:
    """Between versions of one model, each with the one before it: ``pairs`` of ``(old or None, new)``."""

    def __init__(self, model, pairs):
        self.model = model
        self.pairs = [(old, new) for old, new in pairs if old and new.history_type != "-"]
        self.fields = [
            field
            for field in model.history.model.tracked_fields
            if field.name not in FOLLOWING and not field.primary_key and field.editable
        ]
        self.ties = ties_of([version for pair in self.pairs for version in pair])
        self.names = Names(self.pointed())

    def pointed(self):
        for old, new in self.pairs:
            for field in self.fields:
                for version in (old, new) if field.is_relation and differ(field, old, new) else ():
                    if pk := getattr(version, field.attname):
                        yield field.related_model, pk
            for field in new._history_m2m_fields:
                for pk in self.tied(old, field) ^ self.tied(new, field):
                    yield field.related_model, pk

    def tied(self, version, field):
        return self.ties.get((version.pk, field.name), frozenset())

    def of(self, old, new):
        """The changes, in the order of the fields; none for a creation or a deletion."""
        if not old or new.history_type == "-":
            return []
        changes = [
            Change(capfirst(field.verbose_name), self.words(field, old), self.words(field, new))
            for field in self.fields
            if differ(field, old, new)
        ]
        for field in new._history_m2m_fields:
            before, after = self.tied(old, field), self.tied(new, field)
            if before != after:
                gone, come = self.named(field, before - after), self.named(field, after - before)
                changes.append(Change(capfirst(field.verbose_name), gone and f"sans {gone}", come and f"avec {come}"))
        return changes

    def named(self, field, keys):
        return ", ".join(sorted(self.names.of(field.related_model, pk) for pk in keys))

    def words(self, field, version):
        value = getattr(version, field.attname)
        if field.is_relation and value is not None:
            return self.names.of(field.related_model, value)
        return Truncator(in_words(value, field.flatchoices)).chars(SHOWN)


def differ(field, old, new):
    return getattr(old, field.attname) != getattr(new, field.attname)


def in_words(value, choices=()):
    if value is None or value == "" or value == []:
        return ""
    if choices:
        return str(dict(choices).get(value, value))
    match value:
        case bool():
            return "oui" if value else "non"
        case list():
            return " ; ".join(map(str, value))
        case float() | int():
            return number_format(value)
        case datetime.datetime():
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case datetime.date():
            return date_format(value, "DATE_FORMAT")
    return str(value)


def ties_of(versions):
    """What each version was tied to: ``{(version, field): keys}``, a query a field."""
    found = defaultdict(set)
    for field in versions[0]._history_m2m_fields if versions else ():
        ties = getattr(versions[0], field.name).model.objects.filter(history__in={version.pk for version in versions})
        for version, key in ties.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            found[version, field.name].add(key)
    return found
