"""The presidents of a list beside those in office: whose office would end, for whom, and on which day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.entries import Entry, entry_of
from takwin.people.enums import Title
from takwin.people.imports.roster import councils, mandates, start_of
from takwin.people.models import Office, Person

DRAWN = 12  # successions drawn one by one; all of them are decided at once
WAITS, ENDS = "president_there", "president_ends"


@dataclass(frozen=True)
class Succession:
    """One council whose present president leaves: who he is, who comes, and his last day."""

    council: str
    former: str
    coming: str
    last_day: dt.date


def _succeeds(entry: Entry) -> bool:
    return any(said.why in (WAITS, ENDS) for said in entry.said)


def successions(batch: ImportBatch) -> dict[str, Any]:
    """What the preview asks of presidents; nothing when every president of the list finds his place free."""
    whys = batch.counts.get("whys", {})
    waiting, ending = whys.get(f"{WAITS}:1", 0), whys.get(f"{ENDS}:0", 0)
    if not waiting and not ending:
        return {}
    listed = batch.rows.filter(is_doubtful=True).order_by("position").values_list("data", flat=True)
    entries = [entry for data in listed.iterator(1000) if _succeeds(entry := entry_of(data))]
    bodies = councils({str(entry.values["place"]) for entry in entries})
    running = mandates({body.pk for body in bodies.values()})
    held = Office.objects.filter(body__in=bodies.values(), title=Title.PRESIDENT, ends_on=None)
    former = {office.body_id: office.person for office in held.select_related("person")}
    drawn: dict[int, Succession] = {}
    for entry in entries:
        body = bodies.get(str(entry.values["place"]))
        if body is None or body.pk not in former or body.pk in drawn:
            continue
        start = start_of(entry.values, running.get(body.pk), dt.date.fromisoformat(batch.options["since"]))
        coming = Person(name_ar=entry.values["name_ar"] or "", name_fr=entry.values["name_fr"] or "").name
        drawn[body.pk] = Succession(body.name, former[body.pk].name, coming, start - dt.timedelta(days=1))
    shown = list(drawn.values())
    return {"waiting": waiting, "ending": ending, "shown": shown[:DRAWN], "more": max(len(shown) - DRAWN, 0)}
