"""The whole manual: its pages in their order and groups, every link, picture and place checked."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reports.manual.text import NotUnderstood, read_page
from reports.manual.tree import Image, Link, Page, runs_of

ORDER = "order.txt"


class Incomplete(Exception):
    """The manual names what is not there, or leaves out what is."""


@dataclass(frozen=True)
class Group:
    """Pages under one heading of the contents."""

    words: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Book:
    """Never half: what `load` gives back has no broken link and no missing picture."""

    folder: Path
    groups: tuple[Group, ...]

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(page for group in self.groups for page in group.pages)

    @cached_property
    def by_file(self) -> dict[str, Page]:
        return {page.file: page for page in self.pages}

    @cached_property
    def by_place(self) -> dict[str, Page]:
        """The page for each page and panel of the window; `settings/backup` is a part of a place."""
        return {place: page for page in self.pages for place in page.places}

    def page_for(self, *places: str) -> Page:
        """The page of the first place that has one, else the first page."""
        return next((self.by_place[place] for place in places if place in self.by_place), self.pages[0])


def load(folder: Path) -> Book:
    """Read the manual; NotUnderstood or Incomplete where it is wrong."""
    groups = tuple(
        Group(words, tuple(read_page(file, (folder / file).read_text("utf-8")) for file in files))
        for words, files in _order(folder)
    )
    book = Book(folder, groups)
    if faults := _faults(book):
        raise Incomplete("; ".join(faults))
    return book


def _order(folder: Path) -> list[tuple[str, list[str]]]:
    """`order.txt`: a group's words on a line, its files indented under it."""
    groups: list[tuple[str, list[str]]] = []
    for number, line in enumerate((folder / ORDER).read_text("utf-8").splitlines()):
        if not line.strip():
            continue
        if not line.startswith(" "):
            groups.append((line.strip(), []))
        elif groups:
            groups[-1][1].append(line.strip())
        else:
            raise NotUnderstood(ORDER, number + 1, "a group comes first")
    return groups


def _faults(book: Book) -> list[str]:
    found = [f"{words} has no page" for words, pages in ((one.words, one.pages) for one in book.groups) if not pages]
    files = Counter(page.file for page in book.pages)
    lying = {path.name for path in book.folder.glob("*.md")}
    found += [f"{file} is named twice" for file, count in files.items() if count > 1]
    found += [f"{file} is not in {ORDER}" for file in sorted(lying - set(files))]
    places = Counter(place for page in book.pages for place in page.places)
    found += [f"two pages explain {place}" for place, count in places.items() if count > 1]
    titles = Counter(page.title for page in book.pages)
    found += [f"two pages are called {title}" for title, count in titles.items() if count > 1]
    for page in book.pages:
        links = {run.page for run in runs_of(page) if isinstance(run, Link)}
        found += [f"{page.file} leads to {link}, which is not there" for link in sorted(links - set(files))]
        pictures = {block.file for block in page.blocks if isinstance(block, Image)}
        found += [f"{page.file} shows {name}, which is not there" for name in sorted(pictures) if not _lies(book, name)]
    return found


def _lies(book: Book, name: str) -> bool:
    return (book.folder / name).is_file()
