"""Charts of an assessment drawn as lines and black areas: full for this period, hollow for the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.services.assessment.criteria import marks_words
from desk.services.assessment.wording import NONE, marks_text
from reports.document import FIRM, THIN, Pen

BAR, THIN_BAR = 2.6, 1.5  # mm high: this period's, the earlier one's
ROW = 5.9
CARDS_HIGH = 22.0
# Where the columns of a chart of losses stand, mm from its left edge (the last two from its right).
NAME, ACTUAL, STANDARD, BARS = 9.0, 66.0, 69.0, 84.0
LOST, BEFORE = 12.0, 14.0
NOW_WORD, BEFORE_WORD = "本期", "去年"
SMALL, TYPE = 7.5, 8.5
MINUS = "–"  # the face has no minus sign; the dash is as wide


@dataclass(frozen=True, slots=True)
class Loss:
    """A row that lost marks, now or before; marks in tenths, None unknown."""

    code: str
    name: str
    actual: str
    standard: str
    lost: int | None
    full: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """An item: what it reached of what it was worth; `before` of what it was worth then."""

    name: str
    score: int | None
    full: int
    before: tuple[int, int] | None = None


def losses_height(losses: Sequence[Loss]) -> float:
    return ROW * (len(losses) + 1)


def losses(pen: Pen, x: float, y: float, width: float, shown: Sequence[Loss], *, compared: bool) -> None:
    """A bar for every row, all on the scale of the largest; beside it the figure, the standard, what was lost."""
    end = x + width
    lost = end - BEFORE if compared else end
    _losses_head(pen, x, y, lost, end, compared)
    most = max([1, *(number for one in shown for number in (one.lost or 0, one.before or 0))])
    scale = (lost - LOST - x - BARS) / most
    strong = {one.code for one in sorted(shown, key=lambda one: -(one.lost or 0))[:3] if one.lost}
    for place, one in enumerate(shown, start=1):
        middle, bold = y + place * ROW + ROW / 2, one.code in strong
        pen.text(x, middle, one.code, SMALL)
        pen.block(x + NAME, middle - ROW / 2 + 0.4, ACTUAL - NAME - 20, ROW - 0.8, one.name, TYPE, 6, bold=bold)
        pen.text(x + ACTUAL, middle, one.actual, TYPE, bold=True, anchor=1)
        pen.text(x + STANDARD, middle, one.standard, SMALL)
        if one.lost:
            pen.shade(x + BARS, middle - BAR / 2 - (0.9 if compared else 0), one.lost * scale, BAR, 0)
        if one.before:
            pen.frame(x + BARS, middle + BAR / 2 - 0.6, one.before * scale, THIN_BAR, THIN)
        pen.text(lost, middle, _less(one.lost), TYPE + 1, bold=bold, anchor=1)
        if compared:
            pen.text(end, middle, _less(one.before), SMALL, anchor=1)
        pen.line(x, middle + ROW / 2, end, middle + ROW / 2, THIN)
    pen.line(x + BARS, y + ROW, x + BARS, y + ROW * (len(shown) + 1), FIRM)


def _losses_head(pen: Pen, x: float, y: float, lost: float, end: float, compared: bool) -> None:
    middle = y + ROW / 2
    pen.text(x, middle, "序号", SMALL)
    pen.text(x + NAME, middle, "考核内容", SMALL)
    pen.text(x + ACTUAL, middle, "实际", SMALL, anchor=1)
    pen.text(x + STANDARD, middle, "标准", SMALL)
    pen.text(lost, middle, "扣分", SMALL, anchor=1)
    if compared:
        pen.text(end, middle, f"{BEFORE_WORD}扣", SMALL, anchor=1)
        key = x + BARS
        pen.shade(key, middle - BAR / 2, 5, BAR, 0)
        key += 6.5 + pen.text(key + 6.5, middle, NOW_WORD, SMALL) + 4
        pen.frame(key, middle - THIN_BAR / 2, 5, THIN_BAR, THIN)
        pen.text(key + 6.5, middle, BEFORE_WORD, SMALL)
    pen.line(x, y + ROW, end, y + ROW, FIRM)


def _less(lost: int | None) -> str:
    """–4.8; what is unknown is a dash, what lost nothing a nought."""
    return NONE if lost is None else f"{MINUS}{marks_text(lost)}" if lost else "0"


def items(pen: Pen, x: float, y: float, width: float, shown: Sequence[ItemScore]) -> None:
    """One card an item: its score, how much of its marks that is as a bar, what it lost."""
    gap = 4.0
    room = (width - gap * (len(shown) - 1)) / max(1, len(shown))
    for place, one in enumerate(shown):
        left = x + place * (room + gap)
        pen.block(left, y, room, 5, one.name, TYPE, 6)
        _score(pen, left, y + 8.2, one)
        top = y + 11.6
        if one.full and one.score is not None:
            share(pen, left, top, room, BAR, one.score / one.full)
        if one.before is not None and one.before[1]:
            then = left + room * one.before[0] / one.before[1]
            pen.line(then, top - 1.2, then, top + BAR + 1.2, FIRM)
            pen.line(then - 0.9, top + BAR + 1.2, then + 0.9, top + BAR + 1.2, FIRM)
        pen.text(left, top + BAR + 4.0, _item_words(one), SMALL)


def _score(pen: Pen, left: float, middle: float, one: ItemScore) -> None:
    if not one.full or one.score is None:
        pen.text(left, middle, "未计算" if one.full else "不计分", TYPE + 1.5, bold=True)
        return
    used = pen.text(left, middle, marks_text(one.score), 13, bold=True)
    pen.text(left + used + 1, middle + 0.5, f"/ {marks_words(one.full)}", TYPE)


def _item_words(one: ItemScore) -> str:
    lost = "" if one.score is None or not one.full else f"扣 {marks_text(one.full - one.score)}"
    before = f"{BEFORE_WORD} {marks_text(one.before[0])}/{marks_words(one.before[1])}" if one.before else ""
    return "　".join(words for words in (lost, before) if words)


def share(pen: Pen, x: float, y: float, width: float, high: float, part: float) -> None:
    """A bar filled to `part` (0-1) of its frame."""
    pen.frame(x, y, width, high, THIN)
    if part > 0:
        pen.shade(x, y, width * min(part, 1.0), high, 0)
