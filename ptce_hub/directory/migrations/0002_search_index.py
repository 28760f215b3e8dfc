"""The index that each database keeps by itself of the table of the search."""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE directory_searchindex USING fts5(
        exact, title, place, body, keys, content='directory_searchentry', content_rowid='id', tokenize='ascii'
    )
    """,
    # How much a word weighs in each column; a key, such as a territory's, tells nothing of the match.
    "INSERT INTO directory_searchindex(directory_searchindex, rank) VALUES ('rank', 'bm25(40.0, 10.0, 0.8, 0.2, 0.0)')",
    """
    CREATE TRIGGER directory_searchentry_added AFTER INSERT ON directory_searchentry BEGIN
        INSERT INTO directory_searchindex(rowid, exact, title, place, body, keys)
        VALUES (new.id, new.exact, new.title, new.place, new.body, new.keys);
    END
    """,
    """
    CREATE TRIGGER directory_searchentry_removed AFTER DELETE ON directory_searchentry BEGIN
        INSERT INTO directory_searchindex(directory_searchindex, rowid, exact, title, place, body, keys)
        VALUES ('delete', old.id, old.exact, old.title, old.place, old.body, old.keys);
    END
    """,
    """
    CREATE TRIGGER directory_searchentry_changed AFTER UPDATE ON directory_searchentry BEGIN
        INSERT INTO directory_searchindex(directory_searchindex, rowid, exact, title, place, body, keys)
        VALUES ('delete', old.id, old.exact, old.title, old.place, old.body, old.keys);
        INSERT INTO directory_searchindex(rowid, exact, title, place, body, keys)
        VALUES (new.id, new.exact, new.title, new.place, new.body, new.keys);
    END
    """,
]
UNDO_SQLITE = [
    "DROP TRIGGER directory_searchentry_added",
    "DROP TRIGGER directory_searchentry_removed",
    "DROP TRIGGER directory_searchentry_changed",
    "DROP TABLE directory_searchindex",
]
POSTGRESQL = [
    """
    ALTER TABLE directory_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', place), 'B')
        || setweight(to_tsvector('simple', body), 'C') || setweight(to_tsvector('simple', exact || ' ' || keys), 'D')
    ) STORED
    """,
    "CREATE INDEX directory_searchentry_words ON directory_searchentry USING gin (words)",
    """
    CREATE VIEW directory_searchindex AS
        SELECT id AS rowid, words AS directory_searchindex, 0::float8 AS rank FROM directory_searchentry
    """,
]
UNDO_POSTGRESQL = [
    "DROP VIEW directory_searchindex",
    "ALTER TABLE directory_searchentry DROP COLUMN words",
]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in UNDO_SQLITE if schema_editor.connection.vendor == "sqlite" else UNDO_POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [("directory", "0002_search"), ("directory", "0003_tabular"), ("directory", "0004_deletion"), ("directory", "0005_tabular_likeness"), ("directory", "0006_search_by_name"), ("directory", "0007_duplicates"), ("directory", "0008_tabular_blank"), ("directory", "0009_deletion_may_be_empty")]  # how they came to be, before the first version
    dependencies = [("directory", "0001_tables")]

    operations = [
        migrations.RunPython(make_index, drop_index),
    ]
