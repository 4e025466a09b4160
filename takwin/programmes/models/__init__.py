"""Plans, yearly programmes and actions; who pays what share, in fact and in scenarios; days received elsewhere."""

from takwin.programmes.models.plans import (
    Action,
    Axis,
    CostShare,
    ElsewhereDay,
    Plan,
    PlanVersion,
    Programme,
    Share,
)
from takwin.programmes.models.scenarios import Scenario, ScenarioPart

__all__ = [
    "Action",
    "Axis",
    "CostShare",
    "ElsewhereDay",
    "Plan",
    "PlanVersion",
    "Programme",
    "Scenario",
    "ScenarioPart",
    "Share",
]
