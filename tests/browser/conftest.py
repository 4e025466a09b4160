"""Journeys in headless Chromium against a live server: what a person sees, taps and reads.

Each page is watched: an error in its console, a request that leaves the server or a broken file fails the test, even
when the journey itself succeeded.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds for a thing to appear on a slow machine
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What Chromium and htmx say of answers that refuse, judged by `Watch.answered`, of a line cut, of a page left early.
SAID_OF_ANSWERS = (
    "Failed to load resource",
    "Response Status Error Code 4",
    "htmx:sendError",
    "htmx:sendAbort",
    "htmx:afterRequest",
)

expect.set_options(timeout=PATIENCE)
WITHIN = ("data:", "blob:", "chrome:", "chrome-extension:")  # the last two are Chromium's own reader of PDF
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder drives a browser and writes for real."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file: the server answers several requests at once, each by a connection."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys. Playwright keeps a loop running in this thread, which Django must not mistake
    for an asynchronous view."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Watch:
    """What goes wrong behind a page while a journey goes on."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.faults: list[str] = []

    def said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(SAID_OF_ANSWERS):
            self.faults.append(f"console of {message.page.url if message.page else '?'}: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.server, *WITHIN)):
            self.faults.append(f"request outside: {request.url}")

    def answered(self, response: Response) -> None:
        """A page may refuse, a file may not; nothing may break."""
        is_file = response.request.resource_type not in {"document", "xhr", "fetch"}
        if response.status >= 500 or (is_file and response.status >= 400):
            self.faults.append(f"{response.status} for {response.url}")


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, settings: Any) -> Iterator[OpenPage]:
    """Open a browser of its own for someone: ``open_page(officer)``, ``open_page(language="fr", wide=True)``."""
    settings.PUBLIC_URL = live_server.url
    watches, contexts = [], []

    def opened(user: AbstractBaseUser | None = None, *, language: str = "ar", wide: bool = False) -> Page:
        watch = Watch(live_server.url)
        viewport = WIDE if wide else PHONE
        context = browser.new_context(
            base_url=live_server.url, locale=language, viewport=viewport, has_touch=not wide, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", watch.said)
        context.on("request", watch.asked)
        context.on("response", watch.answered)
        context.on("weberror", lambda error: watch.faults.append(f"script: {error.error}"))
        if user is not None:
            session = Client()
            session.force_login(user, backend=BACKEND)
            key = session.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        watches.append(watch)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Take a picture of a page, in the folder named by TAKWIN_PICTURES when somebody wants to look."""

    def taken(page: Page, name: str) -> None:
        if folder := os.environ.get("TAKWIN_PICTURES"):
            page.screenshot(path=f"{folder}/{name}.png")

    return taken
