"""What is asked of whoever adds course material."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.documents.slides import MaterialField
from takwin.training.materials.queries import may_share
from takwin.training.models import TrainingSession


class MaterialForm(forms.Form):
    file = MaterialField(label=_("File"))
    title_ar = forms.CharField(
        label=_("What it is, in Arabic"), max_length=120, required=False,
        help_text=_("As participants will read it: exercises, slides of day 1… One language is enough."),
    )  # fmt: skip
    title_fr = forms.CharField(label=_("What it is, in French"), max_length=120, required=False)
    for_participants = forms.BooleanField(label=_("Participants find it on their own page"), required=False)
    whole_action = forms.BooleanField(
        label=_("For every session of this action, those to come included"), required=False
    )

    def __init__(self, *args: Any, session: TrainingSession, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share(session, by):
            del self.fields["whole_action"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name, "").strip() for name in ("title_ar", "title_fr")):
            self.add_error("title_ar", _("Say what this file is."))
        return data
