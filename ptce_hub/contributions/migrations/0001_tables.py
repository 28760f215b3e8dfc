import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    replaces = [("contributions", "0001_proposals"), ("contributions", "0002_mails"), ("contributions", "0003_checks"), ("contributions", "0004_other_dates"), ("contributions", "0005_told_matches")]  # before the first version

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
        ('poles', '0001_tables'),
        ('territories', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claimed_at', models.DateTimeField(auto_now_add=True, verbose_name='préparé le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='parti le')),
            ],
            options={
                'verbose_name': 'courrier aux référents',
                'verbose_name_plural': 'courriers aux référents',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ToldMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claimed_at', models.DateTimeField(auto_now_add=True, verbose_name='préparé le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='parti le')),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='poles.exchange', verbose_name='annonce de qui reçoit')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='poles.exchange', verbose_name='annonce qui y répond')),
            ],
            options={
                'verbose_name': 'réponse annoncée',
                'verbose_name_plural': 'réponses annoncées',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('exchange', 'other'), name='told_match_is_told_once'), models.CheckConstraint(condition=models.Q(('exchange', models.F('other')), _negated=True), name='told_match_is_of_two', violation_error_message='Une annonce ne répond pas à elle-même.')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, verbose_name='empreinte')),
                ('at', models.DateTimeField(db_index=True, verbose_name='envoyé le')),
            ],
            options={
                'verbose_name': "envoi d'un formulaire",
                'verbose_name_plural': 'envois de formulaires',
                'indexes': [models.Index(fields=['key', 'at'], name='attempt_by_key')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('secret_hash', models.CharField(editable=False, max_length=64, null=True, unique=True, verbose_name='empreinte du lien')),
                ('mail_due', models.CharField(blank=True, choices=[('', 'aucun'), ('link', 'lien de confirmation'), ('answer', 'suite donnée')], editable=False, max_length=8, verbose_name='courrier à envoyer')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='envoyé le')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmé le')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='numéro de la fiche')),
                ('label', models.CharField(max_length=250, verbose_name='fiche')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='nom')),
                ('words', models.TextField(blank=True, verbose_name='message')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='transmis le')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='type de fiche')),
            ],
            options={
                'verbose_name': 'message transmis',
                'verbose_name_plural': 'messages transmis',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('secret_hash', models.CharField(editable=False, max_length=64, null=True, unique=True, verbose_name='empreinte du lien')),
                ('mail_due', models.CharField(blank=True, choices=[('', 'aucun'), ('link', 'lien de confirmation'), ('answer', 'suite donnée')], editable=False, max_length=8, verbose_name='courrier à envoyer')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='envoyé le')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmé le')),
                ('act', models.CharField(choices=[('report', 'erreur signalée'), ('correction', 'correction'), ('addition', 'nouvelle fiche')], max_length=10, verbose_name='nature')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='numéro de la fiche')),
                ('label', models.CharField(max_length=250, verbose_name='fiche')),
                ('reason', models.CharField(blank=True, choices=[('closed', 'fermé ou terminé'), ('moved', 'déménagé'), ('duplicate', "doublon d'une autre fiche"), ('wrong', 'information fausse'), ('other', 'autre')], max_length=9, verbose_name='motif')),
                ('words', models.TextField(blank=True, verbose_name='message')),
                ('changes', models.JSONField(blank=True, default=dict, verbose_name='changements')),
                ('occurrences', models.JSONField(blank=True, default=list, verbose_name='autres dates')),
                ('not_same', models.JSONField(blank=True, default=list, verbose_name='fiches proches, dites différentes')),
                ('credit', models.CharField(blank=True, max_length=80, verbose_name='nom à remercier')),
                ('state', models.CharField(choices=[('unconfirmed', 'à confirmer'), ('pending', 'en attente'), ('accepted', 'acceptée'), ('partly', 'acceptée en partie'), ('refused', 'refusée'), ('withdrawn', 'retirée')], db_index=True, default='unconfirmed', max_length=11, verbose_name='état')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='décidée le')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('accepted', models.JSONField(blank=True, default=list, verbose_name='champs acceptés')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='type de fiche')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territories.territory', verbose_name='territoire proposé')),
            ],
            options={
                'verbose_name': 'proposition',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['content_type', 'object_id', 'state'], name='proposal_by_record'), models.Index(fields=['state', 'confirmed_at'], name='proposal_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('act', 'report'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('act', 'report'), _negated=True), ('reason', '')), _connector='OR'), name='proposal_reports_have_a_reason', violation_error_message='Un signalement a un motif, et lui seul.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'partly', 'refused']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='proposal_decisions_are_dated', violation_error_message='Une décision est datée.'), models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('confirmed_at__isnull', False), ('decided_at__gte', models.F('confirmed_at'))), _connector='OR'), name='proposal_is_decided_after_it_is_confirmed', violation_error_message='Une proposition se décide après sa confirmation.')],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='jour')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='parti le')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='modérateur')),
                ('proposals', models.ManyToManyField(related_name='+', to='contributions.proposal', verbose_name='propositions annoncées')),
            ],
            options={
                'verbose_name': 'courrier aux modérateurs',
                'verbose_name_plural': 'courriers aux modérateurs',
                'ordering': ['-day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('moderator', 'day'), name='digest_is_one_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Referent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='fiche')),
                ('email', models.EmailField(help_text="Jamais publique : elle ne sert qu'à demander si la fiche est à jour.", max_length=254, verbose_name='adresse électronique')),
                ('consent_on', models.DateField(help_text='Jour où la personne a accepté de recevoir ces courriers.', verbose_name='accord donné le')),
                ('consent_how', models.CharField(help_text="Par courrier électronique, au téléphone, lors d'une réunion…", max_length=200, verbose_name='comment')),
                ('changing', models.JSONField(blank=True, default=list, help_text="S'il y en a, la question est posée aussi 180 et 240 jours après le dernier contrôle.", verbose_name='ce qui change souvent')),
                ('takes_messages', models.BooleanField(default=False, help_text="Le site les transmet sans montrer cette adresse. Seulement si la personne l'a accepté aussi.", verbose_name='accepte les messages des visiteurs')),
                ('is_active', models.BooleanField(default=True, verbose_name='reçoit les courriers')),
                ('stopped_on', models.DateField(blank=True, editable=False, null=True, verbose_name="a demandé l'arrêt le")),
                ('asked_on', models.DateField(blank=True, editable=False, null=True, verbose_name='interrogé le')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='type de fiche')),
            ],
            options={
                'verbose_name': 'référent',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['email'], name='referent_by_address')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id'), name='referent_is_one_a_record', violation_error_message='Cette fiche a déjà un référent : remplacez-le.')],
            },
        ),
        migrations.CreateModel(
            name='CheckQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(blank=True, choices=[('exact', "c'est exact"), ('wrong', 'à corriger'), ('over', "c'est fini")], max_length=5, verbose_name='réponse')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='contributions.checkmail', verbose_name='courrier')),
                ('referent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='contributions.referent', verbose_name='référent')),
            ],
            options={
                'verbose_name': 'question à un référent',
                'verbose_name_plural': 'questions aux référents',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('mail', 'referent'), name='check_question_is_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='check_answer_is_dated', violation_error_message='Une réponse est datée.')],
            },
        ),
    ]
