"""Querysets whose SQL is written once a process, and asked again of other records or territories.

Django takes up to ten times longer to write a query of a page than the database to answer it.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

ASKED = -1  # stands for a key in a query written once: no row has it
ASKED_NAME = "\0"  # stands for a text


class Written:
    """A queryset and its SQL; any thread may ask it again, and gets the instances or values that the queryset gives.

    What Django works out at each query is worked out once: the SQL, what converts its columns, what makes of a row an
    instance and those that ``select_related`` reads with it.
    """

    def __init__(self, queryset):
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.queryset = queryset
        self.sql, self.values = compiler.as_sql()
        self.width = compiler.col_count
        converters = compiler.get_converters([column for column, *_ in compiler.select[: self.width]])
        self.converters = [(place, functions, column) for place, (functions, column) in converters.items()]
        self.made = MADE[queryset._iterable_class](queryset, compiler)

    def rows(self, key=ASKED, name=ASKED_NAME):
        """What the queryset gives for this key and this name, where it was written for ``ASKED`` and ``ASKED_NAME``."""
        return self.rows_with({ASKED: key, ASKED_NAME: name})

    def rows_with(self, asked):
        values = tuple([asked.get(value, value) for value in self.values])
        connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchall()
        rows = self.made([self.converted(row, connection) for row in found])
        if self.queryset._prefetch_related_lookups:
            prefetch_related_objects(rows, *self.queryset._prefetch_related_lookups)
        return rows

    def converted(self, row, connection):
        row = list(row[: self.width])
        for place, functions, column in self.converters:
            for function in functions:
                row[place] = function(row[place], column, connection)
        return row

    def filled_with(self, rows):
        """The queryset as if it had been read, and given these rows."""
        filled = type(self.queryset)(self.queryset.model, self.queryset.query)
        filled._result_cache, filled._prefetch_done = rows, True
        return filled


class Instances:
    """Makes instances of rows, as ``ModelIterable`` does."""

    def __init__(self, queryset, compiler):
        kind = compiler.klass_info
        self.start, self.end = kind["select_fields"][0], kind["select_fields"][-1] + 1
        self.names = [column.target.attname for column, *_ in compiler.select[self.start : self.end]]
        self.model = kind["model"]
        self.annotations = list((compiler.annotation_col_map or {}).items())
        self.related = get_related_populators(kind, compiler.select, DEFAULT_DB_ALIAS, queryset._fetch_mode)

    def __call__(self, rows):
        return [self.instance(row) for row in rows]

    def instance(self, row):
        instance = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.start : self.end])
        for related in self.related:
            related.populate(row, instance)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance


def tuples(queryset, compiler):
    return lambda rows: [tuple(row) for row in rows]


def first_values(queryset, compiler):
    return lambda rows: [row[0] for row in rows]


MADE = {ModelIterable: Instances, ValuesListIterable: tuples, FlatValuesListIterable: first_values}


def rows_among(keys, written):
    """The rows of the query that ``written(keys)`` keeps for as many keys: it is called with what stands for them.

    A query is written for 1, 2, 4, 8… keys; the last one is said again to make up the number. No key, no query.
    """
    if not keys:
        return []
    keys = sorted(keys)
    size = 1 << (len(keys) - 1).bit_length()
    keys += keys[-1:] * (size - len(keys))
    return written(tuple(range(-size, 0))).rows_with(dict(zip(range(-size, 0), keys, strict=True)))
