"""The wizard of lists of persons, and the one question that is theirs: the presidents of the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from takwin.core import formats
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import deciding
from takwin.documents.imports.wizard import Number, Vocabulary, Wizard
from takwin.people.imports.forms import PersonsForm
from takwin.people.imports.importer import PERSONS
from takwin.people.imports.presidents import successions
from takwin.people.imports.roster import FILLED, KNOWN, NEW, PRESIDENT_ENDS, SAME
from takwin.people.imports.template import template_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.ui.states import Look
from takwin.ui.things import Act

EDIT = Permission.PERSON_EDIT


def counted(n: int) -> str:
    return ngettext("%(told)s person", "%(told)s persons", n) % {"told": formats.number(n)}


def understood(n: int) -> str:
    told = ngettext("%(told)s person was understood.", "%(told)s persons were understood.", n)
    return told % {"told": formats.number(n)}


def will(batch: ImportBatch) -> list[Number]:
    """What recording will do, in numbers."""
    numbers = batch.counts.get("will", {})
    ended = Number(
        _("Presidencies ended, to make room"),
        numbers.get("ended", 0),
        _("the last day is the day before the new one begins"),
    )
    return [
        Number(_("New persons"), numbers.get(NEW, 0)),
        Number(_("Known persons with blanks filled"), numbers.get(FILLED, 0)),
        Number(_("Rows that give an office to someone known"), numbers.get(KNOWN, 0)),
        *([ended] if ended.number else []),
        Number(_("Rows that change nothing"), numbers.get(SAME, 0)),
        Number(_("Rows left out"), batch.counts.get("out", 0)),
        Number(
            _("Pairs to look at afterwards"),
            batch.counts.get("proposals"),
            _("who may be one person; they stop nothing"),
        ),
    ]


def did(batch: ImportBatch) -> list[Act]:
    """What recording did, with the way to those it brought and to what it left to be decided."""
    numbers = batch.counts["did"]
    told = [
        (numbers.get("persons", 0), ngettext("%(told)s new person", "%(told)s new persons", numbers.get("persons", 0))),
        (numbers.get("offices", 0), ngettext("%(told)s office", "%(told)s offices", numbers.get("offices", 0))),
    ]
    brought = f"{reverse('people:persons')}?list={batch.pk}" if batch.state == BatchState.RECORDED else ""
    acts = [
        Act(said % {"told": formats.number(n)}, address if n else "")
        for (n, said), address in zip(told, (brought, ""), strict=True)
    ]
    if pairs := batch.counts.get("proposed"):
        said = ngettext("%(told)s pair to look at", "%(told)s pairs to look at", pairs)
        acts.append(Act(said % {"told": formats.number(pairs)}, reverse("people:who")))
    return acts


def ask(batch: ImportBatch) -> Sequence[Mapping[str, Any]]:
    """Whether the offices of the presidents of today end, when the list names others."""
    found = successions(batch)
    return [found | {"template": "people/imports/presidents.html"}] if found else []


WIZARD = Wizard(
    app="people",
    importer=PERSONS,
    permission=EDIT,
    form=PersonsForm,
    words=Vocabulary(
        title=_("Import a list of persons"),
        lists=_("Lists imported"),
        send=_("Import a list"),
        lead=_(
            "Send the list as it is. Takwin finds the table, says what it understood, and records nothing before you "
            "say so."
        ),
        look=_("Look at the persons"),
        rows=_("Persons"),
        counted=counted,
        understood=understood,
        means=[
            _(
                "The holder of a card already in the register is the same person. So is who bears the same name in the "
                "same council and is contradicted by nothing."
            ),
            _("What the register says stands; only what is blank is filled."),
            _("Anyone else who looks alike is proposed to you in Who is who: nobody is merged by an import."),
        ],
        undone=_("The import is undone: the register is as it was before."),
    ),
    home=(_("Persons"), "people:persons"),
    verdicts={
        NEW: Look(_("new person"), "go", "open"),
        FILLED: Look(_("known: blanks filled"), "", "half"),
        KNOWN: Look(_("known: office given"), "", "half"),
        SAME: Look(_("nothing changes"), "", "done"),
    },
    will=will,
    did=did,
    template=template_response,
    ask=ask,
)


@requires(EDIT)
@require_POST
def end_presidents(request: UserRequest, pk: int) -> HttpResponse:
    """Decide that who presides now makes room for the presidents of the list; or take that back."""
    batch, is_on = WIZARD.batch_of(request, pk), request.POST.get("end") == "1"
    try:
        deciding.decide_for_all(batch, name=PRESIDENT_ENDS, is_on=is_on, importer=PERSONS, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("people:preview", pk)
