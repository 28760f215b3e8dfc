from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [("accounts", "0002_roles")]  # before the first version

    dependencies = [
        ('accounts', '0001_tables'),
        ('actors', '0001_tables'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('territories', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='networks',
            field=models.ManyToManyField(blank=True, help_text='Le compte modifie aussi les fiches des territoires de ces réseaux.', related_name='staff', to='actors.network', verbose_name='réseaux'),
        ),
        migrations.AddField(
            model_name='user',
            name='territories',
            field=models.ManyToManyField(blank=True, related_name='staff', to='territories.territory', verbose_name='territoires'),
        ),
        migrations.AddField(
            model_name='user',
            name='user_permissions',
            field=models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions'),
        ),
    ]
