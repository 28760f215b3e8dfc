"""Every row of the database, to compare before and after."""

from django.db import connection

from events.models import Event

#: The full-text index has its own pages, which tell the order of its writings; territories are read only, and many.
LEFT_OUT = ("sqlite_", "directory_searchindex", "territories_", "directory_mergerecord")
#: What goes on whatever comes back.
NEVER_BACK = {Event._meta.db_table: Event.never_back}


def all_rows():
    """By table, the rows as text, sorted."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith(LEFT_OUT)]
        return {name: rows_of(cursor, name) for name in names}


def rows_of(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    kept = [place for place, column in enumerate(cursor.description) if column[0] not in NEVER_BACK.get(table, ())]
    return sorted(repr([row[place] for place in kept]) for row in cursor.fetchall())


def differing(before, after):
    """The tables whose rows are not the same."""
    return sorted(name for name in before if before[name] != after[name])
