"""The inputs of a step, made from its fields: codes as numbered choices, days, times, money, words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.deciding import HAPPENED
from desk.domain.errors import DeskError
from desk.domain.field import Field, Kind, RecordType, Sought
from desk.domain.flow import Frozen, Step, Values
from desk.domain.lists import NOTHING, Lists
from desk.domain.phones import mask
from desk.domain.words_of_time import clock_word, window
from desk.services.work_orders.reads import Window
from desk.services.work_orders.record import SuspendReason
from desk.services.work_orders.wishing import load_words, offered, window_brief
from desk.ui.kit import fields as kit
from desk.ui.kit.choices import Choice, Choices
from desk.ui.special.told_times import moment_ahead, moment_near, parse_day

FROM, TO = "window_from_at", "window_to_at"
YES, NO = "yes", "no"
OF_PARTS = frozenset({"suspend_note", "parts_from"})  # asked of what waits for parts, not of an empty home
# Moments to come; the others are told by what happens.
AHEAD = frozenset({"call_again_at", "visit_from_at", "wished_from_at"})
MOST_WINDOWS = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What the inputs are made with: the record as it stands, the moment, windows to promise, the office's lists."""

    values: Frozen
    now: int
    windows: Sequence[Window] = ()
    lists: Lists = NOTHING


class Ask(QWidget):
    """One input of a step. `read` gives what it says; only what was said or must be said is sent."""

    finished = Signal()

    def __init__(self, name: str, words: str, inside: QWidget) -> None:
        super().__init__()
        self.name = name
        self.inside = inside
        self.frame = kit.Field(words, inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        inside.finished.connect(self.finished)  # type: ignore[attr-defined]

    def read(self) -> Values:
        """Values by field name; raises DeskError where it cannot be read."""
        raise NotImplementedError

    def covers(self, name: str | None) -> bool:
        return name == self.name

    def settle(self) -> None:
        self.inside.setFocus(Qt.FocusReason.OtherFocusReason)


class CodeAsk(Ask):
    """A closed set of words as numbered boxes."""

    def __init__(self, field: Field, value: object) -> None:
        self._choices = Choices(field.label, columns=3, digit_goes_on=True)
        super().__init__(field.name, field.label, self._choices)
        assert field.code is not None
        self._choices.show_choices([Choice(str(code), code.label) for code in field.code], str(value or ""))

    def read(self) -> Values:
        return {self.name: self._choices.value or None}


class ListAsk(Ask):
    """A code of one of the office's lists, by the names of its rows; a code that is a digit is the key."""

    def __init__(self, field: Field, told: Told) -> None:
        self._choices = Choices(field.label, columns=3, digit_goes_on=True)
        super().__init__(field.name, field.label.removesuffix("码"), self._choices)
        rows = told.lists.rows(field.listed)
        digits = all(len(code) == 1 and code.isdigit() for code in rows)
        self._choices.show_choices(
            [Choice(code, cells.get("name") or code, digit=code if digits else "") for code, cells in rows.items()],
            str(told.values.get(field.name) or ""),
        )

    def read(self) -> Values:
        return {self.name: self._choices.value or None}


class FlagAsk(Ask):
    def __init__(self, field: Field, value: object) -> None:
        self._choices = Choices(field.label, columns=3, digit_goes_on=True)
        super().__init__(field.name, field.label, self._choices)
        chosen = "" if value is None else YES if value else NO
        self._choices.show_choices([Choice(YES, "是"), Choice(NO, "否")], chosen)

    def read(self) -> Values:
        return {self.name: {YES: True, NO: False}.get(self._choices.value)}


class TextAsk(Ask):
    """One line, or several where the field holds words."""

    def __init__(self, field: Field, value: object) -> None:
        many = field.kind is Kind.WORDS
        self._field = kit.WordsField(field.label) if many else kit.TextField(field.label)
        super().__init__(field.name, field.label, self._field)
        self._field.setText(str(value or ""))

    def read(self) -> Values:
        return {self.name: self._field.text().strip() or None}


class PhoneAsk(Ask):
    """A number is not shown again; left empty it stays as it is."""

    def __init__(self, field: Field, value: object) -> None:
        self._field = kit.FigureField(field.label, hint=f"不改就空着 ({mask(str(value))})" if value else "")
        super().__init__(field.name, field.label, self._field)

    def read(self) -> Values:
        text = self._field.text().strip()
        return {self.name: text} if text else {}


class MoneyAsk(Ask):
    def __init__(self, field: Field, value: object) -> None:
        self._field = kit.MoneyField(f"{field.label} (元)", hint="例如 30 或 30.50")
        super().__init__(field.name, f"{field.label} (元)", self._field)
        self._field.show_fen(int(value) if isinstance(value, int) else None)

    def read(self) -> Values:
        return {self.name: _in_field(self.name, self._field.fen)}


class NumberAsk(Ask):
    def __init__(self, field: Field, value: object) -> None:
        self._field = kit.FigureField(field.label)
        super().__init__(field.name, field.label, self._field)
        self._field.setText("" if value is None else str(value))

    def read(self) -> Values:
        text = self._field.text().strip()
        if text and not text.isdigit():
            raise DeskError(f"“{self.frame.field.accessibleName()}”要填整数", "例如 2", self.name)
        return {self.name: int(text) if text else None}


class DayAsk(Ask):
    def __init__(self, field: Field, value: object, now: int) -> None:
        self._field = kit.FigureField(field.label, hint="11-25、1125, 或 +3 (3 天后)")
        super().__init__(field.name, field.label, self._field)
        self._today = day_of(now)
        self._field.setText(str(value)[5:] if value else "")

    def read(self) -> Values:
        text = self._field.text().strip()
        return {self.name: _in_field(self.name, lambda: parse_day(text, self._today)) if text else None}


class AheadAsk(Ask):
    """A moment to come: when one rings again."""

    def __init__(self, field: Field, value: object, now: int) -> None:
        self._field = kit.FigureField(field.label, hint="1830, 明天 930, 11-25 1830")
        super().__init__(field.name, field.label, self._field)
        self._now = now
        self._field.setText(f"{day_of(value)[5:]} {clock_word(value)}" if isinstance(value, int) else "")

    def read(self) -> Values:
        text = self._field.text().strip()
        return {self.name: _in_field(self.name, lambda: moment_ahead(text, self._now)) if text else None}


class WhenAsk(Ask):
    """When it happened, where that was not now."""

    def __init__(self, told: Told) -> None:
        self._field = kit.FigureField("时间", hint="不填就是现在; 例如 1430")
        super().__init__(HAPPENED, "时间", self._field)
        self._told = told

    def read(self) -> Values:
        text = self._field.text().strip()
        if not text:
            return {}
        now = self._told.now
        earliest = int(self._told.values.get("reported_at") or 0)
        return {HAPPENED: _in_field(HAPPENED, lambda: moment_near(text, now, now, earliest))}


class WindowAsk(Ask):
    """上门时间: the windows that can still be promised, with how full they are; the full ones last."""

    def __init__(self, told: Told) -> None:
        self._choices = Choices("上门时间", columns=2, digit_goes_on=True)
        super().__init__(FROM, "上门时间", self._choices)
        begin, end = told.values.get(FROM), told.values.get(TO)
        coming = offered(told.windows, told.now, MOST_WINDOWS)
        self._windows = {f"{one.from_at}": (one.from_at, one.to_at) for one in coming}
        crew = str(told.values.get("crew") or "")
        choices = [
            Choice(f"{one.from_at}", window_brief(one, told.now), load_words(crew if one.full else "", one))
            for one in coming
        ]
        if begin and end and str(begin) not in self._windows and end > told.now:
            self._windows[str(begin)] = (begin, end)
            choices.insert(0, Choice(str(begin), window(begin, end, told.now)))
        self._choices.show_choices(choices, str(begin or ""))

    def read(self) -> Values:
        found = self._windows.get(self._choices.value)
        return {} if found is None else {FROM: found[0], TO: found[1]}

    def covers(self, name: str | None) -> bool:
        return name in (FROM, TO)


def asks_of(record: RecordType, step: Step, told: Told) -> list[Ask]:
    """The inputs of a step in the order of its table; references and lists are other screens' business."""
    asks: list[Ask] = []
    # What is agreed most often, the time, comes first of what may be told.
    takes = sorted(step.takes, key=lambda name: name not in (FROM, TO))
    for name in dict.fromkeys((*step.asks, *takes)):
        if name in OF_PARTS and told.values.get("suspend_reason") not in (None, str(SuspendReason.PARTS)):
            continue
        ask = _ask(record.field(name), told)
        if ask is not None and not any(type(one) is WindowAsk and type(ask) is WindowAsk for one in asks):
            asks.append(ask)
    if step.fact and step.moment is not None:
        asks.append(WhenAsk(told))
    return asks


def _ask(field: Field, told: Told) -> Ask | None:
    value = told.values.get(field.name)
    if field.name in (FROM, TO):
        return WindowAsk(told) if told.windows or told.values.get(FROM) else None
    if field.code is not None:
        return CodeAsk(field, value)
    if field.listed:
        return ListAsk(field, told)
    if field.sought is Sought.PHONE:
        return PhoneAsk(field, value)
    match field.kind:
        case Kind.TEXT | Kind.WORDS:
            return TextAsk(field, value)
        case Kind.MONEY:
            return MoneyAsk(field, value)
        case Kind.NUMBER:
            return NumberAsk(field, value)
        case Kind.DAY:
            return DayAsk(field, value, told.now)
        case Kind.FLAG:
            return FlagAsk(field, value)
        case Kind.MOMENT if field.name in AHEAD:
            return AheadAsk(field, value, told.now)
        case _:
            return None


def _in_field(name: str, read: Any) -> Any:
    """An error in what was typed belongs to its field."""
    try:
        return read()
    except DeskError as error:
        raise DeskError(error.message, error.advice, name) from error
