"""The protocol of devices (docs/presence-sync.md): what they hand over, and what they carry."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.attendance import tokens
from takwin.attendance.sync import actions, queries
from takwin.attendance.sync.access import device, refusal
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.judging import part_name
from takwin.attendance.sync.models import Device
from takwin.attendance.sync.reading import finite, instant
from takwin.core import clock


@device
@never_cache
@require_POST
def sync(request: HttpRequest, found: Device) -> HttpResponse:
    """Take in a batch. Nothing is taken when it cannot be read at all; each mark has its own answer otherwise."""
    try:
        said = json.loads(request.body, parse_constant=str, parse_float=finite)
        sent_at, marks = instant(said["sent_at"]), list(said["marks"])
        named = str(said.get("device", found.code))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return refusal(_("A batch is JSON: device, sent_at and marks."), status=400)
    if named != found.code:
        return refusal(_("This token belongs to another phone."), status=403)
    try:
        answers = actions.receive(found, marks, sent_at=sent_at)
    except ValidationError as error:
        return refusal(error.messages[0], status=409)
    return JsonResponse({
        "server_time": clock.now().isoformat(),
        "device": "revoked" if found.revoked_at else "bound",
        "marks": [told(answer) for answer in answers],
    })  # fmt: skip


def told(answer: actions.Answer) -> dict[str, Any]:
    """What the device is told of one mark."""
    row = answer.row
    said: dict[str, Any] = {
        "nonce": row.nonce, "result": row.outcome if answer.is_new else "duplicate", "reason": row.why,
        "message": str(Why(row.why).label) if row.why else "", "ledger": None,
    }  # fmt: skip
    if row.register_id and row.day:
        said["ledger"] = {
            "register": row.register_id, "person": row.person_id, "day": row.day.isoformat(),
            "part": part_name(row.part), "status": answer.folded.status if answer.folded else "",
            "counted": bool(answer.folded and answer.folded.counted), "sealed": answer.is_sealed,
        }  # fmt: skip
    return said


@device
@never_cache
@require_GET
def rolls(request: HttpRequest, found: Device) -> HttpResponse:
    """What the telephone carries to work alone: rolls, what is said already, the key that judges convocations."""
    if found.revoked_at:
        return refusal(_("This phone was revoked: its marks wait for an officer."), status=403)
    keys = tokens.told_keys()
    return JsonResponse({
        "server_time": clock.now().isoformat(),
        "device": found.code,
        "keeper": str(found.user),
        "key": keys[0],
        "keys": keys,
        "registers": queries.carried(found.user),
    })  # fmt: skip
