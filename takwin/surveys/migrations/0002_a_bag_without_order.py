"""The bag is poured into a new one, whose keys are drawn at random and which keeps no day: a key cannot change its kind
where it stands."""

from operator import attrgetter

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count

import takwin.surveys.models
from takwin.surveys.models import drawn


def pour(apps, schema_editor):
    """Each sheet with its answers under new keys, in their order; then how many were asked."""
    Answer, NewSheet, NewAnswer = (apps.get_model("surveys", name) for name in ("Answer", "NewSheet", "NewAnswer"))
    keys = dict(apps.get_model("surveys", "Sheet").objects.values_list("pk", "round"))
    sheet_of = {pk: NewSheet(pk=drawn(), round_id=round_) for pk, round_ in keys.items()}
    NewSheet.objects.bulk_create(sorted(sheet_of.values(), key=attrgetter("pk")), 500)
    rows = Answer.objects.order_by("pk").values("sheet", "question_id", "option_id", "value", "text")
    answers = [NewAnswer(pk=drawn(), sheet=sheet_of[row.pop("sheet")], **row) for row in rows]
    NewAnswer.objects.bulk_create(sorted(answers, key=attrgetter("pk")), 500)
    Round = apps.get_model("surveys", "Round")
    for asked in Round.objects.annotate(n=Count("voices")):
        Round.objects.filter(pk=asked.pk).update(people=asked.n)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("round", "tablet_on", models.DateField(blank=True, null=True)),
        migrations.AddField("round", "people", models.PositiveIntegerField(default=0)),
        migrations.AddField("round", "tablet_answers", models.PositiveIntegerField(default=0)),
        migrations.RemoveConstraint("answer", "answer_once"),
        migrations.RemoveConstraint("answer", "answer_says_one_thing"),
        migrations.CreateModel(
            name="NewSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=takwin.surveys.models.drawn, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="surveys.round"
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="NewAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=takwin.surveys.models.drawn, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.PositiveSmallIntegerField(null=True)),
                ("text", models.CharField(blank=True, max_length=1000)),
                (
                    "option",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.option",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="surveys.question"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="surveys.newsheet"
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(pour, migrations.RunPython.noop),
        migrations.DeleteModel("Answer"),
        migrations.DeleteModel("Sheet"),
        migrations.RenameModel("NewSheet", "Sheet"),
        migrations.RenameModel("NewAnswer", "Answer"),
        migrations.AddConstraint(
            "answer",
            models.UniqueConstraint(
                fields=["sheet", "question"],
                name="answer_once",
                violation_error_message="A question is answered once on a sheet.",
            ),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(option=None, text="", value__isnull=False, value__range=(0, 5))
                | models.Q(option__isnull=False, text="", value=None)
                | (models.Q(option=None, value=None) & ~models.Q(text="")),
                name="answer_says_one_thing",
                violation_error_message="An answer is a face, a yes or no, a choice, or words.",
            ),
        ),
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                condition=models.Q(published_at=None, published_by=None)
                | models.Q(published_at__isnull=False, published_by__isnull=False),
                name="survey_version_published_by_someone",
                violation_error_message="A publication has its date and its author.",
            ),
        ),
    ]
