"""Which printer, which paper, how many copies, how far this printer is off: everything by digits and Enter."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.services.slips.record import SlipFormat
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField
from desk.ui.kit.labels import label
from desk.ui.papers import BLANKS_MOST
from desk.ui.printing import FILE, FILE_WORDS, Profile
from desk.ui.theme import theme
from reports.slips.paper import OFFSET_LIMIT

ASK, NO_ASK = "ask", "no"
WITH, WITHOUT = "with", "without"
MOST_PRINTERS = 9


class PrintOptions(QWidget):
    """`profile` as it stands; `chosen` when it changed, `printer_chosen` when another printer is to be looked up."""

    chosen = Signal()
    printer_chosen = Signal(str)
    count_chosen = Signal(int)
    calibrate = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = Profile()
        self._sized, self._noted, self._measured = True, True, True
        self.count = FigureField("张数", hint=f"1 到 {BLANKS_MOST}")
        self.notes = Choices("留言条", columns=1, digit_goes_on=True)
        self.printer = Choices("打印机", columns=1, digit_goes_on=True)
        self.paper = Choices("纸张", columns=1, digit_goes_on=True)
        self.copies = Choices("联数", columns=3, digit_goes_on=True)
        self.ask = Choices("打完以后", columns=1, digit_goes_on=True)
        self.dx = FigureField("横向偏移 (毫米, 右为正)", hint="0.0")
        self.dy = FigureField("竖向偏移 (毫米, 下为正)", hint="0.0")
        self.calibration = KeyButton("看校准页", "", icon="scan-line")
        self.calibration.clicked.connect(self.calibrate)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 8, 4)
        column.setSpacing(theme().px(10))
        self.count_field = Field(f"张数 (1 到 {BLANKS_MOST})", self.count)
        self.paper_field = Field("纸张", self.paper)
        self.notes_field = Field("未遇留言条", self.notes)
        self.copies_field = Field("联数", self.copies)
        self.ask_field = Field("打完以后", self.ask)
        self.dx_field, self.dy_field = (
            Field("横向偏移 (毫米, 右为正)", self.dx),
            Field("竖向偏移 (毫米, 下为正)", self.dy),
        )
        for part in (
            self.count_field, Field("打印机", self.printer), self.paper_field, self.copies_field, self.notes_field,
            self.ask_field, self.dx_field, self.dy_field,
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(self.calibration, 0, Qt.AlignmentFlag.AlignLeft)
        self.hint = label("偏移和纸张按打印机记住", "caption")
        column.addWidget(self.hint)
        column.addStretch()
        self.paper.show_choices([Choice(str(one), one.label) for one in SlipFormat])
        self.copies.show_choices([Choice(str(n), f"{n} 联", digit=str(n)) for n in (2, 3, 4)])
        self.notes.show_choices([Choice(WITHOUT, "不带"), Choice(WITH, "每单带一张, 裁下来贴门上")])
        self.ask.show_choices([Choice(ASK, "问一声出纸了没有"), Choice(NO_ASK, "不问, 送出就算打了")])
        self.printer.chosen.connect(lambda value: self.printer_chosen.emit("" if value == FILE_VALUE else value))
        self.paper.chosen.connect(lambda _value: self._change())
        self.copies.chosen.connect(lambda _value: self._change())
        self.ask.chosen.connect(lambda _value: self._change())
        self.notes.chosen.connect(lambda _value: self._change())
        self.count.finished.connect(self._take_count)
        self._order = (
            (self.printer, self.printer), (self.paper, self.paper_field), (self.copies, self.copies_field),
            (self.notes, self.notes_field), (self.ask, self.ask_field), (self.dx, self.dx_field),
        )  # fmt: skip
        for one in (self.printer, self.paper, self.copies, self.notes, self.ask):
            one.finished.connect(partial(self._go_on, one))
        self.dx.finished.connect(self._take_dx)
        self.dy.finished.connect(self._take_dy)

    @property
    def profile(self) -> Profile:
        return self._profile

    def _go_on(self, after: Choices) -> None:
        """The next one that is shown."""
        places = [one for one, _ in self._order]
        later = self._order[places.index(after) + 1 :]
        following = next((one for one, frame in later if frame.isVisible()), self.printer)
        following.setFocus()

    def show_kind(self, sized: bool, noted: bool, count: int, measured: bool = True) -> None:
        """What there is to choose: nothing of paper for a finished document; `count` blank sheets, 0 for others.

        `measured`: there is a way to the calibration page and back.
        """
        self._sized, self._noted, self._measured = sized, noted, measured
        self.count_field.setVisible(count > 0)
        self.count.setText(str(count) if count else "")
        self.count_field.accept()
        self._fit()

    def _take_count(self) -> None:
        typed = self.count.text().strip()
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= BLANKS_MOST):
            self.count_field.refuse(f"请写 1 到 {BLANKS_MOST} 张")
            return
        self.count_field.accept()
        self.count_chosen.emit(int(typed))
        self.printer.setFocus()

    def settle(self) -> None:
        """How many comes first, where that is to be said."""
        if self.count_field.isVisibleTo(self):
            self.count.selectAll()
            self.count.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.printer.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_printers(self, names: Sequence[str], profile: Profile) -> None:
        shown = [name for name in names if name != FILE][: MOST_PRINTERS - 1]
        choices = [Choice(name, name) for name in shown] + [Choice(FILE_VALUE, FILE_WORDS)]
        self.printer.show_choices(choices)
        self.show_profile(profile)

    def show_profile(self, profile: Profile) -> None:
        """What is remembered of this printer."""
        self._profile = profile
        self.printer.choose(profile.name or FILE_VALUE, tell=False)
        self.paper.choose(profile.paper, tell=False)
        self.copies.choose(str(profile.copies), tell=False)
        self.ask.choose(ASK if profile.ask else NO_ASK, tell=False)
        self.notes.choose(WITH if profile.notes else WITHOUT, tell=False)
        self.dx.setText(millimetres(profile.dx))
        self.dy.setText(millimetres(profile.dy))
        self._fit()

    def show_calibrating(self, on: bool) -> None:
        self.calibration.setText("回到派工单" if on else "看校准页")
        self.calibration.updateGeometry()

    def _fit(self) -> None:
        """Plies are printed in one strike; a file needs no question about its status."""
        sized = self._sized
        self.copies_field.setVisible(sized and self._profile.format is not SlipFormat.PLIES)
        self.ask_field.setVisible(sized and self._profile.name != FILE)
        self.notes_field.setVisible(self._noted)
        for part in (self.paper_field, self.dx_field, self.dy_field, self.hint):
            part.setVisible(sized)
        self.calibration.setVisible(self._measured)

    def _change(self) -> None:
        told = replace(
            self._profile, paper=self.paper.value, copies=int(self.copies.value or 2),
            ask=self.ask.value != NO_ASK, notes=self.notes.value == WITH,
        )  # fmt: skip
        if told != self._profile:
            self._profile = told
            self._fit()
            self.chosen.emit()

    def _take_dx(self) -> None:
        if self._take_offset("dx", self.dx_field, self.dx):
            self.dy.setFocus()

    def _take_dy(self) -> None:
        self._take_offset("dy", self.dy_field, self.dy)

    def _take_offset(self, name: str, frame: Field, field: FigureField) -> bool:
        try:
            told = offset_of(field.text())
        except DeskError as error:
            frame.refuse(error)
            return False
        frame.accept()
        if told != getattr(self._profile, name):
            self._profile = replace(self._profile, dx=told) if name == "dx" else replace(self._profile, dy=told)
            self.chosen.emit()
        return True


FILE_VALUE = "file"


def offset_of(text: str) -> int:
    """Tenths of a millimetre of typed millimetres, which the calibration page speaks in: `-1.5`, `+3`, nothing."""
    plain = text.strip().replace("−", "-").replace("。", ".")
    if not plain:
        return 0
    match = re.fullmatch(r"([+-]?)(\d{1,3})(?:\.(\d))?", plain)
    if match is None:
        raise DeskError("偏移要填毫米, 最多一位小数", "例如 1.5; 向左、向上填 -1.5")
    told = int(match[2]) * 10 + int(match[3] or 0)
    if told > OFFSET_LIMIT:
        raise DeskError("偏移超过 10 毫米", "请先把纸装正, 再量一次")
    return -told if match[1] == "-" else told


def millimetres(tenths: int) -> str:
    """The same as it would be typed; nothing for none."""
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}" if tenths else ""
