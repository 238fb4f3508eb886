"""A workbook compared with what is in force: new, changed, the same, or why a row stays out. Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.lists import Cells, Level, ListFacts, Lists
from desk.domain.office_lists import CREWS, OFFICE_LISTS
from desk.domain.settings import Setting
from desk.services.settings.crews import crew_steps
from desk.services.settings.exchange.sheets import KEY, LABEL, NOTES_SHEET, SETTINGS_SHEET, VALUE, key_title
from desk.services.settings.keeping import (
    FACTS,
    Words,
    check_setting,
    newest,
    row_key,
    row_steps,
    setting_steps,
    texts,
    typed_row,
)
from desk.store.steps import StepRequest

MOST_HEAD = 20  # rows in which the titles are looked for


class State(Code):
    CHANGED = "changed", "更新"
    NEW = "new", "新增"
    SAME = "same", "一样"


class SheetIn(NamedTuple):
    """One sheet as it was read: rows by their number in the workbook."""

    name: str
    rows: Sequence[tuple[int, Sequence[object]]]


class Good(NamedTuple):
    state: State
    sheet: str
    row: int
    what: str
    words: str
    steps: tuple[StepRequest, ...]


class Bad(NamedTuple):
    """`column` as letters, empty where the whole row is meant; `cells` as they were."""

    sheet: str
    row: int
    column: str
    reason: str
    cells: tuple[str, ...]


class Held(NamedTuple):
    """What the workbook is compared with, and whose word is written."""

    level: Level
    scope: str
    company: Words
    estate: Words
    company_rows: Words
    estate_rows: Words
    crews: Words
    lists: Lists

    @property
    def settings(self) -> Words:
        return self.estate if self.level is Level.ESTATE else self.company

    @property
    def rows(self) -> Words:
        return self.estate_rows if self.level is Level.ESTATE else self.company_rows


@dataclass
class Plan:
    """What would be done. `titles` are the head lines of the sheets, for the rows that go back to be mended."""

    good: list[Good] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def steps(self) -> list[StepRequest]:
        return [step for one in self.good for step in one.steps]


class _Table(NamedTuple):
    """A sheet's titles by place, and the rows under them."""

    name: str
    places: dict[str, int]
    rows: list[tuple[int, tuple[str, ...]]]

    def text(self, cells: Sequence[str], title: str) -> str:
        place = self.places.get(title)
        return cells[place] if place is not None and place < len(cells) else ""

    def letter(self, title: str) -> str:
        place = self.places.get(title)
        return "" if place is None else _letter(place)


def plan(sheets: Iterable[SheetIn], held: Held) -> Plan:
    """Sheets are known by their names; one that is not ours is passed over and said so."""
    found = Plan()
    by_name = {sheet.name.strip(): sheet for sheet in sheets}
    known = {SETTINGS_SHEET, NOTES_SHEET, *(facts.label for facts in OFFICE_LISTS)}
    for name in by_name:
        if name not in known:
            found.notes.append(f"“{name}”不是设置的表, 没有读")
    if SETTINGS_SHEET in by_name:
        table = _table(by_name[SETTINGS_SHEET], (KEY, VALUE), found)
        if table is not None:
            _plan_settings(table, held, found)
    lists = held.lists
    for facts in OFFICE_LISTS:
        sheet = by_name.get(facts.label)
        if sheet is None:
            continue
        if facts.name == CREWS and held.level is not Level.ESTATE:
            found.notes.append(f"“{facts.label}”是各小区自己的, 给公司导入时不读")
            continue
        table = _table(sheet, (facts.columns[0].label,), found)
        if table is not None:
            lists = _plan_list(facts, table, held, lists, found)
    if not found.good and not found.bad:
        found.notes.append("这个文件里没有设置: 请先导出一份, 在里面改")
    return found


def _table(sheet: SheetIn, wanted: Sequence[str], found: Plan) -> _Table | None:
    """The titles are the first row that holds those wanted."""
    for place, (_number, raw) in enumerate(sheet.rows[:MOST_HEAD]):
        titles = tuple(_text(cell) for cell in raw)
        if all(title in titles for title in wanted):
            places: dict[str, int] = {}
            for column, title in enumerate(titles):
                if title:
                    places.setdefault(title, column)
            rows = [(number, tuple(_text(cell) for cell in cells)) for number, cells in sheet.rows[place + 1 :]]
            found.titles[sheet.name.strip()] = titles
            return _Table(sheet.name.strip(), places, [row for row in rows if any(row[1])])
    found.notes.append(f"“{sheet.name}”没有找到表头 {'、'.join(wanted)}, 没有读")
    return None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(cell).strip()


def _letter(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# settings


def _plan_settings(table: _Table, held: Held, found: Plan) -> None:
    seen: dict[str, int] = {}
    told: list[tuple[int, tuple[str, ...], Setting, str]] = []
    by_label = {fact.label: fact for fact in FACTS.values()}
    for number, cells in table.rows:
        fact = FACTS.get(table.text(cells, KEY)) or by_label.get(table.text(cells, LABEL))
        text = table.text(cells, VALUE)
        wrong, column = "", VALUE
        if fact is None:
            wrong, column = f"没有“{table.text(cells, KEY) or table.text(cells, LABEL)}”这个设置", KEY
        elif fact.key in seen:
            wrong, column = f"和第 {seen[fact.key]} 行重复", KEY
        elif not text:
            wrong = f"还没有填; 默认是 {fact.default}"
        if wrong or fact is None:
            found.bad.append(Bad(table.name, number, table.letter(column), wrong, cells))
            continue
        seen[fact.key] = number
        told.append((number, cells, fact, text))
    _lay_settings(table, held, told, found)


def _lay_settings(
    table: _Table, held: Held, told: list[tuple[int, tuple[str, ...], Setting, str]], found: Plan
) -> None:
    """One after the other, in an order in which each can stand: three limits raised at once overtake each other."""
    company, estate = texts(held.company), texts(held.estate)
    own = estate if held.level is Level.ESTATE else company
    waiting = told
    while waiting:
        left = []
        why: dict[str, DeskError] = {}
        for number, cells, fact, text in waiting:
            try:
                check_setting(fact, text, company, estate if held.level is Level.ESTATE else None)
            except DeskError as error:
                why[fact.key] = error
                left.append((number, cells, fact, text))
                continue
            found.good.append(_setting(table, number, fact, text, held, company))
            own[fact.key] = text
        if len(left) == len(waiting):
            letter = table.letter(VALUE)
            found.bad += [Bad(table.name, one[0], letter, str(why[one[2].key]), one[1]) for one in left]
            return
        waiting = left


def _setting(table: _Table, number: int, fact: Setting, text: str, held: Held, company: Mapping[str, str]) -> Good:
    said = held.settings.get(fact.key, [])
    mine = newest(said)
    below = company.get(fact.key, fact.default) if held.level is Level.ESTATE else fact.default
    now = mine.text if mine is not None else below
    if fact.read(now) == fact.read(text):
        return Good(State.SAME, table.name, number, fact.label, "", ())
    back = fact.read(below) == fact.read(text)
    steps = setting_steps(held.scope, fact.key, None if back else text, said)
    return Good(State.CHANGED, table.name, number, fact.label, f"{now}{fact.unit} → {text}{fact.unit}", tuple(steps))


# lists


def _plan_list(facts: ListFacts, table: _Table, held: Held, lists: Lists, found: Plan) -> Lists:
    seen: dict[str, int] = {}
    labels = {"code": key_title(facts), **{column.name: column.label for column in facts.all_columns}}
    for number, cells in table.rows:
        typed = {name: table.text(cells, label) for name, label in labels.items() if label in table.places}
        code = _known(facts, typed, held, lists)
        try:
            if not code and not facts.grows:
                raise DeskError("这张表不能加行", "请只改已有的行", "code")
            base = lists
            if facts.name == CREWS and (said := held.crews.get(row_key(CREWS, code))):
                base = lists.with_row(Level.ESTATE, CREWS, code, said[-1].cells)
            known, row = typed_row(facts, code, typed, held.level, base)
            if known in seen:
                raise DeskError(f"和第 {seen[known]} 行重复", "请只留一行", "code")
        except DeskError as error:
            letter = table.letter(labels.get(error.field or "", ""))
            found.bad.append(Bad(table.name, number, letter, str(error), cells))
            continue
        seen[known] = number
        found.good.append(_row(facts, table.name, number, known, row, held, lists))
        lists = lists.with_row(held.level, facts.name, known, row)
    return lists


def _known(facts: ListFacts, typed: Mapping[str, str], held: Held, lists: Lists) -> str:
    """The code of a row that is there already, by its code or its name; empty for a new one."""
    every: Mapping[str, Cells] = lists.every(facts.name)
    if facts.name == CREWS:
        every = {key.partition("/")[2]: said[-1].cells for key, said in held.crews.items()}
    code = typed.get("code", "")
    if code in every or facts.key is not None:
        return code if code in every else ""
    name = typed.get("name", "")
    return next((one for one, cells in every.items() if not code and cells.get("name") == name), "")


def _row(facts: ListFacts, sheet: str, number: int, code: str, cells: Cells, held: Held, lists: Lists) -> Good:
    if facts.name == CREWS:
        said = held.crews.get(row_key(CREWS, code), [])
        before: Cells | None = said[-1].cells if said else None
        steps = crew_steps(held.scope, cells, said)
    else:
        said = held.rows.get(row_key(facts.name, code), [])
        mine, below = newest(said), held.lists.below(held.level, facts.name, code)
        before = {**(below or {}), **mine.cells} if mine is not None else below
        back = below is not None and _same(facts, cells, below)
        steps = row_steps(held.scope, facts.name, code, None if back else cells, said)
    what = f"{code} {cells.get('name') or ''}".strip() if facts.key is not None else cells.get("name") or code
    if before is None:
        return Good(State.NEW, sheet, number, what, "", tuple(steps))
    if _same(facts, cells, before):
        return Good(State.SAME, sheet, number, what, "", ())
    changes = (
        f"{column.label} {column.shown(before.get(column.name, ''), lists) or '空'} → "
        f"{column.shown(cells.get(column.name, ''), lists) or '空'}"
        for column in facts.all_columns
        if before.get(column.name, "") != cells.get(column.name, "")
    )
    return Good(State.CHANGED, sheet, number, what, "; ".join(changes), tuple(steps))


def _same(facts: ListFacts, one: Cells, other: Cells) -> bool:
    return all(one.get(column.name, "") == other.get(column.name, "") for column in facts.all_columns)
