from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0004_milestone_followed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='step',
            name='step_has_its_act',
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__isnull', False), ('kind', 'vote')), models.Q(('act__isnull', False), ('kind', 'visa'), ('received_on', None)), models.Q(('act', None), ('kind', 'visa'), ('received_on__isnull', False)), models.Q(('act', None), ('kind__in', ['sitting', 'opposition', 'signature']), ('received_on', None)), _connector='OR'), name='step_has_its_act', violation_error_message='A vote has its act; a visa has its act, or the day since which the authority is silent.'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'vote'), _negated=True), ('received_on', None), ('received_on__gte', models.F('done_on')), _connector='OR'), name='step_received_once_taken', violation_error_message='The authority receives a deliberation after it was taken.'),
        ),
    ]
