from django.db import migrations, models

import events.models.events


def give_uids(apps, schema_editor):
    """Every event known so far gets the identifier that calendars will keep for ever, its past versions with it."""
    Event, Past = apps.get_model("events", "Event"), apps.get_model("events", "HistoricalEvent")
    for event in Event.objects.filter(uid="").only("pk"):
        uid = events.models.events.new_uid()
        Event.objects.filter(pk=event.pk).update(uid=uid)
        Past.objects.filter(id=event.pk).update(uid=uid)


class Migration(migrations.Migration):
    dependencies = [("events", "0007_calendars")]

    operations = [
        migrations.RunPython(give_uids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="uid",
            field=models.CharField(
                default=events.models.events.new_uid,
                editable=False,
                max_length=255,
                unique=True,
                verbose_name="identifiant d'agenda",
            ),
        ),
    ]
