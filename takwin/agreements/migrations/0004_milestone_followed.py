from typing import Any

from django.conf import settings
from django.db import migrations, models


def say_which(apps: Any, _editor: Any) -> None:
    """Those that followed from the signatures until now bear the agreement's own number and no file."""
    milestones = apps.get_model("agreements", "Milestone").objects
    own = {"kind": "signed", "done_on__isnull": False, "proof": None}
    milestones.filter(reference=models.F("project__agreement__reference"), **own).update(followed=True)


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0003_without_a_last_year'),
        ('documents', '0003_seals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='milestone',
            name='followed',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(say_which, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('followed', False), models.Q(('done_on__isnull', False), ('kind', 'signed')), _connector='OR'), name='milestone_followed_signatures', violation_error_message='Only the signature of the agreement follows from its signatures.'),
        ),
    ]
