from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_where_a_person_comes_from'),
    ]

    operations = [
        migrations.AlterField(
            model_name='office',
            name='title',
            field=models.CharField(choices=[('president', 'president'), ('vice_president', 'vice-president'), ('secretary', 'secretary of the council'), ('deputy_secretary', 'deputy secretary of the council'), ('committee_chair', 'committee chair'), ('deputy_chair', 'deputy committee chair'), ('member', 'member'), ('governor', 'governor'), ('wali', 'wali'), ('director_general', 'director general'), ('secretary_general', 'secretary general'), ('division_head', 'head of division'), ('service_head', 'head of service'), ('director', 'director of services'), ('finance_staff', 'finance and budget staff'), ('staff', 'staff'), ('professor', 'professor'), ('expert', 'expert'), ('delegate', 'representative')], max_length=20, verbose_name='office'),
        ),
    ]
