import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('attendance', '0001_initial'), ('attendance', '0002_meetings_do_not_count'), ('attendance', '0003_field_devices'), ('attendance', '0004_signed_sheets_read_back'), ('attendance', '0005_one_mechanism_for_keys'), ('attendance', '0006_what_is_said_of_a_box_is_signed'), ('attendance', '0007_said_by_the_person')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='number of the phone')),
                ('name', models.CharField(max_length=80, verbose_name='phone')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('public_key', models.JSONField(null=True)),
                ('bound_at', models.DateTimeField(verbose_name='bound')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='last seen')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL, verbose_name='bound to')),
            ],
            options={
                'ordering': ['-bound_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='device_revoked_by_someone', violation_error_message='A revocation has its date and its author.')],
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title in French')),
                ('reference', models.CharField(max_length=40, unique=True, verbose_name='reference')),
                ('counts', models.BooleanField(default=True, editable=False)),
                ('keepers', models.ManyToManyField(blank=True, related_name='kept_registers', to='people.person', verbose_name='kept by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='organised by')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='place')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('first', models.BooleanField(default=True)),
                ('kind', models.CharField(blank=True, choices=[('scan', 'code scanned'), ('tap', 'tap'), ('undo', 'taken back'), ('correction', 'correction'), ('sheet', 'signed sheet'), ('close', 'closing')], max_length=10, verbose_name='kind')),
                ('said', models.JSONField()),
                ('at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('accepted', 'accepted'), ('conflict', 'does not agree'), ('rejected', 'waits for a person')], default='accepted', max_length=10)),
                ('why', models.CharField(blank=True, choices=[('malformed', 'This mark cannot be read.'), ('nonce_reuse', 'Another mark came first under the same number.'), ('not_yours', 'Whoever holds this phone does not keep this register.'), ('forged', 'This code is not one of our convocations.'), ('expired', 'The code of this convocation is past its day.'), ('unknown_ref', 'This person is on no list.'), ('not_invited', 'This person is not on this list; he counts all the same.'), ('out_of_window', 'At that time there was no half-day of this register.'), ('half_day_corrected', "The server's clock decided the half-day."), ('correction_unauthorised', 'Nobody answers for this correction, or it does not say why.'), ('two_places', 'Present in two places on the same half-day: the earlier counts.'), ('other_word', 'Something else was said first of this person on this half-day.'), ('sealed', 'The half-day was already sealed when this came.'), ('revoked', 'This phone had been revoked.'), ('not_kept', 'These days are not confirmed, or are postponed or cancelled.'), ('not_begun', 'This half-day has not begun.'), ('bad_signature', 'The closing is not signed with the key of this phone.'), ('already_closed', 'Another keeper had already closed this half-day.'), ('pending_person', 'Nobody of that name is known yet: an officer will say who it is.')], max_length=24)),
                ('day', models.DateField(null=True)),
                ('part', models.CharField(blank=True, choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='attendance.device')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('register', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attendance.register')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('first', True)), fields=('nonce',), name='received_first', violation_error_message='This mark was received a moment ago by another way: send it again.'), models.UniqueConstraint(fields=('nonce', 'digest'), name='received_once', violation_error_message='This mark was received a moment ago by another way: send it again.')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('part', models.CharField(choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1)),
                ('status', models.CharField(choices=[('present', 'present'), ('late', 'late'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='presence')),
                ('counts', models.BooleanField(default=True, editable=False)),
                ('marked_at', models.DateTimeField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='for the body')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='people.person')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='attendance.register')),
            ],
            options={
                'ordering': ['day', 'part', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('register', 'person', 'day', 'part'), name='presence_once', violation_error_message='This presence is already recorded.'), models.UniqueConstraint(condition=models.Q(('counts', True), ('status__in', ['present', 'late'])), fields=('person', 'day', 'part'), name='presence_counted_once', violation_error_message='This person is already counted present elsewhere on this half-day.')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('part', models.CharField(choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1)),
                ('status', models.CharField(blank=True, choices=[('present', 'present'), ('late', 'late'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='presence')),
                ('source', models.CharField(choices=[('tap', 'tap'), ('scan', 'code scanned'), ('sheet', 'signed sheet'), ('correction', 'correction'), ('self', 'said by the person'), ('seal', 'closing')], default='tap', max_length=10, verbose_name='source')),
                ('takes_back', models.BooleanField(default=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='people.person')),
                ('received', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mark', to='attendance.received')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='attendance.register')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['register', 'person', 'day', 'part'], name='mark_of_half_day')],
            },
        ),
        migrations.CreateModel(
            name='Expected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(max_length=120, verbose_name='capacity')),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='for the body')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected', to='people.person')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expected', to='attendance.register')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('register', 'person'), name='expected_once', violation_error_message='This person is already on the list.')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('part', models.CharField(choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.person')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='directory.room')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='attendance.register')),
            ],
            options={
                'ordering': ['day', 'part', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('room__isnull', False)), fields=('room', 'day', 'part'), name='claim_room_once', violation_error_message='The room is already taken on this half-day.'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('person', 'day', 'part'), name='claim_person_once', violation_error_message='This person is already expected elsewhere on this half-day.'), models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('room__isnull', False)), models.Q(('person__isnull', False), ('room', None)), _connector='OR'), name='claim_one_thing', violation_error_message='A claim takes a room or a person.')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('malformed', 'This mark cannot be read.'), ('nonce_reuse', 'Another mark came first under the same number.'), ('not_yours', 'Whoever holds this phone does not keep this register.'), ('forged', 'This code is not one of our convocations.'), ('expired', 'The code of this convocation is past its day.'), ('unknown_ref', 'This person is on no list.'), ('not_invited', 'This person is not on this list; he counts all the same.'), ('out_of_window', 'At that time there was no half-day of this register.'), ('half_day_corrected', "The server's clock decided the half-day."), ('correction_unauthorised', 'Nobody answers for this correction, or it does not say why.'), ('two_places', 'Present in two places on the same half-day: the earlier counts.'), ('other_word', 'Something else was said first of this person on this half-day.'), ('sealed', 'The half-day was already sealed when this came.'), ('revoked', 'This phone had been revoked.'), ('not_kept', 'These days are not confirmed, or are postponed or cancelled.'), ('not_begun', 'This half-day has not begun.'), ('bad_signature', 'The closing is not signed with the key of this phone.'), ('already_closed', 'Another keeper had already closed this half-day.'), ('pending_person', 'Nobody of that name is known yet: an officer will say who it is.')], max_length=24, verbose_name='what does not agree')),
                ('day', models.DateField(null=True, verbose_name='day')),
                ('part', models.CharField(blank=True, choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1)),
                ('status', models.CharField(blank=True, choices=[('present', 'present'), ('late', 'late'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='presence')),
                ('who', models.JSONField(default=dict)),
                ('opened_at', models.DateTimeField(verbose_name='since')),
                ('settled_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('taken', 'written as a correction'), ('left', 'left as it is')], max_length=6)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attendance.device')),
                ('received', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='case', to='attendance.received')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attendance.register')),
                ('register', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='attendance.register')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision', ''), ('settled_at', None), ('settled_by', None)), models.Q(('decision__in', ['taken', 'left']), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='case_settled_by_someone', violation_error_message='A case that is settled says when, by whom and how.'), models.UniqueConstraint(condition=models.Q(('settled_at', None), ('why', 'two_places')), fields=('register', 'person', 'day', 'part'), name='case_two_places_once', violation_error_message='This case is already open.')],
            },
        ),
        migrations.CreateModel(
            name='RegisterHalfDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('part', models.CharField(choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1, verbose_name='part of the day')),
                ('starts_at', models.TimeField(verbose_name='from')),
                ('ends_at', models.TimeField(verbose_name='to')),
                ('sealed_at', models.DateTimeField(blank=True, null=True, verbose_name='sealed at')),
                ('validated_at', models.DateTimeField(blank=True, null=True, verbose_name='validated at')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='half_days', to='attendance.register')),
                ('sealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('validated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['day', 'part'],
                'constraints': [models.UniqueConstraint(fields=('register', 'day', 'part'), name='register_half_day_once', violation_error_message='This half-day is already in the register.'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='register_half_day_hours', violation_error_message='A half-day ends after it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('sealed_at', None), ('sealed_by', None)), models.Q(('sealed_at__isnull', False), ('sealed_by__isnull', False)), _connector='OR'), name='register_half_day_sealed_by_someone', violation_error_message='A seal has its date and its author.'), models.CheckConstraint(condition=models.Q(models.Q(('validated_at', None), ('validated_by', None)), models.Q(('sealed_at__isnull', False), ('validated_at__isnull', False), ('validated_by__isnull', False)), _connector='OR'), name='register_half_day_validated_once_sealed', violation_error_message='A half-day is validated by someone, once it is sealed.')],
            },
        ),
        migrations.CreateModel(
            name='SheetRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='print')),
                ('half_days', models.JSONField()),
                ('printed_at', models.DateTimeField()),
                ('printed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='attendance.register')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('register', 'number'), name='sheet_round_once', violation_error_message='This print of the sheet is already recorded.')],
            },
        ),
        migrations.CreateModel(
            name='SheetPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'being read'), ('read', 'to be looked at'), ('refused', 'not readable'), ('recorded', 'recorded')], default='waiting', max_length=10, verbose_name='state')),
                ('refusal', models.CharField(blank=True, max_length=200)),
                ('page', models.PositiveSmallIntegerField(null=True, verbose_name='page')),
                ('received_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('flat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='attendance.register')),
                ('sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='attendance.sheetround')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('register', 'file'), name='sheet_photo_once', violation_error_message='This very photo was already sent for this session.'), models.CheckConstraint(condition=models.Q(models.Q(('page__isnull', False), ('sheet__isnull', False), ('state__in', ['read', 'recorded'])), ('state__in', ['waiting', 'refused']), _connector='OR'), name='sheet_photo_page_known_when_read', violation_error_message='A sheet that was read has its page.'), models.CheckConstraint(condition=models.Q(models.Q(('recorded_at__isnull', False), ('state', 'recorded')), models.Q(models.Q(('state', 'recorded'), _negated=True), ('recorded_at', None)), _connector='OR'), name='sheet_photo_recorded_at_matches_state', violation_error_message='A recorded sheet has the date of its recording.')],
            },
        ),
        migrations.CreateModel(
            name='SheetBox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveSmallIntegerField()),
                ('column', models.PositiveSmallIntegerField()),
                ('day', models.DateField()),
                ('part', models.CharField(choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1)),
                ('ink', models.CharField(choices=[('none', 'empty'), ('hand', 'signed'), ('struck', 'struck out')], max_length=6)),
                ('sure', models.FloatField()),
                ('said', models.CharField(blank=True, choices=[('present', 'present'), ('absent', 'absent'), ('nothing', 'leave it')], max_length=7)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='boxes', to='attendance.sheetphoto')),
            ],
            options={
                'ordering': ['row', 'column'],
                'constraints': [models.UniqueConstraint(fields=('photo', 'row', 'column'), name='sheet_box_once', violation_error_message='This box is already read.'), models.CheckConstraint(condition=models.Q(('sure__gte', 0), ('sure__lte', 1)), name='sheet_box_sure_is_a_share', violation_error_message='Confidence is between 0 and 1.'), models.CheckConstraint(condition=models.Q(models.Q(('said', ''), ('said_by', None)), models.Q(models.Q(('said', ''), _negated=True), ('said_by__isnull', False)), _connector='OR'), name='sheet_box_said_by_someone', violation_error_message='What a person said of a box bears his name.')],
            },
        ),
        migrations.CreateModel(
            name='SheetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='attendance.sheetround')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'number'), name='sheet_line_once', violation_error_message="A row of a sheet is one person's.")],
            },
        ),
    ]
