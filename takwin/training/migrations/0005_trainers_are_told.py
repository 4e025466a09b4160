from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0004_course_material'),
    ]

    operations = [
        migrations.AddField(
            model_name='trainerinvitation',
            name='before',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='trainerinvitation',
            name='changes',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='trainerinvitation',
            name='told',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='trainermission',
            name='before',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='trainermission',
            name='changes',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='trainermission',
            name='told',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='convocation',
            name='before',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='convocation',
            name='told',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
