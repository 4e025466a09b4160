from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_names_in_both_scripts")]

    operations = [
        migrations.RemoveConstraint("user", "user_has_a_name"),
        migrations.AlterModelOptions("user", {"ordering": ["sort_ar", "pk"]}),
        migrations.RemoveField("user", "name"),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(("name_ar", ""), ("name_fr", ""), _negated=True),
                name="user_has_a_name",
                violation_error_message="An account says whose it is.",
            ),
        ),
    ]
