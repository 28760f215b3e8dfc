"""Several records of one body become one of them: in one transaction, whole or not at all, and undoable."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import m2m_changed

from ptce_hub.directory.duplicates.finding import table_of
from ptce_hub.directory.duplicates.journal import Journal
from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion
from ptce_hub.directory.duplicates.planning import Refused, plan_merge
from ptce_hub.directory.history.deletions import for_ever
from ptce_hub.directory.models import FormerSlug
from ptce_hub.directory.rights import refuse
from ptce_hub.directory.search.indexing import written_after
from ptce_hub.territories.names import fold

#: Lists of lines that keep what every record says.
UNITED = ("alternative_names", "sources")


def merge(kept, others, values, user, seen=None, stays=()):
    """Make ``kept`` of it and ``others``, with ``values`` by field, and give the ``MergeRecord``.

    ``seen`` is when each record was last changed (its ``updated_at``, by key) as ``user`` saw it; ``stays`` is for
    ``plan_merge``. Raises ``Refused``, ``UnknownRelation``, ``PermissionDenied`` or, when ``values`` do not fit
    together, ``ValidationError``: nothing is changed then.
    """
    with transaction.atomic():
        kept, others = locked(kept, others, seen)
        for entry in (kept, *others):
            refuse(user, "merge", entry)
        plan = plan_merge(kept, others, stays)
        said, gone = list(plan.said()), [remembered(other) for other in others]
        journal = Journal(kept, others, plan)
        with for_ever(), written_after(journal.ends):  # what goes has its own way back
            Merge(kept, others, plan, user).run(values)
        return MergeRecord.objects.create(
            content_type=ContentType.objects.get_for_model(table_of(type(kept))),
            kept_id=kept.pk,
            kept_name=kept.name,
            merged=gone,
            said=said,
            changes=journal.changes(),
            done_by=user,
        )


def remembered(entry):
    """What names a record that is no more; its history tells the rest."""
    return {"id": entry.pk, "name": entry.name, "slug": entry.slug, "noun": entry._meta.label}


def locked(kept, others, seen):
    """The same records as they are now, held until the end of the transaction."""
    keys = sorted({kept.pk, *(other.pk for other in others)})
    table = table_of(type(kept))
    rows = {row.pk: row for row in table._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")}
    if len(keys) < 2:
        raise Refused("Choisissez au moins deux fiches à fusionner.")
    if len(rows) < len(keys):
        raise Refused("L'une des fiches n'existe plus : elle a sans doute été fusionnée ou supprimée entre-temps.")
    for key, moment in (seen or {}).items():
        if rows[key].updated_at != moment:
            raise Refused(f"« {rows[key]} » a changé depuis cet aperçu : relisez-le avant de fusionner.")
    return finest(rows[kept.pk]), [finest(rows[other.pk]) for other in others]


def finest(row):
    """The record as the noun it really is: a structure that is a network, as a network."""
    for finer in type(row).__subclasses__():
        if found := finer._base_manager.filter(pk=row.pk).first():
            return found
    return row


class Merge:
    """The writing of a ``Plan``, inside a transaction."""

    def __init__(self, kept, others, plan, user):
        self.kept, self.others, self.plan, self.user = kept, others, plan, user
        self.table = table_of(type(kept))
        self.reason = f"fusion : {', '.join(f'« {other} » (n° {other.pk})' for other in others)} → « {kept} »"

    def run(self, values):
        self.take(values)
        self.kept.full_clean()
        self.drop()
        self.move()
        self.follow_suspicions()
        for other in self.others:
            self.remove(other)
        self.signed(self.kept).save()

    def take(self, values):
        """The values chosen; names and sources of all are united."""
        records = [self.kept, *self.others]
        united = {name: dict.fromkeys(line for one in records for line in getattr(one, name)) for name in UNITED}
        names = [one.name for one in records]
        for name, value in values.items():
            setattr(self.kept, name, value)
        for name in (*names, *united["alternative_names"]):
            united["alternative_names"].setdefault(name)
        folded = {fold(self.kept.name): None}
        for name in united["alternative_names"]:
            folded.setdefault(fold(name), name)
        self.kept.alternative_names = [name for name in folded.values() if name]
        self.kept.sources = list(united["sources"])

    def signed(self, row):
        """With who and why, for its history."""
        row._change_reason, row._history_user = self.reason, self.user
        return row

    def drop(self):
        for row in self.plan.dropped:
            self.signed(row).delete()
        for folds in self.plan.folded.values():
            for folded in folds:
                self.signed(folded.row).delete()
                if folded.filled:
                    self.signed(folded.into).save()

    def move(self):
        for tie, rows in self.plan.moved.items():
            for row in rows:
                for name, value in tie.naming(self.kept).items():
                    setattr(row, name, value)
                self.signed(row).save()
        for tie in (*self.plan.moved, *self.plan.folded):
            if tie.is_list and tie.far_field.related_model is tie.list_field.model:
                self.tell_owners(tie)
        for slug in [other.slug for other in self.others]:
            FormerSlug.objects.create(
                content_type=ContentType.objects.get_for_model(self.table), slug=slug, object_id=self.kept.pk
            )

    def tell_owners(self, tie):
        """Records whose lists named one of the others name the kept one: their history and the search follow."""
        rows = [*self.plan.moved.get(tie, ()), *(folded.row for folded in self.plan.folded.get(tie, ()))]
        owners = tie.list_field.model._base_manager.filter(pk__in=[getattr(row, tie.far_field.attname) for row in rows])
        for owner in owners:
            m2m_changed.send(
                sender=tie.model, instance=self.signed(owner), action="post_add", reverse=False,
                model=type(self.kept), pk_set={self.kept.pk}, using=owner._state.db,
            )  # fmt: skip

    def follow_suspicions(self):
        """This pair is settled; a pair of one of the others is now one of the kept record's."""
        others = {other.pk for other in self.others}
        for pair in Suspicion.objects.about(self.table, others).order_by("pk"):
            ends = {self.kept.pk if key in others else key for key in (pair.first_id, pair.second_id)}
            if len(ends) == 1:
                pair.state, pair.decided_by = Suspicion.State.MERGED, self.user
                pair.save()
                continue
            first, second = sorted(ends)
            if Suspicion.objects.about(self.table, [first]).filter(first_id=first, second_id=second).exists():
                pair.delete()
            else:
                pair.first_id, pair.second_id = first, second
                pair.save()

    def remove(self, other):
        """``Refused`` if anything is still tied to it: nothing goes with it by surprise."""
        left = [tie.label for tie in self.plan.ties if tie.rows(self.table, [other.pk]).exists()]
        if left:
            raise Refused(f"Il reste des liens vers « {other} » ({', '.join(left)}) : rien n'a été changé.")
        self.signed(other).delete()
