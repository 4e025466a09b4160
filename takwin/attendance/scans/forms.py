"""The form that takes photographs of a signed sheet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core.uploads import within_limit
from takwin.documents.scans.photos import media_type


class PhotoForm(forms.Form):
    """One photograph of one page; on a phone the camera opens by itself."""

    file = forms.FileField(
        label=_("Photo of a signed page"),
        help_text=_("One page a photo, whole, from above, with its four black corners. JPEG or PNG, at most 20 MB."),
        validators=[within_limit],
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def clean_file(self) -> Any:
        """Judged by its bytes before anything is kept."""
        upload = self.cleaned_data["file"]
        data = upload.read()
        try:
            media_type(data)
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from refusal
        return upload.name, data
