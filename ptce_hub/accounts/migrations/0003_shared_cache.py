from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Where all the processes of the site count attempts to sign in together; nothing when it is there."""
    call_command("createcachetable", "shared_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_ties")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
