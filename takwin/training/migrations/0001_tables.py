import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('training', '0001_initial'), ('training', '0002_withdrawals_and_walk_ins'), ('training', '0003_programmes_that_lack_something'), ('training', '0004_answers_changes_and_colleagues'), ('training', '0005_opinions'), ('training', '0006_letters_on_absences'), ('training', '0007_improvements'), ('training', '0008_trainers')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('agreements', '0001_tables'),
        ('attendance', '0001_tables'),
        ('catalogue', '0001_tables'),
        ('directory', '0001_tables'),
        ('letters', '0001_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
        ('surveys', '0001_tables'),
        ('treasury', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrainingSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(error_messages={'unique': 'Another session bears this reference: change the code of the body in references.'}, max_length=20, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('tentative', 'tentative'), ('confirmed', 'confirmed'), ('held', 'held'), ('closed', 'closed'), ('postponed', 'postponed'), ('cancelled', 'cancelled')], default='tentative', max_length=10, verbose_name='state')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(help_text='included', verbose_name='last day')),
                ('minimum', models.PositiveSmallIntegerField(default=15, verbose_name='minimum of participants')),
                ('seats', models.PositiveSmallIntegerField(default=40, verbose_name='seats')),
                ('certificate_half_days', models.PositiveSmallIntegerField(default=3, verbose_name='half-days required for the certificate')),
                ('replacement', models.BooleanField(default=True, help_text='Of the same council, free on these days. The colleague takes the seat and is convened.', verbose_name='whoever cannot come may name a colleague')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='cost')),
                ('motive', models.CharField(blank=True, max_length=300, verbose_name='motive for going past warnings')),
                ('programme_motive', models.CharField(blank=True, editable=False, max_length=300, verbose_name='motive for convening without a whole programme')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason for postponing or cancelling')),
                ('round', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='programmes.action', verbose_name='action')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='agreements.agreement', verbose_name='agreement')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='hosted by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='directory.body', verbose_name='organised by')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='directory.place', verbose_name='province')),
                ('register', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session', to='attendance.register')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='catalogue.topic', verbose_name='topic')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minimum__lte', models.F('seats')), ('seats__gt', 0)), name='session_seats_at_least_minimum', violation_error_message='A session has at least as many seats as its minimum, and at least one.'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='session_days_in_order', violation_error_message='A session ends after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('state__in', ['confirmed', 'held', 'closed'])), models.Q(('confirmed_at', None), ('state', 'tentative')), ('state__in', ['postponed', 'cancelled']), _connector='OR'), name='session_confirmed_at_matches_state', violation_error_message='A confirmed session has the date of its confirmation.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['postponed', 'cancelled']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='session_stopped_with_reason', violation_error_message='Postponing or cancelling needs a reason.')],
                'indexes': [models.Index(fields=['state', 'starts_on'], name='session_state_day')],
            },
        ),
        migrations.CreateModel(
            name='TrainerMission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='trainer_mission', to='letters.letter')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='catalogue.trainer')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='training.trainingsession')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('session', 'trainer', 'round'), name='trainer_mission_once_a_round', violation_error_message='This trainer already has his mission letter.')],
            },
        ),
        migrations.CreateModel(
            name='TrainerInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'no answer yet'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'taken back')], default='waiting', max_length=10, verbose_name='state')),
                ('answer_before', models.DateField(verbose_name='answer awaited before')),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('half_days', models.ManyToManyField(related_name='+', to='attendance.registerhalfday', verbose_name='half-days')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='trainer_invitation', to='letters.letter')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='catalogue.trainer', verbose_name='trainer')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainer_invitations', to='training.trainingsession')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('session', 'trainer'), name='trainer_invitation_waits_once', violation_error_message='This trainer is already invited and has not answered yet.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['declined', 'withdrawn']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='trainer_invitation_refused_with_reason', violation_error_message='Say why, in a few words.'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('state', 'waiting')), models.Q(('replied_at__isnull', False), ('state__in', ['accepted', 'declined'])), ('state', 'withdrawn'), _connector='OR'), name='trainer_invitation_answered_on_a_day', violation_error_message='An answer has its date.')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='what is taught')),
                ('half_day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='attendance.registerhalfday')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.room', verbose_name='room')),
                ('trainer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='catalogue.trainer', verbose_name='trainer')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='training.trainingsession')),
            ],
            options={
                'ordering': ['half_day__day', 'half_day__part', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SessionRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('before', 'before the session'), ('after', 'at the end of the session'), ('leaving', 'on leaving'), ('later', 'three to six months later')], max_length=8, verbose_name='moment')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session_round', to='surveys.round')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='training.trainingsession')),
            ],
            options={
                'ordering': ['round'],
                'constraints': [models.UniqueConstraint(fields=('session', 'moment'), name='session_round_once_a_moment', violation_error_message='Opinions were already asked at that moment.')],
            },
        ),
        migrations.CreateModel(
            name='Improvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('written_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='improvements', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='improvements', to='training.trainingsession')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('note', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='improvement_done_by_someone_with_a_note', violation_error_message='An action that is done says by whom and how.')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(max_length=120, verbose_name='capacity')),
                ('state', models.CharField(choices=[('enrolled', 'enrolled'), ('waiting', 'on the waiting list'), ('withdrawn', 'withdrawn')], default='enrolled', max_length=10, verbose_name='state')),
                ('reply', models.CharField(choices=[('none', 'no reply yet'), ('coming', 'coming'), ('excused', 'excused'), ('replaced', 'replaced by a colleague')], default='none', max_length=10, verbose_name='reply')),
                ('reply_note', models.CharField(blank=True, max_length=200, verbose_name='reason given')),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('walk_in', models.BooleanField(default=False, verbose_name='came uninvited')),
                ('motive', models.CharField(blank=True, max_length=300, verbose_name='motive for going past the last seat')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=200, verbose_name='reason of the withdrawal')),
                ('nominated_at', models.DateTimeField()),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='for the body')),
                ('nominated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.office', verbose_name='in the capacity of')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.person', verbose_name='person')),
                ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='training.enrolment', verbose_name='replaced by')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.trainingsession')),
            ],
            options={
                'ordering': ['nominated_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('session', 'person'), name='enrolment_once', violation_error_message='This person is already nominated for this session.'), models.CheckConstraint(condition=models.Q(('replaced_by', None), models.Q(('reply', 'replaced'), ('state', 'withdrawn')), _connector='OR'), name='enrolment_replaced_is_withdrawn', violation_error_message='Whoever a colleague replaces is withdrawn.')],
                'indexes': [models.Index(fields=['-nominated_at', '-id'], name='enrolment_nominated')],
            },
        ),
        migrations.CreateModel(
            name='BodySeats',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='seats')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='body')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats_by_body', to='training.trainingsession')),
            ],
            options={
                'ordering': ['body__sort_ar', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('session', 'body'), name='body_seats_once', violation_error_message='This body already has its seats.')],
            },
        ),
        migrations.CreateModel(
            name='AbsenceLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=1)),
                ('told', models.JSONField(default=dict)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='body')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='letters.letter')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absence_letters', to='training.trainingsession')),
            ],
            options={
                'ordering': ['session', 'body', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('session', 'body', 'rank'), name='absence_letter_rank_once', violation_error_message='This council has already been written to about its absent.')],
            },
        ),
        migrations.CreateModel(
            name='Convocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('told', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('changes', models.PositiveSmallIntegerField(default=0)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='convocation', to='letters.letter')),
                ('listed_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='letters.letter')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='convocations', to='training.enrolment')),
            ],
            options={
                'ordering': ['enrolment', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'rank'), name='convocation_rank_once', violation_error_message='This person has already been convened.')],
            },
        ),
        migrations.CreateModel(
            name='PaidHalfDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expense', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='half_days_paid', to='treasury.expense')),
                ('half_day', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attendance.registerhalfday')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paid_half_days', to='catalogue.trainer')),
            ],
            options={
                'ordering': ['half_day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('trainer', 'half_day'), name='half_day_paid_once', violation_error_message='A half-day of this trainer is already in a payment statement.')],
            },
        ),
    ]
