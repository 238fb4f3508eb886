"""The lines of a book drawn together: one entry per building, unit, home, place, resident and residence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desk.services.residents.importing.cells import text_of
from desk.services.residents.importing.columns import Column
from desk.services.residents.importing.layout import Purpose
from desk.services.residents.importing.lines import Line, Person, Problem
from desk.services.residents.importing.phone_cells import Phones
from desk.services.residents.importing.room_cells import Room

Source = tuple[str, int]
KINDS = ("building", "unit", "home", "place", "resident", "residence")
# What a conflict inside the file is called.
LABELS = {
    "floor": "楼层",
    "area_cm2": "面积",
    "handed_over_on": "交房日期",
    "note": "备注",
    "relation": "关系",
    "from_on": "入住日期",
    "to_on": "迁出日期",
    "birthday_on": "生日",
    "level": "服务等级",
    "salutation": "称呼",
    "best_hours": "方便通话",
}


@dataclass(slots=True)
class Entry:
    """One thing the file speaks of. `key` names it within its kind and estate; `refers` are those it points to.

    `homes` are the homes of a resident, by key.
    """

    kind: str
    key: str
    values: dict[str, Any]
    sources: list[Source] = field(default_factory=list)
    refers: dict[str, "Entry"] = field(default_factory=dict)
    homes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What one line came to: its entries, and the earlier row it only repeats (0: none)."""

    line: Line
    entries: list[Entry] = field(default_factory=list)
    repeats: int = 0


class Gathered:
    """Entries of every kind by key, in the order of the file; the first fact told wins and a differing one warns."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
        self.told: list[Told] = []
        self._by_phone: dict[tuple[str, str], Entry] = {}
        self._by_home: dict[tuple[str, str], Entry] = {}
        self._new = False

    def add_all(self, lines: Iterable[Line]) -> None:
        """Lines of every table; people named by number in one sheet find their homes in another."""
        good = [line for line in lines if not line.bad]
        homes_of: dict[str, list[Entry]] = {}
        joined: list[Told] = []
        for line in good:
            if line.table.purpose is Purpose.PEOPLE:
                continue
            told = self._tell(line)
            homes = [entry for entry in told.entries if entry.kind == "home"]
            if line.keys and not line.people and homes:
                joined.append(told)
                for key in line.keys:
                    homes_of.setdefault(key, []).extend(homes)
        known = set()
        for line in good:
            if line.table.purpose is Purpose.PEOPLE:
                known.update(line.keys)
                self._tell_people(line, [home for key in line.keys for home in homes_of.get(key, [])])
        if known:
            for told in joined:
                self._miss(told.line, [key for key in told.line.keys if key not in known])

    def _tell(self, line: Line) -> Told:
        self._new = False
        told = Told(line)
        self.told.append(told)
        source = (line.table.sheet.name, line.row.number)
        if line.place_name:
            told.entries.append(
                self._merge("place", line.place_name, {"name": line.place_name, "kind": "parking"}, line)
            )
        if line.building and not line.rooms:
            self._house(told, line.building, line.unit)
        for room in line.rooms:
            home = self._home(told, room)
            for person in line.people:
                self._person(told, person, home)
        if not self._new:
            earlier = [row for entry in told.entries[-1:] for sheet, row in entry.sources if (sheet, row) != source]
            told.repeats = earlier[0] if earlier else 0
        return told

    def _house(self, told: Told, building: str, unit: str) -> None:
        told.entries.append(self._merge("building", building, {"no": building}, told.line))
        if unit:
            values = {"building_no": building, "no": unit}
            told.entries.append(self._merge("unit", f"{building}/{unit}", values, told.line))

    def _home(self, told: Told, room: Room) -> Entry:
        line = told.line
        self._house(told, room.building, room.unit)
        values = {
            "building_no": room.building,
            "unit_no": room.unit,
            "room_no": room.room,
            "floor": line.floor,
            "area_cm2": line.area_cm2,
            "handed_over_on": line.handed_over_on,
            "note": line.home_note,
        }
        home = self._merge("home", f"{room.building}/{room.unit}/{room.room}", values, line)
        told.entries.append(home)
        return home

    def _tell_people(self, line: Line, homes: list[Entry]) -> None:
        self._new = False
        told = Told(line)
        self.told.append(told)
        for person in line.people:
            for home in homes:
                self._person(told, person, home)
            if not homes:
                told.entries.append(self._resident(person, None, line))
                index = next(iter(line.table.columns(Column.OWNER_NO)), None)
                self._warn(line, index, "没有找到他的房屋, 只导入了人", "以后在住户卡上补房屋, 或补全房屋表再导入")

    def _person(self, told: Told, person: Person, home: Entry) -> None:
        resident = self._resident(person, home, told.line)
        values = {
            "relation": person.relation.value if person.relation else None,
            "from_on": person.from_on,
            "to_on": person.to_on,
        }
        residence = self._merge("residence", f"{resident.key}|{home.key}", values, told.line)
        residence.refers = {"resident_id": resident, "home_id": home}
        told.entries += [resident, residence]

    def _resident(self, person: Person, home: Entry | None, line: Line) -> Entry:
        """The same name with a number in common, or in the same home, is the same person."""
        numbers = [phone["number"] for phone in person.phones]
        found = next((e for n in numbers if (e := self._by_phone.get((person.name, n))) is not None), None)
        if found is None and home is not None:
            found = self._by_home.get((person.name, home.key))
        values: dict[str, Any] = {
            "name": person.name,
            "salutation": person.salutation,
            "birthday_on": person.birthday_on,
            "level": str(person.level) if person.level else None,
            "best_hours": person.best_hours,
            "note": person.note,
        }
        if found is None:
            key = f"{person.name}/{numbers[0] if numbers else '@' + (home.key if home else '')}"
            found = self._merge("resident", key, {**values, "phones": list(person.phones)}, line)
        else:
            self._merge("resident", found.key, values, line)
            phones = Phones(found.values.get("phones", []))
            before = len(phones.numbers)
            phones.add(Phones(list(person.phones)))
            found.values["phones"] = phones.numbers
            self._new |= len(phones.numbers) > before
        for number in numbers:
            self._by_phone[person.name, number] = found
        if home is not None:
            self._by_home[person.name, home.key] = found
            if home.key not in found.homes:
                found.homes.append(home.key)
        return found

    def _merge(self, kind: str, key: str, values: dict[str, Any], line: Line) -> Entry:
        source = (line.table.sheet.name, line.row.number)
        told = {name: value for name, value in values.items() if value not in (None, "", [])}
        entry = self.entries[kind].get(key)
        if entry is None:
            entry = self.entries[kind][key] = Entry(kind, key, told)
            self._new = True
        else:
            for name, value in told.items():
                known = entry.values.get(name)
                if known is None:
                    entry.values[name] = value
                    self._new = True
                elif known != value and name in LABELS:
                    where = f"第 {entry.sources[0][1]} 行"
                    self._warn(line, None, f"{LABELS[name]}与{where}写的不一样, 用了{where}的", "请核对是哪一个")
                    self._new = True
        if not entry.sources or entry.sources[-1] != source:
            entry.sources.append(source)
        return entry

    def _miss(self, line: Line, keys: list[str]) -> None:
        if keys:
            named = "、".join(keys)
            reason = f"业主表里没有编号 {named}, 只导入了房屋"
            index = next(iter(line.table.columns(Column.OWNER_NO)), None)
            self._warn(line, index, reason, "补上业主再导入一次即可")

    def _warn(self, line: Line, index: int | None, reason: str, advice: str) -> None:
        titled = next((t for t in line.table.titled if t.index == index), None)
        letter, title = (titled.letter, titled.title) if titled else ("", "")
        value = text_of(line.row.at(index)) if index is not None else ""
        sheet = line.table.sheet.name
        line.problems.append(Problem(sheet, line.row.number, letter, title, value, reason, advice, False))
