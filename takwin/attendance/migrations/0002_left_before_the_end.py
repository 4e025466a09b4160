from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0001_tables'),
        ('directory', '0004_tax_number'),
        ('people', '0004_names_without_article'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='presence',
            name='presence_counted_once',
        ),
        migrations.AlterField(
            model_name='case',
            name='status',
            field=models.CharField(blank=True, choices=[('present', 'present'), ('late', 'late'), ('left', 'left before the end'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='presence'),
        ),
        migrations.AlterField(
            model_name='mark',
            name='status',
            field=models.CharField(blank=True, choices=[('present', 'present'), ('late', 'late'), ('left', 'left before the end'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='presence'),
        ),
        migrations.AlterField(
            model_name='presence',
            name='status',
            field=models.CharField(choices=[('present', 'present'), ('late', 'late'), ('left', 'left before the end'), ('excused', 'excused'), ('absent', 'absent')], max_length=10, verbose_name='presence'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(condition=models.Q(('counts', True), ('status__in', ['present', 'late', 'left'])), fields=('person', 'day', 'part'), name='presence_counted_once', violation_error_message='This person is already counted present elsewhere on this half-day.'),
        ),
    ]
