"""What happened to a record and to its ties, latest first, for a number of queries that does not depend on them."""

from collections import defaultdict
from dataclasses import dataclass, field

from ptce_hub.directory.history.differences import Differences, Names
from ptce_hub.directory.models import Link


@dataclass
class Act:
    """One version; ``tie`` names what hangs on the record, empty for the record itself."""

    version: object
    tie: str = ""
    changes: list = field(default_factory=list)


def keys_of_acts(model, pk):
    """``(date, version, model, is_tie)`` of every version of the record and of its ties, latest first."""
    found = [(*row, model, False) for row in versions_of(model, model._meta.pk.attname, pk)]
    for tie in ties_of_model(model):
        found += [(*row, tie.model, True) for row in versions_of(tie.model, tie.attname, pk)]
    return sorted(found, key=lambda row: row[:2], reverse=True)


def versions_of(model, column, pk):
    """Of a tie that has left the record, its versions on the record only."""
    return model.history.filter(**{column: pk}).values_list("history_date", "history_id")


def ties_of_model(model):
    """The columns of ties that name a record of ``model``."""
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, Link):
            yield relation.field


def acts_of(keys):
    """The acts of some of these keys, in the same order."""
    versions, previous, differences = {}, {}, {}
    by_model = defaultdict(list)
    for _, version, model, _ in keys:
        by_model[model].append(version)
    for model, wanted in by_model.items():
        versions[model], previous[model] = with_previous(model, wanted)
        pairs = [(previous[model].get(version.pk), version) for version in versions[model].values()]
        differences[model] = Differences(model, pairs)
    ties = [version for model in by_model if issubclass(model, Link) for version in versions[model].values()]
    names = Names(end for tie in ties for end in ends_of(tie, tie.tracked_fields))
    acts = []
    for _, key, model, is_tie in keys:
        version = versions[model][key]
        noun = model._meta.verbose_name
        label = f"{noun} : {label_of(version, version.tracked_fields, names)}" if is_tie else ""
        acts.append(Act(version, label, differences[model].of(previous[model].get(key), version)))
    return acts


def with_previous(model, wanted):
    """The versions wanted, by key, and the one before each."""
    history, column = model.history.model, model._meta.pk.attname
    rows = {version.pk: version for version in history.objects.filter(pk__in=wanted).select_related("history_user")}
    of_same = history.objects.filter(**{f"{column}__in": {getattr(row, column) for row in rows.values()}})
    last, previous = {}, {}
    for version in of_same.order_by("history_date", "history_id"):
        if version.pk in rows:
            previous[version.pk] = last.get(getattr(version, column))
        last[getattr(version, column)] = version
    return rows, previous


def ends_of(row, fields):
    """The records that a row, or a version of it, points to: pairs of a model and a key."""
    return [
        (field.related_model, getattr(row, field.attname))
        for field in fields
        if field.is_relation and getattr(row, field.attname)
    ]


def label_of(row, fields, names):
    """« convention de 2013 – Coopération A »: its own words, then the names of what it ties."""
    words = [getattr(row, name) for name in ("label", "name", "title", "instrument", "measure") if hasattr(row, name)]
    return " – ".join([*filter(None, words), *(names.of(*end) for end in ends_of(row, fields))])
