"""A sheet as lines to be drawn: what lost marks stands open, what lost none in one folded line, the sum last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.services.assessment.assess import AssessedRow
from desk.services.assessment.record import Standing
from desk.services.assessment.wording import NONE, marks_text
from desk.ui.drill_parts import Counted
from reports.assessment.entries import Entry, Opinion
from reports.assessment.words import spread

FOLD, LEFT, TOTAL = "fold", "left", "total"  # lines that are no row
WORST = 3  # losses that are shown in red


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row as it is drawn. `lost` is the part of its marks that is gone, in thousandths."""

    code: str
    item: str = ""
    item_marks: str = ""
    name: str = ""
    says: str = ""
    actual: str = ""
    standard: str = ""
    lost: int = 0
    deducted: str = ""
    score: str = ""
    full: str = ""
    own: str = ""
    chief: str = ""
    remark: str = ""
    first: bool = False  # of its item
    worst: bool = False
    detail: str = ""
    rule: str = ""
    chips: tuple[str, ...] = ()

    @property
    def is_row(self) -> bool:
        return self.code not in (FOLD, LEFT, TOTAL)

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        lost = f"扣 {self.deducted}" if self.deducted else ""
        got = f"得 {self.score} 分" if self.score else ""
        parts = (self.code if self.is_row else "", self.item if self.first else "", self.name, self.actual,
                 self.standard, lost, got, self.remark)  # fmt: skip
        return " ".join(part for part in parts if part)


def lines(entry: Entry, chips: Mapping[str, Sequence[Counted]], folded: bool) -> list[SheetLine]:
    """`chips` are the figures behind each row, by its code."""
    sheet = entry.sheet
    losses = sorted((one.deducted for one in sheet.rows if one.deducted), reverse=True)[:WORST]
    least = losses[-1] if losses else 0
    whole = [one for one in sheet.rows if not one.deducted and one.standing is Standing.SCORED]
    items = {group: f"{marks_text(marks).removesuffix('.0')} 分" for group, _, marks in sheet.items()}
    found, before = list[SheetLine](), ""
    for row in sheet.rows:
        if folded and row in whole:
            continue
        group = row.criterion.group
        found.append(_line(row, entry, group != before, items[group], least, chips.get(row.code, ())))
        before = group
    if whole:
        told = "　".join(f"{one.code} {one.criterion.name} {one.actual}" for one in whole)
        name = f"未扣分 {len(whole)} 行" if folded else "收起未扣分的行"
        found.append(SheetLine(FOLD, name=name, remark=told if folded else "", first=True))
    found.append(_total(entry))
    left = " · ".join(f"{one.label} {one.count:,}" + (f" (超出 {one.over})" if one.over else "")
                      for one in sheet.exclusions)  # fmt: skip
    found.append(SheetLine(LEFT, name="剔除", remark=left or "没有剔除的记录", first=True))
    return found


def _line(
    row: AssessedRow, entry: Entry, first: bool, marks: str, least: int, chips: Sequence[Counted]
) -> SheetLine:  # fmt: skip
    lost = 1000 * row.scored.lost / row.criterion.marks if row.criterion.marks and row.deducted else 0
    full = marks_text(row.full) if spread(row) else marks_text(row.full).removesuffix(".0")
    counts = row.standing in (Standing.SCORED, Standing.SEALED)
    known = row.standing is Standing.SCORED
    return SheetLine(
        row.code, row.item, marks, row.criterion.name, row.criterion.says, row.actual, row.standard, int(lost),
        f"−{marks_text(row.deducted)}" if row.deducted else ("0" if known else NONE),
        marks_text(row.score) if known else NONE, full if counts else "",
        _mark(entry.own.get(row.code)), _mark(entry.chief.get(row.code)), row.remark, first,
        bool(row.deducted and row.deducted >= least),
        row.finding or ("没有扣分" if known else row.standing.label), row.method,
        tuple(one.words for one in chips[:MOST_CHIPS]),
    )  # fmt: skip


MOST_CHIPS = 5


def _mark(one: Opinion | None) -> str:
    return marks_text(one.score) if one is not None and one.score is not None else ""


def _total(entry: Entry) -> SheetLine:
    sheet = entry.sheet.sheet
    lost = sheet.deducted
    return SheetLine(
        TOTAL, name="合计", deducted=f"−{marks_text(lost)}" if lost else (NONE if lost is None else "0"),
        score=marks_text(sheet.total), full=marks_text(sheet.full).removesuffix(".0"),
        own=_sum(entry, entry.own), chief=_sum(entry, entry.chief), first=True,
        remark=sheet.grade.label if sheet.grade else "",
    )  # fmt: skip


def _sum(entry: Entry, told: Mapping[str, Opinion]) -> str:
    """With what was not given as it was computed."""
    if not told or entry.total is None:
        return ""
    scores = (
        one.score if (said := told.get(one.code)) is None or said.score is None else said.score
        for one in entry.sheet.rows
    )
    return marks_text(sum(score or 0 for score in scores))
