"""Which field each column holds: by its heading, by its content, by what a person chose."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from takwin.documents.sheets import Value, letter_of
from takwin.documents.tables.books import Grid, text_of
from takwin.documents.tables.headings import STRONG, Headings, words_of
from takwin.documents.tables.lines import says_again
from takwin.documents.tables.subject import FieldSpec, FoundColumn, Subject

SAMPLE = 80
ENOUGH = 0.4  # a column below this is left unrecognised
SURE = 0.6  # content alone must be at least this telling
UNTITLED = 0.42  # the same where no column has a heading: half of the values may stand in another column
NAMED = 0.78  # content alone, where a heading says elsewhere what names an entry
MANY = 8  # values that may disprove a heading
SOME, PLAIN = 3, 0.95  # the same, where they plainly are something else
ALONE = 0.7  # what content alone is worth beside a heading
TIED = 0.15  # two fields whose scores are that near fit a column about equally


@dataclass(frozen=True)
class Guess:
    """How well a column may be a field."""

    field: str
    column: int
    score: float
    heading: float
    content: float

    @property
    def why(self) -> Literal["heading", "content", "both"]:
        if self.heading >= ENOUGH:
            return "both" if self.content >= SURE else "heading"
        return "content"


class Fits:
    """How much a value looks like a field, remembered: a list repeats its values."""

    def __init__(self, subject: Subject) -> None:
        self.looks = {spec.name: spec.looks_like for spec in subject.fields if spec.looks_like}
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, field: str, value: Value) -> float:
        return self.looks[field](value)

    def share(self, field: str, values: Sequence[Value]) -> float:
        return sum(self.of(field, value) for value in values) / len(values)


def find_columns(
    grid: Grid, header: Sequence[int], rows: Sequence[int], subject: Subject, tools: "Tools", chosen: Mapping[str, str]
) -> list[FoundColumn]:
    """Every column of a table, from left to right, blank and unrecognised ones too."""
    headings = [_headings_over(grid, header, column) for column in range(grid.width)]
    said = [
        _said(over, _over_several(grid, header, column), tools.headings, subject.anchors)
        for column, over in enumerate(headings)
    ]
    headed = {name for scores in said for name, score in scores.items() if score >= STRONG}
    parts = tools.headings.parts([over[-1] if over else "" for over in headings], [over[:-1] for over in headings])
    guesses = {column: [Guess(name, column, 1.0, 1.0, 0.0)] for column, name in parts.items()}
    for column in range(grid.width):
        samples = _samples(grid, rows, column)
        if column not in parts and (headings[column] or samples):
            guesses[column] = _guesses(column, said[column], samples, subject, tools, headed if any(headings) else None)
    hidden = {column for column in range(grid.width) if column + 1 in grid.shape.hidden_columns}
    taken = _settle(guesses, own_headings(grid, header, headings), subject, chosen, hidden)
    if not any(headings):
        texts = [written(_samples(grid, rows, column)) for column in range(grid.width)]
        for column, name in enumerate(
            subject.complete(texts, [taken[c].field if c in taken else "" for c in range(grid.width)])
        ):
            if name and (column not in taken or taken[column].field != name):
                taken[column] = Guess(name, column, SURE, 0.0, SURE)
    return [
        _found(column, headings[column], taken.get(column), chosen, column in hidden) for column in range(grid.width)
    ]


@dataclass(frozen=True)
class Tools:
    headings: Headings
    fits: Fits


def _found(
    column: int, headings: tuple[str, ...], guess: Guess | None, chosen: Mapping[str, str], hidden: bool
) -> FoundColumn:
    letter = letter_of(column + 1)
    if letter in chosen:
        return FoundColumn(letter, headings, chosen[letter], "choice", 1.0, hidden)
    if guess is None:
        return FoundColumn(letter, headings, "", "", 0.0, hidden)
    return FoundColumn(letter, headings, guess.field, guess.why, round(min(guess.score, 1.0), 2), hidden)


def _headings_over(grid: Grid, header: Sequence[int], column: int) -> tuple[str, ...]:
    """The texts over a column from top to bottom; one merged over several columns counts for each of them."""
    said: dict[str, None] = {}
    for row in header:
        text = grid.texts[row][column] or _merged_over(grid, row, column)
        if text and not text.strip("() .").isdigit():  # the numbers of the columns
            said[text] = None
    return tuple(said)


def _merged_over(grid: Grid, row: int, column: int) -> str:
    for left in range(column - 1, -1, -1):
        if grid.texts[row][left]:
            wide = grid.wide.get((row, left), 1)
            return grid.texts[row][left] if left + wide > column else ""
    return ""


def own_headings(grid: Grid, header: Sequence[int], headings: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The headings without those that a column only has from its neighbour: *Nom et prénom* merged over two columns is
    one entry in two cells, not two lists side by side."""
    return [
        over if over and any(grid.texts[row][column] == over[-1] for row in header) else ()
        for column, over in enumerate(headings)
    ]


def _over_several(grid: Grid, header: Sequence[int], column: int) -> set[str]:
    """The headings over a column that are merged over its neighbours too."""
    shared = {_merged_over(grid, row, column) for row in header if not grid.texts[row][column]}
    return shared | {grid.texts[row][column] for row in header if grid.wide.get((row, column), 1) > 1}


def _samples(grid: Grid, rows: Sequence[int], column: int) -> list[Value]:
    step = max(1, len(rows) // (SAMPLE * 3))
    found: list[Value] = []
    for row in rows[::step]:
        if grid.texts[row][column] and not says_again(grid.texts[row][column]):
            found.append(grid.values[row][column])
            if len(found) == SAMPLE:
                break
    return found


def _guesses(
    column: int, said: dict[str, float], samples: list[Value], subject: Subject, tools: Tools, headed: set[str] | None
) -> list[Guess]:
    """The fields a column may be, best first. ``headed``: what some heading of the list says, ``None`` without any."""
    shares = {spec.name: tools.fits.share(spec.name, samples) for spec in subject.fields if spec.looks_like and samples}
    held = _Held(said, shares, samples, headed, subject.anchors)
    least = ENOUGH if headed is not None else UNTITLED * ALONE
    found = [
        Guess(spec.name, column, score, said.get(spec.name, 0.0), shares.get(spec.name, 0.0))
        for spec in subject.fields
        if (score := held.score(spec)) >= least
    ]
    if not found and held.contradicted and said:
        # nothing better: rows where columns are swapped are straightened one by one
        name = max(said, key=lambda n: said[n])
        found = [Guess(name, column, ENOUGH, said[name], 0.0)] if said[name] >= STRONG else []
    return sorted(found, key=lambda guess: -guess.score)


class _Held:
    """What the heading of a column says against what the column holds."""

    def __init__(
        self, said: dict[str, float], shares: dict[str, float], samples: list[Value], headed: set[str] | None,
        anchors: frozenset[str],
    ) -> None:  # fmt: skip
        self.said, self.shares, self.headed, self.anchors = said, shares, headed, anchors
        most = min(STRONG, 0.9 * max(said.values(), default=1.0))
        enough = len(samples) >= MANY or (len(samples) >= SOME and max(shares.values(), default=0.0) >= PLAIN)
        self.contradicted = enough and all(shares.get(n, 1.0) < 0.15 for n, s in said.items() if s >= most)
        self.repeats = len(samples) >= SOME and len(set(samples)) * 3 < len(samples)

    def score(self, spec: FieldSpec) -> float:
        heading = self.said.get(spec.name, 0.0)
        if spec.name not in self.shares:
            return heading * 0.9
        content = self.shares[spec.name]
        if heading:
            return heading * heading * (0.25 if self.contradicted else 0.6) + content * 0.5
        if spec.anchor and self.repeats:
            return 0.0  # what names entries differs from row to row
        if self.headed is None:
            return content * ALONE if content >= UNTITLED else 0.0
        return 0.0 if self._is_told_otherwise(spec, content) else content * ALONE if content >= SURE else 0.0

    def _is_told_otherwise(self, spec: FieldSpec, content: float) -> bool:
        """Whether headings say that this column, whatever it looks like, is something else."""
        headed = self.headed or set()
        if spec.anchor and any(self.shares.get(name, 0.0) >= 0.15 for name in self.said.keys() & self.anchors):
            return True  # the heading says which name this is
        disproved = self.contradicted and content >= 0.7 and spec.name not in headed
        if max(self.said.values(), default=0.0) >= STRONG and not disproved:
            return True  # the heading says something else, and the content does not disprove it
        return bool(headed & self.anchors) and spec.anchor and content < NAMED  # another column is headed as the name


def _said(headings: tuple[str, ...], shared: set[str], known: Headings, anchors: frozenset[str]) -> dict[str, float]:
    """What the headings over a column say: the lowest is the column's own, one above may complete it.

    One ``shared`` with other columns only names their group (*Identité* over *Nom* and *Prénom*), once the lowest
    says enough; so does one that would name an entry.
    """
    if not headings:
        return {}
    own = known.best(headings[-1]) >= STRONG
    groups = {text for text in headings[:-1] if known.scores(text).keys() & anchors}
    upper = [text for text in headings[:-1] if not (own and text in shared | groups)]
    best: dict[str, float] = {}
    for weight, text in [(0.9, text) for text in upper] + [
        (1.0, headings[-1]),
        (1.0, " ".join([*upper, headings[-1]])),
    ]:
        for name, score in known.scores(text).items():
            best[name] = max(best.get(name, 0.0), score * weight)
    return best


def _settle(
    guesses: dict[int, list[Guess]],
    headings: list[tuple[str, ...]],
    subject: Subject,
    chosen: Mapping[str, str],
    hidden: set[int],
) -> dict[int, Guess]:
    """One field per column; a field twice only where it may repeat, or where lists stand side by side."""
    free = {column: found for column, found in guesses.items() if letter_of(column + 1) not in chosen}
    firsts = _alike(free, headings, subject)
    starts = group_starts([(c, firsts[c].field, headings[c]) for c in sorted(firsts)], subject)
    if len(starts) > 1 and (any(headings) or _repeat(firsts, starts)):
        return _by_group(firsts, starts, subject)
    taken: dict[int, Guess] = {}
    used = Counter(name for name in chosen.values() if name)
    several = {spec.name for spec in subject.fields if spec.several or spec.anchor or spec.use != "read"}
    ranked = sorted((guess for found in free.values() for guess in found), key=lambda g: (g.column in hidden, -g.score))
    for guess in ranked:
        if guess.column in taken or (used[guess.field] and (guess.field not in several or guess.column in hidden)):
            continue
        taken[guess.column] = guess
        used[guess.field] += 1
    return _corrected(taken, subject)


def _alike(free: Mapping[int, list[Guess]], headings: list[tuple[str, ...]], subject: Subject) -> dict[int, Guess]:
    """The best guess of each column; under the same heading twice, the same field twice."""
    firsts: dict[int, Guess] = {}
    by_heading: dict[tuple[str, ...], str] = {}
    for column in sorted(free):
        if found := free[column]:
            best = found[0].field if headings[column] else _as_before(found, firsts, subject)
            name = by_heading.setdefault(headings[column], best) if headings[column] else best
            firsts[column] = next((guess for guess in found if guess.field == name), found[0])
    return firsts


def _as_before(found: Sequence[Guess], firsts: Mapping[int, Guess], subject: Subject) -> str:
    """What a column without heading holds: of two ways to name that fit about equally, the one met before.

    Where both scripts stand in one cell, the names of the list on the left and of that on the right look like either.
    """
    met = {guess.field for guess in firsts.values()} & subject.anchors
    near = (guess.field for guess in found if guess.score >= found[0].score - TIED)
    return next((name for name in near if name in met), found[0].field)


def _repeat(firsts: Mapping[int, Guess], starts: Sequence[int]) -> bool:
    """Whether lists without headings say at least two same things each, so that they do stand side by side."""
    ends = [*starts[1:], 1 << 20]
    said = [{g.field for c, g in firsts.items() if a <= c < b} for a, b in zip(starts, ends, strict=True)]
    return len(set.intersection(*said)) > 1


def _by_group(firsts: dict[int, Guess], starts: Sequence[int], subject: Subject) -> dict[int, Guess]:
    taken: dict[int, Guess] = {}
    for left, right in zip(starts, [*starts[1:], 1 << 20], strict=True):
        inside = {c: guess for c, guess in firsts.items() if left <= c < right}
        taken |= _corrected(inside, subject)
    return {c: guess for c, guess in firsts.items() if c < starts[0]} | taken


def _corrected(taken: dict[int, Guess], subject: Subject) -> dict[int, Guess]:
    order = sorted(taken)
    settled = subject.settle(tuple(taken[column].field for column in order))
    return {
        column: taken[column] if name == taken[column].field else Guess(name, column, *_marks(taken[column]))
        for column, name in zip(order, settled, strict=True)
    }


def _marks(guess: Guess) -> tuple[float, float, float]:
    return guess.score, guess.heading, guess.content


def group_starts(found: Sequence[tuple[int, str, tuple[str, ...]]], subject: Subject) -> list[int]:
    """Where lists stand side by side: the columns each starts at; one start when there is one list.

    Side by side means that what names an entry comes twice, and something else with it or under the same heading.
    """
    if not found:
        return [0]
    times = Counter(name for _column, name, _heading in found if name and subject.by_name[name].use == "read")
    again = {name for name, count in times.items() if count > 1}
    if not again & subject.anchors:
        return [found[0][0]]
    anchor = next(name for _column, name, _heading in found if name in again and name in subject.anchors)
    if len(again) == 1 and (held := _held_apart(found, anchor, subject)):
        return held
    titles = [words_of(" ".join(heading)) for _column, name, heading in found if name == anchor]
    if len(again) < 2 and not (titles[0] and len(set(titles)) == 1):
        return [found[0][0]]
    first = next(name for _column, name, _heading in found if name in again)
    return [column for column, name, _heading in found if name == first]


def _held_apart(found: Sequence[tuple[int, str, tuple[str, ...]]], anchor: str, subject: Subject) -> list[int]:
    """The columns of names that are each headed by a role of its own (*Président*, *Secrétaire*)."""
    roles = {column: subject.role(heading[-1]) for column, name, heading in found if name == anchor and heading}
    told = sum(name == anchor for _column, name, _heading in found)
    return list(roles) if all(roles.values()) and len(set(roles.values())) == told else []


def written(values: Iterable[Value]) -> list[str]:
    return [text for value in values if (text := text_of(value))]
