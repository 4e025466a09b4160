"""The facts of the official table of shares."""

import datetime as dt
from decimal import Decimal

from takwin.core import clock, formats
from takwin.core.money import ZERO
from takwin.directory.parameters import parameter
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers.figures import Facts, ShareGroup, ShareRow, cost_share
from takwin.documents.papers.parts import State, paper, reference, signatory
from takwin.programmes.enums import ClosingRule, Split
from takwin.programmes.models import CostShare, Share
from takwin.programmes.queries.shares import shares_of, table_of

TITLE = "جدول توزيع كلفة برنامج التكوين المستمر"
BASIS = "المادة 8 من المرسوم رقم 2.16.297: لا تقل حصة الجهة عن {least}%، ويوزع الباقي حسب عدد المنتخبين المستفيدين."
AGREED = (
    "المادة 8 من المرسوم رقم 2.16.297: لا تقل حصة الجهة عن {least}%؛ واتفق الأطراف على أساس توزيع الباقي المبين أعلاه."
)
LOWERED = " تخفض المساهمات الإضافية ({top_ups}) ما يوزع: هي والحصص مجموع الكلفة."
SIGNS = "رئيس المجلس"
DRAFT = "TKW-CSH"
FORECAST: dict[str, str] = {
    Split.HEADS: "حسب الأعداد المتوقعة عند المصادقة",
    Split.POPULATION: "حسب عدد السكان، باتفاق الأطراف",
    Split.EQUAL: "بالتساوي، باتفاق الأطراف",
    Split.HAND: "حسب المبالغ المتفق عليها بين الأطراف",
}
CLOSED: dict[str, str] = {
    ClosingRule.PRESENCE: "حسب الحضور الفعلي عند اختتام السنة",
    ClosingRule.AGREED: "عند اختتام السنة، حسب النسب المصادق عليها",
    ClosingRule.FORECAST: "عند اختتام السنة، حسب الأعداد المتوقعة لانعدام الحضور",
    ClosingRule.COVERED: "عند اختتام السنة، الكلفة الفعلية تغطيها حصة الجهة والمساهمات الإضافية",
    ClosingRule.NOTHING_SPENT: "عند اختتام السنة، دون أي صرف",
    ClosingRule.OWNER_ALONE: "عند اختتام السنة، تتحمل الجهة ما تبقى لانعدام المستفيدين",
}


def cost_share_facts(cost: CostShare, *, number: str = "", state: State, made_at: dt.datetime) -> Facts:
    """Who bears what, in Arabic: by forecast heads until the year is closed, by presence after.

    What the year before left is part of what is due; the recount at the closing is of this year's cost alone.
    """
    programme = cost.programme
    closed = cost.recounted_at is not None
    table = table_of(shares_of(programme), programme.owner, language="ar")
    day = made_at.astimezone(clock.CASABLANCA).date()
    least = formats.number(parameter("region_least_percent", on=day, owner=programme.owner), language="ar")
    groups = [ShareGroup(programme.owner.name_ar, [_row(table.region, closed, is_region=True)])] if table.region else []
    groups += [
        ShareGroup(group.place.name_ar if group.place else "", [_row(share, closed) for share in group.shares])
        for group in table.provinces
    ]
    said = CLOSED.get(cost.closing_rule, CLOSED[ClosingRule.PRESENCE]) if closed else FORECAST[cost.split]
    lowered = (cost.actual_total or ZERO) - table.total.recounted if closed else table.total.lowering
    return cost_share(
        paper(number or DRAFT, TITLE, author=programme.owner.name_ar, made_at=made_at, state=state),
        letterhead_of(programme.owner),
        reference(number or DRAFT, town_of(programme.owner), day),
        subtitle=f"{programme.name_ar} – {said}",
        groups=groups,
        basis=(BASIS if cost.split == Split.HEADS else AGREED).format(least=least) + _because_of(lowered),
        shared=cost.actual_total if closed else cost.total,
        signatures=[signatory(SIGNS)],
    )


def _because_of(lowered: Decimal) -> str:
    """Why the shares are less than the cost: what some give above their own lowers what all share; at the closing too,
    by what of it the actual cost called for."""
    return LOWERED.format(top_ups=formats.dirhams(lowered, language="ar")) if lowered else ""


def _row(share: Share, closed: bool, *, is_region: bool = False) -> ShareRow:
    heads = share.heads_actual if closed else share.heads_forecast
    base = share.recounted if closed else share.base
    kept = share.top_up_kept if closed else None
    top_up = share.top_up if kept is None else kept
    carried = ZERO if closed else share.carried
    return ShareRow(share.body.name_ar, None if is_region else heads or 0, base, top_up, carried)
