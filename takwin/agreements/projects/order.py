"""What waits for what, as a graph of milestones: pure, so that it can be tried on thousands of graphs."""

from collections import deque
from collections.abc import Iterable, Mapping


def path(start: int, goal: int, waits: Mapping[int, Iterable[int]]) -> list[int]:
    """The shortest chain by which ``start`` waits for ``goal``, both ends included; empty when there is none."""
    came_from: dict[int, int | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here == goal:
            return _back(goal, came_from)
        for following in sorted(waits.get(here, ())):
            if following not in came_from:
                came_from[following] = here
                queue.append(following)
    return []


def _back(goal: int, came_from: Mapping[int, int | None]) -> list[int]:
    chain = [goal]
    while (before := came_from[chain[-1]]) is not None:
        chain.append(before)
    return chain[::-1]


def cycle(milestone: int, on: int, waits: Mapping[int, Iterable[int]]) -> list[int]:
    """The circle that one more link, ``milestone`` waits for ``on``, would close; empty when it closes none.

    It begins and ends with ``milestone``.
    """
    back = path(on, milestone, waits)
    return [milestone, *back] if back else []
