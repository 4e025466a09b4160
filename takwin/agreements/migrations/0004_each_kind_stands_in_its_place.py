from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0003_base_of_amendments"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('base', None), ('kind', 'framework'), ('rank', 0)), models.Q(('kind', 'specific'), ('rank', 0)), models.Q(('base__isnull', False), ('kind', 'amendment'), ('rank__gt', 0)), _connector='OR'), name='agreement_stands_where_its_kind_does', violation_error_message='A framework stands alone; an amendment stands on the agreement it changes.'),
        ),
    ]
