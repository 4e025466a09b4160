import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_who_is_who'), ('people', '0003_personal_data_requests'), ('people', '0004_a_name_in_the_other_script')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0001_tables'),
        ('rights', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='directory.body', verbose_name='council')),
            ],
            options={
                'ordering': ['-starts_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('body', 'starts_on'), name='mandate_once', violation_error_message='This council already has a mandate from that date.'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='mandate_ends_after_it_starts', violation_error_message='A mandate ends after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('name_ar', models.CharField(blank=True, max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(blank=True, max_length=200, verbose_name='name in French')),
                ('proposed_script', models.CharField(blank=True, choices=[('ar', 'Arabic'), ('fr', 'French')], editable=False, max_length=2, verbose_name='proposed name')),
                ('sex', models.CharField(blank=True, choices=[('f', 'female'), ('m', 'male')], max_length=1, verbose_name='sex')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('anonymised_at', models.DateTimeField(editable=False, null=True)),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='people.person')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'ordering': ['sort_ar', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_ar', ''), ('name_fr', ''), _negated=True), name='person_has_a_name', violation_error_message='A person has a name, in Arabic or in French.'), models.CheckConstraint(condition=models.Q(('birth_date', None), models.Q(('birth_year', django.db.models.functions.datetime.ExtractYear('birth_date')), ('birth_year__isnull', False)), _connector='OR'), name='person_birth_date_has_its_year', violation_error_message='The year of birth is that of the date of birth.'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='person_not_merged_into_himself', violation_error_message='A person cannot be merged into himself.')],
                'indexes': [models.Index(fields=['sort_ar', 'id'], name='person_sort_ar')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField(verbose_name='likeness')),
                ('reasons', models.JSONField(default=list)),
                ('verdict', models.CharField(choices=[('pending', 'to look at'), ('later', 'put off'), ('same', 'one person'), ('different', 'two persons')], default='pending', max_length=10, verbose_name='decision')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='first person')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person', verbose_name='second person')),
            ],
            options={
                'ordering': ['-score', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('a', 'b'), name='candidate_pair_once', violation_error_message='This pair is already proposed.'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='candidate_two_persons_in_order', violation_error_message='A pair is of two persons, the older row first.'), models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='candidate_score_is_a_share', violation_error_message='A likeness lies between 0 and 1.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('verdict', 'pending')), models.Q(models.Q(('verdict', 'pending'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='candidate_decided_at_matches_verdict', violation_error_message='A decision has its moment.')],
                'indexes': [models.Index(fields=['verdict', '-score', 'id'], name='candidate_queue')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='merged')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('candidate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merges', to='people.candidate')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='person merged away')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='person kept')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone',), name='merge_gone_once', violation_error_message='This person has already been merged into another.'), models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merge_of_two_persons', violation_error_message='A person cannot be merged into himself.')],
            },
        ),
        migrations.CreateModel(
            name='MergeCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80)),
                ('row', models.PositiveBigIntegerField()),
                ('rule', models.CharField(max_length=80)),
                ('decision', models.CharField(blank=True, max_length=300, verbose_name='decision')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='people.merge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('merge', 'model', 'row'), name='merge_case_once', violation_error_message='This case is already open.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('decision', '')), models.Q(('closed_at__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='merge_case_closed_with_a_decision', violation_error_message='Say what was decided: a case is closed with words.')],
            },
        ),
        migrations.CreateModel(
            name='MovedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80)),
                ('row', models.PositiveBigIntegerField()),
                ('field', models.CharField(max_length=60)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved', to='people.merge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('merge', 'model', 'row', 'field'), name='moved_row_once', violation_error_message='This row is already among those the merge moved.')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(choices=[('president', 'president'), ('vice_president', 'vice-president'), ('secretary', 'secretary of the council'), ('deputy_secretary', 'deputy secretary of the council'), ('committee_chair', 'committee chair'), ('deputy_chair', 'deputy committee chair'), ('member', 'member'), ('governor', 'governor'), ('wali', 'wali'), ('secretary_general', 'secretary general'), ('division_head', 'head of division'), ('service_head', 'head of service'), ('director', 'director of services'), ('finance_staff', 'finance and budget staff'), ('staff', 'staff'), ('professor', 'professor'), ('expert', 'expert'), ('delegate', 'representative')], max_length=20, verbose_name='office')),
                ('detail', models.CharField(blank=True, help_text='committee, delegation, rank', max_length=120, verbose_name='detail')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('appointment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='office', to='rights.appointment')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='directory.body', verbose_name='council or body')),
                ('mandate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='people.mandate')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='people.person', verbose_name='person')),
            ],
            options={
                'ordering': ['body', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person', 'body', 'title', 'detail'), name='office_once', violation_error_message='This person already holds this office.'), models.UniqueConstraint(condition=models.Q(('ends_on', None), ('title', 'president')), fields=('body',), name='office_one_president', violation_error_message='This council already has a president in office.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='office_ends_after_it_starts', violation_error_message='An office ends after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='IdentityDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cin', 'national identity card'), ('passport', 'passport'), ('residence', 'residence card')], default='cin', max_length=10, verbose_name='document')),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identity_documents', to='people.person')),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='identity_document_once', violation_error_message='Another person already holds this identity document.'), models.UniqueConstraint(fields=('person', 'kind'), name='identity_document_one_of_a_kind', violation_error_message='This person already has a document of that kind.'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='identity_document_not_blank', violation_error_message='An identity document has a number.')],
            },
        ),
        migrations.CreateModel(
            name='FileRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('counter', 'at the counter'), ('letter', 'by letter'), ('email', 'by e-mail'), ('personal', 'on the person’s own page')], max_length=10, verbose_name='asked')),
                ('language', models.CharField(choices=[('ar', 'العربية'), ('fr', 'Français')], default='ar', max_length=2, verbose_name='language')),
                ('asked_at', models.DateTimeField(verbose_name='asked on')),
                ('due_on', models.DateField(verbose_name='to answer before')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='file_requests', to='people.person', verbose_name='person')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('person',), name='file_request_open_once', violation_error_message='This person has already asked for the file: it is not handed over yet.'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('digest', '')), models.Q(('answered_at__gte', models.F('asked_at')), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='file_request_answered_with_digest', violation_error_message='A file handed over has its digest, and is handed over after it was asked.')],
            },
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('name_ar', 'name in Arabic'), ('name_fr', 'name in French'), ('sex', 'sex'), ('birth', 'date of birth'), ('phone', 'phone'), ('email', 'e-mail'), ('cin', 'national identity card'), ('passport', 'passport'), ('residence', 'residence card'), ('other', 'something else (an office, a presence, a certificate)')], max_length=10, verbose_name='what is wrong')),
                ('said', models.CharField(max_length=300, verbose_name='what is said to be right')),
                ('channel', models.CharField(choices=[('counter', 'at the counter'), ('letter', 'by letter'), ('email', 'by e-mail'), ('personal', 'on the person’s own page')], max_length=10, verbose_name='asked')),
                ('asked_at', models.DateTimeField(verbose_name='asked on')),
                ('due_on', models.DateField(verbose_name='to answer before')),
                ('state', models.CharField(choices=[('asked', 'asked'), ('accepted', 'corrected'), ('refused', 'refused')], default='asked', max_length=10, verbose_name='state')),
                ('before', models.CharField(blank=True, max_length=300, verbose_name='before')),
                ('after', models.CharField(blank=True, max_length=300, verbose_name='after')),
                ('motive', models.CharField(blank=True, max_length=300, verbose_name='motive')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='people.person', verbose_name='person')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('person', 'subject'), name='rectification_open_once', violation_error_message='This correction is already asked for and waits for its answer.'), models.CheckConstraint(condition=models.Q(('motive', ''), ('state', 'refused'), _negated=True), name='rectification_refused_with_motive', violation_error_message='A refusal says why.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__gte', models.F('asked_at'))), _connector='OR'), name='rectification_decided_matches_state', violation_error_message='An answered request has the date of its answer.')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('wrote', models.BooleanField(default=False)),
                ('counts', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='retention_run_ends_after_it_starts', violation_error_message='A run ends after it starts.')],
            },
        ),
    ]
