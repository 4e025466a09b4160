from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='around',
            field=models.JSONField(default=dict),
        ),
    ]
