import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_trainers_and_what_they_hold'), ('catalogue', '0003_topics_held_become_rows_of_their_own'), ('catalogue', '0004_topics_through_what_is_held')]

    initial = True

    dependencies = [
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='audience')),
                ('is_open', models.BooleanField(default=True, verbose_name='in use')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='directory.body', verbose_name='catalogue of')),
            ],
            options={
                'ordering': ['code', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'code'), name='topic_code_once', violation_error_message='This catalogue already has a topic of that code.')],
            },
        ),
        migrations.CreateModel(
            name='Mastery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('competence', models.CharField(choices=[('beside', 'teaches beside another trainer'), ('alone', 'teaches alone'), ('trainers', 'trains trainers')], default='alone', max_length=8, verbose_name='competence')),
                ('since', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='teaches it since the year')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='masteries', to='catalogue.topic', verbose_name='topic')),
            ],
            options={
                'ordering': ['topic__code', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since', None), models.Q(('since__gte', 1950), ('since__lte', 2100)), _connector='OR'), name='mastery_since_a_year', violation_error_message='Write the year in four figures: 2014.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Trainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('university', 'university teacher'), ('state', 'State service'), ('expert', 'expert')], max_length=12, verbose_name='kind')),
                ('in_arabic', models.BooleanField(default=True, verbose_name='teaches in Arabic')),
                ('in_french', models.BooleanField(default=False, verbose_name='teaches in French')),
                ('in_amazigh', models.BooleanField(default=False, verbose_name='teaches in Amazigh')),
                ('is_open', models.BooleanField(default=True, verbose_name='available')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='comes from')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainers', to='directory.body', verbose_name='pool of')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainer_in', to='people.person', verbose_name='person')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='lives in the province')),
                ('topics', models.ManyToManyField(related_name='trainers', through='catalogue.Mastery', to='catalogue.topic', verbose_name='topics')),
            ],
            options={
                'ordering': ['person__sort_ar', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'person'), name='trainer_once_per_pool', violation_error_message='This person is already in the pool of trainers.'), models.CheckConstraint(condition=models.Q(('in_arabic', True), ('in_french', True), ('in_amazigh', True), _connector='OR'), name='trainer_teaches_in_a_language', violation_error_message='Say in which language he teaches: one at least.')],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.CharField(choices=[('cannot', 'is not free'), ('can', 'is free')], default='cannot', max_length=6, verbose_name='says that he')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(help_text='included', verbose_name='to')),
                ('part', models.CharField(blank=True, choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1, verbose_name='part of the day')),
                ('reason', models.CharField(blank=True, max_length=120, verbose_name='reason')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availabilities', to='catalogue.trainer')),
            ],
            options={
                'verbose_name_plural': 'availabilities',
                'ordering': ['first_day', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='availability_days_in_order', violation_error_message='The last day comes before the first.')],
            },
        ),
        migrations.CreateModel(
            name='Accreditation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.act', verbose_name='by the act')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accreditations', to='catalogue.topic', verbose_name='topic')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accreditations', to='catalogue.trainer')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('topic__isnull', False)), fields=('trainer', 'topic', 'act'), name='accreditation_once_by_act', violation_error_message='This act already accredits this trainer in this topic.'), models.UniqueConstraint(condition=models.Q(('topic', None)), fields=('trainer', 'act'), name='accreditation_in_all_once_by_act', violation_error_message='This act already accredits this trainer in every topic.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='accreditation_ends_after_it_starts', violation_error_message='An accreditation ends after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='TrainerPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cv', 'curriculum vitae'), ('diploma', 'diploma'), ('attestation', 'attestation'), ('other', 'other paper')], max_length=12, verbose_name='kind')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='file')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='catalogue.trainer')),
            ],
            options={
                'ordering': ['kind', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('trainer', 'file'), name='trainer_paper_once', violation_error_message='This very file is already among the papers of this trainer.')],
            },
        ),
        migrations.AddField(
            model_name='Mastery',
            name='trainer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='masteries', to='catalogue.trainer'),
        ),
        migrations.AddConstraint(
            model_name='Mastery',
            constraint=models.UniqueConstraint(fields=('trainer', 'topic'), name='mastery_once', violation_error_message='This topic is already noted for this trainer.'),
        ),
    ]
