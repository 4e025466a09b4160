from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0006_material_titles'),
    ]

    operations = [
        migrations.AlterField(
            model_name='trainerinvitation',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='trainingsession',
            name='motive',
            field=models.CharField(blank=True, max_length=1000, verbose_name='motive for going past warnings'),
        ),
    ]
