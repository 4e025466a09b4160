import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0001_tables'),
        ('directory', '0003_national_bodies'),
        ('documents', '0003_seals'),
        ('people', '0003_director_general'),
        ('treasury', '0002_opening_balances'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Remittance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month of the payments')),
                ('number', models.CharField(max_length=30, verbose_name='number of the remittance')),
                ('paid_on', models.DateField(verbose_name='handed over on')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('cancelled_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('recorded_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remittances', to='directory.body', verbose_name='paid by')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-paid_on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='expense',
            name='remittance',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='treasury.remittance'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('remittance', None), models.Q(('state', 'paid'), ('withheld__gt', 0)), _connector='OR'), name='expense_tax_handed_over_once_paid', violation_error_message='Tax is handed over of what is paid, when some was withheld.'),
        ),
        migrations.AddConstraint(
            model_name='remittance',
            constraint=models.UniqueConstraint(models.F('owner'), django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Upper('number'), models.Value(' '), models.Value('/')), models.Value('.'), models.Value('/')), models.Value('-'), models.Value('/')), models.Value('_'), models.Value('/')), condition=models.Q(('cancelled_on', None)), name='remittance_once', violation_error_message='This remittance is already recorded: nothing is handed over twice.'),
        ),
        migrations.AddConstraint(
            model_name='remittance',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='remittance_positive', violation_error_message='What is handed over is above zero.'),
        ),
        migrations.AddConstraint(
            model_name='remittance',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1), ('paid_on__gte', models.F('month'))), name='remittance_of_a_month', violation_error_message='Tax is handed over for a month, once that month has begun.'),
        ),
        migrations.AddConstraint(
            model_name='remittance',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_on', None), models.Q(('cancelled_on__gte', models.F('paid_on')), models.Q(('motive', ''), _negated=True)), _connector='OR'), name='remittance_taken_back_with_motive', violation_error_message='Say why this remittance is taken back.'),
        ),
    ]
