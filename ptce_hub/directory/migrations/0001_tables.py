import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [("directory", "0001_initial")]  # before the first version

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='nature')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='fiche')),
                ('public', models.BooleanField(verbose_name='publiée')),
                ('sort_name', models.CharField(max_length=500, verbose_name='nom à trier')),
                ('name', models.CharField(max_length=250, verbose_name='nom')),
                ('path', models.CharField(max_length=200, verbose_name='adresse')),
                ('where', models.CharField(blank=True, max_length=500, verbose_name='lieu')),
                ('weight', models.FloatField(default=1, help_text="Plus grand quand d'autres fiches nomment celle-ci.", verbose_name='poids')),
                ('text', models.TextField(blank=True, help_text='Une ligne par champ, montrée quand elle répond.', verbose_name='texte')),
                ('exact', models.TextField(blank=True)),
                ('title', models.TextField(blank=True)),
                ('place', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('keys', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'fiche cherchée',
                'verbose_name_plural': 'fiches cherchées',
                'indexes': [models.Index(fields=['kind', 'sort_name'], name='search_entry_by_name')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='search_entry_is_one_a_record')],
            },
        ),
        migrations.CreateModel(
            name='Deletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='supprimé le')),
                ('reason', models.TextField(blank=True, verbose_name='raison')),
                ('label', models.CharField(max_length=300, verbose_name='quoi')),
                ('roots', models.PositiveIntegerField(verbose_name='demandés')),
                ('rows', models.JSONField(blank=True, default=list, verbose_name='lignes')),
                ('emptied', models.JSONField(blank=True, default=list, verbose_name='liens vidés')),
                ('restored_at', models.DateTimeField(blank=True, null=True, verbose_name='rétabli le')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='sorte')),
                ('restored_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='rétabli par')),
            ],
            options={
                'verbose_name': 'suppression',
                'verbose_name_plural': 'corbeille',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, verbose_name='ancienne adresse')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='fiche')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='type de fiche')),
            ],
            options={
                'verbose_name': 'ancienne adresse',
                'verbose_name_plural': 'anciennes adresses',
                'constraints': [models.UniqueConstraint(fields=('content_type', 'slug'), name='former_slug_leads_to_one_entry')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=40, verbose_name='sorte de fiche')),
                ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                ('source', models.CharField(help_text='Qui tient ce tableau : « Cress Normandie », « Adhérents 2026 »… La même provenance fait reconnaître les mêmes lignes la fois suivante.', max_length=120, verbose_name='provenance')),
                ('state', models.CharField(choices=[('mapping', 'colonnes à vérifier'), ('checking', 'contrôle en cours'), ('checked', 'contrôlé'), ('applying', 'import en cours'), ('applied', 'importé'), ('undoing', 'annulation en cours'), ('undone', 'annulé')], default='mapping', max_length=8, verbose_name='étape')),
                ('headings', models.JSONField(blank=True, default=list, verbose_name='titres')),
                ('mapping', models.JSONField(blank=True, default=list, verbose_name='colonnes')),
                ('constants', models.JSONField(blank=True, default=dict, verbose_name='valeurs pour toutes les lignes')),
                ('notes', models.JSONField(blank=True, default=list, verbose_name='remarques')),
                ('delimiter', models.CharField(blank=True, max_length=1, verbose_name='séparateur')),
                ('keep_good', models.BooleanField(default=True, verbose_name="garder les bonnes lignes quand d'autres échouent")),
                ('status', models.CharField(default='proposed', max_length=9, verbose_name='statut des fiches créées')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulé par')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
            ],
            options={
                'verbose_name': 'import de tableau',
                'verbose_name_plural': 'imports de tableaux',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['noun', '-id'], name='import_run_by_noun')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='ligne du fichier')),
                ('cells', models.JSONField(blank=True, default=list, verbose_name='cases')),
                ('outcome', models.CharField(blank=True, choices=[('created', 'créée'), ('updated', 'mise à jour'), ('unchanged', 'inchangée'), ('refused', 'refusée'), ('aside', 'mise de côté')], max_length=9, verbose_name='issue')),
                ('name', models.CharField(blank=True, max_length=250, verbose_name='nom')),
                ('values', models.JSONField(blank=True, default=dict, verbose_name='valeurs')),
                ('messages', models.JSONField(blank=True, default=list, verbose_name='remarques')),
                ('changes', models.JSONField(blank=True, default=dict, verbose_name='changements')),
                ('candidates', models.JSONField(blank=True, default=list, verbose_name='doublons possibles')),
                ('choice', models.CharField(blank=True, max_length=30, verbose_name='choix')),
                ('key', models.CharField(blank=True, max_length=64, verbose_name='clé')),
                ('likeness', models.CharField(blank=True, max_length=64, verbose_name='ressemblance')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='fiche')),
                ('version', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='version vue')),
                ('applied', models.BooleanField(default=False, verbose_name='appliquée')),
                ('undone', models.CharField(blank=True, max_length=300, verbose_name='annulation')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='directory.importrun', verbose_name='import')),
            ],
            options={
                'verbose_name': 'ligne importée',
                'verbose_name_plural': 'lignes importées',
                'ordering': ['number', 'pk'],
                'indexes': [models.Index(fields=['run', 'outcome', 'number'], name='import_row_by_outcome'), models.Index(fields=['run', 'key'], name='import_row_by_key'), models.Index(fields=['run', 'likeness'], name='import_row_by_likeness')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='import_row_is_said_once')],
            },
        ),
        migrations.CreateModel(
            name='KeptMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=40, verbose_name='sorte de fiche')),
                ('headings', models.CharField(max_length=64, verbose_name='empreinte des titres')),
                ('mapping', models.JSONField(blank=True, default=list, verbose_name='colonnes')),
                ('constants', models.JSONField(blank=True, default=dict, verbose_name='valeurs pour toutes les lignes')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
            ],
            options={
                'verbose_name': 'correspondance gardée',
                'verbose_name_plural': 'correspondances gardées',
                'constraints': [models.UniqueConstraint(fields=('user', 'noun', 'headings'), name='kept_mapping_is_said_once')],
            },
        ),
        migrations.CreateModel(
            name='MergeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept_id', models.PositiveBigIntegerField(verbose_name='fiche gardée')),
                ('kept_name', models.CharField(max_length=250, verbose_name='nom de la fiche gardée')),
                ('merged', models.JSONField(blank=True, default=list, verbose_name='fiches réunies à elle')),
                ('said', models.JSONField(blank=True, default=list, verbose_name='ce qui a été fait')),
                ('changes', models.JSONField(blank=True, default=list, editable=False, verbose_name='lignes changées')),
                ('done_at', models.DateTimeField(auto_now_add=True, verbose_name='fait le')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='sorte de fiche')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fait par')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulé par')),
            ],
            options={
                'verbose_name': 'fusion',
                'ordering': ['-done_at', '-pk'],
                'indexes': [models.Index(fields=['content_type', 'kept_id'], name='merge_by_kept')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=40, verbose_name='sorte de fiche')),
                ('source', models.CharField(max_length=120, verbose_name='provenance')),
                ('key', models.CharField(max_length=64, verbose_name='clé')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='fiche')),
                ('version', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='version laissée')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='origins', to='directory.importrun', verbose_name='premier import')),
            ],
            options={
                'verbose_name': 'provenance',
                'constraints': [models.UniqueConstraint(fields=('noun', 'source', 'key'), name='origin_leads_to_one_record')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='mot')),
                ('stem', models.CharField(db_index=True, max_length=40, verbose_name='radical')),
            ],
            options={
                'verbose_name': 'mot cherché',
                'verbose_name_plural': 'mots cherchés',
            },
        ),
        migrations.CreateModel(
            name='Suspicion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_id', models.PositiveBigIntegerField(verbose_name='première fiche')),
                ('second_id', models.PositiveBigIntegerField(verbose_name='seconde fiche')),
                ('score', models.PositiveSmallIntegerField(help_text='De 0 à 100.', verbose_name='ressemblance')),
                ('reasons', models.JSONField(blank=True, default=list, verbose_name='raisons')),
                ('state', models.CharField(choices=[('suspect', 'à examiner'), ('distinct', 'pas un doublon'), ('merged', 'fusionnées')], default='suspect', max_length=8, verbose_name='état')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='décidé le')),
                ('found_at', models.DateTimeField(auto_now_add=True, verbose_name='trouvé le')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='sorte de fiche')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
            ],
            options={
                'verbose_name': 'doublon possible',
                'verbose_name_plural': 'doublons possibles',
                'ordering': ['-score', 'pk'],
                'indexes': [models.Index(fields=['state', '-score'], name='suspicion_by_state'), models.Index(fields=['content_type', 'second_id'], name='suspicion_by_second')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'first_id', 'second_id'), name='pair_is_suspected_once'), models.CheckConstraint(condition=models.Q(('first_id__lt', models.F('second_id'))), name='pair_is_in_order', violation_error_message="La première fiche d'une paire a le plus petit numéro.")],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='adresse')),
                ('label', models.CharField(max_length=120, unique=True, verbose_name='libellé')),
            ],
            options={
                'verbose_name': 'thème',
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='SearchIndex',
            fields=[
                ('entry', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='index', serialize=False, to='directory.searchentry')),
                ('words', models.TextField(db_column='directory_searchindex')),
                ('rank', models.FloatField()),
            ],
            options={
                'db_table': 'directory_searchindex',
                'managed': False,
            },
        ),
    ]
