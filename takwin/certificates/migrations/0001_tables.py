import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('certificates', '0001_initial'), ('certificates', '0002_bundle_left_out'), ('certificates', '0003_dossiers')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('people', '0001_tables'),
        ('training', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='code')),
                ('name_ar', models.CharField(blank=True, max_length=200)),
                ('name_fr', models.CharField(blank=True, max_length=200)),
                ('title_ar', models.CharField(max_length=200)),
                ('title_fr', models.CharField(max_length=200)),
                ('half_days', models.PositiveSmallIntegerField(verbose_name='half-days attended')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('state', models.CharField(choices=[('valid', 'valid'), ('revoked', 'revoked'), ('replaced', 'replaced by another')], default='valid', max_length=10, verbose_name='state')),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='for the body')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='issued by')),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='people.person', verbose_name='person')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='certificates.certificate')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.trainingsession')),
            ],
            options={
                'ordering': ['-issued_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'valid')), fields=('session', 'person'), name='certificate_one_valid', violation_error_message='This person already holds a valid certificate for this session.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'valid')), models.Q(('ended_at__isnull', False), ('state__in', ['revoked', 'replaced']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='certificate_ended_with_reason', violation_error_message='Revoking or replacing a certificate needs a reason.')],
            },
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bundles', to='training.trainingsession')),
                ('left_out', models.ManyToManyField(related_name='+', to='certificates.certificate')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField()),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='training.trainingsession')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('session', 'file'), name='dossier_once', violation_error_message='Nothing has changed in this dossier since it was last sealed.')],
            },
        ),
    ]
