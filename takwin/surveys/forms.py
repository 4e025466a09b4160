"""Forms of questionnaires: who owns one, and its questions, row by row."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.surveys.enums import Kind, Purpose
from takwin.surveys.models import Option, Version
from takwin.surveys.starting import Asked

ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}
SPARE = 3  # empty rows offered below the questions there are
MOST = 40
OWNERS = (BodyKind.REGION, BodyKind.FOUNDATION, BodyKind.UNIVERSITY, BodyKind.INSTITUTION)


class QuestionnaireForm(forms.Form):
    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Institution"), empty_label=None)
    purpose = forms.ChoiceField(label=_("Aim"), choices=Purpose.choices, widget=forms.RadioSelect)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = allowed(Body.objects.filter(kind__in=OWNERS), by, Permission.SURVEY_EDIT)
        self.fields["owner"].queryset = mine.order_by("kind", "sort_ar", "pk")  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """One question; an empty row is no question. Answers proposed stand one a line, «Arabic | French», a star marks
    the right one."""

    rank = forms.IntegerField(label=pgettext_lazy("question", "Place"), min_value=1, max_value=99, required=False)
    kind = forms.ChoiceField(label=_("Answered by"), choices=Kind.choices, required=False)
    text_ar = forms.CharField(
        label=_("Question in Arabic"), max_length=300, required=False, widget=forms.TextInput(attrs=ARABIC)
    )
    text_fr = forms.CharField(
        label=_("Question in French"), max_length=300, required=False, widget=forms.TextInput(attrs=FRENCH)
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    options = forms.CharField(
        label=_("Answers proposed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, in Arabic then in French: نعم | oui. A star marks the right one: * نعم | oui."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        texts = [said.get("text_ar"), said.get("text_fr")]
        if any(texts) and not all(texts):
            missing = "text_fr" if said.get("text_ar") else "text_ar"
            self.add_error(missing, gettext("Write the question in both languages."))
        if any(texts) and said.get("kind") == Kind.CHOICE:
            try:
                self.proposed()
            except ValidationError as refusal:
                self.add_error("options", refusal)
        return said

    def proposed(self) -> list[tuple[str, str, bool]]:
        """The answers proposed: Arabic, French, whether it is the right one."""
        found = []
        for line in filter(None, (line.strip() for line in self.cleaned_data.get("options", "").splitlines())):
            arabic, bar, french = line.removeprefix("*").partition("|")
            if not (arabic.strip() and french.strip() and bar):
                raise ValidationError(
                    gettext("Write “%(line)s” in both languages, with a bar between."), params={"line": line}
                )
            for text in (arabic.strip(), french.strip()):
                Option._meta.get_field("text_ar").run_validators(text)
            found.append((arabic.strip(), french.strip(), line.startswith("*")))
        if len(found) < 2:
            raise ValidationError(gettext("Propose at least two answers."))
        if sum(is_right for _ar, _fr, is_right in found) > 1:
            raise ValidationError(gettext("Only one answer is the right one."))
        return found

    def asked(self) -> Asked | None:
        said = self.cleaned_data
        if not said["text_ar"]:
            return None
        proposed = self.proposed() if said["kind"] == Kind.CHOICE else []
        right = next((place for place, (_ar, _fr, is_right) in enumerate(proposed) if is_right), None)
        pairs = tuple((arabic, french) for arabic, french, _right in proposed)
        return Asked(said["kind"] or Kind.FACES, said["text_ar"], said["text_fr"], said["required"], pairs, right)


QuestionRows = forms.formset_factory(QuestionForm, extra=SPARE, max_num=MOST, validate_max=True)


def starting(version: Version) -> list[dict[str, Any]]:
    """The rows of a version as its form shows them."""
    return [
        {
            "rank": question.rank + 1,
            "kind": question.kind,
            "text_ar": question.text_ar,
            "text_fr": question.text_fr,
            "required": question.required,
            "options": "\n".join(
                f"{'* ' if option.is_right else ''}{option.text_ar} | {option.text_fr}"
                for option in question.options.all()
            ),
        }
        for question in version.questions.prefetch_related("options")
    ]


def in_order(rows: Any) -> list[Asked]:
    """The questions of the rows that were filled, by their order, then as they stand."""
    filled: Iterator[tuple[int, Asked]] = (
        (form.cleaned_data.get("rank") or 99, asked) for form in rows if form.cleaned_data and (asked := form.asked())
    )
    return [asked for _rank, asked in sorted(filled, key=lambda pair: pair[0])]
