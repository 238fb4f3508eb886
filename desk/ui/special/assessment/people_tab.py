"""Technicians, shops and clerks by the same moments; every figure of the chosen one a way to its records."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.money import fen_text
from desk.domain.words_of_time import duration
from desk.services.assessment.clerks import Clerk
from desk.services.assessment.counting import Tally
from desk.services.assessment.shops import Shop
from desk.services.assessment.technicians import Technician
from desk.services.assessment.wording import NONE, percent_text
from desk.ui.kit.grid import GridRow, Head, WordGrid
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.page_layout import stacked
from desk.ui.special.assessment.asked import CLERKS, CREW, SHOPS
from desk.ui.special.assessment.reading import People
from desk.ui.theme import theme

HEADS: dict[str, tuple[Head, ...]] = {
    CREW: (
        Head("名次", 60, True, 0), Head("师傅", 110, share=2, strong=True), Head("完工单", 76, True),
        Head("到场及时", 150, True), Head("完好", 150, True), Head("满意", 130, True), Head("未遇", 110, True),
        Head("收费差错", 110, True),
    ),
    SHOPS: (
        Head("门店", 150, share=2, strong=True), Head("订单", 76, True), Head("准时到货", 160, True),
        Head("换过货的订单", 120, True), Head("缺重的订单", 110, True), Head("赔偿", 70, True),
        Head("赔偿金额", 110, True), Head("换货再送到 (中位)", 140, True),
    ),
    CLERKS: (
        Head("客服", 120, share=2, strong=True), Head("受理", 76, True), Head("受理时长 (中位)", 130, True),
        Head("派工前等待 (中位)", 140, True), Head("回访完成", 90, True), Head("短通话", 130, True),
    ),
}  # fmt: skip
SAID = {
    CREW: "名次按完好、满意、到场及时排, 单数不够的不排名",
    SHOPS: "按门店名排列, 不排名",
    CLERKS: "按姓名排列, 不排名; 客服自己登录只看得到自己的",
}
ALONE = "这里只有您自己的; 别人的只有项目经理和总部看得到"
EMPTY = {CREW: "这段日子没有完工的单", SHOPS: "这段日子没有生鲜订单", CLERKS: "这段日子没有受理和回访"}


class PeopleTab(QWidget):
    """`entered` carries the place of a row."""

    entered = Signal(int)
    sideways = Signal(int)

    def __init__(self, part: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.found: People = ()
        self.grid = WordGrid(EMPTY[part], HEADS[part])
        self.grid.setAccessibleName({CREW: "维修工", SHOPS: "门店", CLERKS: "客服"}[part])
        self.notice = Notice()
        holder, self._stack = stacked(self.grid, self.notice)
        self.said = label(SAID[part], "quiet")
        look = theme()
        self.said.setContentsMargins(look.px(15), look.px(4), look.px(15), look.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(holder, 1)
        column.addWidget(self.said)
        self.grid.entered.connect(self.entered)
        self.grid.sideways.connect(self.sideways)

    def show_people(self, found: People, alone: bool = False) -> None:
        """`alone`: of the clerks this is whoever looks, and nobody else."""
        self.found = found
        self.said.setText(ALONE if alone else SAID[self.part])
        if not found:
            self.notice.empty(EMPTY[self.part], "按 * 换一段日子")
            self._stack.setCurrentWidget(self.notice)
            return
        self.grid.show_rows([_row(one) for one in found])
        self._stack.setCurrentWidget(self.grid)

    def wait(self) -> None:
        self.notice.loading()
        self._stack.setCurrentWidget(self.notice)

    @property
    def in_focus(self) -> QWidget:
        return self.grid


def _row(one: Technician | Shop | Clerk) -> GridRow:
    if isinstance(one, Technician):
        return _technician(one)
    return _shop(one) if isinstance(one, Shop) else _clerk(one)


def _rate(tally: Tally) -> str:
    """2,104/2,250 93.5 %."""
    return f"{tally.met:,}/{tally.of:,}  {percent_text(tally.met, tally.of)}" if tally.of else NONE


def _lost(tally: Tally) -> str:
    """What went wrong of how many."""
    return f"{tally.missed:,}/{tally.of:,}" if tally.of else NONE


def _technician(one: Technician) -> GridRow:
    cells = (
        str(one.rank) if one.rank else NONE, one.name or "没有名字", f"{one.orders:,}", _rate(one.of("arrival")),
        _rate(one.of("whole")), _rate(one.of("content")), _lost(one.of("not_at_home")), _lost(one.of("charged")),
    )  # fmt: skip
    return GridRow(one.id, cells)


def _shop(one: Shop) -> GridRow:
    again = duration(one.again_ms) if one.again_ms is not None else NONE
    cells = (
        one.name or "没写门店", f"{one.orders:,}", _rate(one.in_time), f"{one.exchanged:,}", f"{one.short:,}",
        f"{one.compensations:,}", fen_text(one.compensation_fen) if one.compensation_fen else NONE, again,
    )  # fmt: skip
    return GridRow(one.name, cells)


def _clerk(one: Clerk) -> GridRow:
    intake, waited = (duration(ms) if ms is not None else NONE for ms in (one.intake_ms, one.waited_ms))
    short = f"{one.short:,}  {percent_text(one.short, one.called)}" if one.called else NONE
    return GridRow(one.id, (one.name or "没有名字", f"{one.taken:,}", intake, waited, f"{one.called:,}", short))


def name_of(one: Technician | Shop | Clerk) -> str:
    return one.name or ("没写门店" if isinstance(one, Shop) else "没有名字")
