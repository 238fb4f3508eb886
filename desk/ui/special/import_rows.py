"""An import plan as lines: what a row would bring, which fields change, why a row stays out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.phones import mask
from desk.domain.service import Rulebook
from desk.services.residents.importing.compare import Planned, State
from desk.services.residents.importing.gather import KINDS
from desk.services.residents.importing.plan import BadRow, GoodRow, ImportPlan
from desk.ui.kit.rows import Heading, Line, Row

MOST = 2_000  # lines that are looked through; the workbook holds the rest
MARKS = {State.NEW: "arrived", State.CHANGED: "acknowledged", State.UNCHANGED: "", State.REPEATED: ""}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts on top: good rows by state, bad rows, and what would be written."""

    rows: dict[State, int]
    bad: int
    records: str

    @property
    def words(self) -> str:
        parts = [f"{state.label} {self.rows[state]} 行" for state in State if self.rows.get(state)]
        return " · ".join(parts) or "没有可导入的行"


def summary(plan: ImportPlan, rules: Rulebook) -> Summary:
    states = Counter(row.state for row in plan.good)
    written = Counter((record.kind, record.state) for record in plan.to_write)
    said = []
    for kind in KINDS:
        label = rules.known(kind).record.label
        for state in (State.NEW, State.CHANGED):
            if written[kind, state]:
                said.append(f"{'新增' if state is State.NEW else '更新'}{label} {written[kind, state]}")
    return Summary(dict(states), len(plan.bad), "、".join(said))


def good_lines(plan: ImportPlan, rules: Rulebook) -> list[Line]:
    """New and changed rows first; those that say nothing new behind, as they need no look."""
    changed = changes(plan, rules)
    found: list[Line] = []
    for state in (State.CHANGED, State.NEW, State.UNCHANGED, State.REPEATED):
        rows = [row for row in plan.good if row.state is state]
        if rows:
            found.append(Heading(state.label, len(rows), aside=_left_out(rows)))
            found += [_good(row, changed.get((row.sheet, row.row), ())) for row in rows[:MOST]]
    return found


def bad_lines(plan: ImportPlan) -> list[Line]:
    found: list[Line] = []
    if plan.bad:
        found.append(Heading("这些行先不导入", len(plan.bad), "warn", "triangle", _left_out(plan.bad)))
        found += [_bad(row) for row in plan.bad[:MOST]]
    return found


def note_lines(plan: ImportPlan) -> list[Line]:
    """Sheets and rows that are no data, doubtful cells, and what the reading took upon itself."""
    found: list[Line] = []
    groups = (
        ("说明", [("", "", words, "") for words in plan.notes]),
        ("请留意 (照样导入)", [(one.sheet, f"第 {one.row} 行", one.words, "") for one in plan.warnings]),
        ("没有导入的表", [(one.sheet, "", one.reason, "") for one in plan.left_out]),
        ("跳过的行", [(one.sheet, f"第 {one.row} 行", one.reason, "") for one in plan.skipped]),
    )
    for number, (words, rows) in enumerate(groups):
        if rows:
            found.append(Heading(words, len(rows), aside=_left_out(rows)))
            found += [
                Row(f"{number}/{place}", state=where, where=sheet, what=what)
                for place, (sheet, where, what, _) in enumerate(rows[:MOST])
            ]
    return found


def changes(plan: ImportPlan, rules: Rulebook) -> dict[tuple[str, str | int], tuple[str, ...]]:
    """Per sheet and row the fields that would change, as 姓名 王秀英 → 王秀瑛."""
    found: dict[tuple[str, str | int], tuple[str, ...]] = {}
    for record in plan.to_write:
        if record.state is State.CHANGED:
            words = tuple(_change(record, name, rules) for name in record.changes)
            for source in record.sources:
                found[source] = (*found.get(source, ()), *words)
    return found


def _change(record: Planned, name: str, rules: Rulebook) -> str:
    field = rules.known(record.kind).record.field(name)
    stored, told = record.changes[name]
    if name == "phones":
        known = {str(one.get("number")) for one in stored or ()}
        added = [mask(str(one["number"])) for one in told if one["number"] not in known]
        return f"{field.label} 增加 {'、'.join(added)}" if added else f"{field.label} 备注"
    if name == "area_cm2":
        return f"面积 {_square_metres(stored) if stored else '空'} → {_square_metres(told)}"
    return f"{field.label} {field.words(stored) or '空'} → {field.words(told)}"


def _square_metres(area_cm2: int) -> str:
    metres, rest = divmod(area_cm2, 10_000)
    return f"{metres}.{rest // 100:02d} ㎡"


def _good(row: GoodRow, changed: Sequence[str]) -> Row:
    people = "、".join(f"{name}({relation})" for name, relation in zip(row.names, row.relations, strict=True))
    phones = "、".join(mask(number) for number in row.phones)
    return Row(
        f"{row.sheet}/{row.row}",
        state=row.state.label,
        where="、".join(row.rooms),
        what="; ".join(changed) or people or "只有房屋",
        note=people if changed else phones,
        clock=f"{row.sheet} 第 {row.row} 行" + (f" (同第 {row.repeats} 行)" if row.repeats else ""),
        mark=MARKS[row.state],
    )


def _bad(row: BadRow) -> Row:
    problem = row.problems[0]
    return Row(
        f"{problem.sheet}/{problem.row}/{problem.column}",
        state=f"第 {problem.row} 行",
        where=f"{problem.column} 列" if problem.column else "整行",
        what=row.reason,
        clock=problem.sheet,
    )


def _left_out(rows: Sequence[object]) -> str:
    return f"只列出前 {MOST} 行" if len(rows) > MOST else ""
