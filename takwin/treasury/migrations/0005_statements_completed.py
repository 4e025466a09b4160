from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0004_lines_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='bankstatement',
            name='completed',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='bankstatement',
            name='doubtful',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
