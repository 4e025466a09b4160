import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0005_statements_completed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('destination', models.CharField(max_length=120, verbose_name='destination')),
                ('leaves_on', models.DateField(verbose_name='leaves on')),
                ('returns_on', models.DateField(verbose_name='returns on')),
                ('transport', models.CharField(choices=[('service', 'a car of the service'), ('own', 'one’s own car'), ('public', 'public transport'), ('train', 'the train'), ('plane', 'the plane')], max_length=10, verbose_name='means of transport')),
                ('expense', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mission', to='treasury.expense')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('returns_on__gte', models.F('leaves_on'))), name='mission_returns_after_it_leaves', violation_error_message='One returns from a mission on the day one left, or later.')],
            },
        ),
    ]
