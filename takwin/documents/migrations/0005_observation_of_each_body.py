from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_observations'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='observation',
            name='observation_once_per_row',
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(fields=('kind', 'key', 'owner'), name='observation_once_per_row', violation_error_message='Somebody has just said something else of this row: look at it again.'),
        ),
    ]
