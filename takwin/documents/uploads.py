"""Receive a scan: the field of every form that takes a proof."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core.uploads import Scan, within_limit

PROOFS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


class ScanField(forms.FileField):
    """A PDF, JPEG or PNG, told by how it begins and not by its name; gives a ``Scan``, or ``None``."""

    def __init__(self, **kwargs: Any) -> None:
        said: dict[str, Any] = {
            "help_text": _("PDF, JPEG or PNG, at most 20 MB."),
            "validators": [within_limit],
            "widget": forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        }
        super().__init__(**said | kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        content = upload.read()
        kind = next((kind for head, kind in PROOFS.items() if content.startswith(head)), "")
        if not kind:
            raise ValidationError(
                _("This file is neither a PDF nor an image: scan the proof as PDF, JPEG or PNG.")
            )  # fmt: skip
        return Scan(content, upload.name, kind)
