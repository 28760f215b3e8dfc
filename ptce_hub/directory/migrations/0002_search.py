"""The table of the search, and the index that each database keeps of it by itself."""

import django.db.models.deletion
from django.db import migrations, models

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
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, verbose_name="nature")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="fiche")),
                ("public", models.BooleanField(verbose_name="publiée")),
                ("sort_name", models.CharField(max_length=500, verbose_name="nom à trier")),
                ("name", models.CharField(max_length=250, verbose_name="nom")),
                ("path", models.CharField(max_length=200, verbose_name="adresse")),
                ("where", models.CharField(blank=True, max_length=500, verbose_name="lieu")),
                ("weight", models.FloatField(default=1, help_text="Plus grand quand d'autres fiches nomment celle-ci.", verbose_name="poids")),
                ("text", models.TextField(blank=True, help_text="Une ligne par champ, montrée quand elle répond.", verbose_name="texte")),
                ("exact", models.TextField(blank=True)),
                ("title", models.TextField(blank=True)),
                ("place", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("keys", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "fiche cherchée",
                "verbose_name_plural": "fiches cherchées",
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_is_one_a_record")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="mot")),
                ("stem", models.CharField(db_index=True, max_length=40, verbose_name="radical")),
            ],
            options={"verbose_name": "mot cherché", "verbose_name_plural": "mots cherchés"},
        ),
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("entry", models.OneToOneField(db_column="rowid", db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name="index", serialize=False, to="directory.searchentry")),
                ("words", models.TextField(db_column="directory_searchindex")),
                ("rank", models.FloatField()),
            ],
            options={"db_table": "directory_searchindex", "managed": False},
        ),
        migrations.RunPython(make_index, drop_index),
    ]
