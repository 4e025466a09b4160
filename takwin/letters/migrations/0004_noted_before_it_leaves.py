from django.db import migrations, models
from django.db.models import F


def were_answered(apps, schema_editor):
    """What was sent so far was noted with its answer."""
    apps.get_model("letters", "Sending").objects.update(answered_at=F("sent_at"))


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_way_and_messages")]

    operations = [
        migrations.AddField("sending", "answered_at", models.DateTimeField(null=True)),
        migrations.RunPython(were_answered, migrations.RunPython.noop),
    ]
