import takwin.core.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_job_around'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('mark', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField(db_index=True, default=takwin.core.clock.now)),
            ],
        ),
    ]
