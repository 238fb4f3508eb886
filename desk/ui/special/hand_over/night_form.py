"""夜间记一件: six kinds large, what to say first, the hours as the paper says them."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desk.domain.calendar import add_days, start_of_day
from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.services.night_log.record import NightKind
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField, WordsField
from desk.ui.kit.form import Form
from desk.ui.kit.labels import label, retone
from desk.ui.special.told_times import moment_near
from desk.ui.theme import theme

WIDTH = 620
# What is said before anything is written (the repair tree's own words).
FIRST_WORDS: Mapping[str, str] = {
    NightKind.LIFT: "先说: 请不要扒门, 已通知维保, 5 分钟后再打给您",
    NightKind.GAS: "先说: 开窗、关阀, 不要开灯, 不要在屋里打电话, 人先出来",
    NightKind.LEAK: "先说: 请先关总阀, 人不要碰电器",
    NightKind.FIRE: "先说: 走楼梯出来, 不要坐电梯; 明火先打 119",
    NightKind.POWER: "先问: 只有您家还是整栋; 有没有人困在电梯里",
    NightKind.LOCKED_IN: "先问: 屋里有没有孩子、老人, 有没有开着火",
    NightKind.OTHER: "说: 记下了, 明早 8 点半以前给您回电",
}


class Sheet(NamedTuple):
    """The paper that is being written down: its number and the next line of it."""

    id: str
    no: str
    night_on: str
    line_no: int
    watch: str


class NightForm(Form):
    """With a sheet the form stays open for the next line; without one the time may stay empty: it is now."""

    def __init__(self, now: int, by: str, sheet: Sheet | None = None) -> None:
        super().__init__(f"补录 {sheet.no} 第 {sheet.line_no} 件" if sheet else "夜间记一件")
        self._now, self._by, self._sheet = now, by, sheet
        self.kind = Choices("什么事", columns=3, digit_goes_on=True)
        self.kind.show_choices([Choice(str(one), one.label) for one in NightKind])
        self.words_first = label("", "body", wrap=True)
        self.heard = FigureField("接报时间", "例如 215" if sheet else "空着就是现在")
        self.where = TextField("地点", hint="3-2-1801、5栋电梯")
        self.caller = TextField("来电人")
        self.phone = FigureField("电话")
        self.words = WordsField("情况", rows=2)
        self.handling = TextField("怎么处理的")
        self.ended = FigureField("处理完时间", "例如 240")
        self.add("kind", "什么事", self.kind)
        self.column.addWidget(self.words_first)
        self._pair(("heard_at", "接报时间", self.heard), ("where", "地点", self.where))
        self._pair(("caller", "来电人 · 可以空着", self.caller), ("phone", "电话 · 可以空着", self.phone))
        self.add("words", "情况 · 可以空着", self.words)
        self.add("handling", "怎么处理的 · 可以空着", self.handling)
        self.add("ended_at", "处理完时间 · 没处理完就空着", self.ended)
        self.end()
        self.kind.chosen.connect(self._say_first)

    def _pair(self, *told: tuple[str, str, TextField]) -> None:
        """Two short fields beside each other."""
        row = QHBoxLayout()
        row.setSpacing(theme().px(10))
        for name, words, field in told:
            made = Field(words, field)
            self.fields[name] = made
            row.addWidget(made)
            self.join(field)
        self.column.addLayout(row)

    def _say_first(self, kind: str) -> None:
        self.words_first.setText(FIRST_WORDS.get(kind, ""))
        retone(self.words_first, "warn" if kind != NightKind.OTHER else "")

    def begin(self) -> None:
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _moment(self, field: FigureField, name: str, earliest: int = 0) -> int | None:
        if not field.text().strip():
            return None
        near = start_of_day(add_days(self._sheet.night_on, 1)) if self._sheet else self._now
        try:
            return moment_near(field.text(), near, self._now, earliest)
        except DeskError as error:
            raise DeskError(error.message, error.advice, name) from None

    def values(self) -> Values:
        """What `log` is told, and under `ended_at` when it was over."""
        if not self.kind.value:
            raise DeskError("还没有选什么事", "按 1 到 7", "kind")
        heard = self._moment(self.heard, "heard_at")
        if heard is None and self._sheet is not None:
            raise DeskError("还没有写接报时间", "照纸上写, 例如 215", "heard_at")
        where = self.where.text().strip()
        if not where:
            raise DeskError("还没有写地点", "写房号或地方, 例如 5栋电梯", "where")
        told: Values = {"kind": self.kind.value, "where": where}
        told["heard_by"] = self._sheet.watch if self._sheet and self._sheet.watch else self._by
        if heard is not None:
            told["happened_at"] = heard
        for name, field in (("caller", self.caller), ("phone", self.phone), ("words", self.words),
                            ("handling", self.handling)):  # fmt: skip
            if field.text().strip():
                told[name] = field.text().strip()
        if self._sheet is not None:
            told |= {"sheet_id": self._sheet.id, "sheet_no": self._sheet.no, "line_no": self._sheet.line_no}
        ended = self._moment(self.ended, "ended_at", heard or 0)
        if ended is not None:
            told["ended_at"] = ended
        return told
