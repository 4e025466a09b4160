"""Who logs in: seven accounts whose password is printed, and those that only act in the story."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from takwin.accounts.actions import open_account
from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place
from takwin.journal.actions import record
from takwin.portal.demo.names import Name
from takwin.portal.demo.world import BEGINS, IFRANE, Province, Team, World
from takwin.rights.actions import appoint
from takwin.rights.enums import Role
from takwin.rights.models import Appointment

KEY = "demo-takwin-2026"  # what opens the seven accounts: known to all, since there is nothing to guard


class Login(NamedTuple):
    """An account that is shown with what opens it."""

    username: str
    role: Role
    name: Name


ADMINISTRATOR = Login("admin", Role.ADMINISTRATOR, Name("مدير النظام", "Administrateur"))
REGION = Login("fatima", Role.REGION_OFFICER, Name("فاطمة بنطالب", "Fatima Bentaleb"))
FINANCE = Login("youssef", Role.FINANCE_OFFICER, Name("يوسف الحياني", "Youssef Hayani"))
PROVINCE = Login("khadija", Role.PROVINCE_OFFICER, Name("خديجة أزناك", "Khadija Aznag"))
COMMUNE = Login("brahim", Role.COMMUNE, Name("إبراهيم أوحدو", "Brahim Ouhaddou"))
TRAINER = Login("naima", Role.TRAINER, Name("نعيمة السرغيني", "Naïma Serghini"))
AUDITOR = Login("omar", Role.AUDITOR, Name("عمر القندوسي", "Omar Kandoussi"))
LOGINS = (REGION, FINANCE, PROVINCE, COMMUNE, TRAINER, AUDITOR, ADMINISTRATOR)


def open_accounts(world: World) -> User:
    """The administrator, then everyone he and the region's officer let in, on the day Takwin begins.

    Gives the trainer's account, whose person comes with the trainers.
    """
    with world.on(BEGINS, 9):
        administrator = _first_account()
        region = _open(REGION.username, REGION.name, administrator)
        appoint(region, Role.REGION_OFFICER, place=world.place, by=administrator)
        colleague = _open("rachida", Name("رشيدة الورياغلي", "Rachida Ouriaghli"), administrator)
        appoint(colleague, Role.REGION_OFFICER, place=world.place, by=administrator)
        finance = _open(FINANCE.username, FINANCE.name, administrator)
        appoint(finance, Role.FINANCE_OFFICER, place=world.place, by=administrator)
        auditor = _open(AUDITOR.username, AUDITOR.name, administrator)
        appoint(auditor, Role.AUDITOR, place=world.place, by=administrator)
        world.team = Team(region, colleague, finance)
        for province in world.provinces:
            _open_province(world, province)
        trainer = _open(TRAINER.username, TRAINER.name, region)
        appoint(trainer, Role.TRAINER, by=region)
    User.objects.update(notices_read_at=clock.now())
    User.objects.filter(username__in=[login.username for login in LOGINS]).update(password=make_password(KEY))
    return trainer


def _first_account() -> User:
    """Nobody stands above the first administrator: he is written, not opened."""
    user = User(username=ADMINISTRATOR.username, name_ar=ADMINISTRATOR.name.ar, name_fr=ADMINISTRATOR.name.fr)
    user.set_unusable_password()
    user.save()
    kingdom = Place.objects.get(level=Level.KINGDOM)
    Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, place=kingdom, starts_on=BEGINS)
    record("account.opened", user, by=None)
    return user


def _open(username: str, name: Name, by: User) -> User:
    return open_account(username=username, name_ar=name.ar, name_fr=name.fr, by=by)


def _open_province(world: World, province: Province) -> None:
    """The officer of a province and the first of its communes; those of Ifrane are among the logins."""
    region, slug = world.team.region, slugify(province.place.name_fr)
    shown = province.place.code == IFRANE
    officer = _open(
        PROVINCE.username if shown else f"province.{slug}",
        PROVINCE.name
        if shown
        else Name(
            f"{province.state.name_ar} – قسم الجماعات الترابية",
            f"{province.state.name_fr} – division des collectivités territoriales",
        ),
        region,
    )
    appoint(officer, Role.PROVINCE_OFFICER, place=province.place, by=region)
    world.team.provinces[province.place.pk] = officer
    commune = first_commune(province)
    director = _open(
        COMMUNE.username if shown else f"commune.{slugify(commune.place.name_fr)}",
        COMMUNE.name
        if shown
        else Name(f"{commune.name_ar} – مديرية المصالح", f"{commune.name_fr} – direction des services"),
        region,
    )
    appoint(director, Role.COMMUNE, body=commune, by=region)
    world.team.communes[commune.pk] = director


def first_commune(province: Province) -> Body:
    """The commune of a province that has an account: its first by code."""
    return province.communes[0]
