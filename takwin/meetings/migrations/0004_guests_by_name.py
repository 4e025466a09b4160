from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_national_bodies'),
        ('letters', '0001_tables'),
        ('meetings', '0003_hour_not_told'),
        ('people', '0003_director_general'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_once_an_office',
        ),
        migrations.AddField(
            model_name='invitation',
            name='guest_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='name of who is in no register'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('person', None)), fields=('meeting', 'body', 'capacity', 'guest_name'), name='invitation_once_an_office', violation_error_message='This office is already invited.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('guest_name', ''), _connector='OR'), name='invitation_typed_name_of_no_person', violation_error_message='A person of the register has his own name.'),
        ),
    ]
