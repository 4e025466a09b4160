import django.db.models.deletion
import takwin.surveys.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('surveys', '0001_initial'), ('surveys', '0002_a_bag_without_order')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('purpose', models.CharField(choices=[('evaluation', 'evaluation on leaving'), ('follow_up', 'follow-up months later'), ('test', 'test before and after')], max_length=12, verbose_name='aim')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaires', to='directory.body', verbose_name='institution')),
            ],
            options={
                'ordering': ['sort_ar', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name_ar'), name='questionnaire_named_once', violation_error_message='This institution already has a questionnaire of that name.')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='surveys.questionnaire')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='survey_version_numbered_once', violation_error_message='Someone else has just written this version: reload the page.'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('questionnaire',), name='survey_version_one_draft', violation_error_message='A draft of this questionnaire is already being written.'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='survey_version_published_by_someone', violation_error_message='A publication has its date and its author.')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('faces', 'five faces'), ('yes_no', 'yes or no'), ('choice', 'one of several answers'), ('text', 'in one’s own words')], max_length=8, verbose_name='answered by')),
                ('text_ar', models.CharField(max_length=300, verbose_name='question in Arabic')),
                ('text_fr', models.CharField(max_length=300, verbose_name='question in French')),
                ('required', models.BooleanField(default=True, verbose_name='must be answered')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='surveys.version')),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('version', 'rank'), name='question_rank_once', violation_error_message='Two questions have the same place.')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('text_ar', models.CharField(max_length=200)),
                ('text_fr', models.CharField(max_length=200)),
                ('is_right', models.BooleanField(default=False)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='surveys.question')),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('question', 'rank'), name='option_rank_once', violation_error_message='Two answers have the same place.'), models.UniqueConstraint(condition=models.Q(('is_right', True)), fields=('question',), name='option_one_right', violation_error_message='Only one answer is the right one.')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_ar', models.CharField(max_length=200, verbose_name='title in Arabic')),
                ('title_fr', models.CharField(max_length=200, verbose_name='title in French')),
                ('opens_on', models.DateField(verbose_name='from')),
                ('closes_on', models.DateField(help_text='included', verbose_name='to')),
                ('tablet_on', models.DateField(blank=True, null=True)),
                ('people', models.PositiveIntegerField(default=0)),
                ('tablet_answers', models.PositiveIntegerField(default=0)),
                ('keepers', models.ManyToManyField(blank=True, related_name='kept_rounds', to='people.person')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='asked by')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='place')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='surveys.version')),
            ],
            options={
                'ordering': ['-opens_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='round_days_in_order', violation_error_message='A questionnaire closes on or after the day it opens.')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(default=takwin.surveys.models.drawn, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='surveys.round')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(default=takwin.surveys.models.drawn, editable=False, primary_key=True, serialize=False)),
                ('value', models.PositiveSmallIntegerField(null=True)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.option')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.question')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='surveys.sheet')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'question'), name='answer_once', violation_error_message='A question is answered once on a sheet.'), models.CheckConstraint(condition=models.Q(models.Q(('option', None), ('text', ''), ('value__isnull', False), ('value__range', (0, 5))), models.Q(('option__isnull', False), ('text', ''), ('value', None)), models.Q(('option', None), ('value', None), models.Q(('text', ''), _negated=True)), _connector='OR'), name='answer_says_one_thing', violation_error_message='An answer is a face, a yes or no, a choice, or words.')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_answered', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='people.person')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='surveys.round')),
            ],
            options={
                'ordering': ['round', 'person'],
                'constraints': [models.UniqueConstraint(fields=('round', 'person'), name='voice_once', violation_error_message='This person may already answer.')],
            },
        ),
    ]
