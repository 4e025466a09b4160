from django.db import migrations, models

from takwin.core.text import is_arabic, search_text, sort_key


def to_its_script(apps, schema_editor):
    """Put each name in the column of its script, and make the keys by which accounts are sorted and found."""
    for user in apps.get_model("accounts", "User").objects.iterator():
        user.name_ar, user.name_fr = (user.name, "") if is_arabic(user.name) else ("", user.name)
        user.sort_ar = user.sort_fr = sort_key(user.name)
        user.search_text = search_text(user.name, "" if user.username.lstrip("+").isdigit() else user.username)
        user.search_contact = search_text(user.name, user.username, user.phone)
        user.notices_read_at = user.last_login
        user.save()


def to_one_name(apps, schema_editor):
    for user in apps.get_model("accounts", "User").objects.iterator():
        user.name = user.name_ar or user.name_fr
        user.search_text = search_text(user.name, user.username, user.phone)
        user.save()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField("user", "name_ar", models.CharField("name in Arabic", max_length=150, blank=True, default=""), False),
        migrations.AddField("user", "name_fr", models.CharField("name in French", max_length=150, blank=True, default=""), False),
        migrations.AddField("user", "sort_ar", models.CharField(max_length=120, editable=False, blank=True, default=""), False),
        migrations.AddField("user", "sort_fr", models.CharField(max_length=120, editable=False, blank=True, default=""), False),
        migrations.AddField("user", "search_contact", models.TextField(editable=False, blank=True, default=""), False),
        migrations.AddField("user", "notices_read_at", models.DateTimeField(null=True, blank=True)),
        migrations.AlterField("user", "name", models.CharField("full name", max_length=150, blank=True, default="")),
        migrations.RunPython(to_its_script, to_one_name),
    ]
