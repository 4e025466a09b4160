import django.db.models.deletion
import django.db.models.functions.text
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('treasury', '0001_initial'), ('treasury', '0002_bank_statements'), ('treasury', '0003_the_treasurers_year'), ('treasury', '0004_money_out'), ('treasury', '0005_books_that_stay_as_they_were'), ('treasury', '0006_letters_printed_together')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('agreements', '0001_tables'),
        ('attendance', '0001_tables'),
        ('directory', '0001_tables'),
        ('documents', '0001_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('statement', 'account statement'), ('slip', 'treasury slip')], max_length=10, verbose_name='source')),
                ('reference', models.CharField(max_length=60, verbose_name='reference of the line or slip')),
                ('booked_on', models.DateField(verbose_name='booked on')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='label')),
                ('undone_on', models.DateField(blank=True, null=True, verbose_name='undone by the bank on')),
                ('credit_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='directory.body', verbose_name='credit of')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='proof')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='account_lines', to='directory.body', verbose_name='account of')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-booked_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'source', 'reference'), name='account_line_once', violation_error_message='This line or slip is already recorded: nothing is received twice.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='account_line_positive', violation_error_message='A credit is an amount above zero.')],
            },
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('read', models.PositiveIntegerField(verbose_name='lines read')),
                ('imported_at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_statements', to='directory.body', verbose_name='account of')),
            ],
            options={
                'ordering': ['-last_day', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'file'), name='bank_statement_once', violation_error_message='This statement was already imported: nothing was changed.'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='bank_statement_days_in_order', violation_error_message='The days of a statement are in order.')],
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='line of the file')),
                ('booked_on', models.DateField(verbose_name='booked on')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('label', models.CharField(max_length=500, verbose_name='label')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference')),
                ('balance', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='balance')),
                ('fingerprint', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'to match'), ('received', 'matched'), ('aside', 'put aside'), ('undone', 'undone by the bank')], default='waiting', max_length=10, verbose_name='state')),
                ('verdict', models.CharField(choices=[('matched', 'sure'), ('proposed', 'to be judged'), ('unmatched', 'unknown')], default='unmatched', max_length=10, verbose_name='proposal')),
                ('proposal', models.JSONField(default=list)),
                ('reasons', models.JSONField(default=list)),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('account_line', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_line', to='treasury.accountline')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body')),
                ('payer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.body', verbose_name='payer')),
                ('proposed_pair', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treasury.bankline')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='treasury.bankline')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='treasury.bankstatement')),
            ],
            options={
                'ordering': ['booked_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'fingerprint'), name='bank_line_once', violation_error_message='This line of the statement is already stored.'), models.UniqueConstraint(fields=('statement', 'line'), name='bank_line_place_once', violation_error_message='This line of the statement is already stored.'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='bank_line_moves_money', violation_error_message='A line of a statement moves money.'), models.CheckConstraint(condition=models.Q(('account_line', None), ('amount__gt', 0), _connector='OR'), name='bank_line_received_as_credit', violation_error_message='Only a credit is received.'), models.CheckConstraint(condition=models.Q(('undoes', None), models.Q(('amount__lt', 0), ('state', 'undone')), _connector='OR'), name='bank_line_undoes_as_debit', violation_error_message='Only a debit undoes another line.'), models.CheckConstraint(condition=models.Q(models.Q(('account_line', None), ('motive', ''), ('state', 'waiting')), models.Q(('account_line__isnull', False), ('motive', ''), ('state', 'received')), models.Q(('account_line', None), ('state', 'aside'), models.Q(('motive', ''), _negated=True)), models.Q(('motive', ''), ('state', 'undone')), _connector='OR'), name='bank_line_state_says_what_it_has', violation_error_message='A line is matched with its account line, or put aside with a motive.')],
                'indexes': [models.Index(fields=['owner', 'state'], name='bank_line_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=30, verbose_name='reference')),
                ('kind', models.CharField(choices=[('meals', 'meals'), ('room', 'room'), ('kits', 'kits and documents'), ('transport', 'transport'), ('operator', 'training given by an operator'), ('fees', 'fees of a trainer'), ('travel', 'mission'), ('other', 'other')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='what for')),
                ('state', models.CharField(choices=[('ordered', 'ordered'), ('done', 'service certified'), ('invoiced', 'to be paid'), ('paid', 'paid'), ('cancelled', 'given up')], default='ordered', max_length=10, verbose_name='state')),
                ('withheld_percent', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=5, verbose_name='tax withheld, in %')),
                ('gross', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='gross')),
                ('withheld', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=14, verbose_name='tax withheld')),
                ('ordered_on', models.DateField(verbose_name='ordered on')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='delivered on')),
                ('invoice_number', models.CharField(blank=True, max_length=40, verbose_name='number of the invoice')),
                ('invoiced_on', models.DateField(blank=True, null=True, verbose_name='date of the invoice')),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='earned', to='directory.body', verbose_name='paid to the body')),
                ('certified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('invoice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='scan of the invoice')),
                ('order_paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='directory.body', verbose_name='paid by')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='earned', to='people.person', verbose_name='paid to the person')),
                ('register', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='attendance.register', verbose_name='for the session')),
            ],
            options={
                'ordering': ['-ordered_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'reference'), name='expense_reference_once', violation_error_message='This reference is already taken.'), models.UniqueConstraint(models.F('owner'), models.F('body'), django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Upper('invoice_number'), models.Value(' '), models.Value('/')), models.Value('.'), models.Value('/')), models.Value('-'), models.Value('/')), models.Value('_'), models.Value('/')), condition=models.Q(('invoice_number', ''), _negated=True), name='expense_invoice_once', violation_error_message='This invoice of this body is already recorded: nothing is paid twice.'), models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('person', None)), models.Q(('body', None), ('person__isnull', False)), _connector='OR'), name='expense_paid_to_one', violation_error_message='Say who is paid: a body or a person.'), models.CheckConstraint(condition=models.Q(('gross__gt', 0), ('withheld__gte', 0), ('withheld__lt', models.F('gross'))), name='expense_worth_something', violation_error_message='What is paid is above zero, and more than the tax withheld from it.'), models.CheckConstraint(condition=models.Q(models.Q(('certified_by', None), ('done_on', None), ('done_paper', None), ('state__in', ['ordered', 'cancelled'])), models.Q(('certified_by__isnull', False), ('done_on__isnull', False), ('state__in', ['done', 'invoiced', 'paid'])), _connector='OR'), name='expense_done_when_certified', violation_error_message='The service done is certified by someone, on a day.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['invoiced', 'paid']), _negated=True), ('body', None), models.Q(models.Q(('invoice_number', ''), _negated=True), ('invoiced_on__isnull', False)), _connector='OR'), name='expense_of_a_body_paid_on_invoice', violation_error_message='A body is paid on its invoice.'), models.CheckConstraint(condition=models.Q(models.Q(('done_on', None), ('done_on__gte', models.F('ordered_on')), _connector='OR'), models.Q(('invoiced_on', None), ('invoiced_on__gte', models.F('ordered_on')), _connector='OR')), name='expense_days_in_order', violation_error_message='Nothing is delivered or invoiced before the day it was ordered.'), models.CheckConstraint(condition=models.Q(('motive', ''), ('state', 'cancelled'), _negated=True), name='expense_cancelled_with_motive', violation_error_message='Say why this order is given up.')],
            },
        ),
        migrations.CreateModel(
            name='ExpenseLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('what', models.CharField(max_length=200, verbose_name='what')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='unit price')),
                ('delivered', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='delivered')),
                ('expense', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='treasury.expense')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('expense', 'number'), name='expense_line_number_once', violation_error_message='This line already exists.'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('unit_price__gt', 0)), name='expense_line_above_zero', violation_error_message='A quantity and a price are above zero.'), models.CheckConstraint(condition=models.Q(('delivered', None), models.Q(('delivered__gte', 0), ('delivered__lte', models.F('quantity'))), _connector='OR'), name='expense_line_delivered_as_ordered', violation_error_message='No more is certified than was ordered.')],
            },
        ),
        migrations.CreateModel(
            name='FinancialYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('account_kind', models.CharField(choices=[('fund', 'fund for contributions (fonds de concours)'), ('special', 'special account'), ('budget', 'line of the budget'), ('deposit', 'deposit outside the budget')], max_length=12, verbose_name='kind of account')),
                ('budget_line', models.CharField(blank=True, max_length=60, verbose_name='budget line')),
                ('opening_balance', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='balance on the first day')),
                ('state', models.CharField(choices=[('open', 'open'), ('closed', 'closed, to be certified'), ('certified', 'certified')], default='open', max_length=10, verbose_name='state')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='financial_years', to='directory.body', verbose_name='account of')),
                ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
            ],
            options={
                'ordering': ['-year', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'year'), name='financial_year_once', violation_error_message='This year of the account is already open.'), models.CheckConstraint(condition=models.Q(('opening_balance', None), ('opening_balance__gte', 0), _connector='OR'), name='financial_year_opens_on_what_is_there', violation_error_message='The balance of the account is not below zero.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('paper', None), ('state', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('paper__isnull', False), ('state__in', ['closed', 'certified'])), _connector='OR'), name='financial_year_closed_on_its_paper', violation_error_message='A closed year has its paper, its date and its author.')],
            },
        ),
        migrations.CreateModel(
            name='Certification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('certified_by', models.CharField(choices=[('treasurer', 'the treasurer'), ('region', 'the region')], max_length=10, verbose_name='certified by')),
                ('signatory', models.CharField(max_length=120, verbose_name='name of who signed')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('recorded_at', models.DateTimeField()),
                ('proof', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='scan of the signed state')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to='treasury.financialyear')),
            ],
            options={
                'ordering': ['signed_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('year', 'certified_by'), name='certification_once_a_side', violation_error_message='This signature is already recorded.'), models.UniqueConstraint(fields=('year', 'recorded_by'), name='certification_by_two_persons', violation_error_message='A second person records the second signature, not the one of the first.')],
            },
        ),
        migrations.CreateModel(
            name='FundsRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='reminder')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('requested_on', models.DateField(verbose_name='requested on')),
                ('instalment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='agreements.instalment')),
                ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['requested_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('instalment', 'rank'), name='funds_request_rank_once', violation_error_message='These funds have already been requested.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='funds_request_positive', violation_error_message='A request is for an amount above zero.')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, verbose_name='number of the order')),
                ('paid_on', models.DateField(verbose_name='paid on')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('recorded_at', models.DateTimeField()),
                ('cancels', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancelled_by', to='treasury.payment')),
                ('expense', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='treasury.expense')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='directory.body', verbose_name='paid by')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['paid_on', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('owner'), django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Upper('number'), models.Value(' '), models.Value('/')), models.Value('.'), models.Value('/')), models.Value('-'), models.Value('/')), models.Value('_'), models.Value('/')), condition=models.Q(('cancelled_at', None), ('cancels', None)), name='payment_once', violation_error_message='This payment order is already recorded: nothing is paid twice.'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('cancels', None)), models.Q(('amount__lt', 0), ('cancels__isnull', False)), _connector='OR'), name='payment_sign_says_what_it_is', violation_error_message='A payment is above zero; only what cancels one is below.'), models.CheckConstraint(condition=models.Q(('cancels', None), models.Q(('motive', ''), _negated=True), _connector='OR'), name='payment_cancelled_with_motive', violation_error_message='Say why this payment is cancelled.')],
            },
        ),
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, verbose_name='number of the order')),
                ('ordered_on', models.DateField(verbose_name='date of the order')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('declared_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instalment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='agreements.instalment')),
            ],
            options={
                'ordering': ['ordered_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('instalment', 'number'), name='payment_order_once', violation_error_message='This payment order is already declared.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_order_positive', violation_error_message='A payment order is for an amount above zero.'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('motive', ''), _negated=True), _connector='OR'), name='payment_order_withdrawn_with_motive', violation_error_message='Say why this order is withdrawn.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='payment_order_confirmed_by_someone', violation_error_message='A confirmation has its date and its author.')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='motive')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('cancels', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancelled_by', to='treasury.receipt')),
                ('instalment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='agreements.instalment')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='treasury.accountline')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['received_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('cancels', None)), models.Q(('amount__lt', 0), ('cancels__isnull', False)), _connector='OR'), name='receipt_sign_says_what_it_is', violation_error_message='A receipt is above zero; only what cancels one is below.'), models.CheckConstraint(condition=models.Q(('cancels', None), models.Q(('motive', ''), _negated=True), _connector='OR'), name='receipt_cancelled_with_motive', violation_error_message='Cancelling a receipt needs a motive.'), models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('cancels', None)), fields=('instalment', 'line'), name='receipt_once_per_line', violation_error_message='This line is already received for this instalment.')],
            },
        ),
        migrations.CreateModel(
            name='RequestBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made at')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='request_batches', to='directory.body', verbose_name='funds paid to')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.place', verbose_name='place')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme', verbose_name='programme')),
                ('requests', models.ManyToManyField(related_name='batches', to='treasury.fundsrequest', verbose_name='letters')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('made_at', None)), models.Q(('file__isnull', False), ('made_at__isnull', False)), _connector='OR'), name='request_batch_made_with_its_file', violation_error_message='A batch of letters is made with its file.')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('closed_on', models.DateField(verbose_name='closed on')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='directory.body', verbose_name='transfers to')),
                ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='statement_years_in_order', violation_error_message='The years of a statement are in order.')],
            },
        ),
    ]
