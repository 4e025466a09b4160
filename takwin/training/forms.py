"""Forms of sessions: plan, programme by half-day, seats, steps, replies."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement
from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.forms import OwnedForm, owners_for
from takwin.catalogue.models import Topic
from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.core.money import split
from takwin.core.text import joined
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place, Room
from takwin.letters.models import Hand
from takwin.people.queries import heads
from takwin.programmes.models import Action
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, own_body
from takwin.training.actions import SlotRow
from takwin.training.enums import Reply
from takwin.training.models import Slot, TrainingSession
from takwin.training.queries import Candidate, invited_bodies
from takwin.ui.forms import DayInput, MoneyField

WHY = _("Only when a warning is shown: it is kept with the session.")


class MotiveForm(forms.Form):
    """The motive by which one goes on past warnings, which are shown apart from errors, just above it."""

    template_name = "training/motive_fields.html"
    warnings: Sequence[str] = ()
    motive = forms.CharField(label=_("Motive for going on"), max_length=300, required=False, help_text=WHY)

    def ask_motive(self) -> None:
        """Show the motive as a field that is waited for: there is a warning to answer."""
        self.fields["motive"].is_asked = True  # type: ignore[attr-defined]


class WalkInForm(MotiveForm):
    """Why somebody is added beyond the last seat; asked when none is left."""

    motive = forms.CharField(label=_("Motive for going on"), max_length=300, required=False)


class DaysForm(MotiveForm):
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Two consecutive days as a rule.")
    )


def _topics_of(owners: QuerySet[Body]) -> QuerySet[Topic]:
    """The topics in use of the institutions a user plans for."""
    rows = Topic.objects.filter(is_open=True, owner__in=owners.order_by().values("pk")).select_related("owner")
    return rows.order_by("owner__kind", "owner__sort_ar", "owner", "code", "pk")


def _by_owner(topics: QuerySet[Topic]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Topics under the name of the institution whose catalogue they are in."""
    return [
        (str(owner), [(topic.pk, str(topic)) for topic in rows])
        for owner, rows in groupby(topics, key=lambda topic: topic.owner)
    ]


class _AgreementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Many agreements bear one title: each is told by its reference and its territory too."""

    def label_from_instance(self, obj: Any) -> str:
        return joined([obj.reference, obj.name, obj.place.name])


def _by_programme(actions: Iterable[Action]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Actions come back from year to year under one name: each stands under its programme, with its number there."""
    return [
        (joined([programme.name, programme.owner.name]), [(row.pk, f"{row.number}. {row}") for row in rows])
        for programme, rows in groupby(actions, key=lambda row: row.programme)
    ]


def _covering(place: Any) -> Q:
    """The agreements of a province and of what it is in; of a region, those of its provinces too; all for no place."""
    found = Place.objects.filter(pk=key_of(str(place or "")) or 0).first()
    if found is None:
        return Q()
    within = Q(place__province=found.pk) if found.level == Level.PROVINCE else Q(place__region=found.pk)
    return within | Q(place__in=[found.pk, found.region_id or found.pk]) | Q(place__level=Level.KINGDOM)


def _agreements_for(user: User, place: Any) -> QuerySet[Agreement]:
    """The agreements that may pay for a session there, the latest first."""
    rows = allowed(Agreement.objects.filter(cancelled_on=None), user, Permission.SESSION_EDIT)
    return rows.filter(_covering(place)).select_related("place").order_by("-pk")


class PlanForm(OwnedForm, DaysForm):
    """What a session is, before its rooms, its trainers and its people."""

    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topic"), empty_label=_("Choose"))
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Province or prefecture"), empty_label=_("Choose")
    )  # fmt: skip
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, initial=40)
    minimum = forms.IntegerField(label=_("Minimum of participants"), min_value=0, max_value=500, initial=15)
    action = forms.ModelChoiceField(
        Action.objects.none(), label=_("Action of the programme"), required=False, empty_label=_("none")
    )
    agreement = _AgreementChoice(
        Agreement.objects.none(), label=_("Agreement that pays"), required=False, empty_label=_("none"),
        help_text=_("Only those of the province chosen, of its region or of the Kingdom."),
        error_messages={"invalid_choice": _("This agreement does not cover the province chosen.")},
    )  # fmt: skip
    cost = MoneyField(label=_("Estimated cost (dirhams)"), required=False)
    field_order = [
        "owner",
        "topic",
        "place",
        "first_day",
        "last_day",
        "seats",
        "minimum",
        "action",
        "agreement",
        "cost",
    ]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        edit = Permission.SESSION_EDIT
        self.initial.setdefault("owner", own_body(owners_for(by), by, Permission.SESSION_EDIT))
        if self.fields["owner"].queryset.count() == 1:  # type: ignore[attr-defined]
            self.fields["owner"].widget = forms.HiddenInput()
        provinces = Q(level__in=[Level.PROVINCE, Level.REGION])
        for name, rows in {
            "topic": _topics_of(self.fields["owner"].queryset),  # type: ignore[attr-defined]
            "place": allowed(Place.objects.filter(provinces), by, edit).order_by("level", "sort_ar"),
            "action": allowed(Action.objects.select_related("programme__owner"), by, edit).order_by(
                "-programme__year", "programme", "number", "pk"
            ),
            "agreement": _agreements_for(by, self["place"].value()),
        }.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        asked_again = {"hx-get": "?", "hx-trigger": "change", "hx-swap": "outerHTML"}
        asked_again |= {"hx-target": "#id_agreement", "hx-select": "#id_agreement"}
        self.fields["place"].widget.attrs |= asked_again
        actions = _by_programme(self.fields["action"].queryset)  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("none")), *actions]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("Choose")), *_by_owner(self.fields["topic"].queryset)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seats") and (data.get("minimum") or 0) > data["seats"]:
            self.add_error("minimum", _("The minimum cannot be greater than the seats."))
        topic, owner = data.get("topic"), data.get("owner")
        if topic and owner and topic.owner_id != owner.pk:
            self.add_error("topic", _("Choose a topic of the catalogue of %(owner)s.") % {"owner": owner})
        return data


class CorrectForm(MotiveForm):
    """What may change of a session without moving it."""

    seats = PlanForm.base_fields["seats"]
    minimum = PlanForm.base_fields["minimum"]
    certificate_half_days = forms.IntegerField(
        label=_("Half-days required for the certificate"), min_value=1, max_value=28
    )
    cost = PlanForm.base_fields["cost"]
    replacement = forms.BooleanField(
        label=_("Whoever cannot come may name a colleague"),
        required=False,
        help_text=_("Of the same council, free on these days. The colleague takes the seat and is convened."),
    )
    agreement = PlanForm.base_fields["agreement"]
    field_order = ["seats", "minimum", "certificate_half_days", "cost", "agreement", "replacement", "motive"]

    def __init__(self, *args: Any, session: TrainingSession, by: User, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(session, name) for name in self.base_fields if name != "motive"}
        super().__init__(*args, **kwargs)
        own = Agreement.objects.filter(pk=session.agreement_id or 0)
        self.fields["agreement"].queryset = _agreements_for(by, session.place_id) | own  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is told to those who were convened, as you write it.")
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PostponeForm(DaysForm, ReasonForm):
    without_taken = forms.BooleanField(
        label=_("Go on without the participants taken on the new days"),
        required=False,
        help_text=_("They are withdrawn and told; whoever waits takes their seats."),
    )
    field_order = ["first_day", "last_day", "reason", "motive", "without_taken"]


def rooms_for(session: TrainingSession) -> QuerySet[Room]:
    """The rooms in use in the session's province; those of the region for a session of the whole region."""
    place = session.place
    near = Q(place__province=place.province_id) if place.province_id else Q(place__region=place.region_id)
    return Room.objects.filter(near, is_open=True).order_by("sort_ar", "pk")


class ProgrammeForm(forms.Form):
    """What is taught in each half-day, where and by whom: three fields for each of them, and for each more workshop."""

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms, trainers = rooms_for(session), session.owner.trainers.filter(is_open=True).select_related("person")
        room_choices = [("", _("no room yet")), *((str(room.pk), str(room)) for room in rooms)]
        trainer_choices = [("", _("no trainer yet")), *((str(t.pk), str(t)) for t in trainers)]
        self.rooms, self.trainers = {str(r.pk): r for r in rooms}, {str(t.pk): t for t in trainers}
        self.rows: list[tuple[str, RegisterHalfDay, Slot | None]] = []
        slots = list(session.slots.select_related("room", "trainer__person").order_by("pk"))
        for half in session.register.half_days.order_by("day", "part"):
            own: list[Slot | None] = [slot for slot in slots if slot.half_day_id == half.pk]
            for n, slot in enumerate(own or [None]):
                self._add(f"h{half.pk}_{n}", half, slot, room_choices, trainer_choices)

    def _add(self, key: str, half: RegisterHalfDay, slot: Slot | None, rooms: list[Any], trainers: list[Any]) -> None:
        self.rows.append((key, half, slot))
        room, trainer = (slot.room, slot.trainer) if slot else (None, None)
        taught = forms.CharField(label=_("What is taught"), max_length=200, required=False)
        taught.initial = slot.title if slot else ""
        self.fields[f"{key}_title"] = taught
        here = rooms + ([(str(room.pk), str(room))] if room and str(room.pk) not in self.rooms else [])
        with_whom = trainers + (
            [(str(trainer.pk), str(trainer))] if trainer and str(trainer.pk) not in self.trainers else []
        )
        self.rooms |= {str(room.pk): room} if room else {}
        self.trainers |= {str(trainer.pk): trainer} if trainer else {}
        self.fields[f"{key}_room"] = forms.ChoiceField(
            label=_("Room"), choices=here, required=False, initial=room.pk if room else ""
        )
        self.fields[f"{key}_trainer"] = forms.ChoiceField(
            label=_("Trainer"), choices=with_whom, required=False, initial=trainer.pk if trainer else ""
        )

    def groups(self) -> Iterable[tuple[RegisterHalfDay, str, list[forms.BoundField]]]:
        """The fields of each half-day under its name."""
        for key, half, _slot in self.rows:
            named = f"{formats.day(half.day, weekday=True)} · {half.get_part_display()}"
            yield half, named, [self[f"{key}_{name}"] for name in ("title", "room", "trainer")]

    def said(self) -> list[SlotRow]:
        """The rows as the action takes them."""
        data = self.cleaned_data
        return [
            SlotRow(
                half,
                slot,
                data[f"{key}_title"],
                self.rooms.get(data[f"{key}_room"]),
                self.trainers.get(data[f"{key}_trainer"]),
                key,
            )
            for key, half, slot in self.rows
        ]


class SeatsForm(forms.Form):
    """How many seats are kept for each council; empty where it is not invited, 0 where it shares the common seats."""

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = dict(session.seats_by_body.values_list("body", "seats"))
        self.bodies = list(invited_bodies(session))
        proposed = kept or self._by_members(session)
        for body in self.bodies:
            self.fields[f"b{body.pk}"] = forms.IntegerField(
                label=body.name, min_value=0, max_value=500, required=False, initial=proposed.get(body.pk)
            )

    def _by_members(self, session: TrainingSession) -> dict[int, int]:
        """The seats in proportion to the members of each council, to the last one; none while nobody is in office."""
        members = heads(self.bodies, session.starts_on)
        sitting = [body.pk for body in self.bodies if members[body.pk]]
        parts = split(Decimal(session.seats), [members[pk] for pk in sitting], unit=Decimal(1)) if sitting else []
        return {pk: int(part) for pk, part in zip(sitting, parts, strict=True)}

    def said(self) -> dict[Body, int]:
        data = self.cleaned_data
        return {body: data[f"b{body.pk}"] for body in self.bodies if data[f"b{body.pk}"] is not None}


class ReplyForm(forms.Form):
    """The answer of a convened person, on his own page, or given for him by his council."""

    answer = forms.ChoiceField(label=_("Will you come?"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Only when you cannot come."))
    colleague = forms.ChoiceField(
        label=_("Colleague who comes in your place"),
        required=False,
        help_text=_("Of your council, free on these days."),
    )

    def __init__(self, *args: Any, colleagues: Sequence[Candidate], for_another: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].is_asked = True  # type: ignore[attr-defined]  # of whoever cannot come
        answers = [(Reply.COMING, _("I am coming")), (Reply.EXCUSED, _("I cannot come"))]
        if for_another:
            answers = [(Reply.COMING, _("Is coming")), (Reply.EXCUSED, _("Cannot come"))]
            self.fields["answer"].label = _("Will this person come?")
            self.fields["colleague"].label = _("Colleague who comes instead")
        if colleagues:
            answers.append((Reply.REPLACED, _("A colleague comes instead")))
            chosen = [(one.key, f"{one.person} · {one.capacity}") for one in colleagues]
            self.fields["colleague"].choices = [("", _("Choose")), *chosen]  # type: ignore[attr-defined]
        else:
            del self.fields["colleague"]
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == Reply.REPLACED and not data.get("colleague"):
            self.add_error("colleague", _("Say who comes."))
        return data


class HandForm(forms.Form):
    """What a route list that came back says of the letters ticked."""

    hand = forms.ChoiceField(label=_("The letters ticked have reached"), choices=Hand.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day written on the list"), widget=DayInput, initial=clock.today)
