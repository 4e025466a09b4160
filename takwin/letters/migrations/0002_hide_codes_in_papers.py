from django.db import migrations

HIDDEN = "•••"


def hide(apps, schema_editor):
    """Convocations issued until now kept the code of their addressee in their facts: it is in none any more."""
    paper = apps.get_model("documents", "Paper")
    for row in paper.objects.filter(kind="convocation").only("facts").iterator():
        reply = row.facts.get("reply")
        if reply and "code" in reply:
            reply["code"] = HIDDEN
            row.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("documents", "0001_initial")]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
