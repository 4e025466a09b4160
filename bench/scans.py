"""Photographed sheets read back: ``python -m bench.scans [FIRST [COUNT]]``, pages made from seeds FIRST, FIRST + 1…

The reader was made while looking at seeds 1 to 199 and 20,000 to 20,199, and at what was wrong from 40,000 to 40,399.
Those of 60,000 to 60,399 were never looked at before they were counted.
"""

import os
import sys
import time
from collections import Counter

FIRST, COUNT = 60_000, 400


def main(first: int = FIRST, count: int = COUNT) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    from takwin.documents.scans.geometry import form_of
    from takwin.documents.scans.photos import open_photo
    from takwin.documents.scans.reading import read_page
    from takwin.documents.scans.registration import CannotRead
    from tests.documents.photographed.sheets import PAPER, many

    told: Counter[str] = Counter()
    seconds = []
    for sent in many(first, count):
        told["pages"] += 1
        began = time.process_time()
        try:
            read = read_page(open_photo(sent.data), form_of(PAPER))
        except CannotRead:
            told["pages refused"] += 1
            continue
        seconds.append(time.process_time() - began)
        told["codes wrong"] += read.code != sent.code
        for name, truth in sent.truth.items():
            box = read.boxes[name]
            told["boxes"] += 1
            told["right"] += box.kind == truth
            told["doubtful"] += box.is_doubtful
            told["right without doubt"] += box.kind == truth and not box.is_doubtful
            if box.kind != truth and not box.is_doubtful:
                told["wrong without doubt"] += 1
                print(f"  seed {sent.seed} box {name}: {truth} read as {box.kind}", flush=True)
    for what in ("right", "right without doubt", "doubtful", "wrong without doubt"):
        print(f"{what}: {told[what]} of {told['boxes']} boxes, {100 * told[what] / max(told['boxes'], 1):.3f} %")
    print(f"pages: {told['pages']}, refused {told['pages refused']}, code misread {told['codes wrong']}")
    seconds.sort()
    if seconds:
        print(f"processor a page: median {seconds[len(seconds) // 2]:.2f} s, worst {seconds[-1]:.2f} s (bar 2)")


if __name__ == "__main__":
    main(*(int(n) for n in sys.argv[1:3]))
