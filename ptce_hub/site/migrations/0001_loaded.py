
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Loaded',
            fields=[
                ('command', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='commande')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte')),
            ],
            options={
                'verbose_name': 'chargement',
            },
        ),
    ]
