"""What a phone receives over the wire: the first visit with its fonts, then the next pages, in headless Chromium."""

import shutil

from playwright.sync_api import sync_playwright

from bench.figures import tell
from bench.ground import free_port
from bench.marks import serve
from bench.pages import browser
from takwin.accounts.models import User

PAGES = ("/", "/training/", "/training/participants/", "/treasury/", "/attendance/", "/people/")


def weight(user: User) -> None:
    """Bytes as the network brought them, headers too, with the cache a phone keeps."""
    port = free_port()
    session = browser(user).cookies["sessionid"].value
    server = serve(port)
    try:
        with sync_playwright() as play:
            chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for language in ("ar", "fr"):
                page = chromium.new_context(viewport={"width": 360, "height": 740}, locale=language).new_page()
                sizes: list[float] = []
                line = page.context.new_cdp_session(page)
                line.send("Network.enable")
                line.on("Network.loadingFinished", lambda event, kept=sizes: kept.append(event["encodedDataLength"]))
                page.goto(f"http://127.0.0.1:{port}/account/login/", wait_until="networkidle")
                tell(f"first visit with fonts ({language}): the login page", [sum(sizes) / 1000], "kB", at_most=180)
                page.context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
                for path in PAGES:
                    sizes.clear()
                    page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
                    tell(f"next page ({language}): {path}", [sum(sizes) / 1000], "kB", at_most=30)
            chromium.close()
    finally:
        server.terminate()
        server.wait(30)
