"""Places, bodies, rooms, calendars and parameters: registers without screens."""

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.core import identifiers
from takwin.core.points import Point
from takwin.core.text import search_text, sort_key
from takwin.directory.enums import BodyKind, Level, PlaceKind, SittingKind
from takwin.directory.heads import LONGEST, check_head


class Named(models.Model):
    """A thing with its two official names, and the keys by which they sort and are found."""

    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    sort_ar = models.CharField(max_length=120, editable=False, db_index=True)
    sort_fr = models.CharField(max_length=120, editable=False, db_index=True)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_ar if get_language() == "ar" else self.name_fr

    def also_known_as(self) -> list[str]:
        """Other names this thing answers to in a search."""
        return []

    def index(self, others: Iterable[str] | None = None) -> None:
        """Make the sort and search keys anew from the names; called by every write of a name.

        ``others`` spares the query for the other names to whoever writes many rows and knows them.
        """
        self.sort_ar, self.sort_fr = sort_key(self.name_ar), sort_key(self.name_fr)
        self.search_text = search_text(
            self.name_ar, self.name_fr, *(self.also_known_as() if others is None else others)
        )

    def save(self, *args: object, **kwargs: object) -> None:
        self.index()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "sort_ar", "sort_fr", "search_text"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Place(Named):
    """A node of the official map of Morocco (HCP codes, RGPH 2024).

    ``region``, ``province`` and ``commune`` are the ancestors *and the place itself* at its own level, so that
    "everything in province P" is ``province=P``. The code is how HCP names the place today: never ancestry.
    ``official_ar`` and ``official_fr`` are HCP's spellings; ``name_*`` is what screens and papers show. Once an
    administrator has renamed the place, loading the map again leaves the shown names alone.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": [""]}

    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=15, choices=PlaceKind)
    code = models.CharField(_("code"), max_length=20, unique=True)
    official_ar = models.CharField(max_length=200)
    official_fr = models.CharField(max_length=200)
    is_renamed = models.BooleanField(default=False)
    region = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    province = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    cercle = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    commune = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    iso = models.CharField(max_length=10, blank=True, help_text=_("ISO 3166-2 code, for the map"))
    population = models.PositiveIntegerField(_("population"), null=True)
    households = models.PositiveIntegerField(_("households"), null=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "sort_ar"], name="place_level_sort")]
        constraints = [
            models.CheckConstraint(
                name="place_keys_match_level",
                condition=Q(level="kingdom", region=None, province=None, commune=None)
                | Q(level="region", region__isnull=False, province=None, commune=None)
                | Q(level__in=["province", "cercle"], region__isnull=False, province__isnull=False, commune=None)
                | Q(
                    level__in=["commune", "borough"],
                    region__isnull=False,
                    province__isnull=False,
                    commune__isnull=False,
                ),
                violation_error_message=_("A place has all its ancestors, and none below itself."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("territory:place", args=[self.pk])

    def also_known_as(self) -> list[str]:
        aliases = [alias.name for alias in self.aliases.all()] if self.pk else []
        return [self.official_ar, self.official_fr, *aliases]


class PlaceCode(models.Model):
    """A code under which a place was or is known, with its dates; ``source`` says who gave it."""

    PERSONAL: dict[str, object] = {}

    place = models.ForeignKey(Place, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=20)
    source = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="place_code_once_by_date",
                fields=["code", "starts_on"],
                violation_error_message=_("This code already names a place from that date."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PlaceAlias(models.Model):
    """Another spelling a place answers to (فكيك for فجيج)."""

    PERSONAL: dict[str, object] = {}

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="place_alias_once",
                fields=["place", "name"],
                violation_error_message=_("The place already answers to this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Body(Named):
    """A collectivity's council, a State administration, a university, a committee: whoever acts, signs or pays.

    ``place`` is its seat and, for a collectivity or a State administration, what it governs. ``parent`` is the
    body it is an organ or a service of (a committee's council, a State service's province).
    Loading places makes one body per collectivity and per State administration, found by (``kind``, ``place``);
    it names them after their place until an officer has corrected the name.
    ``authority`` are the lines above its own name at the head of its papers, one authority a line; left empty, they are
    those of its kind (see ``heads``).
    ``call_number`` is that of the service that keeps its account, E.164: an office's number, nobody's own.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["place"], "body": ["", "parent"]}

    kind = models.CharField(_("kind"), max_length=12, choices=BodyKind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="bodies", verbose_name=_("seat"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="organs", verbose_name=_("part of")
    )
    is_renamed = models.BooleanField(default=False)
    short_code = models.CharField(_("code in references"), max_length=8, blank=True)
    town_ar = models.CharField(_("town on its letters, in Arabic"), max_length=80, blank=True)
    town_fr = models.CharField(_("town on its letters, in French"), max_length=80, blank=True)
    authority_ar = models.CharField(
        _("lines above its name on its letterhead, in Arabic"), max_length=LONGEST, blank=True, validators=[check_head]
    )
    authority_fr = models.CharField(
        _("lines above its name on its letterhead, in French"), max_length=LONGEST, blank=True, validators=[check_head]
    )
    services_ar = models.TextField(_("services on its letterhead, in Arabic"), blank=True, help_text=_("one a line"))
    services_fr = models.TextField(_("services on its letterhead, in French"), blank=True, help_text=_("one a line"))
    rib = models.CharField(
        _("bank identity (RIB)"),
        max_length=24,
        blank=True,
        validators=[RegexValidator(r"^\d{24}$"), identifiers.check_rib],
    )
    call_number = models.CharField(_("phone for those who pay it"), max_length=16, blank=True)
    ice = models.CharField(_("ICE"), max_length=15, blank=True, validators=[RegexValidator(r"^\d{15}$")])
    tax_number = models.CharField(
        _("tax identifier (IF)"), max_length=8, blank=True, validators=[RegexValidator(r"^\d{4,8}$")]
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="body_one_collectivity_per_place",
                fields=["kind", "place"],
                condition=Q(kind__in=["region", "province", "commune", "borough", "state"]),
                violation_error_message=_("This place already has its council or administration."),
            ),
            models.UniqueConstraint(
                name="body_short_code_once",
                fields=["short_code"],
                condition=~Q(short_code=""),
                violation_error_message=_("Another body already writes this code in its references."),
            ),
            models.CheckConstraint(
                name="body_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("A body ends after it starts."),
            ),
            models.CheckConstraint(
                name="body_authority_in_both_languages",
                condition=Q(authority_ar="", authority_fr="") | (~Q(authority_ar="") & ~Q(authority_fr="")),
                violation_error_message=_(
                    "Write the lines above the name in both languages, or in neither: papers print both."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("territory:body", args=[self.pk])

    def also_known_as(self) -> list[str]:
        return [self.place.search_text] if self.place_id and self.kind != BodyKind.COMMITTEE else []


class Room(Named):
    """A room where sessions are held, lent by an administration; where it stands on the map, once somebody said so."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["place"], "body": ["lender"]}

    lender = models.ForeignKey(Body, models.PROTECT, related_name="rooms", verbose_name=_("lent by"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=5, null=True, editable=False)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, editable=False)
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["sort_ar", "pk"]
        constraints = [
            models.CheckConstraint(
                name="room_has_seats",
                condition=Q(seats__gt=0),
                violation_error_message=_("A room has at least one seat."),
            ),
            models.UniqueConstraint(
                name="room_once_per_lender",
                fields=["lender", "name_ar"],
                violation_error_message=_("This administration already lends a room of that name."),
            ),
            models.CheckConstraint(
                name="room_on_the_map",
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False, longitude__isnull=False, latitude__range=(20, 37), longitude__range=(-18, 0)
                ),
                violation_error_message=_("A room stands on the map by a latitude and a longitude, in Morocco."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("territory:room", args=[self.pk])

    @property
    def point(self) -> Point | None:
        """Where it stands, once somebody said so."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


class Holiday(models.Model):
    """A public holiday. Days that follow the moon are estimated until the ministry has announced them."""

    PERSONAL: dict[str, object] = {}

    day = models.DateField(_("day"))
    name_ar = models.CharField(_("name in Arabic"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    is_estimated = models.BooleanField(_("estimated"), default=False)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="holiday_once",
                fields=["day", "name_ar"],
                violation_error_message=_("This holiday is already recorded on that day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


class Sitting(models.Model):
    """A day on which a council sits. Once convened, its members can be enrolled nowhere else that day."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place"], "body": ["body"]}

    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=15, choices=SittingKind, default=SittingKind.ORDINARY)
    day = models.DateField(_("day"))
    convened_on = models.DateField(_("convened on"), null=True, blank=True)

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="sitting_once_a_day",
                fields=["body", "day"],
                violation_error_message=_("This council already sits on that day."),
            ),
            models.CheckConstraint(
                name="sitting_convened_before_it_sits",
                condition=Q(convened_on=None) | Q(convened_on__lte=F("day")),
                violation_error_message=_("A council is convened before it sits."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.day}"


class Parameter(models.Model):
    """A figure of law or usage with its dates and source: days owed, shares, default hours of a half-day.

    ``key`` is one of ``directory.parameters``; ``owner`` empty means it holds for everyone, otherwise it is
    that body's own figure and wins over the common one. Half-open dates.
    """

    PERSONAL: dict[str, object] = {}

    key = models.CharField(_("parameter"), max_length=60)
    owner = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    value = models.CharField(_("value"), max_length=60)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["key", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                name="parameter_once_by_date",
                fields=["key", "starts_on"],
                condition=Q(owner=None),
                violation_error_message=_("This parameter already has a value from that date."),
            ),
            models.UniqueConstraint(
                name="parameter_once_by_owner_and_date",
                fields=["key", "owner", "starts_on"],
                violation_error_message=_("This parameter already has a value from that date."),
            ),
            models.CheckConstraint(
                name="parameter_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("A value ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
