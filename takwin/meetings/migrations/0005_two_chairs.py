from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0001_tables'),
        ('directory', '0003_national_bodies'),
        ('meetings', '0004_guests_by_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='co_chair',
            field=models.CharField(blank=True, max_length=200, verbose_name='chaired with'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='co_chair_capacity',
            field=models.CharField(blank=True, max_length=200, verbose_name='capacity of the second chair'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('co_chair', ''), ('co_chair_capacity', '')), models.Q(models.Q(('co_chair', ''), _negated=True), models.Q(('chair', ''), _negated=True)), _connector='OR'), name='meeting_second_chair_beside_a_first', violation_error_message='A second chair has a name, and stands beside a first.'),
        ),
    ]
