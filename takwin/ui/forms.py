"""How a Django form is drawn: ``{{ form }}`` gives our fields, with hint, error in words, a list of errors on top."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH, Model
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core import clock, formats, once
from takwin.core.identifiers import OLDEST_BIRTH, unprinted, western
from takwin.core.keys import key_of
from takwin.core.money import CENTIME

T = TypeVar("T")

YEARS_AHEAD = 50  # no plan, lease or card reaches further
DASHES = BLANK_CHOICE_DASH[0][1]
CHOICES = (forms.CheckboxSelectMultiple, forms.RadioSelect)
BOXES = (forms.CheckboxInput, *CHOICES)
# What is typed left to right even in an Arabic page.
LATIN = (
    forms.DateInput,
    forms.TimeInput,
    forms.DateTimeInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
)


class FormRenderer(TemplatesSetting):
    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"


# What people write around an amount: its currency, the signs of direction that Word adds, the separators of Arabic.
CURRENCY = re.compile(r"(dirhams?|dhs?|mad|درهما?|دراهم|د\.?م)\.?$", re.IGNORECASE)
ARABIC_SIGNS = str.maketrans({"٫": ",", "،": ",", "٬": "", "\u200e": "", "\u200f": "", "\u061c": "", "\ufeff": ""})


def plain_amount(text: str) -> str:
    """What was typed as an amount, written with a dot before the centimes and nothing else."""
    typed = CURRENCY.sub("", "".join(western(text).split()).translate(ARABIC_SIGNS))
    if "," in typed and "." in typed:
        thousands = "." if typed.rindex(",") > typed.rindex(".") else ","
        typed = typed.replace(thousands, "")
    elif typed.count(".") > 1 or re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", typed):
        typed = typed.replace(".", "")
    return typed.replace(",", ".")


class AmountInput(forms.TextInput):
    """Shows an amount that is already known as people write it; what was typed is shown as it was typed."""

    def format_value(self, value: Any) -> str | None:
        return formats.money(value) if isinstance(value, Decimal) else super().format_value(value)


class MoneyField(forms.DecimalField):
    """An amount in dirhams, typed as people write it: ``28.588,23``, ``28 588,23 DH``, ``28588.23``, ``٢٨٬٥٨٨٫٢٣``."""

    default_error_messages: ClassVar = {
        "invalid": gettext_lazy("This is not an amount. Write it with figures, as in 28588,23.")
    }

    def __init__(self, *, least: Decimal = CENTIME, most: Decimal | None = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(max_digits=14, decimal_places=2, widget=AmountInput, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The amount; of a dot and a comma the last one starts the centimes, three digits after a dot are thousands."""
        return super().to_python(plain_amount(value) if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.least:
            raise ValidationError(_("Enter at least %(amount)s.") % {"amount": formats.dirhams(self.least)})
        if self.most is not None and value > self.most:
            raise ValidationError(_("Enter at most %(amount)s.") % {"amount": formats.dirhams(self.most)})


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows at once; a number that no row can bear is refused here, since SQLite cannot be asked for it."""

    def clean(self, value: Any) -> Any:
        for said in value or ():
            if key_of(str(said)) is None:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": said})
        return super().clean(value)


class PhoneInput(forms.TextInput):
    input_type = "tel"


class DayInput(forms.DateInput):
    """The browser's own calendar; it shows the browser's language, so the page says the day in words beside it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def is_tick(field: forms.BoundField) -> bool:
    widget = field.field.widget
    return isinstance(widget, forms.CheckboxInput) and not isinstance(widget, CHOICES)


def _say_empty(field: Any) -> None:
    """Dashes say nothing: the choice of a list that stands for no choice says what it means."""
    said = gettext_lazy("Choose") if field.required else gettext_lazy("not specified")
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = said
    elif not isinstance(field, forms.ModelChoiceField):
        field.widget.choices = [(value, said if name == DASHES else name) for value, name in field.widget.choices]


def control(field: forms.BoundField) -> SafeString:
    """The input with its class and type. A form copies its fields, so the change is this form's only.

    A text is never cut: what is too long for its field is told there by the form, with how much was written.
    """
    widget = field.field.widget
    widget.attrs.pop("maxlength", None)
    if isinstance(widget, forms.Select):
        _say_empty(field.field)
    if isinstance(widget, BOXES):
        return field.as_widget()
    latin = (
        isinstance(widget, (*LATIN, forms.MultiWidget))
        or getattr(widget, "input_type", "") == "tel"
        or "inputmode" in widget.attrs
    )
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, ["input", "ltr" if latin else "", widget.attrs.get("class", "")]))
    }
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        attrs["rows"] = "4"
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"
    return field.as_widget(attrs=attrs)


def refuse(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put what an action refuses at its field when the form has it, at the top of the form otherwise."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def is_sound(form: forms.BaseForm) -> bool:
    """Whether what was typed can be taken: valid, and such as every form of ours asks.

    A text can stand on a paper: titles, motives and remarks do, one day, and one sign that the fonts lack would stop
    the paper then, with nobody there to mend it. A day is one of a life's work: in 1890 or in 2990 it is a slip.
    """
    form.is_valid()  # what it refuses and what follows are said together
    for name, value in list(getattr(form, "cleaned_data", {}).items()):
        if isinstance(value, str) and isinstance(form.fields.get(name), forms.CharField) and (sign := unprinted(value)):
            told = {"sign": sign}
            form.add_error(name, ValidationError(_("“%(sign)s” cannot be printed on an official paper."), params=told))
        elif isinstance(value, dt.date) and not OLDEST_BIRTH <= value.year <= clock.today().year + YEARS_AHEAD:
            form.add_error(name, ValidationError(_("This day is too far away to be right: check the year.")))
    return form.is_valid()


def are_sound(rows: forms.BaseFormSet[Any]) -> bool:
    """The same of several rows of one form; what is wrong is said at its field, in its row."""
    rows.is_valid()
    sound = [is_sound(form) for form in rows]
    return all(sound) and rows.is_valid()


def done(request: HttpRequest, form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Do what a form asks, once, if it was sent and says enough; what the action refuses goes back into the form."""
    if request.method != "POST" or not is_sound(form):
        return None
    try:
        return once.do(request, act)
    except ValidationError as refusal:
        refuse(form, refusal)
        return None


def form_page(
    request: HttpRequest, form: forms.BaseForm, template: str = "ui/form.html", *, back: str = "", **page: Any
) -> HttpResponse:
    """Answer a form, or the same with what is wrong: the browser and htmx both learn that nothing was done.

    ``back`` is where one goes without saving. ``page``: ``title``, ``submit``, ``lead``, ``crumbs``, ``danger``…;
    ``keep`` is what the address asks for, when it fills the form: what was typed for one is not put back in another.
    """
    wrong = form.errors or getattr(form, "warnings", None)
    return render(request, template, {"form": form, "back_url": back, **page}, status=422 if wrong else 200)


def answer_form(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[], Model],
    title: str,
    submit: str,
    back: str,
    **page: Any,
) -> HttpResponse:
    """The form; once it is right, the page of the thing it changed. What the act refuses stands at its field."""
    changed: Any = done(request, form, act)
    if changed is None:
        return form_page(request, form, title=title, submit=submit, back=back, **page)
    messages.success(request, _("Recorded."))
    address: str = changed.get_absolute_url()
    return redirect(address)
