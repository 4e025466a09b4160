from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0005_trainers_are_told'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='material', name='material_has_a_title'),
        migrations.RenameField(model_name='material', old_name='title', new_name='title_ar'),
        migrations.AlterField(
            model_name='material',
            name='title_ar',
            field=models.CharField(blank=True, max_length=120, verbose_name='title in Arabic'),
        ),
        migrations.AddField(
            model_name='material',
            name='title_fr',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='title in French'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('title_ar', ''), ('title_fr', ''), _negated=True), name='material_has_a_title', violation_error_message='Say what this file is.'),
        ),
    ]
