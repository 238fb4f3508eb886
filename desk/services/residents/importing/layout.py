"""Where the tables lie in a book and what their columns mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk.domain.errors import DeskError
from desk.services.residents.importing.book import Book, Cell, Row, Sheet, column_letter
from desk.services.residents.importing.columns import OTHER_MATTERS, Column, meaning, plain_title

LOOKED_AT = 40
PLACES = frozenset({Column.ROOM, Column.ADDRESS})
PERSONS = frozenset({Column.NAME, Column.PHONE, Column.TENANT_NAME, Column.FAMILY_NAME})
# Titles too common to make a table by themselves.
WEAK = frozenset({Column.NOTE, Column.PERSON_NO, Column.RELATION, Column.FROM, Column.TO})
# Several columns of these are all read; of any other only the first is.
REPEATED = frozenset({Column.PHONE, Column.TENANT_PHONE, Column.FAMILY_PHONE})


class Purpose(StrEnum):
    HOMES = "homes"
    BUILDINGS = "buildings"
    PEOPLE = "people"
    PARKING = "parking"


TAKEN = {
    Purpose.BUILDINGS: frozenset({Column.BUILDING, Column.UNIT}),
    Purpose.PARKING: frozenset({Column.PARKING_NO, Column.PARKING_LOT}),
    Purpose.PEOPLE: frozenset(Column) - {Column.BUILDING, Column.UNIT, Column.FLOOR, Column.AREA, Column.HANDED_OVER},
    Purpose.HOMES: frozenset(Column) - {Column.PARKING_NO, Column.PARKING_LOT, Column.PERSON_NO},
}


@dataclass(frozen=True, slots=True)
class Titled:
    """A column under its title. `column` is None where it is not imported."""

    index: int
    title: str
    column: Column | None

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(slots=True)
class Table:
    """One table: its titles and the rows below them, notes beside it left out."""

    sheet: Sheet
    purpose: Purpose
    header: int
    titled: tuple[Titled, ...]
    rows: Sequence[Row]
    _columns: dict[Column, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._columns = {}
        for titled in self.titled:
            if titled.column is not None:
                self._columns.setdefault(titled.column, []).append(titled.index)

    def columns(self, column: Column) -> list[int]:
        return self._columns.get(column, [])

    def has(self, column: Column) -> bool:
        return column in self._columns

    def title_of(self, index: int) -> str:
        return next((t.title for t in self.titled if t.index == index), "")

    @property
    def ignored(self) -> list[Titled]:
        """The columns that are not imported, to be shown as such."""
        return [t for t in self.titled if t.column is None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet that is not imported, and why, in Chinese."""

    sheet: str
    reason: str


@dataclass(slots=True)
class Layout:
    book: Book
    tables: list[Table] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def recognise(book: Book) -> Layout:
    """Finds the tables of homes, people, buildings and parking; DeskError where there is none."""
    layout = Layout(book)
    for sheet in book.sheets:
        if sheet.hidden:
            if sheet.rows:
                layout.left_out.append(LeftOut(sheet.name, "隐藏的表, 没有导入"))
            continue
        if not sheet.rows:
            continue
        found = list(_tables(sheet))
        layout.tables += found
        if not found:
            layout.left_out.append(LeftOut(sheet.name, _why_not(sheet)))
    if layout.tables:
        return layout
    if not any(sheet.rows for sheet in book.sheets):
        raise DeskError("这个表格是空的", "请检查是否选对了文件, 或者下载我们的模板填写")
    raise DeskError(
        "没有找到房屋或住户的表", "表头里要有 楼栋、房号、姓名、电话 这样的字样; 也可以下载我们的模板, 把内容贴进去"
    )


def _why_not(sheet: Sheet) -> str:
    titles = [str(cell) for row in sheet.rows[:LOOKED_AT] for cell in row.cells if cell is not None]
    if sum(1 for title in titles if len(title) < 20 and OTHER_MATTERS.search(title)) >= 2:
        return "收费、库存或抄表的表, 这里不导入"
    return "没有认出表头, 没有导入"


def _tables(sheet: Sheet) -> Iterator[Table]:
    best, best_score = -1, 0
    for place, row in enumerate(sheet.rows[:LOOKED_AT]):
        score = _score(row.cells)
        if score > best_score:
            best, best_score = place, score
    if best < 0:
        return
    titles = _titles(sheet, sheet.rows[best])
    if best + 1 < len(sheet.rows) and (below := _second_row(titles, sheet.rows[best + 1])):
        best, titles = best + 1, below
    for block in _blocks(titles):
        purpose = _purpose(block)
        if purpose is not None:
            yield Table(sheet, purpose, sheet.rows[best].number, _used(block, purpose), sheet.rows[best + 1 :])


def _score(cells: Sequence[Cell]) -> int:
    found = {meaning(cell) for cell in cells if isinstance(cell, str)} - {None}
    strong = len(found - WEAK)
    return strong * 10 + len(found) if strong >= 2 or (found & PLACES and len(found) >= 2) else 0


def _titles(sheet: Sheet, header: Row) -> list[Titled]:
    """Titles of the header row; an empty one takes the cell merged down into it (a header of two rows)."""
    above = {row.number: row for row in sheet.rows if row.number < header.number}
    merged: dict[int, Cell] = {}
    for top, left, bottom, right in sheet.merges:
        if left == right and top < header.number <= bottom and top in above:
            merged[left] = above[top].at(left)
    width = max([len(header.cells), *(column + 1 for column in merged)])
    titled: list[Titled] = []
    for index in range(width):
        value = header.at(index)
        value = merged.get(index) if value is None else value
        if value is not None:
            titled.append(Titled(index, " ".join(str(value).split()), meaning(value)))
    return titled


def _second_row(titles: list[Titled], below: Row) -> list[Titled]:
    """The titles with those of the row below, where that holds nothing but titles under a common one (业主信息)."""
    cells = [(index, cell) for index, cell in enumerate(below.cells) if cell is not None]
    more = [Titled(index, " ".join(str(cell).split()), meaning(cell)) for index, cell in cells]
    known = {t.index for t in titles if t.column is not None}
    if not more or any(t.column is None or t.index in known for t in more):
        return []
    indexes = {t.index for t in more}
    return sorted([t for t in titles if t.index not in indexes] + more, key=lambda t: t.index)


def _blocks(titles: list[Titled]) -> list[tuple[Titled, ...]]:
    """The same titles repeated to the right are tables side by side; a title repeated alone counts once."""
    plain = [plain_title(t.title) for t in titles]
    key = next((n for n, t in enumerate(titles) if t.column in PLACES), None)
    if key is not None:
        again = next((n for n in range(key + 1, len(titles)) if plain[n] == plain[key]), None)
        if again is not None:
            period = again - key
            copies = len(titles) // period
            if all(plain[n] == plain[n % period] for n in range(copies * period)):
                blocks = [titles[n * period : (n + 1) * period] for n in range(copies)]
                return [_once(block) for block in blocks]
    return [_once(titles)]


def _once(titles: Sequence[Titled]) -> tuple[Titled, ...]:
    seen: set[Column] = set()
    kept = []
    has_room = any(t.column is Column.ROOM for t in titles)
    for titled in titles:
        column = titled.column
        repeated = column in seen and column not in REPEATED
        if repeated or (column is Column.ADDRESS and has_room):
            titled = Titled(titled.index, titled.title, None)
        elif column is not None:
            seen.add(column)
        kept.append(titled)
    return tuple(kept)


def _used(titles: tuple[Titled, ...], purpose: Purpose) -> tuple[Titled, ...]:
    """What this kind of table does not take is shown as not imported, however well it is understood."""
    taken = TAKEN[purpose]
    return tuple(t if t.column in taken else Titled(t.index, t.title, None) for t in titles)


def _purpose(titles: Sequence[Titled]) -> Purpose | None:
    columns = {t.column for t in titles if t.column is not None}
    other = sum(1 for t in titles if t.column is None and OTHER_MATTERS.search(t.title))
    if Column.PARKING_NO in columns and not columns & PLACES:
        return Purpose.PARKING
    if other >= 2 and not columns & {Column.NAME, Column.AREA, Column.FLOOR}:
        return None
    if columns & PLACES:
        knows_more = columns - PLACES - {Column.NOTE, Column.PERSON_NO}
        return Purpose.HOMES if knows_more else None
    if Column.NAME in columns and columns & {Column.PHONE, Column.OWNER_NO, Column.PERSON_NO}:
        return Purpose.PEOPLE
    if Column.BUILDING in columns and columns <= {Column.BUILDING, Column.UNIT, Column.FLOOR, Column.NOTE}:
        return Purpose.BUILDINGS
    return None
