import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [("territories", "0001_initial"), ("territories", "0002_outline"), ("territories", "0003_containment_inside"), ("territories", "0004_official_point"), ("territories", "0005_by_latitude")]  # before the first version

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LoadedVintage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vintage', models.CharField(max_length=4, verbose_name='millésime du COG')),
                ('digest', models.CharField(db_index=True, max_length=64, verbose_name='empreinte des fichiers')),
                ('loaded_at', models.DateTimeField(auto_now_add=True, verbose_name='chargé le')),
            ],
            options={
                'verbose_name': 'millésime chargé',
                'verbose_name_plural': 'millésimes chargés',
                'ordering': ['loaded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OfficialPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, unique=True, verbose_name='code de la commune')),
                ('latitude', models.FloatField(verbose_name='latitude (degrés, WGS 84)')),
                ('longitude', models.FloatField(verbose_name='longitude (degrés, WGS 84)')),
                ('source', models.CharField(max_length=300, verbose_name='source et licence')),
            ],
            options={
                'verbose_name': 'point officiel',
                'verbose_name_plural': 'points officiels',
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('country', 'pays'), ('region', 'région'), ('former_region', 'ancienne région'), ('department', 'département'), ('area', 'bassin, pays ou quartier'), ('epci', 'intercommunalité'), ('commune', 'commune')], max_length=13, verbose_name='niveau')),
                ('code', models.CharField(help_text="Code Insee, numéro Siren de l'intercommunalité, ou nom court d'une zone.", max_length=60, validators=[django.core.validators.RegexValidator('^[0-9A-Za-z][0-9A-Za-z-]{0,59}\\Z', "Lettres sans accent, chiffres et traits d'union seulement.")], verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('slug', models.SlugField(max_length=120, verbose_name='adresse')),
                ('key', models.CharField(db_index=True, editable=False, max_length=200, verbose_name='nom sans accents')),
                ('nature', models.CharField(blank=True, help_text='CC, CA, CU, ME pour une intercommunalité ; SCoT, bassin de vie, quartier… pour une zone.', max_length=40, verbose_name='nature')),
                ('ended', models.CharField(blank=True, help_text="AAAA-MM-JJ ; vide tant qu'il existe.", max_length=10, verbose_name='fin')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude (degrés, WGS 84)')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude (degrés, WGS 84)')),
                ('approximate', models.BooleanField(default=False, help_text='Le point est celui de communes voisines, pas de celle-ci.', verbose_name='point approché')),
                ('west', models.FloatField(blank=True, null=True, verbose_name='ouest (degrés)')),
                ('south', models.FloatField(blank=True, null=True, verbose_name='sud (degrés)')),
                ('east', models.FloatField(blank=True, null=True, verbose_name='est (degrés)')),
                ('north', models.FloatField(blank=True, null=True, verbose_name='nord (degrés)')),
                ('zone', models.CharField(blank=True, help_text='metro, drom ou com.', max_length=6, verbose_name='zone')),
                ('vintage', models.CharField(blank=True, max_length=4, verbose_name='millésime du COG')),
                ('anchors', models.ManyToManyField(blank=True, help_text="Pour une zone dont on ne connaît pas les communes : les territoires qu'elle touche ; un seul veut dire qu'elle y est tout entière. Pour une ancienne région : ses départements.", related_name='+', to='territories.territory', verbose_name='se trouve dans')),
                ('communes', models.ManyToManyField(blank=True, help_text="Pour une zone, quand on les connaît, ou une intercommunalité qui n'existe plus. Les autres niveaux les tiennent du code officiel géographique.", limit_choices_to={'kind': 'commune'}, related_name='+', to='territories.territory', verbose_name='communes')),
                ('department', models.ForeignKey(blank=True, help_text='Pour une intercommunalité à cheval sur plusieurs départements : celui de la plupart des habitants.', limit_choices_to={'kind': 'department'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.territory', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, limit_choices_to={'kind': 'epci'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.territory', verbose_name='intercommunalité')),
                ('region', models.ForeignKey(blank=True, limit_choices_to={'kind': 'region'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.territory', verbose_name='région')),
                ('successors', models.ManyToManyField(blank=True, help_text="Pour un territoire qui n'existe plus : celui ou ceux qui l'ont remplacé.", related_name='predecessors', to='territories.territory', verbose_name='devenu')),
            ],
            options={
                'verbose_name': 'territoire',
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(fields=['kind', 'latitude'], name='territory_by_latitude')],
                'constraints': [models.UniqueConstraint(fields=('code', 'kind'), name='territory_code_is_unique_in_its_kind'), models.UniqueConstraint(fields=('kind', 'slug'), name='territory_slug_is_unique_in_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='territory_coordinates_come_in_pairs', violation_error_message='Indiquez la latitude (−90 à 90) et la longitude (−180 à 180), ou rien.')],
            },
        ),
        migrations.CreateModel(
            name='Outline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geometry', models.TextField(help_text='Polygon ou MultiPolygon de GeoJSON, en degrés, WGS 84.', verbose_name='contour')),
                ('path', models.TextField(blank=True, verbose_name='tracé sur la carte')),
                ('source', models.CharField(max_length=300, verbose_name='source et licence')),
                ('territory', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outline', to='territories.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'contour officiel',
                'verbose_name_plural': 'contours officiels',
            },
        ),
        migrations.CreateModel(
            name='Containment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whole', models.BooleanField(verbose_name='tout entier')),
                ('inner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outer_links', to='territories.territory', verbose_name='contenu')),
                ('outer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inner_links', to='territories.territory', verbose_name='contenant')),
            ],
            options={
                'verbose_name': 'inclusion',
                'indexes': [models.Index(fields=['outer', 'whole', 'inner'], name='containment_inside')],
                'constraints': [models.UniqueConstraint(fields=('outer', 'inner'), name='containment_is_said_once'), models.CheckConstraint(condition=models.Q(('outer', models.F('inner')), _negated=True), name='containment_is_between_two', violation_error_message='Un territoire ne se contient pas lui-même.')],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('postal', 'code postal'), ('usual', 'nom usuel'), ('deleguee', 'commune déléguée'), ('associee', 'commune associée'), ('ancien-code', 'ancien code'), ('arrondissement', 'arrondissement municipal'), ('fusion', 'réuni depuis à un autre territoire'), ('ancien-nom', 'ancien nom')], max_length=14, verbose_name='nature')),
                ('code', models.CharField(blank=True, db_index=True, max_length=60, verbose_name='code')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                ('key', models.CharField(blank=True, db_index=True, editable=False, max_length=200, verbose_name='nom sans accents')),
                ('slug', models.SlugField(blank=True, max_length=120, verbose_name='adresse')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='territories.territory', verbose_name='mène à')),
            ],
            options={
                'verbose_name': 'autre nom ou code',
                'verbose_name_plural': 'autres noms et codes',
                'ordering': ['nature', 'name', 'code'],
                'constraints': [models.UniqueConstraint(fields=('territory', 'nature', 'code', 'name'), name='alias_is_said_once'), models.CheckConstraint(condition=models.Q(('code', ''), ('name', ''), _negated=True), name='alias_has_a_name_or_a_code', violation_error_message='Indiquez un nom ou un code.')],
            },
        ),
    ]
