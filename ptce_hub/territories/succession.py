"""What becomes of a territory that a later vintage no longer names: nothing that points to it is ever lost."""

from collections import Counter

from django.db import IntegrityError, transaction

from .models import Alias, Containment, Kind, Territory
from .report import label

FORMER_NATURES = (Alias.Nature.DELEGATED, Alias.Nature.ASSOCIATED, Alias.Nature.FORMER_CODE)


def find_gone(geography, before):
    """The territories of today that the files leave out, communes first; our own areas are not in question."""
    gone = [
        each
        for key, each in before.items()
        if key not in geography.places and not each.ended and (each.kind != Kind.AREA or each.nature == "EPT")
    ]
    return sorted(gone, key=lambda each: (each.kind != Kind.COMMUNE, each.kind, each.code))


def find_heirs(geography, before, gone):
    """``{territory: keys of what took its place}``: what the files say, else where all its communes went."""
    told = {}
    for target, nature, code, _ in geography.names:
        if nature in FORMER_NATURES:
            told.setdefault(code, []).append(target[1])
    told |= geography.changes
    heirs = {}
    for each in gone:
        codes = told.get(each.code, []) if each.kind == Kind.COMMUNE else geography.changes.get(each.code, [])
        heirs[each] = sorted({(each.kind, code) for code in codes if (each.kind, code) in geography.places})
    for each in gone:
        if each.kind == Kind.EPCI and not heirs[each]:
            homes = {geography.places[key].epci for key in communes_today(geography, before, heirs, each)}
            heirs[each] = sorted((Kind.EPCI, code) if code else () for code in homes)
    return heirs


def communes_today(geography, before, heirs, epci):
    """The keys of what the communes of ``epci`` are in the new vintage."""
    members = [each for each in before.values() if each.epci_id == epci.pk and each.kind == Kind.COMMUNE]
    keys = {key for each in members for key in heirs.get(each, [(each.kind, each.code)])}
    return sorted(key for key in keys if key in geography.places)


def settle(geography, before, ids, report):
    """Joins each vanished territory to its only heir, or keeps it, ended, for a person to decide."""
    gone = find_gone(geography, before)
    heirs = find_heirs(geography, before, gone)
    for each in gone:
        if each.kind == Kind.EPCI:
            each.was_made_of = [ids[key] for key in communes_today(geography, before, heirs, each)]
    last_day = f"{int(geography.vintage) - 1}-12-31"
    for each in gone:
        known = [Territory.objects.get(pk=ids[key]) for key in heirs[each] if key]
        if len(heirs[each]) == 1 and known and join(each, known[0], report):
            continue
        keep(each, known, last_day, report)


def join(old, new, report):
    """Moves all that points to ``old`` to ``new`` and deletes ``old``; False when something cannot move."""
    moved, blocked = move_links(old, new)
    if blocked:
        report.blocked += [f"{label(old)} vers {label(new)} : {each}" for each in blocked]
        return False
    Alias.objects.get_or_create(
        territory=new, nature=Alias.Nature.MERGED, code=old.code, name=old.name, defaults={"slug": old.slug}
    )
    name = label(old)
    Territory.objects.get(pk=old.pk).delete()
    report.merged.append(f"{name} → {label(new)}, {moved} lien(s) déplacé(s)")
    return True


def keep(old, successors, last_day, report):
    """The row stays, with its last day and what followed it, so that its records keep their place."""
    Territory.objects.filter(pk=old.pk).update(ended=last_day)
    old.successors.set(successors)
    if old.kind == Kind.EPCI:
        old.communes.set(old.was_made_of)
    after = ", ".join(label(each) for each in successors) or "aucun successeur connu"
    links = ", ".join(f"{count} {name}" for name, count in count_links(old).items()) or "aucune fiche"
    report.undecided.append(f"{label(old)} : {after} ; y renvoient : {links}")


def links_to_territories():
    """Every column of the project that points to a territory, those of many-to-many tables included.

    Left out: the derived table, what a territory itself lists, and the columns without a constraint, which belong to
    the history: it must go on saying what was true then.
    """
    for relation in Territory._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        column = relation.field
        own_list = column.model._meta.auto_created is Territory and column.name == "from_territory"
        if column.db_constraint and column.model is not Containment and not own_list:
            yield column


def count_links(territory):
    """How many records of each sort point to it, geography apart."""
    counts = Counter()
    for column in links_to_territories():
        model = column.model._meta.auto_created or column.model
        if model not in (Territory, Alias):
            counts[str(model._meta.verbose_name)] += column.model._base_manager.filter(
                **{column.attname: territory.pk}
            ).count()
    return +counts


def move_links(old, new):
    """How many rows moved, and what could not because ``new`` already has its like."""
    moved, blocked = 0, []
    with transaction.atomic():
        for column in links_to_territories():
            rows = column.model._base_manager.filter(**{column.attname: old.pk})
            try:
                with transaction.atomic():
                    moved += rows.update(**{column.attname: new.pk})
            except IntegrityError:
                for row in rows:
                    done = move_row(row, column, new)
                    moved += done
                    if not done:
                        blocked.append(f"{row._meta.verbose_name} « {row} » (n° {row.pk})")
    return moved, blocked


def move_row(row, column, new):
    """Whether the row now points to ``new``; a bare link or an alias that ``new`` already has goes away instead."""
    try:
        with transaction.atomic():
            return type(row)._base_manager.filter(pk=row.pk).update(**{column.attname: new.pk})
    except IntegrityError:
        if row._meta.auto_created or isinstance(row, Alias):
            return row.delete()[0]
        return 0
