"""Recognising the headings of columns, however they are shortened, misspelt or written in two languages."""

import re
from functools import lru_cache

from takwin.core.text import folded, search_terms
from takwin.documents.tables.subject import Subject

STRONG = 0.8
SEGMENTS = re.compile(r"[\n/|·•]|\s[-–—]\s|\(|\)|:")
EMPTY_WORDS = frozenset(folded("de du des la le les l d au aux en a the of في من الى").split())
LONGEST = 90


def words_of(text: str) -> tuple[str, ...]:
    """The words of a heading that carry meaning: ``#`` and ``N°`` are the same word."""
    said = search_terms(text.replace("#", " n ").replace("°", " ").replace("º", " "))
    return tuple(word for word in said if word not in EMPTY_WORDS) or tuple(said)


class Headings:
    """The known headings of a subject, ready to be compared with those of a sheet."""

    def __init__(self, subject: Subject) -> None:
        self.phrases = [
            (spec.name, words)
            for spec in subject.fields
            for title in (*spec.headings, str(spec.label))
            if (words := words_of(title))
        ]
        self.scores = lru_cache(maxsize=20_000)(self._scores)

    def _scores(self, text: str) -> dict[str, float]:
        """How well a heading says each field, from 0 to 1, for those it says at all."""
        if not text or len(text) > LONGEST * 2:
            return {}
        segments = {words_of(text)} | {words_of(part) for part in SEGMENTS.split(text)}
        found: dict[str, float] = {}
        for words in segments:
            if not words or len(words) > 12:
                continue
            for name, phrase in self.phrases:
                if (score := _coverage(phrase, words)) > found.get(name, 0):
                    found[name] = score
        return found

    def best(self, text: str) -> float:
        return max(self.scores(text).values(), default=0)


def _coverage(phrase: tuple[str, ...], words: tuple[str, ...]) -> float:
    if phrase == words:
        return 1.0
    if len(phrase) > len(words) or not all(any(same_word(word, other) for other in words) for word in phrase):
        return 0.0
    if len(phrase) == len(words):
        return 0.95
    return 0.55 + 0.4 * sum(map(len, phrase)) / sum(map(len, words))


@lru_cache(maxsize=100_000)
def same_word(first: str, second: str) -> bool:
    """Equal, or one slip of the pen apart when long enough for that to be no other word."""
    if first == second:
        return True
    return min(len(first), len(second)) >= 5 and distance(first, second, 1) <= 1


def distance(first: str, second: str, most: int) -> int:
    """How many letters must be added, dropped, changed or swapped with their neighbour; ``most + 1`` when more."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and other == first[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
