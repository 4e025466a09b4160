"""The forms of paper: the photographs of several copies at once, and what a person says of doubtful rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core import formats
from takwin.core.uploads import within_limit
from takwin.documents.scans.photos import media_type
from takwin.surveys.models import PaperCopy
from takwin.surveys.paper.layout import Line, said_on
from takwin.surveys.queries import choices_of

NONE = "none"  # nothing is ticked, said by a person
MOST_PHOTOS = 60


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photographs; gives their names and bytes, each judged before any is kept."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_PHOTOS:
            raise ValidationError(_("At most %(n)s photos at once.") % {"n": MOST_PHOTOS})
        return [self._one(super(PhotosField, self).clean(upload)) for upload in uploads]

    def _one(self, upload: Any) -> tuple[str, bytes]:
        content = upload.read()
        try:
            media_type(content)
        except ValidationError as refusal:
            raise ValidationError(f"{upload.name}{formats.colon()} {refusal.messages[0]}") from refusal
        return upload.name, content


class PhotosForm(forms.Form):
    photos = PhotosField(
        label=gettext_lazy("Photos of ticked copies"),
        help_text=gettext_lazy("One copy a photo, whole, from above, with its four black corners. JPEG or PNG."),
        validators=[within_limit],
    )


class CopyForm(forms.Form):
    """What each doubtful question of a copy says; what was read without doubt is nobody's to see."""

    def __init__(self, *args: Any, copy: PaperCopy, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doubtful = [line for line in lines if said_on(line, copy.boxes) is None]
        for line in doubtful:
            self.fields[f"q{line.question.pk}"] = forms.ChoiceField(
                label=str(line.question),
                choices=[*choices_of(line.question), (NONE, _("nothing is ticked"))],
                widget=forms.RadioSelect,
            )
        self.lines = [(line, self[f"q{line.question.pk}"]) for line in doubtful]

    def said(self) -> dict[int, str]:
        """By key of question; "" where nothing is ticked."""
        return {
            int(name.removeprefix("q")): "" if value == NONE else value for name, value in self.cleaned_data.items()
        }
