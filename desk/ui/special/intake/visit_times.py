"""上门时间: six boxes pressed by their digit; 另约 opens a day and its windows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import add_days, day_of
from desk.domain.words_of_time import clock_word, weekday_word
from desk.services.work_orders.catalogue import Wish
from desk.services.work_orders.reads import Window
from desk.services.work_orders.wishing import WishChoice, ahead, choices, full_words, load_words, window_brief
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import label
from desk.ui.theme import theme

DAYS_SHOWN = 6


class VisitTimes(QWidget):
    """The chosen window, or none. `told` when it has changed, `finished` when Enter goes on."""

    told = Signal()
    finished = Signal()
    command = Signal(str)

    def __init__(self, wishes: Sequence[Wish]) -> None:
        super().__init__()
        look = theme()
        self._wishes = wishes
        self._found: list[WishChoice] = []
        self._windows: tuple[Window, ...] = ()
        self._now = 0
        self._crew = ""
        self._chosen: Window | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.boxes = Choices("上门时间", 3, tall=True, commands="+*/-")
        column.addWidget(self.boxes)
        self.later = QWidget()
        inside = QVBoxLayout(self.later)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.px(8))
        self.days = Choices("哪一天", DAYS_SHOWN // 2, digit_goes_on=True)
        self.hours = Choices("哪个时段", 3, digit_goes_on=True)
        self._hours_row = QWidget()
        for words, one, row in (("哪一天", self.days, QWidget()), ("时段", self.hours, self._hours_row)):
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            named = label(words, "quiet")
            named.setFixedWidth(look.px(48))
            line.addWidget(named)
            line.addWidget(one, 1)
            inside.addWidget(row)
        column.addWidget(self.later)
        self.later.hide()
        self.full = label("", "body", "warn")
        column.addWidget(self.full)
        self.full.hide()
        self.boxes.chosen.connect(self._wished)
        self.boxes.finished.connect(self.finished)
        self.boxes.command.connect(self.command)
        self.days.chosen.connect(self._day)
        self.days.finished.connect(self.hours.setFocus)
        self.hours.chosen.connect(self._hour)
        self.hours.finished.connect(self._hour_done)

    @property
    def wanted(self) -> Window | None:
        return self._chosen

    def use(self, wishes: Sequence[Wish]) -> None:
        """Other digits, from the next windows on."""
        self._wishes = wishes

    def show_windows(self, windows: Sequence[Window], crew: str, now: int) -> None:
        """New loads or another crew; the chosen time stays chosen as long as it is still to come."""
        self._windows, self._crew, self._now = tuple(ahead(windows, now)), crew, now
        self._found = choices(self._wishes, windows, now)
        self.boxes.show_choices([self._box(one) for one in self._found])
        self._days()

    def choose(self, from_at: int, to_at: int) -> None:
        """As a draft holds it; nothing if it holds none."""
        self._chosen = next((one for one in self._windows if one.from_at == from_at), None)
        if from_at and self._chosen is None:
            self._chosen = Window(from_at, to_at, 0, 0)
        self.close_days()

    @property
    def asking(self) -> bool:
        """Whether the day of 另约 is being asked for."""
        return not self.later.isHidden()

    def close_days(self) -> None:
        """Back to the six boxes; the last of them says what was chosen instead."""
        self.later.hide()
        self.boxes.show()
        self.boxes.show_choices([self._box(one) for one in self._found], self._digit())
        self._say_full()

    def _say_full(self) -> None:
        """A full window can be chosen, but not without being told."""
        words = full_words(self._crew, self._chosen, self._now) if self._chosen else ""
        self.full.setText(words)
        self.full.setVisible(bool(words))

    def _digit(self) -> str:
        """The box of the chosen window: the one that was pressed, else the one that names it, then 尽快, then 另约."""
        if self._chosen is None:
            return ""
        at = self._chosen.from_at
        known = [one for one in self._found if one.window is not None and one.window.from_at == at]
        known.sort(key=lambda one: (one.wish.digit != self.boxes.value, one.wish.within is None))
        others = [one for one in self._found if one.is_open]
        return next((one.wish.digit for one in (*known, *others)), "")

    def _box(self, one: WishChoice) -> Choice:
        digit = one.wish.digit
        if one.is_open:
            words = window_brief(self._chosen, self._now) if self._chosen and self._is_other() else one.words
            return Choice(digit, words, "", "", digit)
        if one.window is None:
            return Choice(digit, one.words, "没有时段了", "", digit)
        if one.wish.within is None:
            full = "已满 " if one.window.full else ""
            return Choice(digit, one.words, full + window_brief(one.window, self._now), "", digit)
        return Choice(digit, one.words, load_words(self._crew, one.window), "", digit)

    def _is_other(self) -> bool:
        known = [one.window.from_at for one in self._found if one.window is not None]
        return self._chosen is not None and self._chosen.from_at not in known

    def _wished(self, digit: str) -> None:
        one = next(one for one in self._found if one.wish.digit == digit)
        if one.is_open:
            self.later.show()
            self.days.setFocus()
            self.boxes.hide()
            return
        self._chosen = one.window
        if one.window is None:
            self.boxes.choose("", tell=False)
        self._say_full()
        self.told.emit()

    def _days(self) -> None:
        today = day_of(self._now)
        named = []
        for number in range(2, 2 + DAYS_SHOWN):
            day = add_days(today, number)
            word = f"{weekday_word(day)} {int(day[5:7])}-{int(day[8:])}"
            named.append(Choice(day, word if number != 2 else f"后天 {int(day[5:7])}-{int(day[8:])}"))
        self.days.show_choices(named)
        self.hours.show_choices([])
        self._hours_row.hide()

    def _day(self, day: str) -> None:
        fit = sorted((one for one in self._windows if day_of(one.from_at) == day), key=lambda one: one.full)
        self._hours_row.show()
        self.hours.show_choices(
            [
                Choice(
                    str(one.from_at),
                    f"{clock_word(one.from_at)}-{clock_word(one.to_at)}",
                    load_words(self._crew, one),
                )
                for one in fit
            ]
        )

    def _hour(self, value: str) -> None:
        self._chosen = next(one for one in self._windows if str(one.from_at) == value)

    def _hour_done(self) -> None:
        """The hour is said; the boxes come back with it."""
        self.close_days()
        self.boxes.setFocus()
        self.told.emit()
