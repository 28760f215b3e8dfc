"""Querysets whose SQL is written once a process, and asked again of other records or territories.

Django takes up to ten times longer to write a query of a page than the database to answer it.
"""

from copy import copy

from django.db import DEFAULT_DB_ALIAS, connections

ASKED = -1  # stands for a key in a query written once: no row has it
ASKED_NAME = "\0"  # stands for a text


class Written:
    """A queryset and its SQL; any thread may ask it again, and gets the instances or values that the queryset gives."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.values = self.compiler.as_sql()
        self.converters = self.compiler.get_converters(
            [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        )

    def rows(self, key=ASKED, name=ASKED_NAME):
        """What the queryset gives for this key and this name, where it was written for ``ASKED`` and ``ASKED_NAME``."""
        return self.rows_with({ASKED: key, ASKED_NAME: name})

    def rows_with(self, asked):
        return list(self.asked(asked))

    def asked(self, asked):
        """The queryset with its rows read; to narrow it further would ask for the stand-ins again."""
        compiler, queryset = copy(self.compiler), self.queryset.all()
        values = tuple(asked.get(value, value) for value in self.values)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        compiler.as_sql = lambda *args, **kwargs: (self.sql, values)
        compiler.get_converters = lambda columns: self.converters
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        queryset._fetch_all()
        del queryset.query.get_compiler
        return queryset


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
