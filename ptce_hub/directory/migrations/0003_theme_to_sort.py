"""A theme's label as it is sorted: « Énergie » among the E."""

from django.db import migrations, models

from ptce_hub.territories.names import fold


def fold_labels(apps, schema_editor):
    for theme in apps.get_model("directory", "Theme").objects.all():
        theme.sort_label = fold(theme.label)
        theme.save(update_fields=["sort_label"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_search_index")]

    operations = [
        migrations.AlterModelOptions(
            name="theme", options={"ordering": ["sort_label", "label"], "verbose_name": "thème"}
        ),
        migrations.AddField(
            model_name="theme",
            name="sort_label",
            field=models.CharField(blank=True, editable=False, max_length=120, verbose_name="libellé à trier"),
        ),
        migrations.RunPython(fold_labels, migrations.RunPython.noop),
    ]
