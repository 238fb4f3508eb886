"""Looking something up in the manual: by words, by pinyin initials, by a key."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.store.initials import initials_of
from reports.manual.book import Book
from reports.manual.tree import Heading, Keys, Page, lines_of, runs_of, text_of

# What a hit is worth by where it is found.
TITLE, NAMED, HEAD, KEY, BODY = 100, 60, 40, 30, 10
LONGEST_SHOWN = 60
Ways = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was asked for, best first; `line` is where the words stand, empty where the title holds them."""

    page: Page
    worth: int
    line: str = ""


@dataclass(frozen=True)
class _Entry:
    page: Page
    title: str
    title_ways: Ways
    named: str
    named_ways: Ways
    heads: tuple[str, ...]
    head_ways: tuple[Ways, ...]
    lines: tuple[str, ...]
    keys: frozenset[str] = field(default_factory=frozenset)


class Finder:
    """Made once for a book; asking is quick enough for every key that is typed."""

    def __init__(self, book: Book) -> None:
        self._entries = tuple(_entry(page) for page in book.pages)

    def find(self, typed: str) -> Sequence[Found]:
        """Pages in which every word that was typed is found; an empty text finds all, in their order."""
        words = [part for part in fold(typed).split() if part]
        if not words:
            return [Found(entry.page, 0) for entry in self._entries]
        hits = [hit for entry in self._entries if (hit := _hit(entry, words)) is not None]
        return sorted(hits, key=lambda hit: -hit.worth)


def fold(text: str) -> str:
    """Without the differences of width and case."""
    return unicodedata.normalize("NFKC", text).casefold().replace("'", "")


def ways(words: str) -> Ways:
    """For each sign the letters it may be typed by; a sign that has none parts what is left and right of it."""
    return tuple(initials_of(char) if not char.isascii() else char if char.isalnum() else "" for char in fold(words))


def reads(typed: str, words: Ways) -> bool:
    """Whether letters are the initials of a part of the words; they count from two on: one would find everything."""
    if len(typed) < 2 or not typed.isascii():
        return False
    starts = range(len(words) - len(typed) + 1)
    return any(all(sign in words[start + place] for place, sign in enumerate(typed)) for start in starts)


def _entry(page: Page) -> _Entry:
    heads = tuple(text_of(block.runs) for block in page.blocks if isinstance(block, Heading))
    lines = tuple(text_of(line) for block in page.blocks for line in lines_of(block))
    keys = frozenset(fold(key) for run in runs_of(page) if isinstance(run, Keys) for key in run.keys)
    return _Entry(
        page,
        fold(page.title),
        ways(page.title),
        fold(page.search),
        ways(page.search),
        tuple(fold(head) for head in heads),
        tuple(ways(head) for head in heads),
        lines,
        keys,
    )


def _hit(entry: _Entry, words: list[str]) -> Found | None:
    worth, line = 0, ""
    for word in words:
        value, where = _worth(entry, word)
        if not value:
            return None
        worth, line = worth + value, line or where
    return Found(entry.page, worth, line)


def _worth(entry: _Entry, word: str) -> tuple[int, str]:
    """How well one word is met, and the line that holds it."""
    if word in entry.title or reads(word, entry.title_ways):
        return TITLE, ""
    if word in entry.named or reads(word, entry.named_ways):
        return NAMED, ""
    if any(word in head for head in entry.heads) or any(reads(word, way) for way in entry.head_ways):
        return HEAD, ""
    if word in entry.keys:
        return KEY, _line(entry, word)
    found = _line(entry, word)
    return (BODY, found) if found else (0, "")


def _line(entry: _Entry, word: str) -> str:
    for line in entry.lines:
        place = fold(line).find(word)
        if place >= 0:
            start = max(0, place - LONGEST_SHOWN // 3)
            head = "…" if start else ""
            return head + line[start : start + LONGEST_SHOWN]
    return ""
