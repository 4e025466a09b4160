import django.core.validators
import django.db.models.deletion
import takwin.core.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('directory', '0001_initial'), ('directory', '0002_the_key_of_a_rib'), ('directory', '0003_the_number_of_those_who_keep_an_account')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('name_ar', models.CharField(max_length=100, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=100, verbose_name='name in French')),
                ('is_estimated', models.BooleanField(default=False, verbose_name='estimated')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
            ],
            options={
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('day', 'name_ar'), name='holiday_once', violation_error_message='This holiday is already recorded on that day.')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('level', models.CharField(choices=[('kingdom', 'kingdom'), ('region', 'region'), ('province', 'province or prefecture'), ('cercle', 'cercle'), ('commune', 'commune'), ('borough', 'arrondissement')], max_length=10, verbose_name='level')),
                ('kind', models.CharField(choices=[('kingdom', 'kingdom'), ('region', 'region'), ('prefecture', 'prefecture'), ('province', 'province'), ('cercle', 'cercle'), ('municipality', 'urban commune'), ('rural_commune', 'rural commune'), ('borough', 'arrondissement')], max_length=15, verbose_name='kind')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('official_ar', models.CharField(max_length=200)),
                ('official_fr', models.CharField(max_length=200)),
                ('is_renamed', models.BooleanField(default=False)),
                ('iso', models.CharField(blank=True, help_text='ISO 3166-2 code, for the map', max_length=10)),
                ('population', models.PositiveIntegerField(null=True, verbose_name='population')),
                ('households', models.PositiveIntegerField(null=True, verbose_name='households')),
                ('cercle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place')),
                ('commune', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('commune', None), ('level', 'kingdom'), ('province', None), ('region', None)), models.Q(('commune', None), ('level', 'region'), ('province', None), ('region__isnull', False)), models.Q(('commune', None), ('level__in', ['province', 'cercle']), ('province__isnull', False), ('region__isnull', False)), models.Q(('commune__isnull', False), ('level__in', ['commune', 'borough']), ('province__isnull', False), ('region__isnull', False)), _connector='OR'), name='place_keys_match_level', violation_error_message='A place has all its ancestors, and none below itself.')],
                'indexes': [models.Index(fields=['level', 'sort_ar'], name='place_level_sort')],
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('kind', models.CharField(choices=[('region', 'regional council'), ('province', 'prefectural or provincial council'), ('commune', 'communal council'), ('borough', 'arrondissement council'), ('committee', 'committee'), ('state', 'State administration'), ('service', 'State service'), ('university', 'university'), ('foundation', 'foundation'), ('association', 'association'), ('company', 'company'), ('institution', 'training institution')], max_length=12, verbose_name='kind')),
                ('is_renamed', models.BooleanField(default=False)),
                ('short_code', models.CharField(blank=True, max_length=8, verbose_name='code in references')),
                ('town_ar', models.CharField(blank=True, max_length=80, verbose_name='town on its letters, in Arabic')),
                ('town_fr', models.CharField(blank=True, max_length=80, verbose_name='town on its letters, in French')),
                ('services_ar', models.TextField(blank=True, help_text='one a line', verbose_name='services on its letterhead, in Arabic')),
                ('services_fr', models.TextField(blank=True, help_text='one a line', verbose_name='services on its letterhead, in French')),
                ('rib', models.CharField(blank=True, max_length=24, validators=[django.core.validators.RegexValidator('^\\d{24}$'), takwin.core.identifiers.check_rib], verbose_name='bank identity (RIB)')),
                ('call_number', models.CharField(blank=True, max_length=16, verbose_name='phone for those who pay it')),
                ('ice', models.CharField(blank=True, max_length=15, validators=[django.core.validators.RegexValidator('^\\d{15}$')], verbose_name='ICE')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organs', to='directory.body', verbose_name='part of')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='directory.place', verbose_name='seat')),
            ],
            options={
                'ordering': ['kind', 'sort_ar', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', ['region', 'province', 'commune', 'borough', 'state'])), fields=('kind', 'place'), name='body_one_collectivity_per_place', violation_error_message='This place already has its council or administration.'), models.UniqueConstraint(condition=models.Q(('short_code', ''), _negated=True), fields=('short_code',), name='body_short_code_once', violation_error_message='Another body already writes this code in its references.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='body_ends_after_it_starts', violation_error_message='A body ends after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='PlaceAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='directory.place')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('place', 'name'), name='place_alias_once', violation_error_message='The place already answers to this name.')],
            },
        ),
        migrations.CreateModel(
            name='PlaceCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=40)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='directory.place')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('code', 'starts_on'), name='place_code_once_by_date', violation_error_message='This code already names a place from that date.')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200, verbose_name='name in Arabic')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('sort_ar', models.CharField(db_index=True, editable=False, max_length=120)),
                ('sort_fr', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('seats', models.PositiveSmallIntegerField(verbose_name='seats')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('is_open', models.BooleanField(default=True, verbose_name='in use')),
                ('lender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='directory.body', verbose_name='lent by')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='place')),
            ],
            options={
                'ordering': ['sort_ar', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seats__gt', 0)), name='room_has_seats', violation_error_message='A room has at least one seat.'), models.UniqueConstraint(fields=('lender', 'name_ar'), name='room_once_per_lender', violation_error_message='This administration already lends a room of that name.')],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ordinary', 'ordinary session'), ('extraordinary', 'extraordinary session')], default='ordinary', max_length=15, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('convened_on', models.DateField(blank=True, null=True, verbose_name='convened on')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='directory.body', verbose_name='council')),
            ],
            options={
                'ordering': ['-day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('body', 'day'), name='sitting_once_a_day', violation_error_message='This council already sits on that day.'), models.CheckConstraint(condition=models.Q(('convened_on', None), ('convened_on__lte', models.F('day')), _connector='OR'), name='sitting_convened_before_it_sits', violation_error_message='A council is convened before it sits.')],
            },
        ),
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='parameter')),
                ('value', models.CharField(max_length=60, verbose_name='value')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['key', '-starts_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('owner', None)), fields=('key', 'starts_on'), name='parameter_once_by_date', violation_error_message='This parameter already has a value from that date.'), models.UniqueConstraint(fields=('key', 'owner', 'starts_on'), name='parameter_once_by_owner_and_date', violation_error_message='This parameter already has a value from that date.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='parameter_ends_after_it_starts', violation_error_message='A value ends after it starts.')],
            },
        ),
    ]
