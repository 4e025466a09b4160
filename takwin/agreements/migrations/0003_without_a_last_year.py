from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0002_signed_by_name'),
        ('directory', '0003_national_bodies'),
        ('documents', '0003_seals'),
        ('programmes', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='agreement',
            name='agreement_years_in_order',
        ),
        migrations.AlterField(
            model_name='agreement',
            name='last_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='last year'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('last_year', None), ('last_year__gte', models.F('first_year')), _connector='OR'), name='agreement_years_in_order', violation_error_message='An agreement ends after it begins.'),
        ),
    ]
