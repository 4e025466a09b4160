import django.db.models.deletion
import django.db.models.expressions
import takwin.core.clock
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('programmes', '0001_initial'), ('programmes', '0002_what_a_closing_settled'), ('programmes', '0003_scenarios_of_the_cost_share')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('catalogue', '0001_tables'),
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('kind', models.CharField(choices=[('master', 'master plan'), ('foundation', "foundation's plan")], default='master', max_length=12, verbose_name='kind')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='directory.body', verbose_name='plan of')),
            ],
            options={
                'ordering': ['-first_year', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='plan_years_in_order', violation_error_message='A plan ends after it begins.')],
            },
        ),
        migrations.CreateModel(
            name='Axis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='axes', to='programmes.plan')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='axis_number_once', violation_error_message='The plan already has an axis of that number.')],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('act', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.act', verbose_name='approved by')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='text')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='programmes.plan')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once', violation_error_message='This version already exists.')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('kind', models.CharField(choices=[('annual', 'yearly programme'), ('emergency', 'emergency programme')], default='annual', max_length=10, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('adopted', 'adopted'), ('closed', 'year closed')], default='draft', max_length=10, verbose_name='state')),
                ('shares_cost', models.BooleanField(default=True, verbose_name='cost is shared')),
                ('adopted_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('act', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.act', verbose_name='adopted by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='directory.body', verbose_name='programme of')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='programmes.plan', verbose_name='plan')),
            ],
            options={
                'ordering': ['-year', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind', 'year'), name='programme_once_a_year', violation_error_message='This body already has such a programme for that year.'), models.CheckConstraint(condition=models.Q(models.Q(('adopted_at', None), ('closed_at', None), ('state', 'draft')), models.Q(('adopted_at__isnull', False), ('closed_at', None), ('state', 'adopted')), models.Q(('adopted_at__isnull', False), ('closed_at__isnull', False), ('state', 'closed')), _connector='OR'), name='programme_dates_match_state', violation_error_message='An adopted programme has its date, a closed one too.')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('training', 'training'), ('study', 'study'), ('meeting', 'meeting'), ('training_of_trainers', 'training of trainers'), ('platform', 'platform and archive')], default='training', max_length=20, verbose_name='kind')),
                ('planned_sessions', models.PositiveSmallIntegerField(default=0, verbose_name='sessions planned')),
                ('planned_seats', models.PositiveIntegerField(default=0, verbose_name='seats planned')),
                ('budget', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='budget')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.topic', verbose_name='topic')),
                ('axis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='programmes.axis', verbose_name='axis')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='programmes.programme')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='action_number_once', violation_error_message='The programme already has an action of that number.'), models.CheckConstraint(condition=models.Q(('budget__gte', 0)), name='action_budget_not_negative', violation_error_message='A budget is not negative.')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('split', models.CharField(choices=[('heads', 'members who benefit'), ('population', 'population'), ('equal', 'equal parts'), ('hand', 'amounts by hand')], max_length=10, verbose_name='shared by')),
                ('total', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='cost to share')),
                ('region_percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name="region's part, in %")),
                ('rounds_to_dirham', models.BooleanField(default=False, verbose_name='round to the dirham')),
                ('made_at', models.DateTimeField(default=takwin.core.clock.now, editable=False)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scenarios', to='programmes.programme')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'name'), name='scenario_name_once', violation_error_message='This programme already has a scenario of that name.'), models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='scenario_total_above_zero', violation_error_message='A scenario shares an amount above zero.'), models.CheckConstraint(condition=models.Q(('region_percent__gte', 0), ('region_percent__lte', 100)), name='scenario_percent_between_0_and_100', violation_error_message='A part is a percentage between 0 and 100.')],
            },
        ),
        migrations.CreateModel(
            name='CostShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('total', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='cost to share')),
                ('region_percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name="region's part, in %")),
                ('rounds_to_dirham', models.BooleanField(default=False, verbose_name='round to the dirham')),
                ('split', models.CharField(choices=[('heads', 'members who benefit'), ('population', 'population'), ('equal', 'equal parts'), ('hand', 'amounts by hand')], default='heads', max_length=10, verbose_name='shared by')),
                ('fixed_at', models.DateTimeField(blank=True, null=True, verbose_name='fixed at')),
                ('recounted_at', models.DateTimeField(blank=True, null=True, verbose_name='recounted at')),
                ('actual_total', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='actual cost')),
                ('closing_rule', models.CharField(blank=True, choices=[('presence', 'by the members present'), ('agreed', 'in the proportions that were adopted'), ('forecast', 'by the members expected, none being present'), ('covered', 'the region’s part and the top-ups cover the cost'), ('nothing', 'nothing was spent'), ('owner', 'no member, present or expected')], max_length=10, verbose_name='how the year was closed')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cost_share', to='programmes.programme')),
                ('scenario', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.scenario', verbose_name='scenario kept')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('actual_total', None), ('actual_total__gte', 0), _connector='OR'), name='cost_share_actual_not_negative', violation_error_message='A cost is not negative.'), models.CheckConstraint(condition=models.Q(('total__gte', 0)), name='cost_share_total_not_negative', violation_error_message='A cost is not negative.'), models.CheckConstraint(condition=models.Q(('region_percent__gte', 0), ('region_percent__lte', 100)), name='cost_share_percent_between_0_and_100', violation_error_message='A part is a percentage between 0 and 100.')],
            },
        ),
        migrations.CreateModel(
            name='ScenarioPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveBigIntegerField(default=0, verbose_name='counted for')),
                ('top_up', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='top-up')),
                ('top_up_kind', models.CharField(choices=[('lowers', 'lowers the remainder'), ('earmarked', 'earmarked')], default='lowers', max_length=10, verbose_name='top-up is')),
                ('purpose', models.CharField(blank=True, max_length=120, verbose_name='earmarked for')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='body')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='programmes.scenario')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('scenario', 'body'), name='scenario_part_once', violation_error_message='This body already has a part in the scenario.'), models.CheckConstraint(condition=models.Q(('top_up__gte', 0)), name='scenario_top_up_not_negative', violation_error_message='A top-up is not negative.')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heads_forecast', models.PositiveIntegerField(default=0, verbose_name='members expected to benefit')),
                ('weight', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='counted for')),
                ('heads_actual', models.PositiveIntegerField(blank=True, null=True, verbose_name='members who benefited')),
                ('base', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='share')),
                ('top_up', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='top-up')),
                ('top_up_kind', models.CharField(choices=[('lowers', 'lowers the remainder'), ('earmarked', 'earmarked')], default='lowers', max_length=10, verbose_name='top-up is')),
                ('purpose', models.CharField(blank=True, max_length=120, verbose_name='earmarked for')),
                ('amount', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='to pay')),
                ('carried', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='carried over')),
                ('top_up_kept', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='top-up kept')),
                ('difference', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='difference')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='directory.body', verbose_name='body')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='programmes.programme')),
            ],
            options={
                'ordering': ['body__place__code', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'body'), name='share_once', violation_error_message='This body already has a share of the programme.'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('base__gte', 0), ('top_up__gte', 0)), name='share_not_negative', violation_error_message='A share is not negative.'), models.CheckConstraint(condition=models.Q(('top_up_kept', None), models.Q(('top_up_kept__gte', 0), ('top_up_kept__lte', models.F('top_up'))), _connector='OR'), name='share_keeps_no_more_than_its_top_up', violation_error_message='What is kept of a top-up is no more than the top-up.'), models.CheckConstraint(condition=models.Q(('amount__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('base'), '+', models.F('top_up')), '-', models.Value(Decimal('0.005')))), ('amount__lt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('base'), '+', models.F('top_up')), '+', models.Value(Decimal('0.005'))))), name='share_amount_is_base_and_top_up', violation_error_message='What is paid is the share and the top-up.')],
            },
        ),
        migrations.CreateModel(
            name='ElsewhereDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stay', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('day', models.DateField(verbose_name='day')),
                ('part', models.CharField(choices=[('1', 'morning'), ('2', 'afternoon')], max_length=1, verbose_name='part of the day')),
                ('provider', models.CharField(max_length=200, verbose_name='given by')),
                ('topic', models.CharField(blank=True, max_length=200, verbose_name='topic')),
                ('state', models.CharField(choices=[('proposed', 'waiting for acceptance'), ('accepted', 'accepted'), ('refused', 'refused')], default='proposed', max_length=10, verbose_name='state')),
                ('recorded_at', models.DateTimeField(default=takwin.core.clock.now, verbose_name='recorded')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='as member of')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elsewhere_days', to='people.person', verbose_name='person')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='proof')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-day', 'part', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'accepted'])), fields=('person', 'day', 'part'), name='elsewhere_day_once', violation_error_message='This half-day is already recorded for this person.'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('recorded_by', None), models.Q(('decided_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='elsewhere_day_decided_by_another', violation_error_message='A second person accepts or refuses, not the one who recorded.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('state__in', ['accepted', 'refused'])), _connector='OR'), name='elsewhere_day_decided_at_matches_state', violation_error_message='A decision has its date.'), models.CheckConstraint(condition=models.Q(('motive', ''), ('state', 'refused'), _negated=True), name='elsewhere_day_refusal_has_motive', violation_error_message='Say why these days are refused.')],
            },
        ),
    ]
