"""Requests for funds of a region in one go: written, numbered, and drawn as one PDF. ``python -m bench.requests``.

The 194 communes of the region of Fès-Meknès, each with a president in office, as they are asked in one batch.
"""

import datetime as dt
import shutil
from decimal import Decimal
from random import Random

from bench import figures
from bench.figures import RUNS, tell, timed
from bench.ground import database, open_ground

COMMUNES, REGION, BAR = 194, "03", 10
DAY = dt.date(2026, 6, 30)
RIB = "350810000000000012345654"


def main() -> None:
    folder = open_ground()
    from bench.data import user
    from takwin.agreements.models import Instalment
    from takwin.core.later import told
    from takwin.directory.models import Body
    from takwin.rights.enums import Role
    from takwin.treasury.batches.actions import print_batch, write_batch
    from takwin.treasury.models import FundsRequest

    try:
        print(f"{database()}: least, median, most of {RUNS} runs (bar)", flush=True)
        owner = Body.objects.get(kind="region", place__code=REGION)
        Body.objects.filter(pk=owner.pk).update(rib=RIB)
        officer = user("officer", Role.FINANCE_OFFICER, owner.place)
        written: list[float] = []
        printed: list[float] = []
        steps: list[float] = []
        for year in range(2023, 2023 + RUNS):
            keys, held = promised(owner, year), batch(owner, officer)
            steps.clear()
            with told(lambda done, total: steps.append(done / total)):
                written.append(timed(lambda keys=keys, held=held: write_batch(held, keys, by=officer)) / 1000)
            printed.append(timed(lambda keys=keys, held=held: print_batch(held, keys, by=officer)) / 1000)
        tell(f"{COMMUNES} requests written and printed as one PDF", written, "s", at_most=BAR)
        tell(f"{COMMUNES} letters printed again as one PDF", printed, "s", at_most=BAR)
        tell("steps of progress told on the way", [len(steps)], "", at_least=5)
        asked = FundsRequest.objects.count()
        if asked != RUNS * COMMUNES or Instalment.objects.filter(requests=None).exists():
            raise SystemExit(f"{asked} requests instead of {RUNS * COMMUNES}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def batch(owner, by):  # type: ignore[no-untyped-def]
    from takwin.core import clock
    from takwin.treasury.models import RequestBatch

    return RequestBatch.objects.create(owner=owner, asked_by=by, asked_at=clock.now())


def promised(owner, year):  # type: ignore[no-untyped-def]
    """What every commune of the region owes for a year, under the agreement of its province."""
    from takwin.accounts.models import User
    from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
    from takwin.core import clock
    from takwin.directory.models import Body

    officer, now = User.objects.earliest("pk"), clock.now()
    rng, keys, agreements = Random(year), [], {}
    communes = Body.objects.filter(kind="commune", place__region=owner.place).select_related("place__province")
    for commune in communes.order_by("place__code")[:COMMUNES]:
        province = commune.place.province
        if province.pk not in agreements:
            agreements[province.pk] = Agreement.objects.create(
                owner=owner, reference=f"CV-{province.code}-{year}", place=province, first_year=year, last_year=year,
                name_ar=f"اتفاقية شراكة لتمويل برامج التكوين بـ{province.name_ar}", name_fr=province.name_fr,
            )  # fmt: skip
        amount = Decimal(5000 + rng.randrange(9000))
        party = Party.objects.create(agreement=agreements[province.pk], body=commune)
        Step.objects.create(
            party=party, kind="signature", done_on=DAY.replace(year=year), signatory_name="رئيس المجلس",
            capacity="رئيس المجلس", declared_at=now, confirmed_at=now, confirmed_by=officer,
        )  # fmt: skip
        promise = Commitment.objects.create(party=party, year=year, amount=amount)
        owed = Instalment.objects.create(
            commitment=promise,
            payer=commune,
            beneficiary=owner,
            year=year,
            due_on=DAY.replace(year=year),
            amount=amount,
        )
        keys.append(owed.pk)
    if len(keys) != COMMUNES:
        raise SystemExit(f"{len(keys)} communes in the region")
    return keys


if __name__ == "__main__":
    import sys
    import time

    if "--processor" in sys.argv:
        figures.clock = time.process_time
    main()
