import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_national_bodies'),
    ]

    operations = [
        migrations.AddField(
            model_name='body',
            name='tax_number',
            field=models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^\\d{4,8}$')], verbose_name='tax identifier (IF)'),
        ),
    ]
