"""Pages over the nation's data: time in the server and queries, from request to the last byte."""

from collections.abc import Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.figures import RUNS, p95, tell, timed
from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.certificates.models import Certificate
from takwin.core import clock
from takwin.treasury.queries import state_of_transfers

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ASKED = 40
PARTS = ("فا", "بوع", "أزرو", "benal", "fatima", "محمد", "تاون", "ouhad")


def browser(user: User | None = None, *, htmx: bool = False) -> Client:
    headers = {"accept-language": "ar"} | ({"hx-request": "true"} if htmx else {})
    client = Client(headers=headers, SERVER_NAME="127.0.0.1")
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def asked(client: Client, urls: Sequence[str]) -> float:
    """The 95th percentile of forty answers, in milliseconds."""
    times = []
    for n in range(ASKED):
        url = urls[n % len(urls)]
        times.append(timed(lambda url=url: _answer(client, url)))
    return p95(times)


def _answer(client: Client, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url}: {answer.status_code}")


def queries_of(client: Client, url: str) -> int:
    _answer(client, url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        _answer(client, url)
    return len(captured)


def enrolments(user: User) -> None:
    """A page of 25 over 200,000, at several places of the list; search as one types."""
    base, whole, typing = reverse("training:enrolments"), browser(user), browser(user, htmx=True)
    pages = [base, f"{base}?page=2", f"{base}?page=40", f"{base}?year=2024", f"{base}?sort=-days"]
    searches = [f"{base}?q={part}" for part in PARTS]
    asked(whole, pages[:2])
    name = user.username
    tell(f"enrolments, 25 rows of 200,000, {name}: p95", [asked(whole, pages) for _ in range(RUNS)], "ms", at_most=100)
    tell(
        f"enrolments, search as one types, {name}: p95",
        [asked(typing, searches) for _ in range(RUNS)],
        "ms",
        at_most=150,
    )
    counts = [
        queries_of(whole, base),
        queries_of(whole, f"{base}?q=fatima+benal&page=1"),
        queries_of(typing, searches[0]),
    ]
    tell(f"enrolments, {name}: queries (page, search, typing)", counts, "", at_most=12)


def transfers(user: User) -> None:
    """The state of transfers of the nation: the reckoning alone, then the page."""
    seen = Instalment.objects.all()
    reckon = [timed(lambda: state_of_transfers(seen, clock.today())) for _ in range(RUNS)]
    tell(f"state of transfers, {seen.count()} instalments: reckoning", reckon, "ms", at_most=300)
    client, url = browser(user), reverse("treasury:transfers")
    _answer(client, url)
    tell(
        "state of transfers of the nation: page",
        [timed(lambda: _answer(client, url)) for _ in range(RUNS)],
        "ms",
        at_most=300,
    )
    tell("state of transfers of the nation: queries", [queries_of(client, url)], "")


def verify(certificate: Certificate) -> None:
    """The public page of a certificate."""
    client, url = browser(), reverse("certificates:verify", args=[certificate.code])
    asked(client, [url])
    tell("verify page: p95", [asked(client, [url]) for _ in range(RUNS)], "ms", at_most=30)
    tell("verify page: queries", [queries_of(client, url)], "", at_most=2)
