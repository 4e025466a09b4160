from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_national_bodies'),
        ('documents', '0003_seals'),
        ('treasury', '0003_remittances'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='accountline',
            name='account_line_once',
        ),
        migrations.AddField(
            model_name='accountline',
            name='motive',
            field=models.CharField(blank=True, max_length=200, verbose_name='motive'),
        ),
        migrations.AddConstraint(
            model_name='accountline',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_on', None)), fields=('owner', 'source', 'reference'), name='account_line_once', violation_error_message='This line or slip is already recorded: nothing is received twice.'),
        ),
        migrations.AddConstraint(
            model_name='accountline',
            constraint=models.CheckConstraint(condition=models.Q(('motive', ''), ('undone_on__isnull', False), _connector='OR'), name='account_line_motive_once_taken_back', violation_error_message='A motive is that of a line taken back.'),
        ),
    ]
