import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0001_tables'),
        ('meetings', '0005_two_chairs'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='change',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('change', None), ('letter__isnull', False), _connector='OR'), name='invitation_change_follows_a_letter', violation_error_message='A change is told to whoever had the invitation.'),
        ),
    ]
