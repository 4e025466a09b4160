"""Course material: PDF and slides only, for all the trainers, and for participants when it is marked so."""

import io
import zipfile
import zlib
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.core.uploads import Scan
from takwin.documents import pdfs
from takwin.documents.actions import path_of
from takwin.documents.models import StoredFile
from takwin.documents.slides import IMPRESS, PDF, POWERPOINT, material_type
from takwin.programmes.actions import add_action
from takwin.programmes.models import Action
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.materials.actions import add_material
from takwin.training.models import Material, TrainingSession
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_region
from tests.factories.letters import make_link
from tests.factories.programmes import make_programme
from tests.factories.rights import make_appointment, officer_of
from tests.factories.training import make_enrolment, make_session
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PAPER = b"%PDF-1.7\n" + bytes(500) + b"\n%%EOF\n"


def archive(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if first:
            made.writestr("mimetype", first)
        for name in names:
            made.writestr(name, b"<x/>")
    return out.getvalue()


SLIDES = archive("[Content_Types].xml", "ppt/presentation.xml", "ppt/slides/slide1.xml")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(PAPER, PDF), (SLIDES, POWERPOINT), (archive("content.xml", first=IMPRESS.encode()), IMPRESS)],
)
def test_material_is_told_by_its_content(data: bytes, kind: str) -> None:
    assert material_type(data) == kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"MZ" + bytes(900), "neither a PDF nor slides"),
        (b"", "neither a PDF nor slides"),
        (archive("word/document.xml", "[Content_Types].xml"), "neither a PDF nor slides"),
        (SLIDES[:-40], "neither a PDF nor slides"),
        (b"%PDF-1.7\n" + bytes(5000), "cut short"),
        (archive("[Content_Types].xml", "ppt/presentation.xml", "ppt/vbaProject.bin"), "macros"),
        (archive("content.xml", "Basic/Standard/Module1.xml", first=IMPRESS.encode()), "macros"),
    ],
)
def test_what_runs_or_is_something_else_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        material_type(data)


def given(session: TrainingSession, data: bytes = PAPER, title: str = "تمارين اليوم الأول", **facts: bool) -> Material:
    facts = {"for_participants": True} | facts
    return add_material(session, Scan(data, "tamarin.pdf", ""), title_ar=title, by=make_user(), **facts)  # type: ignore[arg-type]


def make_action() -> Action:
    return add_action(make_programme(), name_ar="تكوين", name_fr="Formation", by=make_user())


def own_page(person: object) -> tuple[Client, str]:
    link, code = make_link(person)  # type: ignore[arg-type]
    browser = Client()
    browser.post(reverse("personal:code", args=[link.token]), {"code": code})
    return browser, link.token


def taken(browser: Client, token: str, one: Material) -> bytes | None:
    answer = browser.get(reverse("training:own_material", args=[token, one.pk]))
    return b"".join(answer) if answer.status_code == 200 else None  # type: ignore[arg-type]


def test_an_officer_adds_shows_and_takes_off_and_a_neighbour_does_not(
    as_user: Browser, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    session = make_session()
    browser, page = as_user(officer_of(session.owner.place)), reverse("training:add_material", args=[session.pk])
    facts = {"title_fr": "Les diapositives"}
    for wrong in (facts | {"file": SimpleUploadedFile("x.pdf", b"MZ" + bytes(900))},
                  {"file": SimpleUploadedFile("x.pdf", PAPER)}):  # fmt: skip
        assert browser.post(page, wrong).status_code == 422
    sent = SimpleUploadedFile("الشرائح.ppt", SLIDES)
    assert browser.post(page, facts | {"file": sent}).status_code == 302
    (one,) = Material.objects.select_related("file")
    assert (one.file.name, one.file.content_type, one.for_participants) == ("الشرائح.pptx", POWERPOINT, False)
    assert (one.title_ar, one.title) == ("", "Les diapositives")
    assert "for trainers only" in browser.get(session.get_absolute_url()).content.decode()
    browser.post(reverse("training:show_material", args=[session.pk, one.pk]), {"to": "participants"})
    assert "for trainers and participants" in browser.get(session.get_absolute_url()).content.decode()
    answer = browser.get(reverse("training:material", args=[one.pk]))
    assert b"".join(answer) == SLIDES  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    stranger, taken_off = (
        as_user(officer_of(make_region())),
        reverse("training:remove_material", args=[session.pk, one.pk]),
    )
    assert stranger.get(reverse("training:material", args=[one.pk])).status_code == 404
    assert stranger.post(taken_off).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(taken_off)
    assert not Material.objects.exists()
    assert not StoredFile.objects.exists()
    assert not path_of(one.file.sha256).exists()


def test_a_participant_takes_what_is_marked_for_him_and_a_trainer_everything(as_user: Browser) -> None:
    line = make_enrolment()
    session, trainer = line.session, make_trainer(line.session.owner)
    shown, kept = given(session), given(session, SLIDES, "دليل المكون", for_participants=False)
    half = session.register.half_days.earliest("day", "part")
    actions.set_slot(session, half, title="x", trainer=trainer, by=None)
    browser, token = own_page(line.person)
    told = browser.get(reverse("personal:page", args=[token])).content.decode()
    assert shown.title in told
    assert kept.title not in told
    assert taken(browser, token, shown) == PAPER
    assert taken(browser, token, kept) is None
    by_link, his = own_page(trainer.person)
    assert taken(by_link, his, kept) == SLIDES
    user = make_user()
    trainer.person.user = user
    trainer.person.save()
    make_appointment(user, Role.TRAINER)
    told = as_user(user).get(session.get_absolute_url()).content.decode()
    assert shown.title in told
    assert kept.title in told
    assert "Take off" not in told
    actions.withdraw(line, by=None)
    assert taken(browser, token, shown) is None


def test_material_of_an_action_stands_on_each_of_its_sessions_also_those_to_come(as_user: Browser) -> None:
    with pytest.raises(ValidationError, match="belongs to no action"):
        given(make_session(), whole_action=True)
    action = make_action()
    first = make_session(action=action, owner=action.programme.owner)
    one = given(first, whole_action=True)
    second = make_session(action=action, owner=action.programme.owner)
    assert one.title in as_user(officer_of(second.owner.place)).get(second.get_absolute_url()).content.decode()
    line = make_enrolment(second)
    browser, token = own_page(line.person)
    assert taken(browser, token, one) == PAPER


def test_a_file_is_given_once_and_says_what_it_is() -> None:
    session, action = make_session(), make_action()
    one = given(session)
    with pytest.raises(ValidationError, match="already has this file"):
        given(session)
    with pytest.raises(ValidationError, match="Say what this file is"):
        given(session, SLIDES, " ")
    with breaks(Material, "material_once_a_session"):
        Material.objects.create(session=session, file=one.file, title_ar="x")
    Material.objects.create(action=action, file=one.file, title_ar="x")
    with breaks(Material, "material_once_an_action"):
        Material.objects.create(action=action, file=one.file, title_ar="x")
    with breaks(Material, "material_of_a_session_or_an_action"):
        Material.objects.create(action=action, session=session, file=one.file, title_ar="x")
    with breaks(Material, "material_of_a_session_or_an_action"):
        Material.objects.create(file=one.file, title_ar="x")
    with breaks(Material, "material_has_a_title"):
        Material.objects.filter(pk=one.pk).update(title_ar="", title_fr="")


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_add_the_same_file_add_it_once() -> None:
    session = make_session()
    said = at_once(*[lambda: given(session)] * 2)
    assert refusals(said) == ["This session already has this file."]
    assert Material.objects.count() == 1


def test_a_file_for_the_whole_action_is_offered_to_who_prepares_the_sessions_of_its_carrier(as_user: Browser) -> None:
    session = make_session()
    action = add_action(make_programme(session.owner), name_ar="تكوين", name_fr="Formation", by=make_user())
    TrainingSession.objects.filter(pk=session.pk).update(action=action)
    page = reverse("training:add_material", args=[session.pk])
    form = as_user(officer_of(session.owner.place)).get(page).context["form"]
    assert "whole_action" in form.fields
    Action.objects.filter(pk=action.pk).update(programme=make_programme())
    form = as_user(officer_of(session.owner.place)).get(page).context["form"]
    assert "whole_action" not in form.fields


@pytest.mark.parametrize("damage", [b"\xff\xff\xff", b""])
def test_an_archive_damaged_inside_is_refused_in_words(damage: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", IMPRESS.encode())
    whole = bytearray(out.getvalue())
    whole[38 : 38 + len(damage)] = damage
    with pytest.raises(ValidationError, match="neither a PDF nor slides") if damage else nullcontext():
        material_type(bytes(whole))


def test_the_figures_of_a_chart_are_no_macro() -> None:
    chart = archive("[Content_Types].xml", "ppt/presentation.xml", "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx")
    assert material_type(chart) == POWERPOINT


def packed(inside: bytes, head: bytes = b"/Type/ObjStm/Filter/FlateDecode") -> bytes:
    """A PDF whose dictionaries stand in an object stream."""
    data = zlib.compress(inside)
    return b"%PDF-1.7\n1 0 obj\n<<" + head + b">>\nstream\n" + data + b"\nendstream\nendobj\n%%EOF\n"


def written(inside: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + inside + b"\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    "data",
    [
        written(b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
        written(b"<</S /Java#53cript>>"),
        written(b"<</S/Rendition/JS 4 0 R>>"),
        written(b"<</S/Launch/F(calc.exe)>>"),
        written(b"<</OpenAction<</S/SubmitForm/F(https://example.ma)>>>>"),
        written(b"<</OpenAction<</S/ImportData/F(data.fdf)>>>>"),
        written(b"<</OpenAction<</S/GoToR/F(other.pdf)>>>>"),
        written(b"<</OpenAction<</S/#47oTo#45/T<<>>>>>>"),
        written(b"<</AcroForm<</XFA 5 0 R/Fields[]>>>>"),
        written(b"<</Names<</EmbeddedFiles 5 0 R>>>>"),
        written(b"<</Type/Filespec/EF <</F 6 0 R>>>>"),
        packed(b"7 0 <</S/Launch/F(calc.exe)>>"),
        packed(b"7 0 <</S/Rendition/JS 4 0 R>>", b"/Type/Obj#53tm/Filter[/FlateDecode]"),
        written(b"% stream\n") + packed(b"7 0 <</S/Launch>>"),
    ],
)
def test_a_pdf_that_runs_scripts_opens_programs_or_carries_files_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError, match="runs scripts, opens programs or holds other files"):
        material_type(data)


@pytest.mark.parametrize(
    "data",
    [
        packed(b"7 0 <<>>", b"/Type/ObjStm/Filter/LZWDecode"),
        packed(b"7 0 <<>>", b"/Type/ObjStm/Filter[/FlateDecode/ASCIIHexDecode]"),
        packed(b"7 0 <<>>", b"/Type/ObjStm/X(obj)/Filter/FlateDecode"),
        packed(b"7 0 <<>>", b"/Type/ObjStm/Filter/FlateDecode/DecodeParms<</Predictor 12>>"),
        packed(b"7 0 <<>>") + b"trailer<</Encrypt 9 0 R>>\n%%EOF\n",
        packed(bytes(range(200)))[:-40] + b"\n%%EOF\n",
    ],
)
def test_a_pdf_that_cannot_be_looked_into_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError, match="cannot be looked into"):
        material_type(data)


def test_looking_into_a_pdf_costs_no_more_than_its_whole_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may unpack to much, and hide stream within stream: what is looked at is counted over all of it."""
    monkeypatch.setattr(pdfs, "MOST_LOOKED_INTO", 50_000)
    assert material_type(packed(bytes(40_000))) == PDF
    for costly in (
        packed(bytes(60_000)),
        packed(bytes(30_000)) * 2,
        written(b"stream\n" * 400),
        written(b"stream\n" * 200_000),
    ):
        with pytest.raises(ValidationError, match="cannot be looked into"):
            material_type(costly)


def test_a_pdf_that_only_shows_pages_is_taken_whatever_its_pictures_hold() -> None:
    picture = b"%PDF-1.7\n1 0 obj\n<</Length 9>>\nstream\n/JS /EF<< \nendstream\nendobj\n%%EOF\n"
    assert material_type(picture) == PDF
    assert material_type(packed(b"7 0 <</S/URI/URI(https://example.ma)>>")) == PDF
