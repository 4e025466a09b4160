"""A neighbour's programmes, agreements, money and calendar, for the walker of every address (see ``walk``)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from takwin.agreements.enums import StepKind
from takwin.agreements.models import (
    Agreement,
    Commitment,
    Delivery,
    Instalment,
    Milestone,
    Party,
    Project,
    ProjectFile,
    ProjectMoney,
    Step,
    Waits,
)
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.actions import store_file
from takwin.programmes.models import Action, PlanVersion, Programme
from takwin.treasury.models import (
    AccountLine,
    BankLine,
    BankStatement,
    Expense,
    FinancialYear,
    FundsRequest,
    PaymentOrder,
    Statement,
)
from tests.factories import walk_treasury
from tests.factories.agreements import make_agreement, make_instalment, make_party, make_promise
from tests.factories.directory import make_body, make_room, make_sitting
from tests.factories.letters import make_paper
from tests.factories.programmes import make_councils, make_member, make_plan, make_programme, make_shared, make_stay
from tests.factories.projects import make_milestone, make_project
from tests.factories.treasury import make_line, make_receipt

DAY = dt.date(2026, 7, 9)


def _region(place: Place) -> Body:
    return Body.objects.filter(kind=BodyKind.REGION, place=place.region).first() or make_body(
        BodyKind.REGION, place=place.region
    )


def _council(place: Place) -> Body:
    return make_body(BodyKind.COMMUNE, place=place)


def _agreement(place: Place) -> Agreement:
    return make_agreement(owner=_region(place), place=place.province)


def _promise(place: Place) -> Commitment:
    return make_promise(_party(place))


def _party(place: Place) -> Party:
    return make_party(_agreement(place), _council(place))


def _instalment(place: Place) -> Instalment:
    return make_instalment(_party(place))


def _step(place: Place) -> Step:
    return Step.objects.create(party=_party(place), kind=StepKind.SITTING, done_on=DAY, declared_at=clock.now())


def _programme(place: Place) -> Programme:
    return make_programme(_region(place))


def _action(place: Place) -> Action:
    return Action.objects.create(programme=_programme(place), number=1, name_ar="دورة", name_fr="Session")


def _shared(place: Place) -> Programme:
    programme = _programme(place)
    make_shared(programme, make_councils(programme.owner))
    return programme


def _version(place: Place) -> PlanVersion:
    plan = make_plan(owner=_region(place))
    return plan.versions.first() or PlanVersion.objects.create(plan=plan, number=1)


def _heads(place: Place) -> dict[str, Any]:
    return {"pk": _shared(place).pk, "province": place.province_id}


def _cost_paper(place: Place) -> dict[str, Any]:
    programme = _shared(place)
    paper = make_paper(owner=programme.owner, subject=programme)
    return {"pk": programme.pk, "paper_pk": paper.pk}


def _stay(place: Place) -> dict[str, Any]:
    return {"uuid": make_stay(make_member(_council(place))).stay}


def _order(place: Place) -> PaymentOrder:
    owed = _instalment(place)
    return PaymentOrder.objects.create(
        instalment=owed, number="12", ordered_on=DAY, amount=Decimal("10.00"), declared_at=clock.now()
    )


def _request(place: Place) -> FundsRequest:
    owed = _instalment(place)
    paper = make_paper(owner=owed.beneficiary, subject=owed)
    return FundsRequest.objects.create(instalment=owed, amount=owed.amount, requested_on=DAY, paper=paper)


def _line(place: Place) -> AccountLine:
    owner = _region(place)
    line = make_line(owner)
    line.file = store_file(b"%PDF- x", name="x.pdf", content_type="application/pdf", owner=owner, by=None)
    line.save(update_fields=["file"])
    return line


def _statement(place: Place) -> Statement:
    owner = _region(place)
    paper = make_paper(owner=owner, subject=owner)
    return Statement.objects.create(owner=owner, first_year=2026, last_year=2026, closed_on=DAY, paper=paper)


def number(make: Callable[[Place], Any]) -> Callable[[Place], dict[str, Any]]:
    """The arguments of an address that bears only the thing's number."""
    return lambda place: {"pk": make(place).pk}


def several(space: str, names: str, make: Callable[[Place], Any]) -> dict[str, Callable[[Place], dict[str, Any]]]:
    return {f"{space}:{name}": number(make) for name in names.split()}


def _project(place: Place) -> Project:
    return make_project(_agreement(place))


def _milestone(place: Place) -> Milestone:
    """A milestone done, with its proof, so that every address of it exists."""
    project = _project(place)
    scan = store_file(b"%PDF- y", name="y.pdf", content_type="application/pdf", owner=project.agreement.owner, by=None)
    return make_milestone(project, done_on=DAY, proof=scan)


def _waits(place: Place) -> Waits:
    project = _project(place)
    return Waits.objects.create(milestone=make_milestone(project), on=make_milestone(project, MilestoneKind.SIGNED))


def _project_money(place: Place) -> ProjectMoney:
    proof = _milestone(place).proof
    facts = {"kind": MoneyKind.SPENT, "on": DAY, "amount": 1, "label": "x", "proof": proof}
    return ProjectMoney.objects.create(project=_project(place), **facts)


def _project_file(place: Place) -> ProjectFile:
    file = _milestone(place).proof
    return ProjectFile.objects.create(project=_project(place), kind=FileKind.PAPER, file=file, title="x", taken_on=DAY)


def _bank_line(place: Place) -> BankLine:
    owner = _region(place)
    scan = store_file(b"statement", name="s.csv", content_type="text/csv", owner=owner, by=None)
    days = {"first_day": DAY, "last_day": DAY}
    statement = BankStatement.objects.create(owner=owner, file=scan, read=1, imported_at=clock.now(), **days)
    facts = {"booked_on": DAY, "amount": Decimal(100), "label": "VIREMENT", "fingerprint": "f"}
    return BankLine.objects.create(statement=statement, owner=owner, line=1, **facts)


def _year(place: Place) -> FinancialYear:
    return walk_treasury.year(_region(place))


def _expense(place: Place) -> Expense:
    return walk_treasury.expense(_region(place), place)


def _taxed(place: Place) -> dict[str, int]:
    """A month of a body that has expenses."""
    return {"pk": walk_treasury.expense(_region(place), place).owner_id, "year": 2026, "month": 7}


def _delivery(place: Place) -> Delivery:
    told = {"delivered_on": DAY, "reference": "8", "recorded_at": clock.now()}
    return Delivery.objects.create(commitment=_promise(place), **told)


MONEY = {
    **several("agreements", "agreement add_party shares text attach confirm_all cancel", _agreement),
    **several("agreements", "standing amend correct clause clause_remove keep_clause", _agreement),
    **several("agreements", "compare earlier refer refer_no_more draft_text", _agreement),
    **several("agreements", "deliberation_model", _party),
    **several("agreements", "commit promise leave reception silence role remove_party", _party),
    **several("agreements", "value deliver give_up remove_promise", _promise),
    **several("agreements", "withdraw_delivery delivery_proof", _delivery),
    **several("agreements", "write_off", _instalment),
    "agreements:another": lambda place: {"province_id": place.province_id},
    **several("agreements", "confirm withdraw", _step),
    **several("agreements", "new_project", _agreement),
    **several("agreements", "project plan_milestone project_money add_project_file stop_project", _project),
    **several("agreements", "do_milestone milestone_proof reopen_milestone wait", _milestone),
    **several("agreements", "wait_no_more", _waits),
    **several("agreements", "money_proof withdraw_money", _project_money),
    **several("agreements", "project_file remove_project_file", _project_file),
    "agreements:step": lambda place: {"pk": _party(place).pk, "kind": "sitting"},
    "agreements:draft": lambda place: {"province_id": place.province_id},
    **several("programmes", "programme adopt reopen close add_action", _programme),
    **several("programmes", "change_action remove_action", _action),
    **several("programmes", "cost edit_cost top_up cost_sheet cost_draft issue_paper", _shared),
    **several("programmes", "plan add_axis new_version", lambda place: make_plan(owner=_region(place))),
    **several("programmes", "approve version_text", _version),
    "programmes:heads": _heads,
    "programmes:paper": _cost_paper,
    "programmes:stay": _stay,
    "programmes:proof": _stay,
    **several("treasury", "place", lambda place: place),
    **several("treasury", "payer payer_receipts payment_statement", lambda place: _instalment(place).payer),
    **several("treasury", "instalment request order", _instalment),
    **several("treasury", "confirm withdraw", _order),
    **several("treasury", "paper", _request),
    "treasury:batch_file": lambda place: {"pk": walk_treasury.batch(_region(place)).pk},
    **several("treasury", "line proof receive take_back_line", _line),
    **several("treasury", "bank_line confirm_line put_aside take_up take_back_bank_line", _bank_line),
    **several("treasury", "receive_bank_line keep_bank_credit", _bank_line),
    "treasury:take_back_import": lambda place: {"pk": _bank_line(place).statement_id},
    **several("treasury", "cancel", lambda place: make_receipt(_instalment(place))),
    **several("treasury", "statement", _statement),
    **several("treasury", "keep_credit", _line),
    **several("treasury", "year close_year reopen_year certify_year year_paper issue_annex use_credits", _year),
    "treasury:annex": lambda place: {"pk": walk_treasury.annex(_region(place)).pk},
    **several("treasury", "signed_year", lambda place: walk_treasury.certification(_region(place))),
    **several(
        "treasury",
        "expense certify_expense invoice_expense pay_expense give_up_expense uncertify_expense withdraw_invoice",
        _expense,
    ),
    **several("treasury", "expense_order expense_done expense_scan", _expense),
    "treasury:remit": lambda place: {"pk": _region(place).pk, "year": 2026, "month": 7},
    **{f"treasury:withheld_{name}": _taxed for name in ("statement", "paper")},
    **several("treasury", "take_back_remittance", lambda place: walk_treasury.remittance(_region(place))),
    **several("treasury", "cancel_payment", lambda place: walk_treasury.payment(_region(place), place)),
    **several("territory", "place_names place_alias", lambda place: place),
    **several("territory", "body_edit body_names", _council),
    **several("territory", "room_edit room_locate", lambda place: make_room(_council(place))),
    **several("territory", "sitting_convene sitting_cancel", lambda place: make_sitting(_council(place))),
}
