"""Measure all that needs one installation: ``python -m bench`` or some of ``pages marks papers weight``.

With ``--processor`` times are those of this process's processor: for a machine that others use, on SQLite.
"""

import shutil
import sys
import time

from bench import figures
from bench.ground import database, open_ground

PARTS = ("pages", "papers", "marks", "weight")


def main(wanted: list[str]) -> None:
    if "--processor" in wanted:
        figures.clock = time.process_time
    folder = open_ground()
    from bench import batches, data, marks, pages, papers, weight

    try:
        print(f"{database()}: least, median, most of three runs (bar)", flush=True)
        figures.tell_pace()
        nation, region = data.make_users()
        offices = data.make_members()
        everyone = [office for several in offices.values() for office in several]
        if {"pages", "weight"} & set(wanted):
            data.make_sessions(offices)
        if "pages" in wanted:
            data.make_transfers()
            data.analyse()
            for user in (nation, region):
                pages.enrolments(user)
            pages.transfers(nation)
        if "papers" in wanted:
            pages.verify(papers.certificates(everyone, region))
        if "marks" in wanted:
            mornings = data.make_rolls(offices, marks.CLIENTS)
            marks.marks(region, mornings)
            batches.batches(region, mornings)
        if "weight" in wanted:
            weight.weight(region)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
