"""Presence marked on line: eight clients against gunicorn, the server's processor time read from /proc.

A client sends the very request of the phone and waits for its answer before the next. Clients share the machine with
the server, so that the rate is below what a server alone would give; the time of the processor is the server's own.
"""

import http.client
import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from bench.figures import RUNS, tell
from bench.ground import free_port
from bench.pages import browser
from takwin.accounts.models import User
from takwin.attendance.models import Expected, Mark, Presence, RegisterHalfDay

CLIENTS, SECONDS, WORKERS, THREADS = 8, 8, 2, 4
TICK = os.sysconf("SC_CLK_TCK")
STATUSES = ("present", "late", "absent", "excused")


def children(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from children(int(child))


def processor(pids: list[int]) -> float:
    """Seconds of processor that these processes have used."""
    used = 0
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(stat[11]) + int(stat[12])
    return used / TICK


def postgres_pids() -> list[int]:
    """The server processes of the connections open now, whoever made them."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in cursor.fetchall()]


def headers_of(user: User, half: RegisterHalfDay, port: int) -> dict[str, str]:
    """What a phone sends once its owner has logged in and opened the roll."""
    client = browser(user)
    answer = client.get(reverse("attendance:roll", args=[half.register_id, half.pk]))
    if answer.status_code != 200:
        raise SystemExit(f"the roll answers {answer.status_code}")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
        "Host": f"127.0.0.1:{port}",
    }


def client(
    port: int, headers: dict[str, str], half: int, people: list[int], until: float, told: "multiprocessing.Queue[int]"
) -> None:
    """Tap one person after the other, each time with another word than before; tell how many were taken."""
    line, taken, path = http.client.HTTPConnection("127.0.0.1", port), 0, reverse("attendance:mark")
    while time.time() < until:
        turn, person = divmod(taken, len(people))
        body = urlencode({"half_day": half, "person": people[person], "status": STATUSES[turn % len(STATUSES)]})
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"a mark was answered {answer.status}")
        taken += 1
    told.put(taken)


def serve(port: int) -> "subprocess.Popen[bytes]":
    """The web server as ``takwin up`` starts it."""
    command = [
        sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--preload",
        "--no-control-socket", "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
        "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command)
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    raise SystemExit("gunicorn does not answer")


def marks(user: User, mornings: list[RegisterHalfDay]) -> None:
    port = free_port()
    headers = [headers_of(user, half, port) for half in mornings]
    people = [list(Expected.objects.filter(register=h.register_id).values_list("person", flat=True)) for h in mornings]
    connection.close()
    server = serve(port)
    rates, web, base = [], [], []
    try:
        _run(port, headers, mornings, people, 2.0, server.pid)
        for _ in range(RUNS):
            Mark.objects.all().delete()
            Presence.objects.filter(register__in=[half.register_id for half in mornings]).delete()
            taken, seconds, spent, behind = _run(port, headers, mornings, people, SECONDS, server.pid)
            _nothing_lost(taken, people)
            rates.append(taken / seconds)
            web.append(spent * 1000 / taken)
            base.append((spent + behind) * 1000 / taken)
    finally:
        server.terminate()
        server.wait(30)
    tell(f"presence marks on line, {CLIENTS} clients on the same two cores", rates, "/s", at_least=150)
    tell("presence mark: processor of the web server", web, "ms", at_most=10)
    tell("presence mark: processor of web server and database", base, "ms")


def _run(
    port: int,
    headers: list[dict[str, str]],
    mornings: list[RegisterHalfDay],
    people: list[list[int]],
    seconds: float,
    server: int,
) -> tuple[int, float, float, float]:
    told: multiprocessing.Queue[int] = multiprocessing.Queue()
    web = list(children(server))
    databases = postgres_pids()
    connection.close()
    spent, behind, began = processor(web), processor([p for p in databases if _lives(p)]), time.time()
    clients = [
        multiprocessing.Process(
            target=client, args=(port, headers[n], mornings[n].pk, people[n], began + seconds, told)
        )
        for n in range(CLIENTS)
    ]
    for one in clients:
        one.start()
    taken = [told.get(timeout=60) for _ in clients]
    lasted = time.time() - began
    for one in clients:
        one.join()
    used = processor(web) - spent
    used_behind = processor([p for p in databases if _lives(p)]) - behind
    return sum(taken), lasted, used, used_behind


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").exists()


def _nothing_lost(taken: int, people: list[list[int]]) -> None:
    """Each answer is one mark of the ledger, and each person has one word that holds."""
    kept, held = Mark.objects.count(), Presence.objects.filter(person__in=[p for several in people for p in several])
    if kept != taken:
        raise SystemExit(f"{taken} marks were answered and {kept} are kept")
    doubled = held.count() - held.values("register", "person", "day", "part").distinct().count()
    if doubled:
        raise SystemExit(f"{doubled} presences are doubled")
