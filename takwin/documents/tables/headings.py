"""Recognising the headings of columns, however they are shortened, misspelt or written in two languages."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from takwin.core.text import folded, search_terms
from takwin.documents.tables.subject import Spread, Subject

STRONG = 0.8
SEGMENTS = re.compile(r"[\n/|·•]|\s[-–—]\s|\(|\)")
ENDINGS = re.compile(r"(?<=[^\W\d_])\((?:s|e|es|ة|ات)\)", re.IGNORECASE)  # *Prénom(s)*, *Né(e)*: no word of their own
EMPTY_WORDS = frozenset(folded("de du des la le les l d au aux en a the of في من الى و").split())
LONGEST = 90
MOST_WORDS = 12


def words_of(text: str) -> tuple[str, ...]:
    """The words of a heading that carry meaning: ``#`` and ``N°`` are the same word."""
    said = search_terms(text.replace("#", " n ").replace("°", " ").replace("º", " "))
    return tuple(word for word in said if word not in EMPTY_WORDS) or tuple(said)


class Headings:
    """The known headings of a subject, ready to be compared with those of a sheet."""

    def __init__(self, subject: Subject) -> None:
        self.phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)  # by their first word
        for spec in subject.fields:
            for title in (*spec.headings, str(spec.label)):
                if words := words_of(title):
                    self.phrases[words[0]].append((spec.name, words))
        known = {word for phrases in self.phrases.values() for _name, words in phrases for word in words}
        self.known: dict[int, list[str]] = defaultdict(list)
        for word in known:
            self.known[len(word)].append(word)
        self.useless = {spec.name for spec in subject.fields if spec.use == "ignore"}
        self.spreads = [_Spread(spread) for spread in subject.spreads]
        self.role = lru_cache(maxsize=50_000)(subject.role)
        self.surely, self.line = subject.surely, subject.line
        self.scores = lru_cache(maxsize=50_000)(self._scores)
        self.alike = lru_cache(maxsize=50_000)(self._alike)

    def _scores(self, text: str) -> dict[str, float]:
        """How well a heading says each field, from 0 to 1, for those it says at all."""
        if not text or len(text) > LONGEST * 2:
            return {}
        text = ENDINGS.sub("", text)
        whole = words_of(text)
        segments = {whole} | {words_of(part) for part in SEGMENTS.split(text)}
        segments |= {tuple(w for w in whole if w.isascii()), tuple(w for w in whole if not w.isascii())}
        found: dict[str, float] = {}
        for words in segments:
            if not words or len(words) > MOST_WORDS:
                continue
            meant = {known: word for word in words for known in self.alike(word)}
            said = [
                (score, name, frozenset(phrase))
                for first in meant
                for name, phrase in self.phrases.get(first, ())
                if (score := _coverage(phrase, words, meant))
            ]
            for score, name, phrase in said:
                # In *Prénom du père* the shorter *Prénom* is not what is said.
                within = any(name != other and phrase < longer for _score, other, longer in said)
                if not within and score > found.get(name, 0):
                    found[name] = score
        return found

    def _alike(self, word: str) -> tuple[str, ...]:
        """The known words that a written one is, or is one slip away from."""
        near = (known for size in (-1, 0, 1) for known in self.known[len(word) + size])
        return tuple(known for known in near if same_word(known, word))

    def best(self, text: str) -> float:
        return max(self.scores(text).values(), default=0)

    def says_more(self, text: str) -> bool:
        """Whether a text has words that are in no heading, as the name of a commune after the word for one."""
        return any(not self.alike(word) for word in words_of(text))

    def parts(self, texts: Sequence[str], over: Sequence[Sequence[str]] = ()) -> dict[int, str]:
        """The fields of columns side by side that are headed as the parts of one thing, by their places.

        ``over``: what stands over each column; where that says something else, these are the parts of that, and of no
        use either when it is of none (a day of election).
        """
        found: dict[int, str] = {}
        for spread in self.spreads:
            fields = [spread.fields.get(spread.own(text), "") if text else "" for text in texts]
            size = len(spread.names)
            for start in range(len(fields) - size + 1):
                places = range(start, start + size)
                if set(fields[start : start + size]) != spread.names:
                    continue
                said = [scores for at in places for text in (over[at] if over else ()) if (scores := self.scores(text))]
                others = [max(scores, key=scores.__getitem__) for scores in said if spread.of not in scores]
                if not others:
                    found |= {place: fields[place] for place in places}
                elif others[0] in self.useless:
                    found |= dict.fromkeys(places, others[0])
        return found


class _Spread:
    """A spread ready to be compared with headings."""

    def __init__(self, spread: Spread) -> None:
        self.of = spread.of
        self.names = frozenset(spread.parts)
        self.within = {word for text in spread.within for word in words_of(text)}
        self.fields = {words_of(text): name for name, texts in spread.parts.items() for text in texts}

    def own(self, text: str) -> tuple[str, ...]:
        """The words of a heading besides those of the whole."""
        return tuple(word for word in words_of(text) if word not in self.within)


def _coverage(phrase: tuple[str, ...], words: tuple[str, ...], meant: Mapping[str, str]) -> float:
    if phrase == words:
        return 1.0
    if len(phrase) > len(words) or not all(word in meant for word in phrase):
        return 0.0
    if len(phrase) == len(words):
        return 0.95
    if sum(map(len, phrase)) < 2:  # a lone letter among others, as in C.I.N
        return 0.0
    return 0.55 + 0.4 * sum(map(len, phrase)) / sum(map(len, words))


def same_word(first: str, second: str) -> bool:
    """Equal, or one slip of the pen apart when long enough for that to be no other word."""
    return first == second or (min(len(first), len(second)) >= 5 and one_slip(first, second))


def one_slip(first: str, second: str) -> bool:
    """Whether one letter added, dropped, changed or swapped with its neighbour makes one word the other."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    if first[at + 1 :] == second[at + 1 :]:
        return True
    return first[at : at + 2] == second[at : at + 2][::-1] and first[at + 2 :] == second[at + 2 :]
