"""One list of 34,500 persons through the wizard: ``python -m bench.imports [ROWS]``.

Read and previewed, one cell corrected, recorded, undone: seconds on the clock, seconds of processor (the process that
parses the file included) and peak memory, each beside its bar.
"""

import resource
import shutil
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.ground import database, open_ground
from bench.rosters import ROWS, workbook

WORDS = "{what:<28} {clock:6.1f} s on the clock, {spent:6.1f} s of processor{bar}; peak {own} MB, parser {child} MB"


def spent() -> float:
    """Seconds of processor of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def tell(what: str, act: Callable[[], Any], bar: float = 0) -> Any:
    """Do it once and say what it took."""
    began, before = time.perf_counter(), spent()
    given = act()
    clock, used = time.perf_counter() - began, spent() - before
    own, child = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    said = f" (bar {bar:g} s)" if bar else ""
    print(WORDS.format(what=what, clock=clock, spent=used, bar=said, own=own, child=child), flush=True)
    return given


def main(rows: int = ROWS) -> None:
    folder = open_ground()
    try:
        from django.test import Client
        from django.urls import reverse

        from bench.data import user
        from takwin.directory.enums import BodyKind, Level
        from takwin.directory.models import Body, Place
        from takwin.documents.import_models import ImportBatch
        from takwin.documents.imports.deciding import fix_row, settle_stops
        from takwin.documents.imports.reading import read_batch, receive_file
        from takwin.documents.imports.recording import record_batch, undo_batch
        from takwin.people.imports.fields import BLANKABLE
        from takwin.people.imports.importer import PERSONS
        from takwin.rights.enums import Role

        communes = Place.objects.filter(level=Level.COMMUNE)
        Body.objects.bulk_create(
            Body(kind=BodyKind.COMMUNE, place=place, name_ar=place.name_ar, name_fr=place.name_fr)
            for place in communes.exclude(bodies__kind=BodyKind.COMMUNE)
        )
        by = user("region", Role.REGION_OFFICER, Place.objects.get(level=Level.KINGDOM))
        owner = Body.objects.order_by("pk").first()
        assert owner
        data = workbook(rows)
        print(f"{database()}, {rows} rows, {len(data) // 1024} kB", flush=True)
        options = {"since": "2021-09-08"}

        def read() -> ImportBatch:
            batch = receive_file(data, "liste.xlsx", importer=PERSONS, owner=owner, place=None, options=options, by=by)
            read_batch(batch, importer=PERSONS, by=by, anew=True)
            return ImportBatch.objects.get(pk=batch.pk)

        browser = Client(SERVER_NAME="127.0.0.1")
        browser.force_login(by)
        batch = tell("read and judged", read, 10)
        address = reverse("people:preview", args=[batch.pk])
        tell("first page of the preview", lambda: browser.get(address))
        tell("read again after a choice", lambda: read_batch(batch, importer=PERSONS, by=by))
        row = batch.rows.order_by("position")[rows // 2]
        tell("one cell corrected", lambda: fix_row(row, values={"cin": "ZZ999999"}, importer=PERSONS, by=by), 1)
        tell("all that stops settled", lambda: settle_stops(batch, importer=PERSONS, blank=BLANKABLE, by=by))
        tell("recorded", lambda: record_batch(batch, importer=PERSONS, by=by), 20)
        tell("undone", lambda: undo_batch(batch, importer=PERSONS, by=by))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
