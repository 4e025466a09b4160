"""``takwin presence replay DIR --json OUT``: the ledger that the logs of several devices make, and their conflicts.

``takwin presence bind USER``: a device that is no telephone; its token is said once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.attendance.folding import Finding, Invitations, Line, fold, name_of
from takwin.attendance.logs import BadLine, read_invitations, read_logs
from takwin.attendance.sync.actions import bind


class Command(BaseCommand):
    help = "Replay the logs of devices into one ledger of presence, writing nothing to the database; bind a device."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        replay = acts.add_parser("replay", help="read sessions.json, invitations.csv and the *.jsonl of a folder")
        replay.add_argument("folder", type=Path)
        replay.add_argument("--json", type=Path, required=True, help="where the JSON lines go")
        binding = acts.add_parser("bind", help="bind a device to a user: its number and its token, as JSON")
        binding.add_argument("user", help="user name of who keeps the registers")
        binding.add_argument("--name", default="device")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "bind":
            self.bind(options["user"], options["name"])
        else:
            self.replay(options["folder"], options["json"])

    def bind(self, username: str, name: str) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no account named %(name)s.") % {"name": username})
        device, token = bind(name=name, by=user)
        self.stdout.write(json.dumps({"device": device.code, "token": token}))

    def replay(self, folder: Path, out: Path) -> None:
        try:
            invitations = read_invitations(folder)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        entries, bad = read_logs(folder)
        lines, findings = fold(entries, invitations)
        write(out, [*ledger(lines, invitations), *conflicts(findings, invitations), *unreadable(bad)])
        said = _("%(entries)s entries: %(lines)s lines of presence, %(conflicts)s conflicts.")
        self.stdout.write(said % {"entries": len(entries), "lines": len(lines), "conflicts": len(findings)})
        if bad:
            kept = ngettext("%(count)s line could not be read.", "%(count)s lines could not be read.", len(bad))
            self.stderr.write(kept % {"count": len(bad)})


def write(path: Path, objects: list[dict[str, object]]) -> None:
    """All the lines at once, so that a file half written is never taken for the whole."""
    text = "".join(json.dumps(said, ensure_ascii=False) + "\n" for said in objects)
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise CommandError(_("%(path)s cannot be written.") % {"path": path}) from error


def ledger(lines: list[Line], invitations: Invitations) -> Iterator[dict[str, object]]:
    for line in lines:
        yield {
            "kind": "ledger",
            "session": line.session,
            "person_id": line.person,
            "half_day": name_of(line.half_day, invitations.days[line.session]),
            "status": line.status.value,
            "counted": line.counted,
        }


def conflicts(findings: list[Finding], invitations: Invitations) -> Iterator[dict[str, object]]:
    for found in findings:
        days = invitations.days.get(found.session.partition("|")[0], ())
        yield {
            "kind": "conflict",
            "conflict": found.conflict.value,
            "session": found.session,
            "person_id": found.person or None,
            "half_day": name_of(found.half_day, days) if found.half_day else None,
            "detail": found.detail,
        }


def unreadable(lines: list[BadLine]) -> Iterator[dict[str, object]]:
    for bad in lines:
        yield {"kind": "unreadable", "file": bad.file, "line": bad.line, "reason": bad.reason}
