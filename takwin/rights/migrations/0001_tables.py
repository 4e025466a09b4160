import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('rights', '0001_initial')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('region_officer', 'regional training officer'), ('finance_officer', 'regional finance officer'), ('province_officer', 'province officer'), ('commune', 'commune (president or director of services)'), ('trainer', 'trainer'), ('auditor', 'auditor'), ('administrator', 'administrator of the system')], max_length=20, verbose_name='role')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='over the body')),
                ('delegated_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='rights.appointment')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='over the place')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'ordering': ['-starts_on', 'pk'],
                'indexes': [models.Index(fields=['user', 'starts_on'], name='appointment_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('place', None), ('body', None), _connector='OR'), name='appointment_over_one_thing', violation_error_message='A role is held over a place or over a body, not both.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_ends_after_it_starts', violation_error_message='A role ends after it starts.'), models.CheckConstraint(condition=models.Q(('delegated_from', None), ('ends_on__isnull', False), _connector='OR'), name='appointment_delegated_for_a_time', violation_error_message='A delegation has a last day.')],
            },
        ),
    ]
