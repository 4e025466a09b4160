from typing import Any

from django.db import migrations

from takwin.core.text import NO_ARTICLE, folded, sort_key


def sort_anew(apps: Any, _editor: Any) -> None:
    """إلهام and إلياس stood under ه and ي: the article was taken off names that have none."""
    persons = apps.get_model("people", "Person").objects.exclude(name_ar="").only("name_ar", "sort_ar")
    found = [one for one in persons.iterator() if NO_ARTICLE & set(folded(one.name_ar).split())]
    for one in found:
        one.sort_ar = sort_key(one.name_ar)
    persons.bulk_update(found, ["sort_ar"], 500)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_director_general'),
    ]

    operations = [
        migrations.RunPython(sort_anew, migrations.RunPython.noop),
    ]
