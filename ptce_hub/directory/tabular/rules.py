"""The rules of the database, asked of a record in memory: a query for each of ten thousand rows would take minutes."""

from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Left

from ptce_hub.directory.tabular.fields import as_json


def broken_rules(row):
    """What the database would refuse of ``row``, as pairs of a field and the sentence of the constraint."""
    problems = []
    for model in (type(row), *type(row)._meta.parents):
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint) and holds(constraint.condition, row) is False:
                problems.append((first_field(constraint.condition), str(constraint.get_violation_error_message())))
    return problems


def first_field(condition):
    for child in condition.children:
        return first_field(child) if isinstance(child, Q) else child[0].split("__")[0]
    return ""


def holds(condition, row):
    """Three answers, as in SQL: None where what is compared is unknown, which a constraint lets pass."""
    if isinstance(condition, Q):
        parts = [holds(child, row) for child in condition.children]
        said = either(parts) if condition.connector == Q.OR else both(parts)
        return said if said is None or not condition.negated else not said
    path, wanted = condition
    name, _, lookup = path.partition("__")
    value = value_of(row, name)
    if lookup == "isnull":
        return (value is None) == wanted
    wanted = expected(wanted, row)
    if value is None or wanted is None:
        return None
    if lookup == "range":
        return wanted[0] <= value <= wanted[1]
    return value >= wanted if lookup == "gte" else value == wanted


def either(parts):
    return True if True in parts else None if None in parts else False


def both(parts):
    return False if False in parts else None if None in parts else True


def expected(wanted, row):
    if isinstance(wanted, Left):  # ``in_order``: the start, cut at the precision of the end
        start, length = wanted.source_expressions
        start, end = value_of(row, start.name), value_of(row, length.source_expressions[0].name)
        return start[: len(end)] if start and end else None
    return value_of(row, wanted.name) if isinstance(wanted, F) else wanted


def value_of(row, name):
    field = row._meta.get_field(name)
    return as_json(field.to_python(getattr(row, field.attname)))
