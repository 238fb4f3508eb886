"""The manual's text: a small, strict part of Markdown. What is not understood is refused with its line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.manual.tree import (
    Block,
    Heading,
    Image,
    Keys,
    Link,
    Listing,
    Page,
    Paragraph,
    Run,
    Runs,
    Said,
    Table,
    Words,
)

# What may stand between backticks: names of keys as buttons write them, several with spaces between.
KEY = re.compile(
    r"F([1-9]|1[0-2])|(Shift\+|Ctrl\+)?Enter|Esc|Tab|(Ctrl\+)?Del|空格|PgUp|PgDn|↑|↓|←|→|↑↓|←→"
    r"|Ctrl\+[A-Z]|Shift\+↓|Alt\+[1-9]|[0-9]|[0-9]-[0-9]|[+*/.-]"
)
_FACTS = ("title", "places", "search")
_FENCE = "---"
_RULE = re.compile(r"\|(-{3,}\|)+")
_IMAGE = re.compile(r"!\[([^\[\]]+)\]\(([a-z0-9-]+\.png)\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([a-z0-9-]+\.md)\)")
_ITEM = re.compile(r"(- |[0-9]+\. )(.*)")
_SIGNS = re.compile(r"\*\*|[`\[]")
_STRAY = re.compile(r"[*`\[\]<>\\|]")


class NotUnderstood(Exception):
    """A line of the manual that is not in its grammar."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}:{line}: {why}")


@dataclass
class _Lines:
    """The lines of one file, and where one is."""

    file: str
    lines: list[str]
    at: int = 0
    facts: dict[str, str] = field(default_factory=dict)

    def refuse(self, why: str, line: int | None = None) -> NotUnderstood:
        return NotUnderstood(self.file, (self.at if line is None else line) + 1, why)

    @property
    def ended(self) -> bool:
        return self.at >= len(self.lines)

    @property
    def line(self) -> str:
        return self.lines[self.at]

    def take_while(self, wanted: Callable[[str], bool]) -> list[str]:
        """The lines from here on that are wanted; a blank one ends them."""
        start = self.at
        while not self.ended and self.line.strip() and wanted(self.line):
            self.at += 1
        return self.lines[start : self.at]


def read_page(file: str, text: str) -> Page:
    """One file as a page; NotUnderstood where it is not in the grammar."""
    lines = _Lines(file, text.splitlines())
    _head(lines)
    blocks: list[Block] = []
    while not lines.ended:
        if not lines.line.strip():
            lines.at += 1
            continue
        blocks.append(_block(lines))
        if not lines.ended and lines.line.strip():
            raise lines.refuse("an empty line parts two blocks")
    if not blocks:
        raise lines.refuse("the page is empty")
    places = tuple(name.strip() for name in lines.facts.get("places", "").split(",") if name.strip())
    return Page(file, lines.facts["title"], places, lines.facts.get("search", ""), tuple(blocks))


def _head(lines: _Lines) -> None:
    """`---`, `name: value` lines, `---`."""
    if lines.ended or lines.line != _FENCE:
        raise lines.refuse("the facts of the page come first, between two ---")
    lines.at += 1
    while not lines.ended and lines.line != _FENCE:
        name, colon, value = lines.line.partition(": ")
        if name not in _FACTS or not colon or not value.strip() or name in lines.facts:
            raise lines.refuse(f"a fact is one of {', '.join(_FACTS)}, once, with a value")
        lines.facts[name] = value.strip()
        lines.at += 1
    if lines.ended or "title" not in lines.facts:
        raise lines.refuse("the facts end with --- and name a title")
    lines.at += 1


def _block(lines: _Lines) -> Block:
    line = lines.line
    if line.startswith("#"):
        return _heading(lines)
    if line.startswith("!"):
        return _image(lines)
    if line.startswith(">"):
        return Said(_joined(lines, "> "))
    if line.startswith("|"):
        return _table(lines)
    if _ITEM.fullmatch(line):
        return _listing(lines)
    return Paragraph(_joined(lines, ""))


def _heading(lines: _Lines) -> Heading:
    signs, _, words = lines.line.partition(" ")
    if signs not in ("##", "###") or not words.strip():
        raise lines.refuse("a heading is ## or ### and words; the title is a fact")
    runs = _runs(lines, words)
    lines.at += 1
    return Heading(len(signs), runs)


def _image(lines: _Lines) -> Image:
    found = _IMAGE.fullmatch(lines.line)
    if found is None:
        raise lines.refuse("a picture stands alone: ![words](name.png)")
    lines.at += 1
    return Image(found[1], found[2])


def _joined(lines: _Lines, mark: str) -> Runs:
    """Lines that begin with a mark, as one line of words."""
    start = lines.at
    taken = lines.take_while(lambda line: line.startswith(mark) and (bool(mark) or not _begins_another(line)))
    if not taken:
        raise lines.refuse(f"a line begins with {mark!r}")
    return _runs(lines, _together([line[len(mark) :] for line in taken]), start)


def _begins_another(line: str) -> bool:
    return line[0] in "#!>|" or _ITEM.fullmatch(line) is not None


def _together(parts: list[str]) -> str:
    """Lines as one: Latin words keep a space between, Chinese needs none."""
    whole = ""
    for part in parts:
        space = " " if whole and part and whole[-1].isascii() and part[0].isascii() else ""
        whole += space + part
    return whole


def _listing(lines: _Lines) -> Listing:
    ordered = lines.line[0].isdigit()
    items: list[Runs] = []
    while not lines.ended and (found := _ITEM.fullmatch(lines.line)):
        mark = f"{len(items) + 1}. " if ordered else "- "
        if found[1] != mark:
            raise lines.refuse(f"the next item begins with {mark!r}")
        start = lines.at
        lines.at += 1
        more = lines.take_while(lambda line, mark=mark: line.startswith(" " * len(mark)))  # type: ignore[misc]
        words = [found[2], *(line[len(mark) :] for line in more)]
        items.append(_runs(lines, _together(words), start))
    return Listing(ordered, tuple(items))


def _table(lines: _Lines) -> Table:
    start = lines.at
    taken = lines.take_while(lambda line: line.startswith("|"))
    if len(taken) < 3 or not _RULE.fullmatch(taken[1].replace(" ", "")):
        raise lines.refuse("a table has a head, a rule |---|---| and rows", start)
    rows = [_cells(lines, line, start + number) for number, line in enumerate(taken) if number != 1]
    if any(len(row) != len(rows[0]) for row in rows) or taken[1].count("|") != len(rows[0]) + 1:
        raise lines.refuse("every row of a table has as many cells as its head", start)
    return Table(rows[0], tuple(rows[1:]))


def _cells(lines: _Lines, line: str, at: int) -> tuple[Runs, ...]:
    if not line.rstrip().endswith("|"):
        raise lines.refuse("a row of a table ends with |", at)
    return tuple(_runs(lines, cell.strip(), at, empty=True) for cell in line.strip()[1:-1].split("|"))


def _runs(lines: _Lines, text: str, at: int | None = None, empty: bool = False) -> Runs:
    """The runs of one line of words."""
    text = text.strip()
    if text != text.expandtabs() or (not text and not empty):
        raise lines.refuse("words without tabs are wanted here", at)
    runs: list[Run] = []
    while found := _SIGNS.search(text):
        runs += _plain(lines, text[: found.start()], at)
        run, text = _signed(lines, text[found.start() :], at)
        runs.append(run)
    runs += _plain(lines, text, at)
    return tuple(runs)


def _plain(lines: _Lines, text: str, at: int | None) -> list[Run]:
    if stray := _STRAY.search(text):
        raise lines.refuse(f"a stray {stray[0]}", at)
    return [Words(text)] if text else []


def _signed(lines: _Lines, text: str, at: int | None) -> tuple[Run, str]:
    """The run that begins with a sign, and what follows it."""
    if text.startswith("["):
        link = _LINK.match(text)
        if link is None:
            raise lines.refuse("a link is [words](page.md)", at)
        return Link(link[1], link[2]), text[link.end() :]
    sign = "**" if text.startswith("**") else "`"
    inside, end, rest = text[len(sign) :].partition(sign)
    if not end or not inside.strip():
        raise lines.refuse(f"{sign} is not closed", at)
    if sign == "**":
        if _STRAY.search(inside):
            raise lines.refuse("nothing stands inside **", at)
        return Words(inside, strong=True), rest
    keys = tuple(inside.split())
    if unknown := [key for key in keys if not KEY.fullmatch(key)]:
        raise lines.refuse(f"no such key: {' '.join(unknown)}", at)
    return Keys(keys), rest
