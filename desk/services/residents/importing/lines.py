"""The rows of a table as what they say: a home and its people, a building, a person; and what is wrong with them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from desk.domain.text import wrong_text
from desk.services.residents.importing.book import Cell, Row, column_letter
from desk.services.residents.importing.cells import (
    CellError,
    is_nothing,
    read_area,
    read_day,
    read_floor,
    read_level,
    read_names,
    read_relation,
    text_of,
)
from desk.services.residents.importing.columns import Column
from desk.services.residents.importing.layout import Purpose, Table
from desk.services.residents.importing.phone_cells import Phones, read_phones
from desk.services.residents.importing.room_cells import Room, read_building, read_room, read_unit, split_rooms
from desk.services.residents.importing.table_rows import TableRows
from desk.services.residents.record import Relation

T = TypeVar("T")
NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one cell (column "" means the whole row), in Chinese. A bad one keeps its row out."""

    sheet: str
    row: int
    column: str
    title: str
    value: str
    reason: str
    advice: str
    bad: bool = True

    @property
    def words(self) -> str:
        where = f"{self.column} 列“{self.title}”" if self.column else "整行"
        return f"{where}: {self.reason}; {self.advice}"


@dataclass(slots=True)
class Person:
    """`relation` None: the file does not say; a new one is taken for an owner, a stored one stays what it is."""

    name: str
    relation: Relation | None = None
    phones: list[dict[str, str]] = field(default_factory=list)
    salutation: str = ""
    birthday_on: str | None = None
    level: str | None = None
    best_hours: str = ""
    note: str = ""
    from_on: str | None = None
    to_on: str | None = None


@dataclass(slots=True)
class Line:
    """One row understood. `rooms` are the homes it speaks of; `keys` the other system's numbers that join sheets."""

    table: Table
    row: Row
    rooms: list[Room] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    building: str = ""
    unit: str = ""
    floor: int | None = None
    area_cm2: int | None = None
    handed_over_on: str | None = None
    home_note: str = ""
    place_name: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        return any(problem.bad for problem in self.problems)


class LineReader:
    """Reads the rows of one table in order; remembers the building the row above has set."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = TableRows(table)
        self.carried = 0
        self._prefix_is_building = self.rows.prefix_is_building()
        self._relation = _relation_of_sheet(table.sheet.name)
        self._houses: dict[tuple[Cell, Cell], tuple[str, str]] = {}
        # Other people of the home in columns of their own.
        others = (
            (Column.FAMILY_NAME, Column.FAMILY_PHONE, Relation.FAMILY),
            (Column.TENANT_NAME, Column.TENANT_PHONE, Relation.TENANT),
        )
        self._others = [other for other in others if table.has(other[0]) or table.has(other[1])]

    def lines(self) -> Iterator[Line]:
        for row in self.rows.data():
            yield self._line(row)

    def _line(self, row: Row) -> Line:
        line = Line(self.table, row)
        match self.table.purpose:
            case Purpose.PARKING:
                self._parking(line)
            case Purpose.BUILDINGS:
                self._house(line)
                if not line.building and not line.bad:
                    self._complain(line, Column.BUILDING, None, "没有楼栋", "请填上楼栋, 如 3")
            case Purpose.PEOPLE:
                self._people(line)
                if not line.people and not line.bad:
                    self._complain(line, Column.NAME, None, "没有姓名", "请填上姓名")
            case Purpose.HOMES:
                self._house(line)
                self._rooms(line)
                self._home_facts(line)
                self._people(line)
        line.keys = self._keys(line)
        return line

    def _first(self, line: Line, column: Column) -> tuple[int | None, Cell]:
        for index in self.table.columns(column):
            return index, self.rows.cell(line.row, index)
        return None, None

    def _read(self, line: Line, column: Column, read: Callable[[Cell], T], key: bool = False) -> T | None:
        """The cell understood; a key column that is not keeps the row out, any other only itself."""
        index, cell = self._first(line, column)
        if index is None:
            return None
        try:
            return read(cell)
        except CellError as error:
            advice = error.advice if key else f"这一格没有导入; {error.advice}"
            self._add(line, index, cell, error.reason, advice, key)
            return None

    def _complain(self, line: Line, column: Column, cell: Cell, reason: str, advice: str, bad: bool = True) -> None:
        self._add(line, self._first(line, column)[0], cell, reason, advice, bad)

    def _add(self, line: Line, index: int | None, cell: Cell, reason: str, advice: str, bad: bool) -> None:
        letter = column_letter(index) if index is not None else ""
        title = self.table.title_of(index) if index is not None else ""
        sheet = self.table.sheet.name
        line.problems.append(Problem(sheet, line.row.number, letter, title, text_of(cell), reason, advice, bad))

    def _house(self, line: Line) -> None:
        """Building and unit of the row, carried on from above where both cells are empty."""
        cells = (self._first(line, Column.BUILDING)[1], self._first(line, Column.UNIT)[1])
        known = self._houses.get(cells)
        if known is None:
            said = self._read(line, Column.BUILDING, read_building, key=True) or ("", "")
            unit = self._read(line, Column.UNIT, read_unit, key=True) or ""
            known = said[0], unit or said[1]
            packed = re.fullmatch(r"(\d{1,3})[-#](\d{1,2})", known[0])
            if packed and not unit:
                known = packed[1], packed[2]
            if not line.bad:
                self._houses[cells] = known
        building, unit = known
        if not building and not line.bad and self.rows.building and self.table.purpose is Purpose.HOMES:
            if self.table.has(Column.BUILDING) and self._says_place(line):
                self.carried += 1
            building, unit = self.rows.building, unit or self.rows.unit
        line.building, line.unit = building, unit
        if building and self.table.has(Column.BUILDING):
            self.rows.building, self.rows.unit = building, unit

    def _says_place(self, line: Line) -> bool:
        return any(self._first(line, column)[1] is not None for column in (Column.ROOM, Column.ADDRESS))

    def _rooms(self, line: Line) -> None:
        column = Column.ROOM if self.table.has(Column.ROOM) else Column.ADDRESS
        index, cell = self._first(line, column)
        try:
            found = [room for part in split_rooms(cell) if (room := read_room(part)) is not None]
        except CellError as error:
            self._add(line, index, cell, error.reason, error.advice, True)
            return
        if not found and not line.bad:
            self._complain(line, column, cell, "没有房号", "请填上房号, 如 1801")
        for room in found:
            whole = self._joined(line, room)
            if not whole.building and not line.bad:
                advice = "请加一列“楼栋”, 或把房号写成 3-2-1801"
                self._complain(line, column, cell, "不知道是哪一栋", advice)
            line.rooms.append(whole)

    def _joined(self, line: Line, room: Room) -> Room:
        """What the room's cell says together with the row's building and unit."""
        if not self.table.has(Column.BUILDING):
            return Room(
                room.building or line.building, room.unit or (line.unit if not room.building else ""), room.room
            )
        if room.building and not room.unit and not self._prefix_is_building:
            return Room(line.building, line.unit or room.building, room.room)
        return Room(line.building or room.building, line.unit or room.unit, room.room)

    def _home_facts(self, line: Line) -> None:
        line.floor = self._read(line, Column.FLOOR, read_floor)
        line.area_cm2 = self._read(line, Column.AREA, read_area)
        line.handed_over_on = self._read(line, Column.HANDED_OVER, read_day)

    def _people(self, line: Line) -> None:
        phones = self._phones(line, Column.PHONE)
        names = self._names(line, Column.NAME)
        relation = self._read(line, Column.RELATION, read_relation, key=bool(names))
        note = self._text(line, Column.NOTE, 1000)
        people = [Person(name, relation or self._relation) for name in names]
        if people:
            first = people[0]
            first.salutation = self._text(line, Column.SALUTATION, 12)
            first.best_hours = self._text(line, Column.BEST_HOURS, 60)
            first.birthday_on = self._read(line, Column.BIRTHDAY, read_day)
            first.level = self._read(line, Column.LEVEL, read_level)
            first.note, note = note, ""
            from_on, to_on = self._read(line, Column.FROM, read_day), self._read(line, Column.TO, read_day)
            for person in people:
                person.from_on, person.to_on = from_on, to_on
        line.home_note = note[:500]
        self._give(line, Column.PHONE, people, phones)
        line.people = people
        for column, phone_column, other in self._others:
            more = [Person(name, other) for name in self._names(line, column)]
            self._give(line, phone_column, more, self._phones(line, phone_column))
            line.people += more

    def _names(self, line: Line, column: Column) -> list[str]:
        index, cell = self._first(line, column)
        names = read_names(cell) if index is not None else []
        for name in names:
            wrong = wrong_text(name, NAME_LIMIT)
            if wrong is not None and not line.bad:
                self._add(line, index, cell, f"姓名{wrong}", "请只写姓名, 其余写在备注里", True)
        return names

    def _phones(self, line: Line, column: Column) -> Phones:
        found = Phones()
        for index in self.table.columns(column):
            cell = self.rows.cell(line.row, index)
            part = read_phones(cell)
            for reason, advice in part.warnings:
                self._add(line, index, cell, reason, advice, False)
            found.add(part)
        return found

    def _give(self, line: Line, column: Column, people: list[Person], phones: Phones) -> None:
        """One number each where they are as many as the people, else all to the first."""
        if not phones.numbers:
            return
        if not people:
            reason, advice = "有电话但没有姓名, 电话没有导入", "请填上姓名再导入"
            self._complain(line, column, phones.numbers[0]["number"], reason, advice, bad=False)
        elif len(people) == len(phones.numbers):
            for person, phone in zip(people, phones.numbers, strict=True):
                person.phones = [phone]
        else:
            people[0].phones = phones.numbers

    def _text(self, line: Line, column: Column, limit: int) -> str:
        index, cell = self._first(line, column)
        text = "" if is_nothing(cell) else text_of(cell)
        if len(text) > limit:
            self._add(line, index, cell, f"太长, 只导入了前 {limit} 个字", "请删减", False)
        return text[:limit]

    def _keys(self, line: Line) -> list[str]:
        cell = self._first(line, Column.OWNER_NO)[1]
        if is_nothing(cell) and self.table.purpose is Purpose.PEOPLE:
            cell = self._first(line, Column.PERSON_NO)[1]
        return [] if is_nothing(cell) else [part for part in re.split(r"[#、,，;；\s]+", text_of(cell)) if part]

    def _parking(self, line: Line) -> None:
        number = text_of(self._first(line, Column.PARKING_NO)[1])[:20]
        lot = text_of(self._first(line, Column.PARKING_LOT)[1])[:20]
        if not number:
            self._complain(line, Column.PARKING_NO, None, "没有车位号", "请填上车位号")
        lot = f"{lot}号停车场" if lot.isdigit() else lot
        line.place_name = f"{lot}{number}车位"


def _relation_of_sheet(sheet: str) -> Relation | None:
    """Who the people of a sheet are by its name, where no cell says it."""
    if "租" in sheet:
        return Relation.TENANT
    if "家属" in sheet or "成员" in sheet or "家庭" in sheet:
        return Relation.FAMILY
    return None
