import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_tax_number'),
        ('documents', '0003_seals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('key', models.PositiveBigIntegerField()),
                ('named', models.CharField(max_length=300, verbose_name='row')),
                ('text', models.CharField(max_length=500, verbose_name='observation')),
                ('said_at', models.DateTimeField(verbose_name='received')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='received by')),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-said_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='observation_once_per_row', violation_error_message='Somebody has just said something else of this row: look at it again.'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='observation_says_something', violation_error_message='An observation that says nothing is taken away.')],
            },
        ),
    ]
