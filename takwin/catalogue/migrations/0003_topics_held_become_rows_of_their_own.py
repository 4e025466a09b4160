from django.db import migrations


def copy(apps, editor):
    held = apps.get_model("catalogue", "Trainer").topics.through.objects.order_by("pk")
    mastery = apps.get_model("catalogue", "Mastery")
    mastery.objects.bulk_create(
        [mastery(trainer_id=row.trainer_id, topic_id=row.topic_id) for row in held.iterator()], 500
    )


def copy_back(apps, editor):
    held = apps.get_model("catalogue", "Trainer").topics.through
    rows = apps.get_model("catalogue", "Mastery").objects.order_by("pk")
    held.objects.bulk_create([held(trainer_id=row.trainer_id, topic_id=row.topic_id) for row in rows.iterator()], 500)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_trainers_and_what_they_hold")]
    operations = [migrations.RunPython(copy, copy_back)]
