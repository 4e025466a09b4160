"""The page of an agreement, and the panels agreements bring to other pages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from takwin.accounts.models import User
from takwin.agreements.clocks import clock_in_words
from takwin.agreements.enums import AgreementKind, AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Party
from takwin.agreements.models import Step as Taken
from takwin.agreements.panels import sessions_of
from takwin.agreements.queries import (
    FULL_PATH,
    PartyPath,
    Powers,
    StepOfPath,
    paths,
    powers,
    state_of,
    visa_clocks,
    with_progress,
)
from takwin.agreements.queries.from_shares import has_shares_to_commit, provinces_of
from takwin.agreements.queries.texts import differs, is_whole, since_frozen
from takwin.agreements.tables import look_of, years_of
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.programmes.models import Programme
from takwin.programmes.queries.programmes import cost_of
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.ui.states import Look
from takwin.ui.things import Act, Call, Step

VERBS = {
    StepKind.SITTING: gettext_lazy("Record the session"),
    StepKind.VOTE: gettext_lazy("Declare the vote"),
    StepKind.OPPOSITION: gettext_lazy("Record an opposition"),
    StepKind.VISA: gettext_lazy("Record the visa"),
    StepKind.SIGNATURE: gettext_lazy("Record the signature"),
}
CONFIRMS = {
    StepKind.SITTING: gettext_lazy("Confirm the session of the council"),
    StepKind.VOTE: gettext_lazy("Confirm the vote"),
    StepKind.OPPOSITION: gettext_lazy("Confirm the opposition"),
    StepKind.VISA: gettext_lazy("Confirm the visa"),
    StepKind.SIGNATURE: gettext_lazy("Confirm the signature"),
}
DECLARED = Look(gettext_lazy("declared"), "warn", "dot")
CONFIRMED = Look(gettext_lazy("confirmed"), "go", "full")
EXPECTED = Look(gettext_lazy("expected"), "", "half")
TO_COME = Look(pgettext_lazy("step", "to come"), "", "open")


def step_url(party: Party, kind: StepKind) -> str:
    return reverse("agreements:step", args=[party.pk, kind.value])


class Page:
    """What the head of the page of an agreement says to this reader."""

    def __init__(self, agreement: Agreement, powers: Powers) -> None:
        self.agreement, self.powers = agreement, powers

    @cached_property
    def paths(self) -> list[PartyPath]:
        return paths(self.agreement)

    @cached_property
    def declared(self) -> int:
        """The steps declared and not yet confirmed."""
        steps = [one.step for path in self.paths for one in path.steps]
        return sum(step is not None and step.confirmed_at is None for step in steps)

    @property
    def is_signed(self) -> bool:
        """Whether a party has signed: the text is then what it is."""
        return any(one.step for path in self.paths for one in path.steps if one.kind == StepKind.SIGNATURE)

    @property
    def is_open(self) -> bool:
        return self.agreement.cancelled_on is None

    def path(self) -> list[Step]:
        """Each step with the number of parties that have taken it; the first that some have not is where it is."""
        told: list[Step] = []
        for kind in FULL_PATH:
            steps = [one.step for path in self.paths for one in path.steps if one.kind == kind]
            if not steps:
                continue  # no party of this agreement takes it
            done = sum(step is not None and step.confirmed_at is not None for step in steps)
            note = _("%(done)s of %(all)s") % {"done": done, "all": len(steps)}
            over = done == len(steps)
            here = not over and all(step.css == "done" for step in told)
            told.append(Step(kind.label, note, "done" if over else "here" if here else ""))
        return told

    def calls(self) -> list[Call]:
        if not self.is_open:
            return [Call(_("This agreement is cancelled."), self.agreement.motive, "bad")]
        frozen = differs(self.agreement)
        told = [Call(_("The data differs from what was signed."), formats.listed(frozen), "bad")] if frozen else []
        told += [
            Call(
                _("The authority opposed the deliberation of %(body)s.") % {"body": path.party.body},
                path.opposition.objection,
                "bad",
            )
            for path in self.paths
            if path.opposition
        ]
        return told + self._waiting()

    def _waiting(self) -> list[Call]:
        if not self.declared:
            return []
        told = ngettext(
            "%(count)s step is declared by its party and waits to be confirmed.",
            "%(count)s steps are declared by their parties and wait to be confirmed.",
            self.declared,
        )
        return [Call(told % {"count": self.declared}, _("Until then it counts apart."), "warn")]

    def acts(self) -> list[Act]:
        """The next steps open to the reader, his main one first; anyone may ask what binds whom."""
        pk = [self.agreement.pk]
        bound = Act(_("What binds whom"), reverse("agreements:standing", args=pk), "search", quiet=True)
        return [*(self._open_acts(pk) if self.is_open else []), bound]

    def _open_acts(self, pk: list[int]) -> list[Act]:
        confirm = Act(_("Confirm what is declared"), reverse("agreements:confirm_all", args=pk), "check", post=True)
        mine = [confirm] if self.powers.confirms and self.declared else []
        return mine + self._next_steps() + (self._preparing(pk) if self.powers.edits else [])

    def _next_steps(self) -> list[Act]:
        """The first step the reader may record for a party whose word he has; a session and its vote are one act."""
        for path in self.paths:
            kind = StepKind.VOTE if path.next_step == StepKind.SITTING else path.next_step
            own = path.party.pk in self.powers.declares | self.powers.visas
            if kind and own and self.powers.may_record(path.party, kind):
                return [Act(VERBS[kind], step_url(path.party, kind), "edit")]
        return []

    def _preparing(self, pk: list[int]) -> list[Act]:
        """Once its years are over an agreement has no new party and is not cancelled."""
        state = state_of(self.agreement, clock.today())
        waits = state == AgreementState.DRAFT  # it is for the parties to move
        share = Act(_("Commit the shares of a programme"), reverse("agreements:shares", args=pk), "money", quiet=waits)
        lasting = [
            *([share] if has_shares_to_commit(self.agreement) else []),
            Act(_("Attach the signed text"), reverse("agreements:attach", args=pk), "put", quiet=waits),
        ]
        if state == AgreementState.ENDED:
            return lasting
        is_amended = state == AgreementState.IN_FORCE and self.agreement.kind != AgreementKind.AMENDMENT
        amend = Act(_("Amend the agreement"), reverse("agreements:amend", args=pk), "edit")
        writing = [
            Act(_("Write an article"), reverse("agreements:clause", args=pk), "edit"),
            Act(_("Add a party"), reverse("agreements:add_party", args=pk), "plus"),
            Act(_("Correct the title or the years"), reverse("agreements:correct", args=pk), "edit", quiet=True),
            Act(_("Refer to an earlier agreement"), reverse("agreements:refer", args=pk), "agree"),
        ]
        return [
            *([] if self.is_signed else writing),
            *lasting,
            *([amend] if is_amended else []),
            Act(_("Cancel the agreement"), reverse("agreements:cancel", args=pk), "no", danger=True),
        ]


@dataclass(frozen=True)
class Cell:
    """A step as the table of parties shows it."""

    step: StepOfPath
    look: Look
    record_url: str
    confirm_url: str
    withdraw_url: str

    @property
    def awaits_visa(self) -> bool:
        return self.step.is_next and self.step.kind == StepKind.VISA

    @property
    def is_silence(self) -> bool:
        return self.step.kind == StepKind.VISA and self.received_on is not None

    @property
    def received_on(self) -> dt.date | None:
        return self.step.step.received_on if self.step.step else None


@dataclass(frozen=True)
class Row:
    party: Party
    cells: list[Cell | None]
    is_through: bool  # nothing is awaited of this party
    commit_url: str
    is_mine: bool
    promise_url: str = ""
    leave_url: str = ""
    role_url: str = ""
    remove_url: str = ""
    role_above: str = ""
    oppose_url: str = ""
    reception_url: str = ""
    silence_url: str = ""
    sessions: str = ""
    clock: str = ""
    model_url: str = ""

    @property
    def has_more(self) -> bool:
        """Whether it has steps beside the next one, which stand in its menu."""
        urls = (self.model_url, self.commit_url, self.promise_url, self.role_url, self.oppose_url, self.silence_url)
        return any(urls) or any(cell and cell.withdraw_url for cell in self.cells)


def parties(thing: Agreement, user: User) -> dict[str, Any]:
    """The parties with their paths; what is declared stands apart from what is confirmed."""
    own = powers(user, thing)
    is_open, found = thing.cancelled_on is None, paths(thing)
    is_signed = any(one.step for path in found for one in path.steps if one.kind == StepKind.SIGNATURE)
    writes = is_open and own.edits and not is_signed
    sessions = sessions_of(path.party.body for path in found if path.next_step in (StepKind.SITTING, StepKind.VOTE))
    clocks = {key: clock_in_words(one, clock.today()) for key, one in visa_clocks(_unanswered(found)).items()}
    above = {one.body_id: one.role for one in thing.base.parties.all()} if thing.base else {}
    rows = [
        replace(
            _row(path, own, is_open, writes=writes, sessions=sessions),
            role_above=_role_above(path.party, above),
            clock=clocks.get(path.party.pk, "") if is_open else "",
        )
        for path in found
    ]
    waiting = [row for row in rows if row.is_mine or not row.is_through]
    through = [row for row in rows if row not in waiting]
    return {
        "kinds": [kind.label for kind in FULL_PATH],
        "count": len(rows),
        "groups": [group for group in (waiting, through) if group],
        "missing": sum(not row.is_through for row in rows),
    }


def _unanswered(found: list[PartyPath]) -> list[Taken]:
    """The deliberations that wait for the word of the authority."""
    waiting = [path for path in found if path.next_step == StepKind.VISA]
    return [one.step for path in waiting for one in path.steps if one.step and one.kind == StepKind.VOTE]


def _role_above(party: Party, above: dict[int, str]) -> str:
    """The role of a party in the framework or in the text amended, when it is another there."""
    role = above.get(party.body_id)
    return str(PartyRole(role).label) if role and role != party.role else ""


def _row(path: PartyPath, own: Powers, is_open: bool, *, writes: bool, sessions: dict[str, str]) -> Row:
    taken = [one.kind for one in path.steps if one.step]
    last = taken[-1] if taken else None
    by_kind = {one.kind: _cell(path.party, one, own, is_open, is_last=one.kind == last) for one in path.steps}
    is_amendment = path.party.agreement.kind == AgreementKind.AMENDMENT
    answers = is_open and path.next_step == StepKind.VISA and own.may_record(path.party, StepKind.VISA)
    votes = path.next_step in (StepKind.SITTING, StepKind.VOTE)
    return Row(
        party=path.party,
        cells=[by_kind.get(kind) for kind in FULL_PATH],
        is_through=path.is_through,
        commit_url=reverse("agreements:commit", args=[path.party.pk]) if is_open and own.edits else "",
        is_mine=path.party.pk in own.declares,
        promise_url=reverse("agreements:promise", args=[path.party.pk]) if writes else "",
        leave_url=reverse("agreements:leave", args=[path.party.pk]) if writes and is_amendment else "",
        role_url=reverse("agreements:role", args=[path.party.pk]) if writes else "",
        remove_url=reverse("agreements:remove_party", args=[path.party.pk]) if writes and not taken else "",
        oppose_url=step_url(path.party, StepKind.OPPOSITION) if answers else "",
        reception_url=reverse("agreements:reception", args=[path.party.pk]) if answers else "",
        silence_url=reverse("agreements:silence", args=[path.party.pk]) if answers else "",
        sessions=sessions.get(path.party.body.kind, "") if is_open and votes else "",
        model_url=reverse("agreements:deliberation_model", args=[path.party.pk]) if is_open and votes else "",
    )


def _cell(party: Party, one: StepOfPath, own: Powers, is_open: bool, *, is_last: bool) -> Cell:
    """Only the last step taken may be withdrawn: the others are followed by one."""
    step = one.step
    record = is_open and one.is_next and own.may_record(party, one.kind)
    confirm = is_open and step is not None and step.confirmed_at is None and own.confirms
    withdraw = is_open and is_last and step is not None and own.may_withdraw(step)
    return Cell(
        step=one,
        look=_look(one),
        record_url=step_url(party, one.kind) if record else "",
        confirm_url=reverse("agreements:confirm", args=[step.pk]) if step and confirm else "",
        withdraw_url=reverse("agreements:withdraw", args=[step.pk]) if step and withdraw else "",
    )


def facts(thing: Agreement, user: User) -> dict[str, Any]:
    return {"agreement": thing, "years": years_of(thing), "programmes": list(thing.programmes.all())}


def text(thing: Agreement, user: User) -> dict[str, Any]:
    """The signed text; while there is none, who prepares is told to attach it once all have signed."""
    state = state_of(thing, clock.today())
    compares = thing.text is not None and thing.frozen_on is not None and thing.cancelled_on is None
    edits = compares and may(user, Permission.AGREEMENT_EDIT, thing.owner)
    return {
        "agreement": thing,
        "waits": thing.text is None and state == AgreementState.IN_FORCE,
        "is_draft": state == AgreementState.DRAFT,
        "differs": differs(thing),
        "since": since_frozen(thing),
        "broken": thing.text is not None and not is_whole(thing.text),
        "compare_url": reverse("agreements:compare", args=[thing.pk]) if edits else "",
    }


def _look(one: StepOfPath) -> Look:
    if one.step is None:
        return EXPECTED if one.is_next else TO_COME
    return CONFIRMED if one.step.confirmed_at else DECLARED


@dataclass(frozen=True)
class Line:
    """An agreement in a panel of another page."""

    agreement: Agreement
    look: Look
    years: str


def _lines(rows: Any) -> list[Line]:
    found = with_progress(rows).order_by("-first_year", "pk")
    return [Line(row, look_of(row), years_of(row)) for row in found]


def told_in_story(facts: Sequence[dict[str, Any]]) -> list[str]:
    """What the story of an agreement adds to its sentences: which party, and which step, year, amount or day."""
    rows = Party.objects.filter(pk__in={said["party"] for said in facts if "party" in said})
    bodies = {party.pk: party.body.name for party in rows.select_related("body")}
    return [
        joined([
            bodies.get(said.get("party", 0)),
            StepKind(said["step"]).label.capitalize() if "step" in said else None,
            str(said.get("year") or ""),
            formats.dirhams(Decimal(said["amount"])) if "amount" in said else None,
            formats.day(dt.date.fromisoformat(said["received_on"])) if "received_on" in said else None,
        ])
        for said in facts
    ]  # fmt: skip


def of_body(thing: Body, user: User) -> dict[str, Any] | None:
    """The agreements that bind a body, on its page."""
    seen = allowed(Agreement.objects, user, Permission.AGREEMENT_VIEW)
    lines = _lines(seen.filter(pk__in=Party.objects.filter(body=thing).values("agreement")))
    return {"agreements": lines} if lines else None


def of_programme(thing: Programme, user: User) -> dict[str, Any] | None:
    """The agreements that pay a programme, on its page."""
    seen = allowed(Agreement.objects, user, Permission.AGREEMENT_VIEW)
    lines = _lines(seen.filter(pk__in=thing.agreements.values("pk")))
    return {"agreements": lines} if lines else None


def from_shares(thing: Programme, user: User) -> dict[str, Any] | None:
    """How far the shares of a programme are promised, and the act that promises the rest; to whoever prepares."""
    if not thing.shares_cost or not may(user, Permission.AGREEMENT_EDIT, thing.owner) or cost_of(thing) is None:
        return None
    if thing.adopted_at is None:
        return {"draft": True}
    rows = provinces_of(thing)
    left, outside = sum(bool(row.to_commit) for row in rows), sum(len(row.outside) for row in rows)
    told = {"left": left, "all": len(rows), "outside": outside, "otherwise": sum(len(row.otherwise) for row in rows)}
    return {"programme": thing, "draft": False, **told} if rows else None
