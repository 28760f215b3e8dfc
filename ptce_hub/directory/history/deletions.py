"""Keeps what is deleted, in the same transaction, and gives back the very same rows."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from ptce_hub.directory.history.models import Deletion
from ptce_hub.directory.history.reasons import author_now, because, reason_now
from ptce_hub.directory.models import Entry, Theme

RESTORED = "rétabli depuis la corbeille"

_forgetting = ContextVar("deletes_for_ever", default=False)


class CannotRestore(Exception):
    """Says in French what is in the way; nothing has changed."""


@contextmanager
def for_ever():
    """What is deleted within is not kept: personal data to erase, or an act that has its own way back."""
    token = _forgetting.set(True)
    try:
        yield
    finally:
        _forgetting.reset(token)


# --- Keeping --------------------------------------------------------------------------------------------------------


@cache
def is_kept(model):
    """Records, what hangs on them, and themes; no account, nothing derived, no version of the history.

    Nor what says itself that it is erased for ever (``kept_in_trash``).
    """
    if not getattr(model, "kept_in_trash", True):
        return False
    nouns = {noun._meta.app_label for noun in apps.get_models() if issubclass(noun, Entry)}
    return model is Theme or (model._meta.app_label in nouns and not hasattr(model, "instance_type"))


@receiver(pre_delete)
def keep(sender, instance, origin=None, using=None, **kwargs):
    """Once an act: Django tells of every row before it deletes the first, ``origin`` being what was asked for."""
    origin = instance if origin is None else origin
    asked = origin.model if isinstance(origin, models.QuerySet) else type(origin)
    if _forgetting.get() or not is_kept(asked) or hasattr(origin, "_being_kept"):
        return
    keys = origin.order_by().values("pk") if isinstance(origin, models.QuerySet) else [origin.pk]
    roots = list(asked._base_manager.filter(pk__in=keys).order_by("pk"))  # as they stand in the database
    collector = Collector(using=using, origin=origin)
    collector.collect(roots)
    kept = [rows for model, rows in collector.data.items() if getattr(model, "kept_in_trash", True)]
    others = [row for rows in kept for row in rows if row not in roots]
    emptied = list(emptied_by(collector))
    Deletion.objects.create(
        by=getattr(origin, "_history_user", None) or author_now(),
        reason=getattr(origin, "_change_reason", None) or reason_now(),
        content_type=ContentType.objects.get_for_model(asked),
        label=label_of(roots),
        roots=len(roots),
        rows=[written(row) for row in (*roots, *others)],
        emptied=emptied,
    )
    origin._being_kept = touched([*roots, *others], emptied)


@receiver(post_delete)
def tell_those_left(sender, instance, origin=None, **kwargs):
    """The records that lost a tie get a version that says so, once what they were tied to is gone."""
    origin = instance if origin is None else origin
    if sender is (origin.model if isinstance(origin, models.QuerySet) else type(origin)):
        with because(reason_now() or "suppression d'une fiche liée"):
            announce(origin.__dict__.pop("_being_kept", ()), created=False)


def label_of(roots):
    first = str(roots[0])[:250]
    return first if len(roots) == 1 else f"{first} et {len(roots) - 1} de plus"


def written(row):
    """The row's own columns as texts, to the microsecond; a network's leave the structure's to the structure."""
    columns = [field for field in row._meta.local_concrete_fields if not field.generated]
    return row._meta.label_lower, {field.attname: text_of(field, row) for field in columns}


def text_of(field, row):
    return None if field.value_from_object(row) is None else field.value_to_string(row)


def emptied_by(collector):
    """The columns of rows that stay but lose the record they name."""
    for (field, _), groups in collector.field_updates.items():
        keys = {row.pk for rows in groups for row in rows}
        held = dict(field.model._base_manager.filter(pk__in=keys).values_list("pk", field.attname))
        if held:
            yield field.model._meta.label_lower, field.attname, {str(pk): value for pk, value in held.items()}


def touched(rows, emptied):
    """Model and key of the records that stay, and whose history should tell what they lose."""
    gone = {(type(row), row.pk) for row in rows}
    left = {(apps.get_model(name), int(pk)) for name, _, held in emptied for pk in held}
    for row in rows:
        for field in row._meta.fields if row._meta.auto_created else ():
            if row._meta.auto_created is field.related_model:
                left.add((field.related_model, getattr(row, field.attname)))
    return left - gone


# --- Giving back ----------------------------------------------------------------------------------------------------


def read(deletion):
    """The rows that it holds, not yet saved."""
    for name, values in deletion.rows:
        model = apps.get_model(name)
        fields = {field.attname: field for field in model._meta.local_concrete_fields}
        known = {name: fields[name].to_python(value) for name, value in values.items() if name in fields}
        yield model(**known)


def roots_of(deletion):
    """The records that were asked to be deleted, with the territories they had, to know whose they are."""
    rows = list(read(deletion))
    for root in rows[: deletion.roots]:
        ties = [(field, [row for row in rows if type(row) is field.remote_field.through])
                for field in root._meta.many_to_many if field.remote_field.through._meta.auto_created]  # fmt: skip
        root._prefetched_objects_cache = {
            field.name: field.related_model._base_manager.filter(
                pk__in=[getattr(row, f"{field.m2m_reverse_field_name()}_id") for row in through
                        if getattr(row, f"{field.m2m_field_name()}_id") == root.pk]
            )
            for field, through in ties
        }  # fmt: skip
    return rows[: deletion.roots]


@transaction.atomic
def restore(deletion, user=None):
    """Put every row back as it was, columns and keys; ``CannotRestore`` when something is in the way.

    Gives the rows that cannot come back, because what they hung on was erased for ever.
    """
    deletion = Deletion.objects.select_for_update().get(pk=deletion.pk)
    if deletion.restored_at:
        raise CannotRestore("C'est déjà rétabli.")
    rows = list(read(deletion))
    refuse_what_is_there(rows)
    rows, lost = without_what_is_erased(rows, rows[: deletion.roots])
    for row in rows:
        insert(row)
    left = set()
    for name, column, held in deletion.emptied:
        left |= fill(apps.get_model(name), column, held)
    deletion.restored_at, deletion.restored_by = timezone.now(), user
    deletion.rows, deletion.emptied = [], []
    deletion.save()
    with because(RESTORED):
        back = [(type(row), row.pk) for row in rows if not row._meta.auto_created]
        parents = {(parent, pk) for model, pk in back for parent in model._meta.all_parents}
        announce([pair for pair in back if pair not in parents], created=True, user=user)
        announce(left, created=False, user=user)
    return lost


def refuse_what_is_there(rows):
    for model, keys in by_model(rows).items():
        if there := model._base_manager.filter(pk__in=keys).first():
            raise CannotRestore(f"« {there} » est déjà revenu.")


def without_what_is_erased(rows, roots):
    """The rows whose ties lead somewhere, and the others, that would have gone with what was erased since.

    What waits in the trash must come back first.
    """
    lost = []
    while missing := list(leading_nowhere(rows)):
        for row, field in missing:
            if first := Deletion.objects.holding(field.related_model, getattr(row, field.attname)):
                raise CannotRestore(f"Rétablissez d'abord « {first} », supprimé aussi et dont ceci dépend.")
            if field.null and field.remote_field.on_delete is models.SET_NULL:
                setattr(row, field.attname, None)
            elif row in roots:
                noun = field.related_model._meta.verbose_name
                raise CannotRestore(f"« {row._meta.verbose_name} » dépend de « {noun} », effacé pour toujours.")
            else:
                lost.append(row)
        rows = [row for row in rows if row not in lost]
    return rows, lost


def leading_nowhere(rows):
    """Pairs of a row and a tie whose other end neither is there nor comes back with it."""
    coming = {(type(row), row.pk) for row in rows}
    ties = [(row, field) for row in rows for field in row._meta.local_concrete_fields if field.is_relation]
    ends = [(field.related_model, getattr(row, field.attname)) for row, field in ties]
    asked = {end for end in ends if end[1] is not None and end not in coming}
    there = {
        (model, pk)
        for model, keys in by_model(asked).items()
        for pk in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
    }
    return (tie for tie, end in zip(ties, ends, strict=True) if end in asked - there)


def insert(row):
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError as error:
        raise CannotRestore(sentence(row, error)) from None


def sentence(row, error):
    for constraint in row._meta.constraints:
        if constraint.name in str(error):
            return f"{row._meta.verbose_name} : {constraint.get_violation_error_message()}"
    if "slug" in str(error) and hasattr(row, "slug"):
        return f"Une autre fiche a pris l'adresse « {row.slug} » : changez la sienne, puis recommencez."
    return f"{row._meta.verbose_name} : une autre ligne a pris sa place depuis."


def fill(model, column, held):
    """Give the column back what it held, unless someone has filled it since; gives the rows changed."""
    changed = set()
    for pk, value in held.items():
        if model._base_manager.filter(pk=pk, **{column: None}).update(**{column: value}):
            changed.add((model, int(pk)))
    return changed


def announce(pairs, created, user=None):
    """Tell whoever follows records (history, search) that these are saved, once all of them are."""
    for model, keys in by_model(pairs).items():
        for row in as_they_are(model, keys):
            if user:
                row._history_user = user
            post_save.send(model, instance=row, created=created, raw=False, using=row._state.db, update_fields=None)


def as_they_are(model, keys):
    """The rows, each as the noun it really is: a network among structures."""
    finer = {row.pk: row for child in model.__subclasses__() for row in child._base_manager.filter(pk__in=keys)}
    return [finer.get(row.pk, row) for row in model._base_manager.filter(pk__in=keys).order_by("pk")]


def by_model(rows):
    found = {}
    for row in rows:
        model, pk = row if isinstance(row, tuple) else (type(row), row.pk)
        found.setdefault(model, []).append(pk)
    return found
