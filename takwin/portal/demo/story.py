"""The story in order: who, what is taught, what is promised, then year by year what is held, paid and counted."""

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Max

from takwin.journal.actions import record, seal_all
from takwin.journal.models import Entry
from takwin.portal.demo import (
    absent,
    accounts_kept,
    agreements,
    chain,
    cohorts,
    elsewhere,
    improvements,
    institutions,
    materials,
    money,
    national,
    opinions,
    people,
    programmes,
    projects,
    remittances,
    scenarios,
    sessions,
    sheets,
    spending,
    statements,
    today,
    trainers,
    twins,
    validated,
)
from takwin.portal.demo.accounts import open_accounts
from takwin.portal.demo.checks import check
from takwin.portal.demo.meetings import meet
from takwin.portal.demo.world import World, open_world
from takwin.programmes.models import Programme

EARLIEST = dt.date(2022, 3, 1)
LATEST = dt.date(2027, 9, 7)  # the day before the mandates end
RENUMBERED = """INSERT INTO journal_entry ("at", by_id, verb, target, facts)
SELECT "at", by_id, verb, target, facts FROM journal_entry ORDER BY "at", id"""
Say = Callable[[str], None]


def is_told() -> bool:
    """Whether this database holds a demo."""
    return Entry.objects.filter(verb="demo.told").exists()


@transaction.atomic
def tell(as_of: dt.date, *, scale: float = 1.0, say: Say = lambda sentence: None) -> World:
    """Make the region of Fès-Meknès as it could be on a day, whole or not at all, then check it and seal its journal.

    ``scale`` keeps a part of the provinces and communes, for tests.
    """
    world = open_world(min(max(as_of, EARLIEST), LATEST), scale)
    trainer = open_accounts(world)
    institutions.open_institutions(world)
    say("people")
    cast = people.Cast(world)
    people.fill_councils(world, cast)
    pool = institutions.cast_trainers(world, cast, trainer)
    cast.write()
    _look_at_what_is_there()
    trainers.make_pool(world, pool)
    today.keep_the_day(world)
    say("plan")
    plan = programmes.make_region_plan(world)
    programmes.make_foundation_plan(world)
    agreements.make_others(world)
    agreements.make_province_agreements(world)
    projects.build(world)
    agreements.extend_ifrane(world)
    chain.make_chain(world)
    national.agree_with_an_office(world)
    present = programmes.make_emergency(world)
    for year in range(2022, 2027):
        if year > 2022:
            made = programmes.make_year(world, plan, year)
            if made is None:
                break
            present = made
        say(str(year))
        money.run_year(world, present if year > 2022 else None)
        sessions.hold_year(world, year, present)
        programmes.close(world, present)
    say("today")
    _tell_today(world, present)
    say("journal")
    _put_in_order()
    check()
    return world


def _tell_today(world: World, programme: Programme) -> None:
    today.hold_today(world, programme)
    today.plan_next(world)
    today.declare_orders(world)
    today.convene_next(world)
    today.mend_certificates(world)
    cohorts.make_cohort(world)
    absent.write_to_councils(world)
    sheets.send_a_page(world)
    elsewhere.receive_elsewhere(world)
    elsewhere.convene_councils(world)
    twins.look_alike(world)
    money.leave_lines_open(world)
    accounts_kept.keep_account(world)
    spending.spend(world)
    remittances.hand_over_the_tax(world)
    trainers.say_days(world)
    trainers.ask_for_the_next(world)
    materials.give_material(world)
    opinions.ask_opinions(world)
    opinions.hear_councils(world)
    improvements.promise_better(world)
    meet(world)
    statements.send_statement(world)
    scenarios.compare_next_year(world)
    validated.read_what_was_closed(world)
    with world.on(world.as_of, 17):
        record("demo.told", world.place, by=None, as_of=world.as_of)
    world.write_notes()


def _look_at_what_is_there() -> None:
    """PostgreSQL learns what tables hold after a while, by itself; within one transaction it would take them for empty
    and go through all of them for each row of another."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _put_in_order() -> None:
    """The journal is read by number: its entries are numbered anew in the order of what happened, then sealed."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"]
    with connection.cursor() as cursor:
        cursor.execute(RENUMBERED)
    Entry.objects.filter(pk__lte=last).delete()
    seal_all()
