import takwin.directory.heads
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_tax_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='body',
            name='authority_ar',
            field=models.CharField(blank=True, max_length=248, validators=[takwin.directory.heads.check_head], verbose_name='lines above its name on its letterhead, in Arabic'),
        ),
        migrations.AddField(
            model_name='body',
            name='authority_fr',
            field=models.CharField(blank=True, max_length=248, validators=[takwin.directory.heads.check_head], verbose_name='lines above its name on its letterhead, in French'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority_ar', ''), ('authority_fr', '')), models.Q(models.Q(('authority_ar', ''), _negated=True), models.Q(('authority_fr', ''), _negated=True)), _connector='OR'), name='body_authority_in_both_languages', violation_error_message='Write the lines above the name in both languages, or in neither: papers print both.'),
        ),
    ]
