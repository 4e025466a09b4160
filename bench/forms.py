"""A list of the nation as a form: sent, filled in, read back, recorded. ``python -m bench.forms``.

The councils and administrations of the Kingdom, an observation beside each: the largest list that one office sends.
"""

import io
import shutil

import openpyxl

from bench import figures
from bench.figures import RUNS, tell, timed
from bench.ground import database, open_ground


def main() -> None:
    folder = open_ground()
    from bench.data import user
    from takwin.directory.models import Place
    from takwin.documents.forms.lists import LIST_FORMS
    from takwin.documents.forms.recording import comparison_of, receive_form, record_form, send_form
    from takwin.documents.models import Observation
    from takwin.rights.enums import Role

    try:
        print(f"{database()}: least, median, most of {RUNS} runs (bar)", flush=True)
        figures.tell_pace()
        administrator = user("administrator", Role.ADMINISTRATOR, Place.objects.get(level="kingdom"))
        form = LIST_FORMS["list.bodies"]
        spec = form.round_trip()
        rows = form.rows(administrator).select_related("place__province", "place__region", "parent")  # as its page
        made, read, recorded = [], [], []
        for turn in range(RUNS):
            made.append(timed(lambda: send_form(spec, rows, language="ar", by=administrator)) / 1000)
            form_sent = send_form(spec, rows, language="ar", by=administrator)
            back = receive_form(filled_in(form_sent, turn), "back.xlsx", by=administrator)
            read.append(timed(lambda back=back: comparison_of(back, administrator)) / 1000)
            recorded.append(timed(lambda back=back: record_form(back, by=administrator)) / 1000)
        count = rows.count()
        tell(f"{count} rows made into a form", made, "s", at_most=2)
        tell(f"{count} rows that came back compared", read, "s", at_most=2)
        tell(f"{count} observations recorded", recorded, "s")
        if Observation.objects.count() != count:
            raise SystemExit(f"{Observation.objects.count()} observations instead of {count}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def filled_in(form: bytes, turn: int) -> bytes:
    """The form with words in the last column of each row."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, sheet.max_column).value = f"ملاحظة {row} {turn}"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


if __name__ == "__main__":
    main()
