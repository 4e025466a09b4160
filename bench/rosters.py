"""One list of 34,500 persons, read and previewed: seconds and peak memory. Run: ``python -m bench.rosters``."""

import io
import os
import random
import resource
import sys
import time

ROWS = 34_500
HEADINGS = [
    "ر.ت",
    "الجماعة",
    "الاسم الكامل",
    "Nom et prénom",
    "الجنس",
    "رقم ب.ت.و",
    "تاريخ الازدياد",
    "الهاتف",
    "الصفة",
]


def workbook(rows: int) -> bytes:
    """A list of the whole Kingdom, as dirty as those of offices."""
    import xlsxwriter

    from takwin.directory.enums import Level
    from takwin.directory.gazetteer import gazetteer
    from tests.fuzz import people

    rng = random.Random(1)
    places = sorted((s for s in gazetteer().by_code.values() if s.level == Level.COMMUNE), key=lambda s: s.code)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            who = people.someone(rng)
            place = places[(row - 1) * len(places) // rows]
            arabic, latin = f"{who.given_ar} {who.family_ar}", f"{who.given_fr} {who.family_fr}"
            born = f"{who.born:%d/%m/%Y}"
            sheet.write_row(
                row, 0, [row, place.name_ar, people.dirty(rng, arabic), latin, who.sex, people.card(rng, who.cin), born]
            )
            sheet.write(row, 7, f"0{who.phone}")
            sheet.write(row, 8, people.office(rng, who, False))
    return out.getvalue()


def main(rows: int = ROWS) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    from takwin.people.rosters import understand

    data = workbook(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start, worked = time.perf_counter(), time.process_time()
    _reading, persons = understand(data, "liste.xlsx")
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    own, child = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{len(persons)} of {rows} persons read in {seconds:.1f} s (bar 10 s), {worked:.1f} s of processor;"
        f" peak memory {own} MB, of which"
    )
    print(f"{before} MB before; the process that parses the file: {child} MB (bar 500 MB each)")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
