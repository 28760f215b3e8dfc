"""The events of a checked programme, written at once or not at all, with who and why in their history."""

from django.contrib.auth import get_user_model
from django.db import transaction

from events.entering.checking import MERGE, NEW, Checker, draft_of
from events.models import EventRole, Series

#: What a merge gives to an event that lacks it; dates and name stay its own.
FILLED = ("venue", "territory", "summary", "website", "price", "is_free", "format", "ess_month")


@transaction.atomic
def write(lines, user, status, source, edition=None):
    """``(created, completed)`` events, of the lines that are good once checked again; the others change nothing.

    Two clicks of one person follow one another: the second finds what the first wrote.
    """
    get_user_model().objects.select_for_update().get(pk=user.pk)
    Checker(user, edition).check(lines)
    reason = f"Programme collé : {source}"
    created, completed = [], []
    for line in lines:
        if line.outcome == NEW:
            created += create(line, user, status, source, reason, edition)
        elif line.outcome == MERGE:
            completed.append(complete(line, user, source, reason, edition))
    return created, completed


def create(line, user, status, source, reason, edition):
    events = [draft_of(line, moment, edition) for moment in line.moments]
    series = Series.called(line.values["title"], line.territory) if len(events) > 1 else None
    for event in events:
        event.status, event.sources, event.series = status, [source], series
        save(event, user, reason)
        tie(event, line, user, reason)
    return events


def complete(line, user, source, reason, edition):
    """Gives the event what the line says and it does not, its title as another name; nothing of it is replaced."""
    event, said = line.merged_with, draft_of(line, line.moments[0], edition)
    for name in FILLED:
        if getattr(event, name) in (None, ""):
            setattr(event, name, getattr(said, name))
    if event.start_time is None and event.start == said.start and event.end == said.end:
        event.start_time, event.end_time = said.start_time, said.end_time
    if said.name not in (event.name, *event.alternative_names):
        event.alternative_names = [*event.alternative_names, said.name]
    if source not in event.sources:
        event.sources = [*event.sources, source]
    save(event, user, reason)
    tie(event, line, user, reason)
    return event


def save(row, user, reason):
    row._change_reason, row._history_user = reason, user
    row.save()


def tie(event, line, user, reason):
    known = set(event.roles.values_list("structure", "role"))
    for structure in dict.fromkeys(line.structures):
        if (structure.pk, EventRole.Role.ORGANISER) not in known:
            save(EventRole(event=event, structure=structure, role=EventRole.Role.ORGANISER), user, reason)
