"""Meetings, who is invited, what is discussed, the minutes, and what was promised there."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.agreements.models import Clause, Commitment
from takwin.attendance.models import Register
from takwin.core.halfdays import HalfDay, Part
from takwin.core.personal import Keep, held
from takwin.core.text import joined
from takwin.directory.models import Body, Place, Room
from takwin.documents.models import Paper, StoredFile
from takwin.letters.models import Letter
from takwin.meetings.enums import MeetingState, Nameless, Origin
from takwin.meetings.models.series import Series
from takwin.people.models import Person
from takwin.rights.enums import Permission

NOON = 12
LONGEST_MINUTES, LONGEST_PRESS = 60_000, 20_000  # signs
LONGEST_CAPACITY = 200  # what an office is called, with all that its holder is in charge of
LONGEST_CHAIR = LONGEST_CAPACITY + 210  # of an office alone its body follows
OF_SERIES = {"place": ["series__owner__place"], "body": ["series__owner"]}
CHAIRS = ("chair", "chair_capacity", "co_chair", "co_chair_capacity")  # who chairs, alone or with a second


class Meeting(models.Model):
    """One meeting of a series, with its number. It takes nobody and no room: those who have a session then are named.

    Who came is in ``register``; its state changes only through actions. ``round`` counts how often its day moved. Two
    may chair it together (the president of the region and the governor): ``co_chair`` is the second. They may be told
    before, in the invitations; who chaired in the end is said when it was held. ``chair_line`` is whoever was chosen on
    the list, of whom there may be a namesake there; none of a name that was typed.
    """

    MOVES = {
        "convene": ({MeetingState.PLANNED}, MeetingState.CONVENED),
        "move": ({MeetingState.PLANNED, MeetingState.CONVENED}, MeetingState.PLANNED),
        "hold": ({MeetingState.PLANNED, MeetingState.CONVENED}, MeetingState.HELD),
        "validate": ({MeetingState.HELD}, MeetingState.VALIDATED),
        "publish": ({MeetingState.VALIDATED}, MeetingState.PUBLISHED),
        "cancel": ({MeetingState.PLANNED, MeetingState.CONVENED}, MeetingState.CANCELLED),
    }
    PERSONAL = {
        "chair": held("say who chaired a public act", keep=Keep.PERMANENT),
        "chair_capacity": held("say in which capacity", keep=Keep.PERMANENT),
        "co_chair": held("say who chaired a public act", keep=Keep.PERMANENT),
        "co_chair_capacity": held("say in which capacity", keep=Keep.PERMANENT),
        "chair_line": held("say who chaired a public act", keep=Keep.PERMANENT),
        "co_chair_line": held("say who chaired a public act", keep=Keep.PERMANENT),
    }
    SCOPES = {
        "place": ["series__owner__place", "place", "invitations__body__place"],
        "body": ["series__owner", "invitations__body"],
    }
    ACTS = dict.fromkeys((Permission.MEETING_EDIT, Permission.MEETING_VALIDATE), OF_SERIES)

    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings", verbose_name=_("series"))
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=30, unique=True)
    subject = models.CharField(_("subject"), max_length=300)
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("hour"), null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="meetings", verbose_name=_("province"))
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room"))
    chair = models.CharField(_("chaired by"), max_length=LONGEST_CHAIR, blank=True)
    chair_capacity = models.CharField(_("capacity of the chair"), max_length=LONGEST_CAPACITY, blank=True)
    co_chair = models.CharField(_("chaired with"), max_length=LONGEST_CHAIR, blank=True)
    co_chair_capacity = models.CharField(_("capacity of the second chair"), max_length=LONGEST_CAPACITY, blank=True)
    chair_line = models.ForeignKey(
        "Invitation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chaired by")
    )
    co_chair_line = models.ForeignKey(
        "Invitation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chaired with")
    )
    register = models.OneToOneField(Register, models.PROTECT, related_name="meeting")
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["state", "day"], name="meeting_state_day")]
        constraints = [
            models.UniqueConstraint(
                name="meeting_number_once",
                fields=["series", "number"],
                violation_error_message=_("This number is already given in the series."),
            ),
            models.CheckConstraint(
                name="meeting_number_positive",
                condition=Q(number__gt=0),
                violation_error_message=_("Meetings are numbered from 1."),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_reason",
                condition=~Q(state="cancelled") | ~Q(reason=""),
                violation_error_message=_("Say why the meeting is cancelled."),
            ),
            models.CheckConstraint(
                name="meeting_second_chair_beside_a_first",
                condition=Q(co_chair="", co_chair_capacity="") | (~Q(co_chair="") & ~Q(chair="")),
                violation_error_message=_("A second chair has a name, and stands beside a first."),
            ),
            models.CheckConstraint(
                name="meeting_second_chair_is_another_of_the_list",
                condition=Q(chair_line=None) | Q(co_chair_line=None) | ~Q(co_chair_line=F("chair_line")),
                violation_error_message=_("The second is somebody else, chosen here or named below."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(series)s, no. %(number)s") % {"series": self.series.name, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def half_day(self) -> HalfDay:
        """In the morning when the hour is not told."""
        afternoon = self.starts_at is not None and self.starts_at.hour >= NOON
        return HalfDay(self.day, Part.AFTERNOON if afternoon else Part.MORNING)

    @property
    def is_open(self) -> bool:
        """Whether it is still prepared or its minutes are being written."""
        return self.state in (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.HELD)


class Invitation(models.Model):
    """Who is asked to come: a person for a body, whoever holds an office there when the name is not known, or somebody
    of no register, by the name and the capacity that were typed (``guest_name``).

    A person is on the common register too; of an office or a typed name ``came`` says whether somebody was there.
    ``letter`` is that of the present round, and ``change`` the last one that told what changed in it since.
    """

    PERSONAL = {
        "capacity": held("say in which capacity one came", keep=Keep.PERMANENT),
        "guest_name": held("say who was invited to a public meeting and in which capacity", keep=Keep.PERMANENT),
    }
    SCOPES = {
        "place": ["body__place", "meeting__place", "meeting__series__owner__place"],
        "body": ["body", "meeting__series__owner"],
        "person": ["person"],
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="meeting_invitations")
    guest_name = models.CharField(_("name of who is in no register"), max_length=120, blank=True)
    capacity = models.CharField(_("capacity"), max_length=LONGEST_CAPACITY)
    came = models.CharField(_("presence"), max_length=10, choices=Nameless, blank=True)
    uninvited = models.BooleanField(_("came uninvited"), default=False)
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="invitation")
    change = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["body__kind", "body__sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_once_a_person",
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                violation_error_message=_("This person is already invited."),
            ),
            models.UniqueConstraint(
                name="invitation_once_an_office",
                fields=["meeting", "body", "capacity", "guest_name"],
                condition=Q(person=None),
                violation_error_message=_("This office is already invited."),
            ),
            models.CheckConstraint(
                name="invitation_typed_name_of_no_person",
                condition=Q(person=None) | Q(guest_name=""),
                violation_error_message=_("A person of the register has his own name."),
            ),
            models.CheckConstraint(
                name="invitation_presence_is_of_the_register",
                condition=Q(person=None) | Q(came=""),
                violation_error_message=_("The presence of a named person is kept in the register."),
            ),
            models.CheckConstraint(
                name="invitation_change_follows_a_letter",
                condition=Q(change=None) | Q(letter__isnull=False),
                violation_error_message=_("A change is told to whoever had the invitation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.guest_name or self.capacity} · {self.body}"

    @property
    def said(self) -> str:
        """Who it is, in which capacity and for whom, on one line."""
        return joined([str(self.person or self.guest_name), self.capacity, str(self.body)])

    @property
    def last_letter(self) -> Letter | None:
        """What he was told last."""
        return self.change or self.letter

    @property
    def name_ar(self) -> str:
        """His name as Arabic papers write it; none of an office alone."""
        return self.person.name_ar or self.person.name_fr if self.person else self.guest_name


class Minutes(models.Model):
    """What was said, in paragraphs, then frozen with its number when validated; the press note is written apart.

    ``revision`` counts what was kept, so that two who write at once do not undo each other.
    """

    PERSONAL = {
        "text": held("keep the minutes of a public meeting", keep=Keep.PERMANENT),
        "press_text": held("tell the press", keep=Keep.PERMANENT),
        "secretary": held("say who wrote the minutes", keep=Keep.PERMANENT),
    }
    SCOPES = {"place": ["meeting__series__owner__place"], "body": ["meeting__series__owner"]}

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = models.TextField(_("what was said"), blank=True, validators=[MaxLengthValidator(LONGEST_MINUTES)])
    press_text = models.TextField(_("press note"), blank=True, validators=[MaxLengthValidator(LONGEST_PRESS)])
    secretary = models.CharField(_("written by"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    validated_at = models.DateTimeField(null=True, blank=True)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    press_paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="minutes_validated_with_their_paper",
                condition=Q(validated_at=None, paper=None) | Q(validated_at__isnull=False, paper__isnull=False),
                violation_error_message=_("Validated minutes have their date and their numbered paper."),
            ),
            models.CheckConstraint(
                name="press_note_of_validated_minutes",
                condition=Q(press_paper=None) | Q(validated_at__isnull=False),
                violation_error_message=_("A press note follows validated minutes."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper or self.meeting)


class Obligation(models.Model):
    """What a body promised in a meeting: who, to whom, what, how much, by when; marked on a sentence of the minutes.

    It binds once the minutes are validated. It ends kept, with its proof, or replaced by another; late is derived.
    One without a day ("as soon as possible") is never late, and follows to the next agenda as the others do. ``clause``
    is the article of an agreement that it carries out, if any: that of a text that is open again may go.
    """

    PERSONAL = {
        "quote": held("keep the sentence that bears the promise", keep=Keep.PERMANENT),
        "text": held("follow what was promised", keep=Keep.PERMANENT),
        "proof": held("tell why it is held as kept", keep=Keep.PERMANENT),
    }
    SCOPES = {
        "place": ["debtor__place", "creditor__place", "meeting__series__owner__place"],
        "body": ["debtor", "creditor", "meeting__series__owner"],
    }
    ACTS = {
        permission: {"place": ["meeting__series__owner__place"], "body": ["meeting__series__owner"]}
        for permission in (Permission.MEETING_EDIT, Permission.OBLIGATION_SETTLE)
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="obligations")
    quote = models.CharField(_("sentence of the minutes"), max_length=1000)
    text = models.CharField(_("what is promised"), max_length=400)
    debtor = models.ForeignKey(Body, models.PROTECT, related_name="obligations", verbose_name=_("who promises"))
    creditor = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("to whom"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(pgettext_lazy("obligation", "by"), null=True, blank=True)
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name=_("commitment")
    )
    clause = models.ForeignKey(
        Clause, models.SET_NULL, null=True, blank=True, related_name="obligations", verbose_name=_("under the article")
    )
    done_on = models.DateField(_("kept on"), null=True, blank=True)
    proof = models.CharField(_("proof"), max_length=300, blank=True)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["debtor", "due_on"], name="obligation_debtor_due")]
        constraints = [
            models.CheckConstraint(
                name="obligation_amount_positive",
                condition=Q(amount=None) | Q(amount__gt=0),
                violation_error_message=_("A promise of money is for an amount above zero."),
            ),
            models.CheckConstraint(
                name="obligation_between_two_bodies",
                condition=~Q(debtor=F("creditor")),
                violation_error_message=_("A body promises to another body."),
            ),
            models.CheckConstraint(
                name="obligation_kept_with_proof",
                condition=Q(done_on=None, proof="") | Q(done_on__isnull=False) & ~Q(proof=""),
                violation_error_message=_("A promise is held as kept on a day, with its proof."),
            ),
            models.CheckConstraint(
                name="obligation_ends_once",
                condition=Q(done_on=None) | Q(replaced_by=None),
                violation_error_message=_("A promise is kept or replaced, not both."),
            ),
            models.CheckConstraint(
                name="obligation_settled_by_someone",
                condition=Q(done_on=None, replaced_by=None, settled_at=None)
                | (Q(done_on__isnull=False) | Q(replaced_by__isnull=False)) & Q(settled_at__isnull=False),
                violation_error_message=_("What settles a promise has its date."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("meetings:obligation", args=[self.pk])


class AgendaItem(models.Model):
    """A point of the agenda, in its order; one that follows a promise points at it, once a meeting."""

    PERSONAL = {"text": held("keep what was to be discussed", keep=Keep.PERMANENT)}
    SCOPES = {
        "place": ["meeting__series__owner__place", "meeting__place"],
        "body": ["meeting__series__owner", "meeting__invitations__body"],
    }
    ACTS = {
        Permission.MEETING_EDIT: {"place": ["meeting__series__owner__place"], "body": ["meeting__series__owner"]},
    }

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("point of the agenda"), max_length=500)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="followed_in")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_follows_a_promise_once",
                fields=["meeting", "obligation"],
                condition=Q(obligation__isnull=False),
                violation_error_message=_("This promise is already on the agenda."),
            ),
            models.CheckConstraint(
                name="agenda_origin_matches_promise",
                condition=Q(origin="obligation", obligation__isnull=False)
                | ~Q(origin="obligation") & Q(obligation=None),
                violation_error_message=_("A point that follows a promise names it."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
