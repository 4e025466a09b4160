from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_topics_held_become_rows_of_their_own")]
    operations = [
        migrations.RemoveField(model_name="trainer", name="topics"),
        migrations.AddField(
            model_name="trainer",
            name="topics",
            field=models.ManyToManyField(
                related_name="trainers", through="catalogue.Mastery", to="catalogue.topic", verbose_name="topics"
            ),
        ),
    ]
