"""Questionnaires ticked on paper, photographed and read back: ``python -m bench.copies [FIRST [COUNT]]``, from seeds.

From a flat scan to as bad as one sends. A row is read right, asked of a person, or wrong: none may be.
"""

import io
import os
import random
import sys
import time
from collections import Counter

FIRST, COUNT, DPI = 20_000, 100, 203.2  # 8 points a millimetre


def main(first: int = FIRST, count: int = COUNT) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    from PIL import Image

    from takwin.documents.papers.engine import preview, qr
    from takwin.documents.papers.parts import paper
    from takwin.documents.scans.photos import open_photo
    from takwin.documents.scans.reading import read_page
    from takwin.documents.scans.registration import CannotRead
    from takwin.surveys.enums import Kind, Purpose
    from takwin.surveys.models import Question
    from takwin.surveys.paper.layout import PAPER, Line, form_for, printed, said_on
    from takwin.surveys.queries import choices_of
    from takwin.surveys.starting import STARTING
    from tests.documents.photographed import pens
    from tests.documents.photographed.phone import Shot, taken
    from tests.documents.samples import REGION
    from tests.documents.samples_meetings import MADE_AT

    asked = [one for one in STARTING[Purpose.EVALUATION] if one.kind != Kind.TEXT]
    questions = [Question(kind=one.kind, text_ar=one.text_ar, text_fr=one.text_fr) for one in asked]
    lines = [Line(row, q, [value for value, _label in choices_of(q)]) for row, q in enumerate(questions, 1)]
    facts = {
        "paper": paper("TKW-EVL-1", "استمارة", author="جهة", made_at=MADE_AT),
        "issuer": REGION, "questionnaire": "تقييم عند نهاية الدورة",
        "title": "التحول الرقمي", "when": "29 نونبر 2026", "questions": [printed(line) for line in lines],
        "copies": [{"number": 1, "qr": qr("TKW1/TKW-EVL-1/1", "1")}],
    }  # fmt: skip
    blank = Image.open(io.BytesIO(preview(PAPER, facts, dpi=DPI)[0])).convert("RGB")  # type: ignore[arg-type]
    form, told, seconds = form_for(lines), Counter[str](), []
    for seed in range(first, first + count):
        rng = random.Random(seed)
        sheet, truth = pens.Sheet(blank.copy()), {}
        for line in lines:
            answer = rng.randrange(len(line.values) + 1) if rng.random() < 0.2 else rng.randint(1, len(line.values))
            truth[line.row] = line.values[answer - 1] if answer else ""
            if answer:
                mark = rng.choice([pens.tick, pens.small_cross])
                sheet.strokes(mark(form.boxes[line.box(answer)], rng), pens.Pen.taken(rng), rng)
        shot = Shot(rng.choice((1600, 2000, 2400, 3000)), rng.random(), turn=rng.randrange(4), cropped=False)
        data = taken(sheet.page, shot, rng)
        began = time.process_time()
        try:
            read = read_page(open_photo(data), form)
        except CannotRead:
            told["refused"] += 1
            continue
        seconds.append(time.process_time() - began)
        boxes = {name: (box.kind, box.sure) for name, box in read.boxes.items()}
        for line in lines:
            said = said_on(line, boxes)
            told["asked" if said is None else "right" if said == truth[line.row] else "wrong"] += 1
    print(f"copies: {count}, to be taken again {told['refused']}")
    print(f"rows: right {told['right']}, asked of a person {told['asked']}, wrong {told['wrong']} (bar 0)")
    print(f"processor a copy: median {sorted(seconds)[len(seconds) // 2]:.2f} s, worst {max(seconds):.2f} s (bar 2)")


if __name__ == "__main__":
    main(*(int(n) for n in sys.argv[1:3]))
