from django.db import migrations
from django.db.models import Max


def find_bases(apps, schema_editor):
    """Give each amendment the agreement it changes: the latest earlier one of the same body in the same territory.

    One that has none was no amendment: it becomes a specific agreement, and keeps all that was recorded of it.
    """
    Agreement = apps.get_model("agreements", "Agreement")
    for amendment in Agreement.objects.filter(kind="amendment", base=None).order_by("first_year", "pk"):
        earlier = Agreement.objects.filter(
            owner=amendment.owner_id, place=amendment.place_id, kind="specific", cancelled_on=None, pk__lt=amendment.pk,
            first_year__lte=amendment.first_year,
        )
        amendment.base = earlier.order_by("-first_year", "-pk").first()
        if amendment.base is None:
            amendment.kind = "specific"
        else:
            last = Agreement.objects.filter(base=amendment.base, kind="amendment").aggregate(last=Max("rank"))["last"]
            amendment.rank = (last or 0) + 1
        amendment.save(update_fields=["base", "kind", "rank"])


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0002_chains_clauses_and_gifts_in_kind"),
    ]

    operations = [
        migrations.RunPython(find_bases, migrations.RunPython.noop, elidable=True),
    ]
