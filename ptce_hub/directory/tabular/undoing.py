"""Taking back what an import did, row by row, last first; what someone has touched since is left and said."""

from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from ptce_hub.directory.history.deletions import for_ever
from ptce_hub.directory.models import FormerSlug
from ptce_hub.directory.rights import why_not
from ptce_hub.directory.tabular.applying import WRITTEN, save
from ptce_hub.directory.tabular.checking import versions_of
from ptce_hub.directory.tabular.models import Origin, Outcome
from ptce_hub.directory.tabular.ties import Tied

DONE = "annulée"


def undo_rows(table, run, rows):
    """Sets ``undone`` on each row: ``DONE``, or why not. Inside a transaction."""
    records = table.records([row.object_id for row in rows if row.object_id])
    versions, created = versions_of(records.values()), []
    for row in rows:
        if row.outcome in WRITTEN and row.applied:
            record = records.get(row.object_id)
            if record is not None and author_of(run) and (reason := why_not(author_of(run), "change", record)):
                row.undone = reason[:300]
            elif record is None:
                row.undone = DONE if row.outcome == Outcome.CREATED else "la fiche n'existe plus."
            elif row.outcome == Outcome.CREATED:
                row.undone = why_it_stays(table, row, record, versions)[:300]
                created += [] if row.undone else [(row, record)]
            else:
                row.undone = restore(table, run, row, record)[:300]
        else:
            row.undone = DONE
    remove_all(table, run, created)
    forget(table, run, rows)


def reason_of(run):
    return f"annulation de l'import de tableau n° {run.pk}"


def author_of(run):
    return run.undone_by or run.user


def why_it_stays(table, row, record, versions):
    """What someone did to a record since the import made it; "" when nothing."""
    version, who, when = versions.get(record.pk, (None, "", ""))
    if version != row.version:
        return f"modifiée depuis{who}, {when} : elle reste. Archivez-la ou supprimez-la si elle n'a plus lieu d'être."
    for field in ties_written(table):
        if not field.alike(field.current(record), row.values.get(field.name)):
            return f"« {field.label} » a changé depuis : elle reste."
    return ""


def remove_all(table, run, created):
    """All at once when nothing hangs on any of them; else one by one, to say of each whether it stays."""
    records = [record for _, record in created]
    if len({type(record) for record in records}) == 1 and remove(table, run, records) == DONE:
        for row, _ in created:
            row.undone = DONE
        return
    for row, record in created:
        row.undone = remove(table, run, [record])[:300]


def remove(table, run, records):
    """``DONE``, or why they stay; all of the same noun."""
    if tied := ties_of(records, {field.tie for field in ties_written(table)}):
        return f"d'autres fiches y sont liées depuis ({tied}) : elle reste."
    for record in records:
        record._change_reason, record._history_user = reason_of(run), author_of(run)
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        with for_ever(), transaction.atomic():  # the rows of the import are kept: it can be applied again
            collector.collect(records)
            collector.delete()
    except ProtectedError:
        return "d'autres fiches en dépendent : elle reste."
    return DONE


def ties_written(table):
    return [field for field in table.fields if isinstance(field, Tied)]


def ties_of(records, written):
    """What would go, or lose a tie, with the records: another's row, never their own themes; "" when nothing.

    ``written`` are the sorts of ties that the import itself wrote.
    """
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(records)
    own = {type(records[0]), *type(records[0])._meta.parents, *written}
    found = [
        str(model._meta.verbose_name)
        for model, rows in collector.model_objs.items()
        if model not in own and not model._meta.auto_created and rows
    ]
    found += [str(query.model._meta.verbose_name) for query in collector.fast_deletes if others(query, own)]
    found += [str(field.model._meta.verbose_name) for (field, _), rows in collector.field_updates.items() if any(rows)]
    return ", ".join(sorted(set(found)))


def others(query, own):
    return query.model not in own and query.model is not FormerSlug and not own_side(query.model) and query.exists()


def own_side(model):
    """A bare join table (themes, scope…) is part of the record."""
    return bool(model._meta.auto_created)


def restore(table, run, row, record):
    """What the import changed goes back, if nobody has changed it again."""
    fields = {field.name: field for field in table.fields}
    for name, (_, after) in row.changes.items():
        if not fields[name].alike(fields[name].current(record), after):
            return f"« {fields[name].label} » a changé depuis : rien n'a été annulé sur cette ligne."
    save(table, record, {name: before for name, (before, _) in row.changes.items()}, author_of(run), reason_of(run))
    return DONE


def forget(table, run, rows):
    """The next import must find things as they were before this one."""
    undone = [row for row in rows if row.undone == DONE]
    origins = Origin.objects.filter(noun=table.name, source=run.source, key__in=[row.key for row in undone])
    origins.filter(run=run).delete()
    kept = list(origins)
    versions = versions_of(table.records([origin.object_id for origin in kept]).values())
    for origin in kept:
        origin.version = versions.get(origin.object_id, (None,))[0]
    Origin.objects.bulk_update(kept, ["version"])
