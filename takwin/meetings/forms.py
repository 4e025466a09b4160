"""Forms of series, meetings and promises."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.forms import body_shown, possible_parties
from takwin.agreements.models import Agreement, Clause
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.core.uploads import within_limit
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place, Room
from takwin.directory.parameters import parameter
from takwin.meetings.actions import Chair
from takwin.meetings.enums import OF_AGREEMENTS, SeriesKind
from takwin.meetings.models import Invitation, Meeting, Series
from takwin.meetings.models.meetings import LONGEST_CAPACITY, LONGEST_CHAIR
from takwin.meetings.queries.meetings import Guest, bodies_near
from takwin.meetings.queries.namesakes import twin_told
from takwin.meetings.queries.obligations import articles_near, asked_until, left_to_pay
from takwin.meetings.reading import amount_in, article_in, bodies_in, day_in, in_few_words, is_of_money, is_promised_by
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput
from takwin.rights.queries import allowed
from takwin.ui.forms import DayInput, MoneyField, RowsField

EDIT = Permission.MEETING_EDIT
LONGEST_QUOTE = 1000  # signs


def pdf(upload: Any) -> None:
    """Told by its first bytes, whatever its name."""
    head = upload.read(5)
    upload.seek(0)
    if head != b"%PDF-":
        raise forms.ValidationError(_("This file is not a PDF: scan the report as PDF."))


def pick_body() -> PickInput:
    return PickInput("meetings:bodies", shown=body_shown, hint=_("Administration, office, university, association…"))


class SeriesForm(forms.Form):
    """A series of meetings or a committee."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SeriesKind.choices)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Organised by"), empty_label=None)
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Territory"),
        empty_label=_("Choose"),
        help_text=_("A province for meetings numbered apart there; the region for one numbering everywhere."),
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Agreement"), required=False, empty_label=_("none"),
        help_text=_("Only for a steering or monitoring committee."),
    )  # fmt: skip
    last = forms.IntegerField(
        label=_("Meetings already held"), min_value=0, max_value=500, initial=0,
        help_text=_("Before Takwin: after four, the next one is the fifth."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = allowed(Place.objects.filter(level__in=[Level.REGION, Level.PROVINCE]), by, EDIT)
        owners = [BodyKind.REGION, BodyKind.PROVINCE, BodyKind.STATE]
        self._set("owner", allowed(Body.objects.filter(kind__in=owners), by, EDIT).order_by("place__level", "sort_ar"))
        self._set("place", places.order_by("level", "sort_ar"))
        self._set("agreement", allowed(Agreement.objects, by, EDIT).order_by("-pk"))
        region = self.fields["owner"].queryset.filter(kind=BodyKind.REGION).first()  # type: ignore[attr-defined]
        self.initial.setdefault("owner", region.pk if region else None)

    def _set(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in OF_AGREEMENTS and not data.get("agreement"):
            self.add_error("agreement", _("Say of which agreement it is the committee."))
        if data.get("kind") not in OF_AGREEMENTS and data.get("agreement"):
            self.add_error("agreement", _("Only a steering or monitoring committee is that of an agreement."))
        return data


class WhenForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    starts_at = forms.TimeField(
        label=_("Hour"), required=False, help_text=_("Left empty, no hour is printed; invitations need one.")
    )
    venue = forms.CharField(
        label=_("Venue"),
        max_length=200,
        required=False,
        help_text=_("As the invitation says it: the seat of the province."),
    )


class _RoomChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Rooms of one name are told apart by their place."""

    def label_from_instance(self, obj: Any) -> str:
        return joined([str(obj), obj.place.name])


class PlanForm(WhenForm):
    """The next meeting of a series."""

    series = forms.ModelChoiceField(Series.objects.none(), label=_("Series"), empty_label=_("Choose"))
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Province"), required=False, empty_label=_("the territory of the series")
    )
    room = _RoomChoice(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("none"),
        help_text=_("It is named, not taken: ask whoever lends it."),
    )  # fmt: skip
    subject = forms.CharField(label=_("Subject"), max_length=300)
    field_order = ["series", "subject", "place", "day", "starts_at", "venue", "room"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = allowed(Place.objects.filter(level=Level.PROVINCE), by, EDIT)
        for name, rows in {
            "series": allowed(Series.objects, by, EDIT),
            "place": places.order_by("sort_ar"),
            "room": Room.objects.filter(place__province__in=places.values("pk"), is_open=True).select_related("place"),
        }.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class MoveForm(WhenForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed once invitations were sent: they tell it."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ChairsForm(forms.Form):
    """Who will chair, as the invitations say it."""

    chair = forms.CharField(
        label=_("Chaired by"), max_length=LONGEST_CHAIR, help_text=_("With Mr or Mrs, as the invitations write it.")
    )
    chair_capacity = forms.CharField(label=_("In the capacity of"), max_length=LONGEST_CAPACITY)
    co_chair = forms.CharField(
        label=_("Together with"), max_length=LONGEST_CHAIR, required=False,
        help_text=_("When two chair: the president of the region and the governor, for instance."),
    )  # fmt: skip
    co_chair_capacity = forms.CharField(label=_("Capacity of the second"), max_length=LONGEST_CAPACITY, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("co_chair_capacity") and not data.get("co_chair"):
            self.add_error("co_chair", _("Name the second, or empty the capacity."))
        return data

    def chairs(self) -> tuple[Chair, Chair]:
        """Who will chair, then who will with him; of a sound form."""
        data = self.cleaned_data
        return Chair(data["chair"], data["chair_capacity"]), Chair(data["co_chair"], data["co_chair_capacity"])


class _LineChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Someone of the list, shown in the capacity he has there."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.said)


class HoldForm(forms.Form):
    """Who chaired; the minutes begin with it. Someone of the list is chosen as himself, not by how he is named."""

    chaired_by = _LineChoice(
        Invitation.objects.none(), label=_("Chaired by"), required=False, empty_label=_("somebody else, named below")
    )
    chair = forms.CharField(
        label=_("Name of the one who chaired"), max_length=LONGEST_CHAIR, required=False,
        help_text=_("Only for somebody who is not on the list. With Mr or Mrs, as the minutes write it."),
    )  # fmt: skip
    chair_capacity = forms.CharField(
        label=_("In the capacity of"), max_length=LONGEST_CAPACITY, required=False,
        help_text=_("Left empty, the capacity on the list of whoever is chosen there."),
    )  # fmt: skip
    co_chaired_by = _LineChoice(
        Invitation.objects.none(), label=_("Together with"), required=False,
        empty_label=_("nobody, or somebody else, named below"), help_text=_("When two chaired."),
    )  # fmt: skip
    co_chair = forms.CharField(label=_("Name of the second"), max_length=LONGEST_CHAIR, required=False)
    co_chair_capacity = forms.CharField(label=_("Capacity of the second"), max_length=LONGEST_CAPACITY, required=False)

    def __init__(self, *args: Any, lines: QuerySet[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chaired_by", "co_chaired_by"):
            self.fields[name].queryset = lines  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, written = data.get("chaired_by"), data.get("chair", "").strip()
        if not chosen and not written and "chaired_by" not in self.errors:
            self.add_error("chair", _("Say who chaired: choose somebody of the list, or write the name."))
        if chosen and written:
            self.add_error(
                "chaired_by", _("Two chairs are told: choose “somebody else” here, or empty the name below.")
            )
        self._clean_second(data)
        self._follow(data, "chaired_by", "chair_capacity")
        self._follow(data, "co_chaired_by", "co_chair_capacity")
        return data

    def chairs(self) -> tuple[Chair, Chair]:
        """Who chaired, then who did with him; of a sound form."""
        data = self.cleaned_data
        return (
            Chair(data["chair"], data["chair_capacity"], data["chaired_by"]),
            Chair(data["co_chair"], data["co_chair_capacity"], data["co_chaired_by"]),
        )

    def _clean_second(self, data: dict[str, Any]) -> None:
        """Somebody else than the first, chosen or named once."""
        line, written = data.get("co_chaired_by"), data.get("co_chair", "").strip()
        if line and (written or line == data.get("chaired_by")):
            self.add_error("co_chaired_by", _("The second is somebody else, chosen here or named below."))
        elif not line and not written and data.get("co_chair_capacity", "").strip():
            self.add_error("co_chair", _("Name the second, or empty the capacity."))

    def _follow(self, data: dict[str, Any], who: str, capacity: str) -> None:
        """A capacity that was filled in for somebody else stays with that one: another of the list has his own."""
        if capacity not in self.changed_data and data.get(who) != self.initial.get(who):
            data[capacity] = ""


class PointForm(forms.Form):
    text = forms.CharField(label=_("Point of the agenda"), max_length=500)


class OfficeForm(forms.Form):
    """Someone known by his office alone, or who is in no register: his name is then written as the minutes say it."""

    body = forms.ModelChoiceField(possible_parties(), label=_("Body"), widget=pick_body())
    name = forms.CharField(
        label=_("Name of who comes"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Of an official who is in no register here. Empty: whoever holds the office."),
    )  # fmt: skip
    is_another = forms.BooleanField(label=_("It is somebody else of that name: add all the same"), required=False)
    capacity = forms.CharField(
        label=_("Capacity"), max_length=LONGEST_CAPACITY, help_text=_("Secretary general, delegate of the operator…")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        if not self["is_another"].value():
            self.tick = self.fields.pop("is_another")

    def clean(self) -> dict[str, Any]:
        """One who is found by name is chosen as himself: his presence is then on the common register. Whoever bears the
        name of one of the list is said to be another."""
        data = super().clean() or {}
        if data.get("body") and (told := twin_told(self.meeting, self.guest())):
            self.add_error("name", told)
            self.fields["is_another"] = self.tick
            self.order_fields(list(self.base_fields))
        return data

    def guest(self) -> Guest:
        data = self.cleaned_data
        return Guest(data["body"], None, data.get("capacity", ""), data.get("name", ""), data.get("is_another", False))


class MemberForm(forms.Form):
    body = forms.ModelChoiceField(possible_parties(), label=_("Body"), widget=pick_body())
    capacity = forms.CharField(
        label=_("Capacity"), max_length=120, help_text=_("President, representative, secretary…")
    )


class EndMemberForm(forms.Form):
    ends_on = forms.DateField(label=_("Sits no longer from"), widget=DayInput)


class ReportForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2016, max_value=2100)
    adopted_on = forms.DateField(label=_("Adopted on"), widget=DayInput)
    file = forms.FileField(
        label=_("The report"), required=False, help_text=_("A PDF of at most 20 MB."), validators=[within_limit, pdf],
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip


class ArticleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An article told by its agreement, its number and how it begins."""

    def label_from_instance(self, obj: Clause) -> str:
        number = _("Article %(key)s") % {"key": obj.key}
        return joined([obj.agreement.reference, number, Truncator(obj.text).chars(60)])


class PromiseForm(forms.Form):
    """What a marked sentence promises; what the sentence tells is filled in already."""

    quote = forms.CharField(
        label=_("Sentence of the minutes"), max_length=LONGEST_QUOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
    text = forms.CharField(
        label=_("What is promised"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In few words: it goes on the next agenda."),
    )  # fmt: skip
    debtors = RowsField(Body.objects.none(), label=_("Who promises"), widget=forms.CheckboxSelectMultiple)
    creditor = forms.ModelChoiceField(Body.objects.none(), label=_("Promised to"), empty_label=None)
    what_is_left = forms.BooleanField(
        label=_("What each still owed of its contributions"), required=False,
        help_text=_("The amount is read in the state of transfers, and receipts will prove it."),
    )  # fmt: skip
    amount = MoneyField(
        label=_("Amount (dirhams)"), required=False, help_text=_("Of each of those who promise, when they are several.")
    )
    due_on = forms.DateField(label=_("To be kept by"), widget=DayInput, required=False)
    clause = ArticleField(
        Clause.objects.none(), label=_("Article of an agreement that it carries out"), required=False,
        empty_label=_("none"),
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, quote: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = _("What each still owed of its contributions, as of %(day)s") % {"day": formats.day(meeting.day)}
        self.fields["what_is_left"].label = left
        bodies = bodies_near(meeting)
        self.fields["debtors"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["creditor"].queryset = bodies  # type: ignore[attr-defined]
        self.initial = {**self.initial, "creditor": meeting.series.owner_id}
        self._articles(articles_near(meeting), quote)
        if quote:
            self._propose(meeting, quote[:LONGEST_QUOTE])
            self.initial["quote"] = quote  # all of it: one too long is shortened by whoever marks it

    def _articles(self, articles: QuerySet[Clause], quote: str) -> None:
        """Nothing is asked where no article stands; the one that the sentence names by its number is chosen already."""
        self.fields["clause"].queryset = articles  # type: ignore[attr-defined]
        if not articles:
            del self.fields["clause"]
        elif (key := article_in(quote)) and len(named := [one.pk for one in articles if one.key == key]) == 1:
            self.initial["clause"] = named[0]

    def _propose(self, meeting: Meeting, quote: str) -> None:
        """What the sentence tells: the day, the amount, who promises; who owed nothing that day is not ticked."""
        days = parameter("promise_days", on=meeting.day, owner=meeting.series.owner)
        told, later = day_in(quote, since=meeting.day), meeting.day + dt.timedelta(days=days)
        due_on = told or (later if later > clock.today() else None)
        said = _("The sentence tells no date: without one, the promise is followed and is never late.")
        if due_on:
            said = _("The sentence tells no date: %(days)s days are proposed.") % {"days": days}  # type: ignore[assignment]
        self.fields["due_on"].help_text = "" if told else said
        others = self.fields["debtors"].queryset.exclude(pk=meeting.series.owner_id)  # type: ignore[attr-defined]
        named = _proposed(quote, list(others))
        if is_promised_by(quote, meeting.series.owner):
            named = self._turn(meeting.series.owner, named)
        until = asked_until(meeting, due_on)
        owing = left_to_pay(named, meeting.series.owner, until, meeting.day) if is_of_money(quote) else {}
        if owing and len(owing) < len(named):
            self.fields["debtors"].help_text = _("Who owed nothing that day is not ticked.")
        self.initial = {
            **self.initial,
            "text": in_few_words(quote, told), "amount": amount_in(quote), "due_on": due_on,
            "debtors": [body.pk for body in named if body.pk in owing or not owing], "what_is_left": bool(owing),
        }  # fmt: skip

    def _turn(self, owner: Body, named: Sequence[Body]) -> list[Body]:
        """The organiser promises: to the one body that the sentence names, or to one that is to be chosen."""
        self.fields["creditor"].empty_label = _("Choose")  # type: ignore[attr-defined]
        self.initial["creditor"] = named[0].pk if len(named) == 1 else None
        return [owner]


def _proposed(quote: str, bodies: Sequence[Body]) -> list[Body]:
    """The bodies the sentence names; all communes when it speaks of the communes or of their presidents."""
    named = bodies_in(quote, bodies)
    everyone = any(word in quote for word in ("الجماعات", "الرؤساء", "communes", "présidents"))
    return named or [body for body in bodies if everyone and body.kind == BodyKind.COMMUNE]


class CorrectForm(forms.Form):
    quote = PromiseForm.base_fields["quote"]
    text = PromiseForm.base_fields["text"]
    amount = PromiseForm.base_fields["amount"]
    due_on = PromiseForm.base_fields["due_on"]
