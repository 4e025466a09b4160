"""Forty convocations shown one after the other to the camera of a telephone: ``python -m bench.camera``.

Chromium is fed a film instead of its camera: each square in turn for a second and a half, held askew, nearer or
farther, in a room more or less lit, then nothing. The time is that of the page, from the first press to the fortieth
name; the telephone has no network meanwhile and judges each square by itself.
"""

import shutil
import time
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import sync_playwright

from bench.figures import tell
from bench.ground import free_port, open_ground

SIZE = 640, 480  # what a cheap telephone gives
SHOWN, NOTHING = 36, 9  # frames of each square, and between two; Chromium plays thirty a second
SEED = 3


def film(addresses: list[str], file: Path) -> None:
    """Write the film: pictures in JPEG, one after the other, as Chromium reads them."""
    from takwin.documents.papers.engine import qr_rows

    rng = Random(SEED)
    with file.open("wb") as out:
        for address in addresses:
            rows = qr_rows(address)
            square = Image.new("L", (len(rows) + 8, len(rows) + 8), 255)
            square.paste(
                Image.frombytes("L", (len(rows), len(rows)), bytes(dot for row in rows for dot in row)), (4, 4)
            )
            side, turn, light = rng.randint(230, 330), rng.uniform(-14, 14), rng.uniform(0.55, 1.1)
            paper = square.resize((side, side), Image.Resampling.NEAREST).convert("L")
            held = paper.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=235)
            x, y = rng.randint(20, SIZE[0] - held.width - 20), rng.randint(0, max(SIZE[1] - held.height, 1))
            for frame in range(SHOWN + NOTHING):
                picture = Image.new("L", SIZE, 150)
                if frame < SHOWN:
                    picture.paste(held, (x + rng.randint(-3, 3), y + rng.randint(-3, 3)))
                picture = ImageEnhance.Brightness(picture).enhance(light).filter(ImageFilter.GaussianBlur(1.1))
                kept = BytesIO()
                picture.convert("RGB").save(kept, "jpeg", quality=70)
                out.write(kept.getvalue())


def main() -> None:
    folder = open_ground()
    from django.conf import settings
    from django.db import connection

    from bench import data
    from bench.marks import serve
    from bench.pages import browser
    from bench.phones import WHY, Phone, stop
    from takwin.attendance.models import Expected
    from takwin.attendance.tokens import token_for

    port = free_port()
    _nation, region = data.make_users()
    (morning,) = data.make_rolls(data.make_members(), 1)
    lines = Expected.objects.filter(register=morning.register_id).select_related("register", "person")
    addresses = [f"{settings.PUBLIC_URL}/i/CODE#{token_for(line.register, line.person)}" for line in lines]
    film(addresses, folder / "letters.mjpeg")
    session = browser(region).cookies["sessionid"].value
    connection.close()
    server = serve(port)
    try:
        with sync_playwright() as play:
            phone = Phone(
                play, f"http://127.0.0.1:{port}", session, "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={folder / 'letters.mjpeg'}",
            )  # fmt: skip
            phone.context.set_offline(True)
            phone.page.locator("#halves a").first.click()
            phone.page.evaluate("(why) => { document.getElementById('why').value = why; }", WHY)
            began = time.perf_counter()
            phone.page.locator("#scan").click()
            done = "(all) => document.querySelectorAll('#roll li[data-status=present]').length === all"
            phone.page.wait_for_function(done, arg=len(addresses), timeout=180_000)
            tell(f"{len(addresses)} people by the camera", [time.perf_counter() - began], "s", at_most=90)
            phone.hand_over()
            phone.context.close()
            shutil.rmtree(phone.folder, ignore_errors=True)
    finally:
        stop(server)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
