"""One line of the acceptance sheet: what should come, what came, and the verdict; opened, what is wrong with it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.ui.kit.fields import FigureField
from desk.ui.kit.labels import Elided, Picture, label, retone
from desk.ui.special.fresh.fault_chips import FaultChips, FaultShown
from desk.ui.theme import theme

# px of the design; name and spec share what is left
NO, ORDERED, GOT, UNIT, DIFF, ALLOWED, TEMP, VERDICT = 44, 108, 96, 30, 62, 74, 86, 118
HIGH = 52
ALL_FROM, SPEC_FROM = 790, 640  # px of the design: narrower, what passed says less


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item in words. `verdict` is pass | exchange | reject, empty until it was looked at."""

    n: int
    name: str
    spec: str
    ordered: str
    unit: str
    got: str = ""
    got_hint: str = ""
    diff: str = ""
    allowed: str = ""
    temp: str = ""
    cold: bool = False
    verdict: str = ""
    verdict_words: str = ""
    fault: str = ""  # the digit of what is wrong with it
    error: str = ""
    boxes: str = ""  # 20 件 where all of them are opened because of one
    spoiled: str = ""

    @property
    def failed(self) -> bool:
        return self.verdict in ("exchange", "reject")


class WeightField(FigureField):
    """`-` asks what is wrong, but for the one in a bag's label: that begins with letters."""

    def _takes_commands(self) -> bool:
        return not any(sign.isalpha() for sign in self.text())


class ItemRow(QFrame):
    """Weight in, Enter: on. `-` in an empty weight opens what can be wrong."""

    weighed = Signal(int, str)
    spoiled = Signal(int, str)
    warmed = Signal(int, str)
    opened = Signal(int)
    failed = Signal(int, str)
    cleared = Signal(int)
    arrow = Signal(int, int)
    passed = Signal(int)
    focused = Signal(int)

    def __init__(self, faults: tuple[FaultShown, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("item")
        look = theme()
        self._faults, self._one = faults, ItemShown(0, "", "", "", "")
        self._opened = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(look.px(12), 0, look.px(12), 0)
        line.setSpacing(0)
        self._no = _fixed(label("", "body"), NO, Qt.AlignmentFlag.AlignCenter)
        self.name, self.spec = Elided("", "room"), Elided("", "body")
        self.ordered = _fixed(label("", "matter"), ORDERED, Qt.AlignmentFlag.AlignRight)
        self.got = WeightField("实到", commands="-")
        self.temp = FigureField("温度")
        for field, width in ((self.got, GOT), (self.temp, TEMP)):
            field.setProperty("weigh", True)
            field.setFixedWidth(look.px(width))
            field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.installEventFilter(self)
        self.unit = _fixed(label("", "matter"), UNIT, Qt.AlignmentFlag.AlignLeft)
        self.unit.setIndent(0)
        self.diff = _fixed(label("", "matter"), DIFF, Qt.AlignmentFlag.AlignRight)
        self.allowed = _fixed(label("", "body"), ALLOWED, Qt.AlignmentFlag.AlignRight)
        self._no_temp = _fixed(label(""), TEMP, Qt.AlignmentFlag.AlignRight)
        self.mark, self.verdict = Picture("", "good", 18), label("", "title")
        verdict = QWidget()
        verdict.setFixedWidth(look.px(VERDICT))
        inside = QHBoxLayout(verdict)
        inside.setContentsMargins(look.px(22), 0, 0, 0)
        inside.setSpacing(look.px(6))
        inside.addWidget(self.mark)
        inside.addWidget(self.verdict)
        inside.addStretch()
        for one, share in (
            (self._no, 0), (self.name, 4), (self.spec, 3), (self.ordered, 0), (self.got, 0), (self.unit, 0),
            (self.diff, 0), (self.allowed, 0), (self.temp, 0), (self._no_temp, 0), (verdict, 0),
        ):  # fmt: skip
            line.addWidget(one, share)
        holder = QWidget()
        holder.setLayout(line)
        holder.setFixedHeight(look.px(HIGH))
        column.addWidget(holder)
        column.addWidget(self._wrong_part())
        self._join()

    def _wrong_part(self) -> QWidget:
        look = theme()
        self._part = QWidget()
        column = QVBoxLayout(self._part)
        column.setContentsMargins(look.px(12 + NO), 0, look.px(12), look.px(12))
        column.setSpacing(look.px(6))
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        self.asked = label("", "strong")
        row.addWidget(self.asked)
        row.addWidget(label("按数字选,"))
        row.addWidget(RedLine())
        row.addWidget(label("红线: 一条就拒收"))
        row.addStretch()
        self.chips = FaultChips()
        column.addLayout(row)
        column.addWidget(self.chips)
        self._boxes = QWidget()
        many = QHBoxLayout(self._boxes)
        many.setContentsMargins(0, 0, 0, 0)
        many.setSpacing(look.px(6))
        self.all_opened, self.bad = label("", "strong"), FigureField("坏了几件", commands="-")
        self.bad.setFixedWidth(look.px(GOT))
        many.addWidget(self.all_opened)
        many.addWidget(self.bad)
        many.addWidget(label("件, 其余的照送"))
        many.addStretch()
        column.addWidget(self._boxes)
        self.error = label("", "body", "bad", wrap=True)
        self.error.setContentsMargins(look.px(12 + NO), 0, look.px(12), look.px(8))
        self.error.hide()
        self._part.hide()
        holder = QWidget()
        both = QVBoxLayout(holder)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self._part)
        both.addWidget(self.error)
        return holder

    def _join(self) -> None:
        self.got.finished.connect(lambda: self.weighed.emit(self._one.n, self.got.text().strip()))
        self.got.command.connect(lambda _sign: self.opened.emit(self._one.n))
        self.temp.finished.connect(lambda: self.warmed.emit(self._one.n, self.temp.text().strip()))
        self.chips.chosen.connect(lambda digit: self.failed.emit(self._one.n, digit))
        self.chips.finished.connect(lambda: self.passed.emit(self._one.n))
        self.chips.given_up.connect(self.shut)
        self.chips.cleared.connect(lambda: self.cleared.emit(self._one.n))
        self.bad.command.connect(lambda _sign: self.chips.setFocus())
        self.bad.finished.connect(lambda: self.spoiled.emit(self._one.n, self.bad.text().strip()))
        for field in (self.got, self.temp, self.chips, self.bad):
            field.arrow.connect(lambda by: self.arrow.emit(self._one.n, by))
        self.chips.installEventFilter(self)
        self.bad.installEventFilter(self)

    def show_width(self, width: int) -> None:
        """What a narrow sheet leaves out: what is missing and may be missing, then the kind."""
        for one, least in ((self.diff, ALL_FROM), (self.allowed, ALL_FROM), (self.spec, SPEC_FROM)):
            one.setVisible(width >= least)

    @property
    def shown(self) -> ItemShown:
        return self._one

    def show_item(self, one: ItemShown) -> None:
        """Figures and verdict; what is being typed in the cell is left alone."""
        self._one = one
        self._no.setText(str(one.n))
        self.name.setText(one.name)
        self.spec.setText(one.spec)
        self.ordered.setText(one.ordered)
        self.unit.setText(one.unit)
        if not self.got.hasFocus() or not self.got.isModified():
            self.got.setText(one.got)
        self.got.setPlaceholderText(one.got_hint)
        self.got.setAccessibleName(f"{one.name} 实到")
        self.diff.setText(one.diff)
        self.allowed.setText(one.allowed)
        self.temp.setVisible(one.cold)
        self._no_temp.setVisible(not one.cold)
        if not self.temp.hasFocus() or not self.temp.isModified():
            self.temp.setText(one.temp)
        self.temp.setPlaceholderText("℃")
        self.temp.setAccessibleName(f"{one.name} 温度")
        tone = {"pass": "good", "exchange": "bad", "reject": "bad"}.get(one.verdict, "")
        self.mark.show_icon({"pass": "check", "": ""}.get(one.verdict, "x"), tone or "text")
        self.verdict.setText(one.verdict_words)
        retone(self.verdict, tone)
        self.error.setText(one.error)
        self.error.setVisible(bool(one.error))
        for field in (self.got, self.temp):
            _set(field, "wrong", bool(one.error) and not one.failed and field.hasFocus())
        _set(self, "failed", one.failed)
        self.setAccessibleName(f"{one.n} {one.name} 应到 {one.ordered} {one.verdict_words}")
        self._boxes.setVisible(bool(one.boxes))
        self.all_opened.setText(f"一件不行, {one.boxes}全部打开: 坏了")
        if not self.bad.hasFocus() or not self.bad.isModified():
            self.bad.setText(one.spoiled)
        if one.failed or self._opened:
            self.asked.setText(f"{one.name} 哪里不行")
            self.chips.show_faults(self._faults, one.fault, one.name)
        self._part.setVisible((one.failed and self.property("here") is True) or self._opened)

    def show_here(self, here: bool) -> None:
        """The row the keyboard stands in; a failed one opens to its faults."""
        _set(self, "here", here)
        if not here:
            self._opened = False
        self._part.setVisible((self._one.failed and here) or self._opened)

    def open(self) -> None:
        """Ask what is wrong."""
        self._opened = True
        self.asked.setText(f"{self._one.name} 哪里不行")
        self.chips.show_faults(self._faults, self._one.fault, self._one.name)
        self._part.show()
        self.chips.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        self._opened = False
        self._part.setVisible(self._one.failed)
        self.settle()

    def settle(self, temp: bool = False) -> None:
        wrong = self.bad if self._one.boxes and not self._one.spoiled else self.chips
        field = wrong if self._one.failed and not temp else self.temp if temp else self.got
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, FigureField):
            field.selectAll()
            field.setModified(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit(self._one.n)
        return super().eventFilter(watched, event)


class RedLine(QWidget):
    """The small square that marks a red line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(theme().px(8), theme().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme().px(7)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, (self.height() - side) / 2 + 1, side, side), theme().colour("bad"))
        painter.end()


class Heads(QWidget):
    """The line over the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setFixedHeight(look.px(32))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        row.setSpacing(0)
        right = Qt.AlignmentFlag.AlignRight
        row.addWidget(_fixed(label("", "body"), NO, right))
        self._spec = Elided("规格", "body")
        row.addWidget(Elided("品名", "body"), 4)
        row.addWidget(self._spec, 3)
        columns = (("应到", ORDERED), ("实到", GOT), ("", UNIT), ("差", DIFF), ("允差", ALLOWED), ("温度", TEMP))
        self._named = {words: _fixed(label(words, "body"), width, right) for words, width in columns}
        for one in self._named.values():
            row.addWidget(one)
        row.addWidget(_fixed(label("  判"), VERDICT, Qt.AlignmentFlag.AlignLeft, look.px(18)))

    def show_width(self, width: int) -> None:
        for one in (self._named["差"], self._named["允差"]):
            one.setVisible(width >= ALL_FROM)
        self._spec.setVisible(width >= SPEC_FROM)


def _fixed(one: QLabel, width: int, align: Qt.AlignmentFlag, indent: int = 0) -> QLabel:
    one.setFixedWidth(theme().px(width))
    one.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
    if indent:
        one.setIndent(indent)
    elif align is Qt.AlignmentFlag.AlignLeft:
        one.setIndent(theme().px(5))
    return one


def _set(where: QWidget, name: str, value: bool) -> None:
    if bool(where.property(name)) != value:
        where.setProperty(name, value)
        where.style().unpolish(where)
        where.style().polish(where)
