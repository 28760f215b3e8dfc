"""Times that cannot overlap: a structure is not twice the same thing, in the same place, at the same moment.

A model says in ``lasts_apart`` which columns of two rows, alike, leave them no common time: their record, then others.
What ends in 2015 and what begins in 2015 may follow each other; an unknown beginning or end is as far as can be.
"""

from itertools import combinations

from ptce_hub.directory.templatetags.french import period


def overlap(one, other):
    """Whether the two times have one in common, each compared at the coarser precision."""
    return begins_before_the_end(one.since, other.until) and begins_before_the_end(other.since, one.until)


def begins_before_the_end(since, until):
    if since is None or until is None:
        return True
    length = min(len(since.iso), len(until.iso))
    return since.iso[:length] < until.iso[:length]


def is_alike(row):
    """What two rows must share for their times to be apart; None when it names nobody."""
    alike = tuple(getattr(row, row._meta.get_field(name).attname) for name in row.lasts_apart)
    return None if not alike or None in alike[1:] else alike


def overlapping(rows):
    """The pairs of these rows whose times overlap, the later one last."""
    return [
        (one, other)
        for one, other in combinations(rows, 2)
        if is_alike(one) and is_alike(one) == is_alike(other) and overlap(one, other)
    ]


def overlapping_in_base(row):
    """The rows kept already whose time overlaps that of ``row``."""
    if not is_alike(row):
        return []
    alike = {name: getattr(row, row._meta.get_field(name).attname) for name in row.lasts_apart}
    kept = type(row)._base_manager.filter(**alike).exclude(pk=row.pk)
    return [other for other in kept if overlap(row, other)]


def sentence_of_both(one, other):
    times = " et ".join(f"« {time_of(row)} »" for row in (one, other))
    return f"Deux fois la même structure en même temps : {times}. Corrigez une date, ou gardez une seule ligne."


def time_of(row):
    role = getattr(row, "get_role_display", lambda: getattr(row, "role", ""))()
    return ", ".join(filter(None, (role, period(row.since, row.until) or "période non renseignée")))
