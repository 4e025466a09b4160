import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0004_milestone_followed'),
        ('meetings', '0008_chairs_of_the_list'),
    ]

    operations = [
        migrations.AddField(
            model_name='obligation',
            name='clause',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='obligations', to='agreements.clause', verbose_name='under the article'),
        ),
    ]
