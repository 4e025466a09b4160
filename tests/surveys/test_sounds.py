"""A question read aloud: real audio only, heard on the phone and on the tablet, and nothing missing without it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.core.uploads import Scan
from takwin.documents.actions import path_of
from takwin.documents.models import StoredFile
from takwin.documents.sounds import MOST, sound_type
from takwin.surveys.actions import publish_version, write_version
from takwin.surveys.models import Question, Recording
from takwin.surveys.sounds.actions import attach_recording
from takwin.surveys.starting import Asked
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_region
from tests.factories.letters import make_link
from tests.factories.rights import officer_of
from tests.factories.surveys import QUESTIONS, make_round, make_version
from tests.surveys import sounds

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def sent(data: bytes, name: str = "question.m4a") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "audio/mp4")


def recorded(question: Question, data: bytes | None = None, language: str = "ar") -> Recording:
    return attach_recording(question, language, Scan(data or sounds.m4a(), "سؤال.m4a", ""), by=make_user())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (sounds.mp3(), "audio/mpeg"),
        (sounds.m4a(), "audio/mp4"),
        (sounds.ogg(), "audio/ogg"),
        (sounds.wav(), "audio/wav"),
    ],
)
def test_a_recording_is_told_by_its_bytes(data: bytes, kind: str) -> None:
    assert sound_type(data) == kind
    with pytest.raises(ValidationError, match="not a recording"):
        sound_type(data[: len(data) // 3])


def nested(deep: int) -> bytes:
    """A file of boxes within boxes, deeper than anyone should follow."""
    inside = b""
    for _level in range(deep):
        inside = (len(inside) + 8).to_bytes(4, "big") + b"moov" + inside
    return b"\0\0\0\x0cftypM4A " + inside


@pytest.mark.parametrize(
    "data",
    [
        b"", b"%PDF-1.7" + bytes(900), b"<html><script>alert(1)</script>" + bytes(900),
        b"\xff\xd8\xff\xe0" + bytes(900),
        b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"<script>" * 100, b"RIFF\0\0\0\0WAVE" + bytes(900),
        nested(3000), sounds.m4a(b"vide"), b"OggS\0" + bytes(900), b"\xff\xfb\x90\x00" + bytes(900),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError, match="not a recording"):
        sound_type(data)


def test_a_long_recording_is_refused_with_both_sizes() -> None:
    with pytest.raises(ValidationError, match="largest accepted"):
        sound_type(sounds.wav() + bytes(MOST))


def test_an_officer_attaches_replaces_and_takes_back_a_recording(
    as_user: Browser, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    question = make_version().questions.all()[0]
    owner = question.version.questionnaire.owner
    browser, page = as_user(officer_of(owner.place)), reverse("surveys:recordings", args=[question.pk])
    assert "Choose a recording" in browser.post(page, {"sent": "1"}).content.decode()
    refused = browser.post(page, {"ar": sent(b"%PDF-1.7" + bytes(900))})
    assert "not a recording" in refused.content.decode()
    browser.post(page, {"ar": sent(sounds.m4a()), "fr": sent(sounds.wav(), "q.wav")})
    assert set(Recording.objects.values_list("language", "text")) == {
        ("ar", question.text_ar),
        ("fr", question.text_fr),
    }
    first = Recording.objects.get(language="ar").file
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(page, {"ar": sent(sounds.ogg()), "take_fr": "on"}).status_code == 302
    assert Recording.objects.get().file.content_type == "audio/ogg"
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    assert not path_of(first.sha256).exists()
    assert as_user(officer_of(make_region())).post(page, {"ar": sent(sounds.m4a())}).status_code == 404


def test_the_phone_and_the_tablet_give_it_beside_its_question_in_the_readers_language(as_user: Browser) -> None:
    asked, (person,) = make_round()
    question = asked.version.questions.all()[0]
    arabic, french = recorded(question), recorded(question, sounds.wav(), "fr")
    link, code = make_link(person)
    browser = Client()
    browser.cookies["django_language"] = "ar"
    browser.post(reverse("personal:code", args=[link.token]), {"code": code})
    told = browser.get(reverse("surveys:own", args=[link.token, asked.pk])).content.decode()
    assert told.count("<audio") == 1
    assert arabic.file.sha256 in told
    tablet = as_user(officer_of(asked.owner.place))
    tablet.cookies["django_language"] = "fr"
    told = tablet.get(reverse("surveys:tablet", args=[asked.pk]), {"person": person.pk}).content.decode()
    assert french.file.sha256 in told


def test_a_recording_in_the_other_language_says_so(as_user: Browser) -> None:
    asked, (person,) = make_round()
    recorded(asked.version.questions.all()[0])
    tablet = as_user(officer_of(asked.owner.place))
    for language, said in (("fr", ["arabe", "", "", ""]), ("ar", ["", "", "", ""])):
        tablet.cookies["django_language"] = language
        page = tablet.get(reverse("surveys:tablet", args=[asked.pk]), {"person": person.pk})
        assert [line["other_language"] for line in page.context["lines"]] == said


def test_a_phone_hears_it_whole_or_in_parts_and_nobody_guesses_another(client: Client) -> None:
    question = make_version().questions.all()[0]
    data, kept = sounds.m4a(), recorded(question)
    address = reverse("surveys:sound", args=[kept.file.sha256])
    whole = client.get(address)
    assert (whole.content, whole["Content-Type"], whole["X-Content-Type-Options"]) == (data, "audio/mp4", "nosniff")
    part = client.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"ftyp", f"bytes 4-7/{len(data)}")
    assert client.get(address, headers={"Range": "bytes=-4"}).content == data[-4:]
    assert client.get(address, headers={"Range": "bytes=9-"}).content == data[9:]
    assert client.get(address, headers={"Range": "bytes=999999-"}).status_code == 416
    assert client.get(address, headers={"Range": "bytes=x"}).status_code == 200
    assert client.get(reverse("surveys:sound", args=["0" * 64])).status_code == 404


def test_a_question_kept_word_for_word_is_still_heard_and_a_reworded_one_is_silent(as_user: Browser) -> None:
    version = make_version()
    first, second = version.questions.all()[:2]
    recorded(first)
    recorded(second, sounds.ogg())
    reworded = Asked(QUESTIONS[1].kind, "سؤال آخر", "Autre question")
    draft = write_version(version.questionnaire, [QUESTIONS[0], reworded], by=None)
    publish_version(draft, by=make_user())
    browser = as_user(officer_of(version.questionnaire.owner.place))
    told = browser.get(version.questionnaire.get_absolute_url()).content.decode()
    assert told.count("<audio") == 3, "both questions of the first version, one of the second"


def test_a_sentence_has_one_recording() -> None:
    kept = recorded(make_version().questions.all()[0])
    with breaks(Recording, "recording_once_a_sentence"):
        Recording.objects.create(
            questionnaire=kept.questionnaire, language=kept.language, text=kept.text, file=kept.file
        )
