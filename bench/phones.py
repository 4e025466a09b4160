"""Three telephones in real browsers while all goes wrong: ``python -m bench.phones [ROUNDS [SEED]]``; ``make trial``.

In each round the phones say some 170 words each on the roll of one session, while the network of each is cut and comes
back at random, a tab is closed and opened again, a browser is killed (-9) and started again on what it had kept, and
the server is killed (-9) in the middle of its work. At the end every word that a phone had kept must be with the server
once, each one a mark of the ledger, and the ledger must say what the last word said. Phones contradict each other at
will: of two words the server keeps both, and says so.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from bench.ground import database, free_port, open_ground

PHONES, STEPS, TAPS = 3, 17, 10
PIN = "2468"
WHY = "تجربة"
READY = "() => document.body.dataset.ready !== undefined"
# Each word that the telephone keeps is told here once its own database has it, never before.
TELL = """() => {
  const keep = store.keep;
  store.keep = async (several) => { await keep(several); await told(several.map((mark) => mark.nonce)); };
}"""
TAP = """async ([from, many, why]) => {
  document.getElementById("why").value = why;
  for (let n = from; n < from + many; n += 1) {
    const rows = document.querySelectorAll("#roll li[data-person]");
    const row = rows[n % rows.length], before = row.dataset.status, who = row.dataset.person;
    row.querySelector(".hit").click();
    for (let turn = 0; turn < 400; turn += 1) {
      if (document.querySelector(`#roll li[data-person="${who}"]`)?.dataset.status !== before) break;
      await new Promise((again) => setTimeout(again, 5));
    }
  }
}"""


class Phone:
    """A telephone: a browser of its own on a folder that outlives it, and the words it said it had kept."""

    def __init__(self, play: Playwright, base: str, session: str, *flags: str) -> None:
        self.play, self.base, self.session, self.flags = play, base, session, flags
        self.folder = Path(tempfile.mkdtemp(prefix="takwin-phone-"))
        self.kept: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.turn = 0
        self.start()

    def start(self) -> None:
        self.launch()
        self.open()

    def launch(self) -> None:
        """Start its browser, on no page yet."""
        self.context = self.play.chromium.launch_persistent_context(
            str(self.folder), executable_path=shutil.which("chromium"), args=["--no-sandbox", *self.flags], locale="ar",
            viewport={"width": 360, "height": 740}, base_url=self.base,
        )  # fmt: skip
        self.context.set_default_timeout(60_000)
        self.context.expose_function("told", self.hear)

    def hear(self, nonces: list[str]) -> None:
        self.kept += nonces

    def open(self) -> None:
        """Open the page: from the server the first time, from what the telephone keeps ever after."""
        self.page = self.context.new_page()
        self.page.goto("/attendance/field/")
        self.page.wait_for_function(READY)
        if not self.page.evaluate("Boolean(line.state.device)"):
            self._bind()
        self.page.evaluate(TELL)
        self.page.locator("#list button").first.click()

    def _bind(self) -> None:
        self.context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.base}])
        self.page.locator("#pin").fill(PIN)
        self.page.locator("#bind-form button").click()
        self.page.locator("#list button").first.wait_for()
        self.page.evaluate("navigator.serviceWorker.ready")
        self.page.wait_for_function("caches.keys().then((all) => all.some((name) => name.startsWith('takwin-field-')))")

    def tap(self, many: int = TAPS) -> None:
        with suppress(Error):
            self.page.evaluate(TAP, [self.turn, many, WHY])
        self.turn += many

    def close_tab(self) -> None:
        self.page.close()
        self.open()

    def kill(self) -> None:
        """No power any more: every process of the browser, at once, in the middle of ten taps."""
        with suppress(Error):
            self.page.evaluate(f"void ({TAP})([{self.turn}, {TAPS}, '{WHY}'])")
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if str(self.folder).encode() in (folder / "cmdline").read_bytes():
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        (self.folder / "SingletonLock").unlink(missing_ok=True)
        self.start()

    def hand_over(self) -> None:
        self.context.set_offline(False)
        self.page.evaluate("void line.tend()")
        self.page.wait_for_function("() => line.state.waiting.length === 0", timeout=120_000)


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Kill the server and all it had begun."""
    from bench.marks import children

    for pid in list(children(server.pid)):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    server.wait(30)


def play_round(phones: list[Phone], port: int, server: "subprocess.Popen[bytes]", rng: Random) -> Any:
    """One round; gives the server that lives at its end."""
    from bench.marks import serve

    died, came = sorted(rng.sample(range(STEPS), 2))
    tab, power = rng.sample(range(STEPS), 2)
    for step in range(STEPS):
        if step == died:
            stop(server)
        if step == came:
            server = serve(port)
        if step == tab:
            rng.choice(phones).close_tab()
        if step == power:
            rng.choice(phones).kill()
        for phone in phones:
            if rng.random() < 0.2:
                phone.context.set_offline(rng.random() < 0.5)
            phone.tap()
    return server


def verdict(phones: list[Phone]) -> str:
    """What went wrong, or nothing."""
    from takwin.attendance.models import Mark, Presence
    from takwin.attendance.sync.models import Received

    kept = Counter(nonce for phone in phones for nonce in phone.kept)
    there = Counter(Received.objects.values_list("nonce", flat=True))
    lost, doubled = set(kept) - set(there), [nonce for nonce, times in there.items() if times > 1]
    outcomes = Counter(Received.objects.values_list("outcome", flat=True))
    refused = outcomes["rejected"]
    unmarked = Received.objects.exclude(outcome="rejected").filter(mark=None).count()
    last = {}
    for mark in Mark.objects.select_related("received").order_by("at", "received__device", "received__nonce"):
        last[mark.person_id, mark.day, mark.part] = mark.status
    said = {(one.person_id, one.day, one.part): one.status for one in Presence.objects.all()}
    wrong = {slot for slot, status in last.items() if said.get(slot, "") != status}
    told = f"{len(kept)} words kept by phones, {len(there)} with the server: {len(lost)} lost, {len(doubled)} doubled"
    told += f", {refused} refused, {outcomes['conflict']} against another phone's word, {unmarked} without a mark"
    told += f", {len(wrong)} of {len(last)} people of whom the ledger says another word than the last"
    print(told, flush=True)
    return "" if not (lost or doubled or refused or unmarked or wrong) else told


def main(rounds: int = 20, seed: int = 5) -> None:
    folder = open_ground()
    from django.db import connection

    from bench import data
    from bench.marks import serve
    from bench.pages import browser

    rng, port = Random(seed), free_port()
    _nation, region = data.make_users()
    data.make_rolls(data.make_members(), 1)
    session = browser(region).cookies["sessionid"].value
    connection.close()
    server, began = serve(port), time.time()
    try:
        with sync_playwright() as play:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
            phones = [Phone(play, f"http://127.0.0.1:{port}", session) for _ in range(PHONES)]
            for number in range(rounds):
                server = play_round(phones, port, server, rng)
                said = sum(len(phone.kept) for phone in phones)
                print(f"round {number + 1} of {rounds}: {said} words, {time.time() - began:.0f} s", flush=True)
            for phone in phones:
                phone.hand_over()
            wrong = verdict(phones)
            for phone in phones:
                phone.context.close()
                shutil.rmtree(phone.folder, ignore_errors=True)
    finally:
        stop(server)
        shutil.rmtree(folder, ignore_errors=True)
    if wrong:
        raise SystemExit(f"{database()}, seed {seed}: {wrong}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
