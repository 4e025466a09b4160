"""The page of a trainer's telephone, its weight and its haste: ``python -m bench.field``.

Its weight is what came down the wire, headers too, from the first visit until the telephone works alone: the page, what
its worker keeps, the binding and the rolls. Its haste is that of a telephone four times slower than this machine, its
network off and its browser just started: from the navigation to the list, then to the first tap that is kept. Last, how
long before it says in words that there is no network: when it is told so, and when the line only falls silent.
"""

import shutil
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import sync_playwright

from bench.figures import tell, tell_pace
from bench.ground import free_port, open_ground
from bench.phones import WHY, Phone, stop

ROLLS, OPENINGS, CUTS, SLOWER = 3, 7, 5, 4
OPENED = """async (why) => {
  const until = async (holds) => {
    while (!holds()) await new Promise(requestAnimationFrame);
    return performance.now();
  };
  const row = () => document.querySelector("#roll li[data-person]");
  const listed = await until(() => document.querySelector("#list button"));
  document.querySelector("#list button").click();
  await until(row);
  const before = row().dataset.status;
  document.getElementById("why").value = why;
  row().querySelector(".hit").click();
  return [listed, await until(() => row().dataset.status !== before)];
}"""
SAID = """() => {
  const line = document.getElementById("line");
  return !line.hidden && line.textContent.includes(JSON.parse(document.getElementById("words").textContent).offline);
}"""


class Wire(socketserver.ThreadingTCPServer):
    """The line between the telephone and the server: it counts what comes down, and may fall silent."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), Pipe)
        self.port, self.brought, self.flows = port, 0, threading.Event()
        self.flows.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Pipe(socketserver.BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server.port)) as behind:
            threading.Thread(target=self.pass_on, args=(self.request, behind), daemon=True).start()
            self.pass_on(behind, self.request)

    def pass_on(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):  # either end hung up
            while data := source.recv(65536):
                self.server.flows.wait()
                if source is not self.request:
                    self.server.brought += len(data)
                to.sendall(data)
            to.shutdown(socket.SHUT_WR)


def open_alone(phone: Phone) -> list[float]:
    """Seconds from the navigation to the list, and to the first tap kept, of a telephone started without a network."""
    phone.context.close()
    phone.launch()
    phone.context.set_offline(True)
    phone.page = phone.context.new_page()
    slow_down(phone)
    phone.page.goto("/attendance/field/", wait_until="commit")
    return [at / 1000 for at in phone.page.evaluate(OPENED, WHY)]


def slow_down(phone: Phone) -> None:
    phone.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def until_said(phone: Phone, cut: Callable[[], object], back: Callable[[], object]) -> float:
    """Seconds from the cut to the words; the line is then given back."""
    began = time.perf_counter()
    cut()
    phone.page.wait_for_function(SAID, timeout=20_000)
    said = time.perf_counter() - began
    back()
    phone.page.evaluate("void line.tend()")
    phone.page.wait_for_function(f"() => !({SAID})() && line.state.waiting.length === 0")
    return said


def fall_silent(phone: Phone, wire: Wire) -> None:
    """Nothing comes any more, and the telephone still believes that it has a network; a name is tapped."""
    wire.flows.clear()
    phone.tap(1)


def main() -> None:
    folder = open_ground()
    from django.db import connection

    from bench import data
    from bench.marks import serve
    from bench.pages import browser

    tell_pace()
    port = free_port()
    _nation, region = data.make_users()
    data.make_rolls(data.make_members(), ROLLS)
    session = browser(region).cookies["sessionid"].value
    connection.close()
    server, wire = serve(port), Wire(port)
    try:
        with sync_playwright() as play:
            phone = Phone(play, f"http://127.0.0.1:{wire.server_address[1]}", session)
            tell("brought until the telephone works alone", [wire.brought / 1000], "kB", at_most=250)
            stop(server)  # a worker just started does not know that its browser is told to be without a network
            opened = [open_alone(phone) for _ in range(OPENINGS)]
            server = serve(port)
            slow = f"opened alone, {SLOWER} times slower"
            tell(f"{slow}: the list", [listed for listed, _kept in opened], "s")
            tell(f"{slow}: a tap kept", [kept for _listed, kept in opened], "s", at_most=1.5)
            phone.hand_over()
            known = [
                until_said(phone, lambda: phone.context.set_offline(True), lambda: phone.context.set_offline(False))
                for _ in range(CUTS)
            ]
            tell("no network, the telephone is told: said in words", known, "s", at_most=3)
            silent = [until_said(phone, lambda: fall_silent(phone, wire), wire.flows.set) for _ in range(CUTS)]
            tell("the line falls silent: said in words, from a tap", silent, "s", at_most=3)
            phone.context.close()
            shutil.rmtree(phone.folder, ignore_errors=True)
    finally:
        stop(server)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
