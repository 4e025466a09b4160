import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('meetings', '0001_initial'), ('meetings', '0002_one_committee_of_each_kind')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('agreements', '0001_tables'),
        ('attendance', '0001_tables'),
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('letters', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('kind', models.CharField(choices=[('outreach', 'outreach meeting'), ('steering', 'steering committee'), ('monitoring', 'monitoring committee'), ('commission', 'regional commission'), ('working', 'working meeting')], default='outreach', max_length=12, verbose_name='kind')),
                ('last', models.PositiveSmallIntegerField(default=0, verbose_name='meetings already held')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='agreements.agreement', verbose_name='agreement')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_series', to='directory.body', verbose_name='organised by')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='territory')),
            ],
            options={
                'ordering': ['kind', 'sort_ar', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agreement__isnull', False), ('kind__in', ['steering', 'monitoring'])), models.Q(models.Q(('kind__in', ['steering', 'monitoring']), _negated=True), ('agreement', None)), _connector='OR'), name='series_agreement_matches_kind', violation_error_message='A steering or monitoring committee is that of an agreement, and only they.'), models.UniqueConstraint(fields=('owner', 'kind', 'place', 'name_ar'), name='series_once', violation_error_message='This series already exists for this territory.'), models.UniqueConstraint(condition=models.Q(('agreement__isnull', False)), fields=('agreement', 'kind'), name='series_one_committee_of_each_kind', violation_error_message='This agreement already has a committee of this kind.')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('reference', models.CharField(max_length=30, unique=True, verbose_name='reference')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('day', models.DateField(verbose_name='day')),
                ('starts_at', models.TimeField(verbose_name='hour')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='venue')),
                ('chair', models.CharField(blank=True, max_length=200, verbose_name='chaired by')),
                ('chair_capacity', models.CharField(blank=True, max_length=200, verbose_name='capacity of the chair')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('convened', 'convened'), ('held', 'held, minutes to be validated'), ('validated', 'minutes validated'), ('published', 'published'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('round', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='directory.place', verbose_name='province')),
                ('register', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='attendance.register')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.room', verbose_name='room')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.series', verbose_name='series')),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('series', 'number'), name='meeting_number_once', violation_error_message='This number is already given in the series.'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='meeting_number_positive', violation_error_message='Meetings are numbered from 1.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled_with_reason', violation_error_message='Say why the meeting is cancelled.')],
                'indexes': [models.Index(fields=['state', 'day'], name='meeting_state_day')],
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote', models.CharField(max_length=1000, verbose_name='sentence of the minutes')),
                ('text', models.CharField(max_length=400, verbose_name='what is promised')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount')),
                ('due_on', models.DateField(verbose_name='by')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='kept on')),
                ('proof', models.CharField(blank=True, max_length=300, verbose_name='proof')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='agreements.commitment', verbose_name='commitment')),
                ('creditor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='to whom')),
                ('debtor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='directory.body', verbose_name='who promises')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='meetings.meeting')),
                ('proof_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='meetings.obligation')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gt', 0), _connector='OR'), name='obligation_amount_positive', violation_error_message='A promise of money is for an amount above zero.'), models.CheckConstraint(condition=models.Q(('debtor', models.F('creditor')), _negated=True), name='obligation_between_two_bodies', violation_error_message='A body promises to another body.'), models.CheckConstraint(condition=models.Q(models.Q(('done_on', None), ('proof', '')), models.Q(('done_on__isnull', False), models.Q(('proof', ''), _negated=True)), _connector='OR'), name='obligation_kept_with_proof', violation_error_message='A promise is held as kept on a day, with its proof.'), models.CheckConstraint(condition=models.Q(('done_on', None), ('replaced_by', None), _connector='OR'), name='obligation_ends_once', violation_error_message='A promise is kept or replaced, not both.'), models.CheckConstraint(condition=models.Q(models.Q(('done_on', None), ('replaced_by', None), ('settled_at', None)), models.Q(models.Q(('done_on__isnull', False), ('replaced_by__isnull', False), _connector='OR'), ('settled_at__isnull', False)), _connector='OR'), name='obligation_settled_by_someone', violation_error_message='What settles a promise has its date.')],
                'indexes': [models.Index(fields=['debtor', 'due_on'], name='obligation_debtor_due')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=500, verbose_name='point of the agenda')),
                ('origin', models.CharField(choices=[('own', 'added by hand'), ('obligation', 'promised before'), ('late', 'late contributions'), ('coming', 'coming sessions')], default='own', max_length=10)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='meetings.meeting')),
                ('obligation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_in', to='meetings.obligation')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('obligation__isnull', False)), fields=('meeting', 'obligation'), name='agenda_follows_a_promise_once', violation_error_message='This promise is already on the agenda.'), models.CheckConstraint(condition=models.Q(models.Q(('obligation__isnull', False), ('origin', 'obligation')), models.Q(models.Q(('origin', 'obligation'), _negated=True), ('obligation', None)), _connector='OR'), name='agenda_origin_matches_promise', violation_error_message='A point that follows a promise names it.')],
            },
        ),
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('adopted_on', models.DateField(verbose_name='adopted on')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='report')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='meetings.series')),
            ],
            options={
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='annual_report_once', violation_error_message='The report of this year is already recorded.')],
            },
        ),
        migrations.CreateModel(
            name='SeriesMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(max_length=120, verbose_name='capacity')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='body')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='meetings.series')),
            ],
            options={
                'ordering': ['body__kind', 'body__sort_ar', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('series', 'body', 'capacity'), name='series_member_once', violation_error_message='This body already sits here in this capacity.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='series_member_ends_after_it_starts', violation_error_message='A membership ends after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(max_length=120, verbose_name='capacity')),
                ('came', models.CharField(blank=True, choices=[('', 'not said'), ('present', 'present'), ('excused', 'excused')], max_length=10, verbose_name='presence')),
                ('uninvited', models.BooleanField(default=False, verbose_name='came uninvited')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='body')),
                ('letter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='letters.letter')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_invitations', to='people.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='meetings.meeting')),
            ],
            options={
                'ordering': ['body__kind', 'body__sort_ar', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('meeting', 'person'), name='invitation_once_a_person', violation_error_message='This person is already invited.'), models.UniqueConstraint(condition=models.Q(('person', None)), fields=('meeting', 'body', 'capacity'), name='invitation_once_an_office', violation_error_message='This office is already invited.'), models.CheckConstraint(condition=models.Q(('person', None), ('came', ''), _connector='OR'), name='invitation_presence_is_of_the_register', violation_error_message='The presence of a named person is kept in the register.')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, verbose_name='what was said')),
                ('press_text', models.TextField(blank=True, verbose_name='press note')),
                ('secretary', models.CharField(blank=True, max_length=200, verbose_name='written by')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('written_at', models.DateTimeField(null=True)),
                ('validated_at', models.DateTimeField(null=True)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('press_paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('validated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('paper', None), ('validated_at', None)), models.Q(('paper__isnull', False), ('validated_at__isnull', False)), _connector='OR'), name='minutes_validated_with_their_paper', violation_error_message='Validated minutes have their date and their numbered paper.'), models.CheckConstraint(condition=models.Q(('press_paper', None), ('validated_at__isnull', False), _connector='OR'), name='press_note_of_validated_minutes', violation_error_message='A press note follows validated minutes.')],
            },
        ),
    ]
