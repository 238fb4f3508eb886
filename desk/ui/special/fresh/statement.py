"""门店对账单: the month of a shop - orders, exchanges, claims, what is due - on paper and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.money import fen_text
from desk.services.fresh_orders import statement
from desk.services.fresh_orders.statement import ShopMonth
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import Elided, FactGrid, retone
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_export import documents
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, PageKind, Profile

if TYPE_CHECKING:
    from reports.fonts import PaperFonts
    from reports.slips.of_order import Office

MONTHS = 4


def months_back(today: str, count: int = MONTHS) -> list[str]:
    """This month and those before it, newest first."""
    year, month = int(today[:4]), int(today[5:7])
    found = []
    for _ in range(count):
        found.append(f"{year}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found


@dataclass(frozen=True)
class StatementPapers(Papers):
    """One shop's month."""

    told: ShopMonth | None = None
    office: "Office | None" = None

    sized = False

    def page(self, profile: Profile) -> PageKind:
        return A4

    def read(self, at: Where) -> "StatementPapers":
        return replace(self, office=office_of(at.database, at.scope))

    @property
    def file_name(self) -> str:
        assert self.told is not None
        return f"生鲜对账单-{self.told.shop}-{self.told.month}"

    @property
    def heading(self) -> str:
        return f"打印{self.file_name}"

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.fresh.statement import paper_of
        from reports.ruled import render_tables

        assert self.told is not None
        assert self.office is not None
        return render_tables(fonts, paper_of(self.told, self.office), made_at=now)

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self.file_name} 已送到打印机"


class StatementPanel(PanelFrame):
    """Month and shop by digits; F8 prints, F9 saves a workbook."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("门店对账单", parent=parent)
        self._counter = counter
        self._found: dict[str, ShopMonth] = {}
        self.month = Choices("月份", columns=4, digit_goes_on=True)
        self.shop = Choices("门店", columns=2, digit_goes_on=True)
        self.facts = FactGrid(2)
        months = months_back(day_of(counter.now()))
        self.month.show_choices([Choice(one, f"{int(one[5:])} 月", one[:4]) for one in months], months[0])
        for part in (Field("月份", self.month), Field("门店", self.shop), self.facts):
            self.body.addWidget(part)
        self.body.addStretch()
        self.told = Elided("", "body")
        self.save_button = KeyButton("存成 Excel", "F9", PLAIN, "file-down")
        self.print_button = KeyButton("打印", "F8", PRIMARY, "printer")
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(self.print_button)
        self.month.chosen.connect(lambda _month: self._read())
        self.month.finished.connect(self.shop.setFocus)
        self.shop.chosen.connect(lambda _shop: self._show())
        self.shop.finished.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)

    def begin(self) -> None:
        self._read()
        QTimer.singleShot(0, self, self.month.setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "选"), ("F8", "打印"), ("F9", "存成 Excel"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        button = {"F8": self.print_button, "F9": self.save_button, "Ctrl+Return": self.save_button}.get(key)
        if button is None:
            return False
        button.click_or_say()
        return True

    def _read(self) -> None:
        counter = self._counter
        database, actor, scope, settings = counter.database, counter.actor, counter.scope, counter.settings()
        month = self.month.value
        counter.read(
            self, lambda: statement.month(database, actor, scope, month, settings), partial(self._came, month),
            counter.ways.refused.emit,
        )  # fmt: skip

    def _came(self, month: str, found: list[ShopMonth]) -> None:
        if month != self.month.value:
            return
        self._found = {one.shop: one for one in found}
        kept = self.shop.value if self.shop.value in self._found else next(iter(self._found), "")
        self.shop.show_choices([Choice(one, one) for one in self._found], kept)
        self._show()

    @property
    def chosen(self) -> ShopMonth | None:
        return self._found.get(self.shop.value)

    def _show(self) -> None:
        one = self.chosen
        reason = "" if one is not None else "这个月没有送达的订单"
        for button in (self.save_button, self.print_button):
            button.block(reason)
        self._say(reason)
        if one is None:
            self.facts.show_facts(())
            return
        self.facts.show_facts((
            ("送达", f"{len(one.orders)} 单 {fen_text(one.orders_fen)}"),
            ("换货", f"{len(one.exchanges)} 样 {fen_text(one.exchanges_fen)}"),
            ("赔偿", f"{len(one.compensations)} 笔 {fen_text(one.compensation_fen)}"),
            ("应付门店", fen_text(one.net_fen)),
            ("迟到", f"{one.late} 单"),
        ))  # fmt: skip

    def _print(self) -> None:
        if self.chosen is not None:
            self._counter.ways.print_wanted.emit(StatementPapers(told=self.chosen))

    def _save(self) -> None:
        """A workbook in the person's documents, on the work lane."""
        counter, one = self._counter, self.chosen
        if one is None:
            return
        database, scope = counter.database, counter.scope
        path = documents() / f"生鲜对账单-{one.shop}-{one.month}.xlsx"

        def work() -> Path:
            from reports.fresh.statement import write_statement

            write_statement(path, one, office_of(database, scope))
            return path

        counter.work.run(self, work, lambda done: self._say(f"已存到 {done}"), self._failed)

    def _failed(self, error: DeskError) -> None:
        self._say(str(error), "bad")

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)
