from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0001_tables'),
        ('documents', '0003_seals'),
        ('people', '0002_where_a_person_comes_from'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='step',
            name='step_signature_by_someone',
        ),
        migrations.AddField(
            model_name='step',
            name='signatory_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='name of who signed'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'signature'), _negated=True), ('signatory_name', '')), models.Q(models.Q(('capacity', ''), _negated=True), ('kind', 'signature'), ('signatory__isnull', False), ('signatory_name', '')), models.Q(models.Q(('capacity', ''), _negated=True), models.Q(('signatory_name', ''), _negated=True), ('kind', 'signature'), ('signatory', None)), _connector='OR'), name='step_signature_by_someone', violation_error_message='A signature is given by a named person, in a capacity.'),
        ),
    ]
