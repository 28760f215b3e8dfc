"""The database is told how its tables are filled, and then takes the right index."""

import pytest
from django.core.management import call_command
from django.db import connection

from actors.models import Structure
from tests.territory_files import Folder, small_country

pytestmark = pytest.mark.django_db

ROWS_KNOWN = {
    "sqlite": "SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT COUNT(*) FROM pg_stats WHERE tablename = %s AND n_distinct <> 0",
}


def test_what_came_in_with_a_geography_is_known_to_the_planner(tmp_path):
    folder = Folder(tmp_path).shrink("61")
    with small_country(folder):
        folder.change("regions.csv", 2, name="Karukera")
        call_command("load_territories", folder.path, verbosity=0)
        assert known("territories_territory")


def test_what_came_in_as_records_is_known_to_the_planner(real_records):
    assert Structure.objects.exists()
    call_command("import_records", verbosity=0)
    assert known("actors_structure")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite ne compile pas ses requêtes")
def test_the_database_answers_rather_than_compile_what_a_page_asks():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def known(table):
    with connection.cursor() as cursor:
        cursor.execute(ROWS_KNOWN[connection.vendor], [table])
        return cursor.fetchone()[0]
