from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_rooms_on_the_map'),
    ]

    operations = [
        migrations.AlterField(
            model_name='body',
            name='kind',
            field=models.CharField(choices=[('region', 'regional council'), ('province', 'prefectural or provincial council'), ('commune', 'communal council'), ('borough', 'arrondissement council'), ('committee', 'committee'), ('state', 'State administration'), ('service', 'State service'), ('national', 'ministry or national office'), ('university', 'university'), ('foundation', 'foundation'), ('association', 'association'), ('company', 'company'), ('institution', 'training institution')], max_length=12, verbose_name='kind'),
        ),
    ]
