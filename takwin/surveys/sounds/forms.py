"""The recordings of one question."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.core.uploads import Scan, within_limit
from takwin.documents.sounds import sound_type
from takwin.surveys.sounds.models import Spoken


class SoundField(forms.FileField):
    """A recording, told by its bytes; gives a ``Scan``, or ``None``."""

    def __init__(self, **kwargs: Any) -> None:
        accepted = forms.FileInput(attrs={"accept": "audio/*,.mp3,.m4a,.ogg,.wav"})
        told = _("MP3, M4A, Ogg or WAV, at most 1 MB: the question read aloud, slowly.")
        said: dict[str, Any] = {"help_text": told, "validators": [within_limit], "widget": accepted}
        super().__init__(**said | kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        content = upload.read()
        return Scan(content, upload.name, sound_type(content))


class SoundsForm(forms.Form):
    """A file for each language, or none; a box to take back the one there is."""

    def __init__(self, *args: Any, heard: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {Spoken.ARABIC: _("Recording in Arabic"), Spoken.FRENCH: _("Recording in French")}
        takes = {Spoken.ARABIC: _("Take the Arabic one back"), Spoken.FRENCH: _("Take the French one back")}
        for language in Spoken:
            self.fields[language.value] = SoundField(label=labels[language], required=False)
            if language in heard:
                self.fields[f"take_{language.value}"] = forms.BooleanField(label=takes[language], required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise ValidationError(gettext("Choose a recording to send, or one to take back."))
        return said
