"""The first page of the admin: what waits for the person who signs in, in their own territories.

Every count is a link to the list that it counts. An app adds its own lines with ``@on_desk``.
"""

import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from ptce_hub.directory.models import Entry, Status
from ptce_hub.directory.rights import in_reach, is_national

RECENT = datetime.timedelta(days=7)
LATEST = 12  # changes shown

#: Functions that give lines from ``user``; each app's admin adds its own.
LINES = []


class Line(NamedTuple):
    """Something to look at: how many, and where they are listed."""

    label: str
    count: int
    address: str


class Change(NamedTuple):
    """One past version of a record."""

    what: str
    noun: str
    how: str
    who: object
    when: datetime.datetime
    address: str


def duties(rows):
    """What a record of ``rows`` may lack or wait for: the words of a column, the filters of a list, the condition.

    What ends by itself is its own source: whoever publishes it says so.
    """
    return (
        ("proposées", {"status__exact": Status.PROPOSED}, Q(status=Status.PROPOSED)),
        ("à revérifier", {"verifie": "a-revoir"}, rows.is_to_recheck()),
        ("sans territoire", {"lieu": "sans"}, rows.is_unplaced()),
        ("sans source", {"sources": "sans"}, Q(pk__in=[]) if rows.model.last_day else Q(sources=[])),
    )


def on_desk(lines):
    LINES.append(lines)
    return lines


def listed(model, user, **filters):
    """The address of the admin's list of ``model``, with these filters, within the user's reach."""
    mine = {} if is_national(user) else {"miennes": "1"}
    return f"{staff_address(model, 'changelist')}?{urlencode(filters | mine)}"


def staff_address(model, page, *args):
    """The address of a page of the admin (``changelist``, ``change``, ``history``…) of ``model``."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def nouns(site):
    return [model for model in site._registry if issubclass(model, Entry)]


def table(site, user):
    """For each noun, its name and a line for each duty."""
    for model in nouns(site):
        rows = in_reach(user, model.objects.order_by())
        asked = duties(rows)
        counts = rows.aggregate(**{f"duty_{n}": Count("pk", filter=so) for n, (_, _, so) in enumerate(asked)})
        lines = [
            Line(label, counts[f"duty_{n}"], listed(model, user, **filters))
            for n, (label, filters, _) in enumerate(asked)
        ]
        yield model._meta.verbose_name_plural, lines


def lines(user):
    return [line for give in LINES for line in give(user) if line.count]


def changes(site, user):
    """The latest changes of the last seven days, the newest first."""
    since = timezone.now() - RECENT
    found = []
    for model in nouns(site):
        versions = model.history.filter(history_date__gte=since).select_related("history_user")
        if not is_national(user):
            mine = in_reach(user, model.objects.order_by()).values("pk")
            versions = versions.filter(**{f"{model._meta.pk.attname}__in": mine})
        found += [change(model, version) for version in versions.order_by("-history_date")[:LATEST]]
    return sorted(found, key=lambda change: change.when, reverse=True)[:LATEST]


def change(model, version):
    address = staff_address(model, "history", getattr(version, model._meta.pk.attname))
    how = version.get_history_type_display()
    return Change(version.name, model._meta.verbose_name, how, version.history_user, version.history_date, address)
