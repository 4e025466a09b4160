import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0001_tables'),
        ('directory', '0004_tax_number'),
        ('meetings', '0007_longer_texts_refused'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='chair_line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.invitation', verbose_name='chaired by'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='co_chair_line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.invitation', verbose_name='chaired with'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='capacity',
            field=models.CharField(max_length=200, verbose_name='capacity'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='chair',
            field=models.CharField(blank=True, max_length=410, verbose_name='chaired by'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='co_chair',
            field=models.CharField(blank=True, max_length=410, verbose_name='chaired with'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('chair_line', None), ('co_chair_line', None), models.Q(('co_chair_line', models.F('chair_line')), _negated=True), _connector='OR'), name='meeting_second_chair_is_another_of_the_list', violation_error_message='The second is somebody else, chosen here or named below.'),
        ),
    ]
