import django.utils.timezone
import ptce_hub.accounts.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [("accounts", "0001_initial")]  # before the first version

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                ('role', models.CharField(blank=True, choices=[('editor', 'éditeur'), ('moderator', 'modérateur'), ('administrator', 'administrateur')], help_text="L'éditeur saisit, corrige et propose. Le modérateur publie, archive, fusionne et décide des propositions. L'administrateur tient aussi les comptes, les thèmes et les territoires, partout. Sans rôle, le compte n'entre pas ici.", max_length=13, verbose_name='rôle')),
                ('national', models.BooleanField(default=False, verbose_name='toute la France')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'compte',
                'ordering': ['email'],
            },
            managers=[
                ('objects', ptce_hub.accounts.models.UserManager()),
            ],
        ),
    ]
