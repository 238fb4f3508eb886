"""同步: how this desk stands to the server, and line by line what a person can do about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.scopes import is_confidential
from desk.store.rewinding import agree
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.remembered import recall, remember
from desk.ui.special.sync import reading
from desk.ui.special.sync.lines import OPEN, REVIEW, STOP, can_be_seen, lines, problems
from desk.ui.special.sync.reading import Asking, Traffic
from desk.ui.special.sync.stop_card import StopCard
from desk.ui.special.sync.stops import MAY_AGREE, Stop, stop_of
from desk.ui.sync_state import Mode
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.store.database import Database

COLUMNS = {"state": 56, "where": 148, "urgent": 0, "note": 0, "who": 72, "clock": 116, "next": 132}
SEEN = "sync.seen"  # of this PC: what was told until then is known


class SyncPane(PanelFrame):
    closed = Signal()
    keys_changed = Signal()
    WIDTH = 1000

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("同步", parent=parent)
        self._counter = counter
        self._shown = Traffic()
        self.stands = label("", "matter")
        self.head.insertWidget(1, self.stands)
        self.head.insertSpacing(1, theme().px(16))
        self.list = RowList(dict(COLUMNS), "同步")
        self.notice = Notice()
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.notice)
        self.card = StopCard()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.card)
        self.body.addWidget(holder, 1)
        self.now_button = KeyButton("马上同步", "F5", icon="refresh-cw")
        self.seen_button = KeyButton("都看过了", "F9", PRIMARY, "check")
        self.foot.addWidget(self.now_button)
        self.foot.addStretch()
        self.foot.addWidget(self.seen_button)
        self.close_wanted.connect(self.closed)
        self.now_button.clicked.connect(self._now)
        self.seen_button.clicked.connect(self._saw)
        for button in (self.now_button, self.seen_button):
            button.blocked.connect(counter.ways.said)
        self.list.step_wanted.connect(self._on_row)
        self.card.agreed.connect(self._agree)
        counter.changed.connect(self._changed)
        counter.sync_changed.connect(self._changed)

    # Place

    def enter(self) -> None:
        self._put_card_away()
        self._read()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        if not self.card.isHidden():
            return (("F9", "同意并继续"), ("F5", "马上同步"), ("Esc", "返回"))
        return (("↑↓", "换行"), ("Enter", "办"), ("F5", "马上同步"), ("F9", "都看过了"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        asked = not self.card.isHidden()
        acts: dict[str, Any] = {
            "F5": self.now_button.click_or_say, "F9": self.card.agree if asked else self.seen_button.click_or_say,
            "Esc": self._put_card_away if asked else self.closed.emit,
        }  # fmt: skip
        if key not in acts:
            return False
        acts[key]()
        return True

    # reading, showing

    def _read(self) -> None:
        counter = self._counter
        asking = Asking(
            counter.database, counter.rules, counter.actor, (counter.scope, counter.office.company), counter.now(),
            own=counter.confidential,
        )  # fmt: skip

        def work() -> Traffic:
            return reading.read(replace(asking, seen=int(recall(asking.database, SEEN) or 0)))

        counter.read(self, work, self._show, self._failed)

    def _show(self, found: Traffic) -> None:
        self._shown = found
        if not self.card.isHidden():
            self._read_stop(self.card.scope)
        counter, state = self._counter, self._counter.sync
        now, alone = counter.now(), state.mode is Mode.ALONE
        self.stands.setText(state.words(now))
        retone(self.stands, state.colour if state.colour in ("good", "warn", "bad") else "")
        rows = lines(found, now, state.behind_ms)
        self.list.show_lines(rows)
        self.now_button.block("单机使用, 还没有接入公司服务器" if alone else "")
        self.seen_button.block("" if can_be_seen(found) else "没有要看的; 待裁定、需要升级的办好以后自己会走")
        if rows:
            self._stack.setCurrentWidget(self.list)
            return
        words = "单机使用: 都存在本机, 接入公司服务器后自动上传" if alone else "上传、接收都没有问题, 不用做什么"
        self.notice.empty("没有等着的", words)
        self._stack.setCurrentWidget(self.notice)

    @property
    def problems(self) -> int:
        """How many things here wait for a person."""
        return problems(self._shown)

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._stack.setCurrentWidget(self.notice)

    def _changed(self, _changed: object = None) -> None:
        if self.isVisible():
            self._read()

    # acting

    def _on_row(self, ent: str, step: str) -> None:
        ways = self._counter.ways
        if ent.startswith(REVIEW):
            ways.review_wanted.emit(ent.removeprefix(REVIEW))
        elif step.startswith(OPEN):
            ways.matter_wanted.emit(*step.removeprefix(OPEN).split(":"))
        elif step.startswith(STOP):
            self._read_stop(step.removeprefix(STOP))

    def _read_stop(self, scope: str) -> None:
        database, file = self._counter.database, self._file(scope)
        self._counter.read(self, lambda: stop_of(file, scope, database), self._show_stop, self._failed)

    def _file(self, scope: str) -> "Database":
        """Where this scope stands on this PC."""
        own = self._counter.confidential
        return own if own is not None and is_confidential(scope) else self._counter.database

    def _show_stop(self, stop: Stop | None) -> None:
        if stop is None:
            self._put_card_away()
            return
        self.card.show_stop(stop, self._counter.actor.may(MAY_AGREE), self._counter.now())
        self.seen_button.hide()
        self.keys_changed.emit()

    def _put_card_away(self) -> None:
        self.card.hide()
        self.seen_button.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keys_changed.emit()

    def _agree(self, scope: str) -> None:
        """Written down first who said so; then both lines go on."""
        counter = self._counter
        database, by, now = self._file(scope), counter.actor.id, counter.now()

        def done(_written: None) -> None:
            self._put_card_away()
            counter.ways.agree_wanted.emit(scope)
            counter.ways.said.emit("已同意, 正在继续同步")

        counter.db.run(self, lambda: agree(database, scope, by, now), done, self._failed)

    def _now(self) -> None:
        self._counter.ways.sync_now.emit()
        self._counter.ways.said.emit("正在同步")

    def _saw(self) -> None:
        """What was turned away and read need not be told again; what waits for a hand stays."""
        remember(self._counter, self, SEEN, self._counter.now())
        self._read()
