"""What a page of the manual consists of: blocks, and the runs of words inside them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words, or strong ones."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed one after the other, each drawn as a keycap."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another page, named by its file."""

    text: str
    page: str


Run = Words | Keys | Link
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 2 or 3; level 1 is the page's title."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Said:
    """Words to say aloud to a resident."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Listing:
    ordered: bool
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as the head."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its file beside the text; its words stand under it and are read to who does not see it."""

    words: str
    file: str


Block = Heading | Paragraph | Said | Listing | Table | Image


@dataclass(frozen=True, slots=True)
class Page:
    """One task. `places`: the pages and panels of the window it explains; `search`: other words to find it by."""

    file: str
    title: str
    places: tuple[str, ...]
    search: str
    blocks: tuple[Block, ...]


def text_of(runs: Runs) -> str:
    """The words of a line as they are read; keys with a space around."""
    return "".join(f" {' '.join(run.keys)} " if isinstance(run, Keys) else run.text for run in runs).strip()


def lines_of(block: Block) -> tuple[Runs, ...]:
    """All the lines of words a block holds."""
    if isinstance(block, Listing):
        return block.items
    if isinstance(block, Table):
        return (*block.head, *(cell for row in block.rows for cell in row))
    if isinstance(block, Image):
        return ((Words(block.words),),)
    return (block.runs,)


def runs_of(page: Page) -> tuple[Run, ...]:
    """Every run of a page, in order."""
    return tuple(run for block in page.blocks for line in lines_of(block) for run in line)


def first_words(page: Page) -> str:
    """The first sentence of a page, for lists."""
    return next((text_of(block.runs) for block in page.blocks if isinstance(block, Paragraph)), "")
