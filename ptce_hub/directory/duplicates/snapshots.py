"""Rows as they were and as they are: what a merge changed, kept as plain values, and put back to the letter."""

from collections import defaultdict

from django.apps import apps
from django.db import connection, models
from django.dispatch import Signal

CHUNK = 500

#: Sent with the ``keys`` of the rows of a model, ``sender``, that have just come back or been changed back.
rows_put_back = Signal()


def columns_of(model):
    """Its own columns: those that it inherits are the rows of another table."""
    return model._meta.local_concrete_fields


def put_back_columns(model):
    """Those that an undoing gives back; of what goes on whatever comes back, a model may say ``never_back``."""
    return [field for field in columns_of(model) if field.name not in getattr(model, "never_back", ())]


def same(label, image, other):
    """Whether the two images, None where there is no row, say the same of all that an undoing gives back."""
    if image is None or other is None:
        return image is other
    names = [field.attname for field in put_back_columns(apps.get_model(label))]
    return all(image.get(name) == other.get(name) for name in names)


def plain(field, value):
    """The value as JSON keeps it."""
    value = field.get_prep_value(value) if not isinstance(field, models.JSONField) else value
    if value is None or isinstance(value, (str, int, float, bool, list, dict)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def whole(field, value):
    """The value as the field takes it; texts are left as they were written."""
    as_is = value is None or isinstance(field, (models.CharField, models.TextField, models.JSONField))
    return value if as_is else field.to_python(value)


def images(rows):
    """By label and key, the plain values of the rows of a queryset."""
    model, fields = rows.model, columns_of(rows.model)
    found = {}
    for values in rows.order_by().values_list("pk", *(field.attname for field in fields)):
        image = {field.attname: plain(field, value) for field, value in zip(fields, values[1:], strict=True)}
        found[model._meta.label, values[0]] = image
    return found


def images_of(keys):
    """Those of the rows of ``keys``, pairs of a label and a key; what is gone is left out."""
    found = {}
    for label, wanted in by_label(keys).items():
        model = apps.get_model(label)
        for start in range(0, len(wanted), CHUNK):
            found |= images(model._base_manager.filter(pk__in=wanted[start : start + CHUNK]))
    return found


def by_label(keys):
    sorted_keys = defaultdict(list)
    for label, key in keys:
        sorted_keys[label].append(key)
    return sorted_keys


def difference(before, after):
    """``[label, key, values before, values after]`` of each row that is not the same."""
    keys = sorted(before.keys() | after.keys())
    return [
        [*key, before.get(key), after.get(key)] for key in keys if not same(key[0], before.get(key), after.get(key))
    ]


def put_back(changes):
    """Give each row its values before: first what goes, then what changes, then what comes back.

    Straight to the tables: nothing is dated, indexed or written in the history again; ``rows_put_back`` tells of it.
    """
    gone = [(label, key) for label, key, before, _ in changes if before is None]
    for label, keys in by_label(gone).items():
        rows = apps.get_model(label)._base_manager.filter(pk__in=keys)
        rows._raw_delete(rows.db)
    for label, key, before, after in changes:
        if before is not None and after is not None:
            model = apps.get_model(label)
            changed = {field.attname: whole(field, before[field.attname]) for field in put_back_columns(model)}
            changed = {name: value for name, value in changed.items() if before[name] != after[name]}
            model._base_manager.filter(pk=key).update(**changed)
    for label, _, before, after in changes:
        if after is None:
            insert(apps.get_model(label), before)
    for label, keys in by_label((label, key) for label, key, before, _ in changes if before is not None).items():
        rows_put_back.send(apps.get_model(label), keys=keys)


def insert(model, image):
    row = model(**{field.attname: whole(field, image[field.attname]) for field in columns_of(model)})
    row.save_base(raw=True, force_insert=True, using=connection.alias)
