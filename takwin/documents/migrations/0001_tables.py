import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0001_initial'), ('documents', '0002_files_let_go'), ('documents', '0003_forms_that_come_back'), ('documents', '0004_imports_read_corrected_undone'), ('documents', '0005_papers_of_meetings'), ('documents', '0006_signing_keys'), ('documents', '0007_papers_of_money'), ('documents', '0008_session_reports'), ('documents', '0009_wording_of_papers'), ('documents', '0010_forms_undone'), ('documents', '0011_letters_on_absences'), ('documents', '0012_letters_to_trainers'), ('documents', '0013_annual_financial_annexes')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('core', '0001_tables'),
        ('directory', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('credential', 'certificates'), ('presence', 'codes of presence')], max_length=12)),
                ('kid', models.CharField(max_length=16, unique=True)),
                ('public', models.CharField(max_length=43)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['use', '-made_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('use',), name='signing_key_one_current', violation_error_message='Another key has just taken this place.'), models.CheckConstraint(condition=models.Q(('retired_at', None), ('retired_at__gte', models.F('made_at')), _connector='OR'), name='signing_key_retired_after_made', violation_error_message='A key is retired after it was made.')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('content_type', models.CharField(max_length=100)),
                ('received_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'sha256'), name='stored_file_once_per_owner', violation_error_message='This very file is already stored.')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('reading', 'being read'), ('read', 'read, nothing recorded yet'), ('recorded', 'recorded'), ('undone', 'undone')], default='read', max_length=10, verbose_name='state')),
                ('choices', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('fixes', models.JSONField(default=dict)),
                ('understood', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('count', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('read_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'recorded')), fields=('kind', 'owner', 'file'), name='import_recorded_once', violation_error_message='This file has already been recorded: nothing was changed.'), models.CheckConstraint(condition=models.Q(models.Q(('recorded_at', None), ('state__in', ['reading', 'read'])), models.Q(('recorded_at__isnull', False), ('state__in', ['recorded', 'undone'])), _connector='OR'), name='import_recorded_at_matches_state', violation_error_message='A recorded batch has the date of its recording.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='import_undone_at_matches_state', violation_error_message='An import that was undone has the date of its undoing.')],
            },
        ),
        migrations.CreateModel(
            name='ImportTrace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80)),
                ('is_created', models.BooleanField()),
                ('rows', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='documents.importbatch')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReturnedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('reading', 'being read'), ('read', 'read, nothing recorded yet'), ('recorded', 'recorded'), ('undone', 'undone')], default='read', max_length=10, verbose_name='state')),
                ('count', models.PositiveIntegerField(default=0)),
                ('before', models.JSONField(default=list)),
                ('received_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('recorded_at', None), ('state', 'read')), models.Q(('recorded_at__isnull', False), ('state__in', ['recorded', 'undone'])), _connector='OR'), name='returned_form_recorded_at_matches_state', violation_error_message='A recorded form has the date of its recording.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='returned_form_undone_at_matches_state', violation_error_message='A form that was undone has the date of its undoing.')],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('deliberation', 'deliberation'), ('decision', 'decision'), ('minutes', 'minutes'), ('visa', 'visa'), ('record', 'record')], max_length=15, verbose_name='kind')),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='number')),
                ('taken_on', models.DateField(verbose_name='date')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='object')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='directory.body', verbose_name='taken by')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='scan')),
            ],
            options={
                'ordering': ['-taken_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('body', 'kind', 'number', 'taken_on'), name='act_number_once', violation_error_message='This act is already recorded.')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(max_length=30, verbose_name='paper')),
                ('language', models.CharField(choices=[('ar', 'Arabic'), ('fr', 'French')], max_length=2, verbose_name='language')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('texts', models.JSONField(blank=True, default=dict)),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='directory.body', verbose_name='papers of')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'paper', 'language', 'number'), name='wording_version_once', violation_error_message='Someone has just changed this wording: look at it again, then save.'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='wording_version_from_one', violation_error_message='Versions are numbered from one; before it stand the original words.')],
            },
        ),
        migrations.CreateModel(
            name='ImportLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('fingerprint', models.CharField(max_length=64)),
                ('choice', models.JSONField()),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
            ],
            options={
                'ordering': ['-kept_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind', 'fingerprint'), name='import_layout_once', violation_error_message='The layout of these headings is already remembered.')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('is_stopped', models.BooleanField(default=False)),
                ('is_doubtful', models.BooleanField(default=False)),
                ('is_changed', models.BooleanField(default=False)),
                ('data', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='documents.importbatch')),
            ],
            options={
                'ordering': ['batch', 'position'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='import_row_once', violation_error_message='This row is already among those read.')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'key', 'year'), name='number_series_once', violation_error_message='This register already exists.')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('convocation', 'convocation'), ('governor_letter', 'letter to the governor'), ('notice', 'notice'), ('absence_letter', 'letter on absences'), ('attendance_sheet', 'attendance sheet'), ('certificate', 'certificate of participation'), ('funds_request', 'request for transfer of a contribution'), ('state_of_transfers', 'state of transfers'), ('cost_share', 'cost share'), ('access_letter', 'letter opening an account'), ('invitation', 'invitation to a meeting'), ('minutes', 'minutes of a meeting'), ('press_note', 'press note'), ('financial_year', 'financial state of a year'), ('financial_annex', 'annual financial annex'), ('order_slip', 'order slip'), ('service_done', 'certificate of service done'), ('mission_order', 'mission order'), ('travel_statement', 'statement of travel allowances'), ('session_report', 'report of a session'), ('trainer_invitation', 'invitation to teach'), ('mission_letter', 'mission letter of a trainer')], max_length=20, verbose_name='kind')),
                ('reference', models.CharField(max_length=40, verbose_name='reference')),
                ('subject', models.CharField(db_index=True, max_length=80)),
                ('template', models.CharField(max_length=40)),
                ('language', models.CharField(default='ar', max_length=2)),
                ('facts', models.JSONField()),
                ('issued_at', models.DateTimeField(verbose_name='issued at')),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='directory.body', verbose_name='issued by')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind', 'reference'), name='paper_reference_once', violation_error_message='This reference is already taken.'), models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('cancelled_at__gte', models.F('issued_at')), _connector='OR'), name='paper_cancelled_after_issue', violation_error_message='A paper is cancelled after it was issued.')],
            },
        ),
    ]
