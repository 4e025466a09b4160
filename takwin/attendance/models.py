"""One ledger of presence: who is expected, where, which half-days; who came; sealed, then only corrected."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.attendance.enums import Source, Status
from takwin.attendance.scans.models import SheetBox, SheetLine, SheetPhoto, SheetRound
from takwin.attendance.sync.models import Received
from takwin.core import clock, formats
from takwin.core.halfdays import HalfDay, Part
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Place, Room
from takwin.people.models import Person

__all__ = [
    "Claim", "Expected", "Mark", "Presence", "Received", "Register", "RegisterHalfDay", "SheetBox", "SheetLine",
    "SheetPhoto", "SheetRound",
]  # fmt: skip


class Register(models.Model):
    """Who is expected where: a session, a meeting or a worksite points at one. Knows nothing of which.

    ``title``, in Arabic, is what the sheet and the phone show; ``title_fr`` for a reader in French. ``keepers`` are
    those who teach or lead: they mark and seal. They are named apart from the claims, since a trainer may well be a
    participant elsewhere, and seals nothing there. ``counts``: who is present receives half-days of training; a meeting
    gives none, takes nobody and cancels no presence elsewhere.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["place"], "body": ["owner"], "person": ["keepers"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("organised by"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    title = models.CharField(_("title"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    counts = models.BooleanField(default=True, editable=False)
    keepers = models.ManyToManyField(Person, blank=True, related_name="kept_registers", verbose_name=_("kept by"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        """The title in the reader's language, when it has one."""
        return self.title if get_language() == "ar" else self.title_fr or self.title

    def get_absolute_url(self) -> str:
        return reverse("attendance:register", args=[self.pk])


class RegisterHalfDay(models.Model):
    """One half-day of a register, with its planned hours, and its seal once the trainer has closed it."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["register__place"], "body": ["register__owner"], "person": ["register__keepers"]}

    register = models.ForeignKey(Register, models.CASCADE, related_name="half_days")
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=1, choices=Part)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    validated_at = models.DateTimeField(_("validated at"), null=True, blank=True)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["day", "part"]
        constraints = [
            models.UniqueConstraint(
                name="register_half_day_once",
                fields=["register", "day", "part"],
                violation_error_message=_("This half-day is already in the register."),
            ),
            models.CheckConstraint(
                name="register_half_day_hours",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A half-day ends after it starts."),
            ),
            models.CheckConstraint(
                name="register_half_day_sealed_by_someone",
                condition=Q(sealed_at=None, sealed_by=None) | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                violation_error_message=_("A seal has its date and its author."),
            ),
            models.CheckConstraint(
                name="register_half_day_validated_once_sealed",
                condition=Q(validated_at=None, validated_by=None)
                | Q(validated_at__isnull=False, validated_by__isnull=False, sealed_at__isnull=False),
                violation_error_message=_("A half-day is validated by someone, once it is sealed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{formats.day(self.day, weekday=True)} · {self.get_part_display()}"

    @property
    def half_day(self) -> HalfDay:
        return HalfDay(self.day, Part(self.part))

    @property
    def begins_later(self) -> bool:
        """Whether its planned hour, on the wall in Morocco, has not come: who is there is marked, nothing is sealed."""
        now = clock.now().astimezone(clock.CASABLANCA)
        return (now.date(), now.time()) < (self.day, self.starts_at)


class Expected(models.Model):
    """A person expected in a register, for a body: the roll that the sheet prints and the phone shows.

    ``wrong_codes`` counts those he typed in a row to say himself that he is there (``checkin``).
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["register__place", "body__place"], "body": ["register__owner", "body"], "person": ["person"]}

    register = models.ForeignKey(Register, models.CASCADE, related_name="expected")
    person = models.ForeignKey(Person, models.PROTECT, related_name="expected")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("for the body"))
    capacity = models.CharField(_("capacity"), max_length=120)
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="expected_once",
                fields=["register", "person"],
                violation_error_message=_("This person is already on the list."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Claim(models.Model):
    """A room or a person taken for a half-day, by one register, across every programme.

    The two partial constraints are what the database refuses and nobody overrides: a trainer and a participant
    alike can be in one place at a time, and so can a room.
    """

    PERSONAL: dict[str, object] = {}

    register = models.ForeignKey(Register, models.CASCADE, related_name="claims")
    day = models.DateField()
    part = models.CharField(max_length=1, choices=Part)
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="claims")

    class Meta:
        ordering = ["day", "part", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="claim_room_once",
                fields=["room", "day", "part"],
                condition=Q(room__isnull=False),
                violation_error_message=_("The room is already taken on this half-day."),
            ),
            models.UniqueConstraint(
                name="claim_person_once",
                fields=["person", "day", "part"],
                condition=Q(person__isnull=False),
                violation_error_message=_("This person is already expected elsewhere on this half-day."),
            ),
            models.CheckConstraint(
                name="claim_one_thing",
                condition=Q(room__isnull=False, person=None) | Q(room=None, person__isnull=False),
                violation_error_message=_("A claim takes a room or a person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.part}"

    @property
    def half_day(self) -> HalfDay:
        return HalfDay(self.day, Part(self.part))


class Mark(models.Model):
    """What was said of a person's half-day, by whom and when: appended, never changed.

    Which one holds is said by ``folding.deciding``: the first, of those after the last that ``takes_back`` what was
    said before (a tap on the roll does, a mark of the field does not), unless a correction spoke. After the seal a
    mark needs ``reason``: it is a correction, and the earlier ones stay. ``received`` is what a device handed over.
    """

    PERSONAL = {"reason": held("explain a correction", keep=Keep.PERMANENT)}

    register = models.ForeignKey(Register, models.PROTECT, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="marks")
    day = models.DateField()
    part = models.CharField(max_length=1, choices=Part)
    status = models.CharField(_("presence"), max_length=10, choices=Status, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.TAP)
    takes_back = models.BooleanField(default=True)
    received = models.OneToOneField(Received, models.PROTECT, null=True, related_name="mark")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["register", "person", "day", "part"], name="mark_of_half_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.part} {self.status}"


class Presence(models.Model):
    """The mark that holds for a person's half-day in a register: a fold of the marks, kept for counting (``ledger``).

    At most one *counted* presence (present, late or left before the end) for a person and half-day, across all
    registers that count; ``counts`` repeats what the register says, but in a second place, where the person was later:
    there it is false.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["register__place", "body__place"], "body": ["register__owner", "body"], "person": ["person"]}

    register = models.ForeignKey(Register, models.PROTECT, related_name="presences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="presences")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("for the body"))
    day = models.DateField()
    part = models.CharField(max_length=1, choices=Part)
    status = models.CharField(_("presence"), max_length=10, choices=Status)
    counts = models.BooleanField(default=True, editable=False)
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "part", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="presence_once",
                fields=["register", "person", "day", "part"],
                violation_error_message=_("This presence is already recorded."),
            ),
            models.UniqueConstraint(
                name="presence_counted_once",
                fields=["person", "day", "part"],
                condition=Q(counts=True, status__in=["present", "late", "left"]),
                violation_error_message=_("This person is already counted present elsewhere on this half-day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.part} {self.status}"
