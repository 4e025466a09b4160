import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('letters', '0001_initial'), ('letters', '0002_hide_codes_in_papers'), ('letters', '0003_way_and_messages'), ('letters', '0004_noted_before_it_leaves')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('authority', 'through the local authority'), ('hand', 'by hand'), ('phone', 'by phone message'), ('whatsapp', 'by WhatsApp'), ('email', 'by e-mail')], default='authority', max_length=10, verbose_name='channel')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='delivered at')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='directory.body')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='documents.paper')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='people.person')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', None), ('person__isnull', False)), models.Q(('body__isnull', False), ('person', None)), _connector='OR'), name='letter_to_one_addressee', violation_error_message='A letter goes to one person or to one body.'), models.CheckConstraint(condition=models.Q(('delivered_at', None), ('delivered_at__gte', models.F('sent_at')), _connector='OR'), name='letter_delivered_after_it_was_sent', violation_error_message='A letter is delivered after it was sent.')],
            },
        ),
        migrations.CreateModel(
            name='Handing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hand', models.CharField(choices=[('province', 'the province'), ('caid', 'the caid or the pasha'), ('commune', 'the commune'), ('person', 'the person')], max_length=10, verbose_name='reached')),
                ('on', models.DateField(verbose_name='day')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handings', to='letters.letter')),
            ],
            options={
                'ordering': ['on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'hand'), name='handing_once', violation_error_message='This step of the letter is already noted.')],
            },
        ),
        migrations.CreateModel(
            name='PersonalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=22, unique=True)),
                ('code_digest', models.CharField(max_length=128)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='people.person')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='personal_link_expires_after_it_is_made', violation_error_message='A personal link expires after it is made.')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('authority', 'through the local authority'), ('hand', 'by hand'), ('phone', 'by phone message'), ('whatsapp', 'by WhatsApp'), ('email', 'by e-mail')], max_length=10, verbose_name='channel')),
                ('purpose', models.CharField(choices=[('convene', 'convocation'), ('change', 'change'), ('cancel', 'cancellation')], max_length=10, verbose_name='purpose')),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='error')),
                ('answered_at', models.DateTimeField(null=True)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='letters.letter')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('error', '')), fields=('letter', 'channel', 'purpose', 'sequence'), name='sending_once', violation_error_message='This message has already been sent by this channel.')],
            },
        ),
    ]
