"""接入公司服务器: address, the server's own figures to compare, the code from the head office, this PC's name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.version import VERSION
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field, TextField, chain
from desk.ui.kit.labels import label, retone
from desk.ui.theme import theme

if TYPE_CHECKING:
    import httpx

    from desk.store.database import Database
    from desk.ui.tasks import Tasks
    from sync.client.lines import Lines

WHERE = "address"


@dataclass(frozen=True, slots=True)
class Met:
    """Who answers at an address."""

    url: str
    server_key: str
    fingerprint: str


@dataclass
class Hands:
    """What the form works with: the lane of long work, the data, the clock, and how a server is reached."""

    lane: "Tasks"
    database: "Database"
    clock: Callable[[], int]
    reach: "Callable[[str, Lines], httpx.Client] | None" = None

    def http(self, url: str, lines: "Lines") -> "httpx.Client":
        from sync.client.lines import client

        return (self.reach or client)(url, lines)


class JoinForm(QWidget):
    """Enter goes on: the address is asked who is there, before any code is typed. F9 joins."""

    joined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hands: Hands | None = None
        self._met: Met | None = None
        self._lines: Lines | None = None
        self._goes_on = False  # taken in already: only what is still missing is to be received
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        self.address = TextField("服务器地址", hint="总部给的, 例如 192.168.1.10:8460")
        self.code = TextField("接入码", hint="15 分钟内有效")
        self.name = TextField("这台电脑叫什么", hint="例如 前台2")
        self.fields = {
            WHERE: Field("服务器地址", self.address), "code": Field("接入码", self.code),
            "name": Field("这台电脑叫什么", self.name),
        }  # fmt: skip
        self.figures = label("", "matter", wrap=True)
        column.addWidget(self.fields[WHERE])
        column.addWidget(self.figures)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.fields["code"], 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.fields["name"], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("接收进度")
        self.bar.hide()
        column.addWidget(self.bar)
        self.told = label("", "quiet", wrap=True)
        column.addStretch()
        foot = QHBoxLayout()
        self.save = KeyButton("接入", "F9", PRIMARY)
        self.stop = KeyButton("取消")
        self.stop.hide()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.save)
        column.addLayout(foot)
        self.address.finished.connect(self._meet)
        self.address.textChanged.connect(self._forget)
        chain(self.code, self.name, last=self.press)
        self.save.clicked.connect(self.press)
        self.stop.clicked.connect(self._stop)

    def begin(self) -> None:
        (self.save if self._goes_on else self.address).setFocus()

    def resume(self, url: str) -> None:
        """This PC was taken in and then cut off, or switched off: no code is asked for again."""
        self.address.setText(url)
        self._goes_on = True
        for name in ("code", "name"):
            self.fields[name].hide()
        self._say("已接入, 公司的数据还没有收完: 按 F9 接着收")

    # who is there

    def _forget(self) -> None:
        self._met = None
        self.figures.setText("")

    def _meet(self, then: Callable[[], None] | None = None) -> None:
        from sync.client.joining import server_address

        hands = self.hands
        if hands is None:
            return
        try:
            url = server_address(self.address.text())
        except DeskError as error:
            self.fields[WHERE].refuse(error)
            return
        self.fields[WHERE].accept()
        self._say("正在连接…")
        lines = self._begin()

        def work() -> Met:
            from sync.client.enrolling import meet

            with hands.http(url, lines) as http:
                told = meet(http, VERSION, hands.clock())
            return Met(url, told.server_key, told.fingerprint)

        def done(met: Met) -> None:
            self._end()
            self._met = met
            self.figures.setText(f"连上了。校验数字 {met.fingerprint} — 请和总部给的对一下")
            retone(self.figures, "good")
            self.code.setFocus()
            if then is not None:
                then()

        hands.lane.run(self, work, done, self.refuse)

    # joining

    def press(self) -> None:
        """F9: everything that is still missing is asked for where it is missing."""
        if self._lines is not None:
            return
        if self._met is None:
            ready = self._goes_on or (self.code.text().strip() and self.name.text().strip())
            self._meet(self.press if ready else None)
            return
        for name, one in (("code", self.code), ("name", self.name)):
            self.fields[name].accept()
            if not one.text().strip() and not self._goes_on:
                self.fields[name].refuse(f"请填{one.accessibleName()}")
                one.setFocus()
                return
        self._join(self._met)

    def _join(self, met: Met) -> None:
        hands = self.hands
        assert hands is not None
        code, name = self.code.text().strip(), self.name.text().strip()
        lines = self._begin()
        self._say("正在接入…")
        self.bar.setRange(0, 0)
        self.bar.show()
        report = hands.lane.report(self, self._advance)
        database, clock = hands.database, hands.clock

        def work() -> None:
            from desk.parts import Parts
            from desk.store import bootstrap
            from desk.store.office import Office
            from sync.client.joining import join, receive

            parts, empty = Parts(database), bootstrap.company_of(database) is None
            with hands.http(met.url, lines) as http:
                me = join(http, database, code, name, clock, VERSION, met.server_key)
                if empty:
                    office = Office(me.company, parts.office.calendar, lambda: parts.own_lists)
                    receive(http, database, parts.rules, office.context, clock, report)

        def done(_result: None) -> None:
            self._end()
            self._say("已接入", "good")
            self.joined.emit()

        hands.lane.run(self, work, done, self.refuse)

    def _advance(self, done: int, total: int) -> None:
        self._say(f"正在接收公司的数据 {100 * done // max(total, 1)} %")
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _begin(self) -> "Lines":
        from sync.client.lines import Lines

        self._lines = Lines()
        self.save.setEnabled(False)
        self.stop.show()
        return self._lines

    def _end(self) -> None:
        self._lines = None
        self.save.setEnabled(True)
        self.stop.hide()
        self.bar.hide()
        self._say("")

    def _stop(self) -> None:
        if self._lines is not None:
            self._lines.end()

    def refuse(self, error: Exception) -> None:
        """Beside the field it speaks of: an address that does not answer, a code that is over."""
        if self._lines is not None:
            self._end()
        told = error if isinstance(error, DeskError) else DeskError("没有接入", "请检查网络, 再试一次")
        name = WHERE if self._goes_on else told.field or (WHERE if self._met is None else "code")
        self.fields.get(name, self.fields["code"]).refuse(told)
        (self.address if name == WHERE else self.code).setFocus()

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)
