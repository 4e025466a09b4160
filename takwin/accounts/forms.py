"""Forms of the doors: login, choosing a password, second factors, language."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.accounts.queries import username_of

HINT = _("At least 10 characters. Three or four words one after the other are easy to remember and hard to guess.")
CODE = _("Code shown by your application, or a recovery code")


def say(form: forms.Form, name: str, label: Any, hint: Any = "", **attrs: Any) -> None:
    """Give allauth's field our words: its own stand in its own catalogue, with other terms than ours."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= attrs


class LoginForm(account_forms.LoginForm):  # type: ignore[misc]
    """By user name or by phone number, however it is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            "login",
            _("Phone number or user name"),
            autofocus=True,
            spellcheck="false",
            autocapitalize="none",
            **{"class": "ltr"},
        )
        say(self, "password", _("Password"))

    def clean_login(self) -> str:
        return username_of(self.cleaned_data["login"])


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", _("Present password"))
        say(self, "password1", _("New password"), HINT)
        say(self, "password2", _("New password again"))


class ReauthenticateForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password", _("Password"), autofocus=True)


class AuthenticateForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", CODE, inputmode="numeric", autofocus=True)


class ReauthenticateCodeForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", CODE, inputmode="numeric", autofocus=True)


class ActivateCodesForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code shown by your application"), inputmode="numeric")


class AddKeyForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", _("Name of this key"), _("For example: my phone, the office computer."))
        say(self, "passwordless", _("Enter with this key alone, without the password"))
        self.initial["name"] = ""


class EditKeyForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", _("Name of this key"))


class ChoosePasswordForm(forms.Form):
    """The first password of an account, or the one that replaces a lost one. Typed once: it can be shown."""

    password = forms.CharField(
        label=_("New password"),
        help_text=HINT,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class LanguageForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["language"]
        widgets = {"language": forms.RadioSelect}
