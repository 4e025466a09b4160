
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_rooms_on_the_map'),
        ('documents', '0002_cohorts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=200, verbose_name='holder')),
                ('provider', models.CharField(max_length=200, verbose_name='provider')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('valid_from', models.DateTimeField(verbose_name='valid from')),
                ('valid_until', models.DateTimeField(verbose_name='valid until')),
                ('added_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='directory.body', verbose_name='seals the papers of')),
            ],
            options={
                'ordering': ['-added_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('owner',), name='seal_certificate_one_current', violation_error_message='Another certificate has just taken this place.'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from'))), name='seal_certificate_ends_after_it_begins', violation_error_message='A certificate ends after it begins.'), models.CheckConstraint(condition=models.Q(('retired_at', None), ('retired_at__gte', models.F('added_at')), _connector='OR'), name='seal_certificate_retired_after_added', violation_error_message='A certificate is retired after it was added.')],
            },
        ),
    ]
