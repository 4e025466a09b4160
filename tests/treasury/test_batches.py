"""Letters written together: each once, all in one PDF, for whoever keeps the account and for nobody else."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.later import told
from takwin.core.models import Job
from takwin.directory.models import Body, Place
from takwin.documents.actions import cancel_paper, path_of, store_file
from takwin.documents.models import Paper
from takwin.rights.enums import Role
from takwin.treasury import actions
from takwin.treasury.batches import actions as batches
from takwin.treasury.models import FundsRequest, RequestBatch
from takwin.treasury.queries import received_of
from tests.constraints import breaks
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.programmes import make_programme
from tests.factories.rights import officer_of
from tests.factories.treasury import letters_went, make_batch, make_line

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
CANCELLED = "ملغاة"


def pages(batch: RequestBatch) -> list[str]:
    """The text of each page of a batch's PDF."""
    assert batch.file
    read = pypdfium2.PdfDocument(io.BytesIO(path_of(batch.file.sha256).read_bytes()))
    return [page.get_textpage().get_text_range() for page in read]


@pytest.fixture
def other(due: Any, province: Place) -> Instalment:
    found: Instalment = due(make_body(place=make_commune(province)))
    return found


def run(job: Job) -> RequestBatch:
    """What the worker does of a job."""
    arguments = job.arguments
    batch = RequestBatch.objects.get(pk=arguments["batch"]["pk"])
    action = getattr(batches, job.action.rpartition(".")[2])
    found: RequestBatch = action(batch, arguments["instalments"], by=batch.asked_by)
    return found


def test_a_province_is_asked_in_one_pdf_with_a_page_and_a_number_for_each(
    instalment: Instalment, other: Instalment, accountant: User, province: Place, monkeypatch: Any
) -> None:
    monkeypatch.setattr(batches, "CHUNK", 1)
    (job,) = batches.order_batches([instalment, other], writes=True, scope=batches.Scope(place=province), by=accountant)
    steps: list[tuple[int, int]] = []
    with told(lambda done, total: steps.append((done, total))):
        batch = run(job)
    references = list(Paper.objects.filter(kind="funds_request").order_by("pk").values_list("reference", flat=True))
    assert len(set(references)) == batch.requests.count() == 2
    first, second = pages(batch)
    assert first != second
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_batch_cut_in_the_middle_prints_whole_what_it_had_written(
    instalment: Instalment, other: Instalment, accountant: User, region: Body, monkeypatch: Any
) -> None:
    batch = make_batch(region, accountant)
    monkeypatch.setattr(batches, "_print", lambda *_args, **_facts: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        batches.write_batch(batch, [instalment.pk], by=accountant)
    monkeypatch.undo()
    batches.write_batch(batch, [instalment.pk, other.pk], by=accountant)
    assert FundsRequest.objects.count() == len(pages(batch)) == 2


def test_reminders_and_first_requests_stand_in_one_pdf(
    instalment: Instalment, other: Instalment, accountant: User, region: Body
) -> None:
    actions.request_funds(instalment, by=accountant)
    FundsRequest.objects.update(requested_on="2026-07-10")
    batch = batches.write_batch(make_batch(region, accountant), [instalment.pk, other.pk], by=accountant)
    assert sorted(batch.requests.values_list("rank", flat=True)) == [0, 1]
    assert len(pages(batch)) == 2


def test_letters_written_together_cost_the_same_queries_and_leave_out_who_owes_nothing_more(
    instalment: Instalment, due: Any, accountant: User, region: Body, province: Place, django_assert_num_queries: Any
) -> None:
    several = [instalment, *(due(make_body(place=make_commune(province))) for _ in range(5))]
    paid, asked = several[1], several[2]
    actions.receive(make_line(region, "10000.00"), {paid: paid.amount}, by=accountant)
    actions.request_funds(asked, by=accountant)
    for chunk, written in ((several[:3], 1), (several[3:], 3)):
        with django_assert_num_queries(26):
            letters = batches.request_together([one.pk for one in chunk], by=accountant)
        assert len(letters) == written
    facts = [letter.paper.facts for letter in FundsRequest.objects.order_by("pk") if letter.paper]
    assert len({fact["reference"]["number"] for fact in facts}) == 5


def test_letters_are_printed_again_without_asking_anybody_again(
    instalment: Instalment, other: Instalment, accountant: User, region: Body
) -> None:
    for one in (instalment, other):
        actions.request_funds(one, by=accountant)
    letters_went(1, other)
    reminder = actions.request_funds(other, by=accountant)
    (job,) = batches.order_batches([instalment, other], writes=False, by=accountant)
    batch = run(job)
    assert reminder in batch.requests.all()  # the latest letter of each
    assert (batch.requests.count(), FundsRequest.objects.count(), len(pages(batch))) == (2, 3, 2)


def test_a_letter_cancelled_since_is_printed_as_cancelled(
    instalment: Instalment, accountant: User, region: Body
) -> None:
    written = actions.request_funds(instalment, by=accountant)
    before = batches.print_batch(make_batch(region, accountant), [instalment.pk], by=accountant)
    cancel_paper(written.paper, by=accountant)  # type: ignore[arg-type]
    after = batches.print_batch(make_batch(region, accountant), [instalment.pk], by=accountant)
    said = [
        len([word for text in pages(one) for word in text.split() if CANCELLED in (word, word[::-1])])
        for one in (before, after)
    ]
    assert said[0] == 0
    assert said[1] > 0


def test_a_batch_with_nothing_left_to_write_says_so_and_keeps_no_file(
    instalment: Instalment, accountant: User, region: Body
) -> None:
    actions.receive(make_line(region, "10000.00"), {instalment: instalment.amount}, by=accountant)
    batch = make_batch(region, accountant)
    with pytest.raises(ValidationError, match="No letter was left"):
        batches.write_batch(batch, [instalment.pk], by=accountant)
    assert received_of(instalment) == instalment.owed
    assert RequestBatch.objects.get().file is None


def test_each_account_has_a_pdf_of_its_own_and_no_pdf_is_too_long(
    instalment: Instalment, other: Instalment, accountant: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(batches, "PORTION", 1)
    jobs = batches.order_batches([instalment, other], writes=True, by=accountant)
    assert [job.arguments["instalments"] for job in jobs] == [[instalment.pk], [other.pk]]
    assert RequestBatch.objects.count() == 2


def test_the_letters_of_a_programme_are_chosen_by_what_pays_for_it(
    as_user: AsUser, instalment: Instalment, other: Instalment, accountant: User, region: Body
) -> None:
    programme = make_programme(region)
    Instalment.objects.filter(pk=instalment.pk).update(year=programme.year)
    instalment.commitment.programme = programme
    instalment.commitment.save()
    page = as_user(accountant).get(f"{reverse('treasury:batch')}?year=all&programme={programme.pk}").content.decode()
    assert f'value="{instalment.pk}"' in page
    assert f'value="{other.pk}"' not in page


@pytest.mark.parametrize("name", ["place", "programme", "payer", "year"])
@pytest.mark.parametrize("digits", [19, 30, 5000])
def test_a_number_that_no_row_bears_chooses_nothing(
    as_user: AsUser, instalment: Instalment, accountant: User, name: str, digits: int
) -> None:
    assert as_user(accountant).get(reverse("treasury:batch"), {name: "9" * digits}).status_code == 200


def test_the_pdf_is_for_those_who_keep_the_account(
    as_user: AsUser, instalment: Instalment, accountant: User, region: Body, director: User
) -> None:
    batch = batches.write_batch(make_batch(region, accountant), [instalment.pk], by=accountant)
    url, listed = reverse("treasury:batch_file", args=[batch.pk]), reverse("treasury:batches")
    assert b"".join(as_user(accountant).get(url).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert url in as_user(accountant).get(listed).content.decode()
    stranger = officer_of(make_province().region, Role.FINANCE_OFFICER)
    assert as_user(stranger).get(url).status_code == 404
    assert url not in as_user(stranger).get(listed).content.decode()
    assert as_user(director).get(url).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_batches_costs_the_same_whatever_its_rows(
    as_user: AsUser, accountant: User, region: Body, django_assert_max_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        make_batch(region, accountant)
    client = as_user(accountant)
    with django_assert_max_num_queries(9):
        client.get(reverse("treasury:batches"))


def test_a_batch_is_made_with_its_file_or_not_yet(region: Body, accountant: User) -> None:
    with breaks(RequestBatch, "request_batch_made_with_its_file"):
        RequestBatch.objects.create(owner=region, asked_by=accountant, asked_at=clock.now(), made_at=clock.now())
    file = store_file(b"%PDF-", name="a.pdf", content_type="application/pdf", owner=region, by=None)
    with breaks(RequestBatch, "request_batch_made_with_its_file"):
        RequestBatch.objects.create(owner=region, asked_by=accountant, asked_at=clock.now(), file=file)


def test_a_batch_cut_before_midnight_reminds_nobody_it_asked_the_evening_before(
    instalment: Instalment, other: Instalment, accountant: User, region: Body, monkeypatch: Any
) -> None:
    Instalment.objects.update(due_on=clock.today() - dt.timedelta(days=3))
    batch = make_batch(region, accountant)
    monkeypatch.setattr(batches, "_print", lambda *_args, **_facts: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        batches.write_batch(batch, [instalment.pk], by=accountant)
    monkeypatch.undo()
    with clock.at(clock.now() + dt.timedelta(days=1)):
        batches.write_batch(batch, [instalment.pk, other.pk], by=accountant)
    assert sorted(batch.requests.values_list("rank", flat=True)) == [0, 0]


def test_letters_are_numbered_in_the_order_of_the_list(
    instalment: Instalment, other: Instalment, accountant: User, region: Body
) -> None:
    batch = batches.write_batch(make_batch(region, accountant), [other.pk, instalment.pk], by=accountant)
    asked = batch.requests.select_related("paper").order_by("paper__pk").values_list("instalment", flat=True)
    assert list(asked) == [other.pk, instalment.pk]
