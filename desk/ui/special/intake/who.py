"""谁/哪户: one big field that understands a tail, initials, a room or a place, and the list it might mean."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.services.residents.lookup import Candidate, Means
from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label, retone
from desk.ui.special.intake.matter import Hint
from desk.ui.theme import theme

COLUMNS = 2
HINT = "尾号、姓名首字母、房号、公共部位"


class WhoField(TextField):
    """The line itself. Once somebody is taken it shows who; typing then asks anew."""

    asked = Signal(str)
    digit = Signal(int)

    def __init__(self) -> None:
        super().__init__("谁/哪户", True, "", ".+*/", main=True)
        self.choosing = False
        self._beside = label("", "quiet")
        self._beside.setParent(self)
        self._beside.hide()
        self._words = ("", "")
        self._hint = Hint(HINT, self, 16)
        self.setAccessibleDescription(HINT)
        self.textChanged.connect(lambda _text: self._show_hint())
        self.preedit.connect(lambda _letters: self._show_hint())
        self.textEdited.connect(self._edited)
        self.preedit.connect(lambda _letters: self._edited())

    @property
    def typed(self) -> str:
        """What was typed so far, with what the input method is still composing."""
        place = self.cursorPosition()
        text = self.text()
        return f"{text[:place]}{self.composing}{text[place:]}"

    def show_taken(self, words: str, beside: str) -> None:
        """Who it is; `beside` stands quietly at the right where there is room."""
        self.setText(words)
        self.setCursorPosition(0)
        self._words = (words, beside)
        self._fit()

    def _show_hint(self) -> None:
        self._hint.setVisible(not self.text() and not self.composing)

    def _edited(self, _text: str = "") -> None:
        self._words = ("", "")
        self.choosing = False
        self._fit()
        self.asked.emit(self.typed)

    def _fit(self) -> None:
        """The words first: what stands beside them is shortened, then left out."""
        words, beside = self._words
        look = theme()
        self._beside.setText(beside)
        room = self.width() - look.px(42) - QFontMetrics(self.font()).horizontalAdvance(words)
        while beside and QFontMetrics(self._beside.font()).horizontalAdvance(beside) > room:
            beside = beside.partition("  ")[2]
        self._beside.setText(beside)
        width = self._beside.sizeHint().width()
        self._beside.setGeometry(QRect(self.width() - width - look.px(14), 0, width, self.height()))
        self._beside.setVisible(bool(beside))
        self.setAccessibleDescription(" ".join(part for part in self._words if part) or HINT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.choosing and event.text() in "123456789" and event.text():
            self.digit.emit(int(event.text()))
            return
        super().keyPressEvent(event)


class Who(QWidget):
    """The field with its candidates: one row under it; while more are meant they lie over what follows."""

    taken = Signal(object, str)  # the Candidate, and what was typed
    unknown = Signal(str)
    passed = Signal()  # Enter with nothing new typed
    asked = Signal(str)
    command = Signal(str)

    def __init__(self, over: QWidget) -> None:
        """`over`: the form the open list lies upon."""
        super().__init__()
        look = theme()
        self.line = WhoField()
        self.field = Field("", self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(self.field)
        self._row = QWidget()
        self._row.setFixedHeight(look.px(32))
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        self._note = label("", "quiet")
        row.addWidget(self._note, 1)
        column.addWidget(self._row)
        self._frame = QFrame(over)
        self._frame.setObjectName("plain")
        self._inside = QVBoxLayout(self._frame)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.picks = PickList("可能是", COLUMNS)
        self._inside.addWidget(self.picks)
        self._frame.hide()
        self._over = over
        over.installEventFilter(self)
        self._found: list[Candidate] = []
        self._asked = ""
        self._answered = ""
        self._take_when_known = False
        self.line.asked.connect(self._ask)
        self.line.finished.connect(self._enter)
        self.line.arrow.connect(self._step)
        self.line.digit.connect(self._digit)
        self.line.command.connect(self.command)
        self.picks.taken.connect(self._pick)

    def clear(self) -> None:
        """As at the ring of the telephone."""
        self.line.setText("")
        self.line.show_taken("", "")
        self._show([])
        self._asked = self._answered = ""
        self._take_when_known = False
        self.say("")
        self.field.accept()

    def say(self, words: str, tone: str = "") -> None:
        """A word in the place of the candidates: 新号码, 先记下."""
        self._note.setText(words)
        retone(self._note, tone)

    def show_taken(self, words: str, beside: str) -> None:
        self.line.show_taken(words, beside)
        self._asked = self._answered = ""

    def answer(self, typed: str, found: Sequence[Candidate]) -> None:
        """What the lane found for `typed`; an answer to an older question is passed over."""
        if typed != self._asked:
            return
        self._answered = typed
        self._show(found)
        if self._take_when_known:
            self._take_when_known = False
            self._enter()

    @property
    def found(self) -> tuple[Candidate, ...]:
        return tuple(self._found)

    def settle(self, chosen: Candidate | None) -> None:
        """Somebody was taken: the row of that one stays as a reminder of who else it might be."""
        if chosen is None or chosen not in self._found:
            self._show([])
            return
        place = self._found.index(chosen)
        first = place - place % COLUMNS
        self._show(self._found[first : first + COLUMNS])
        for _ in range(place - first):
            self.picks.step(1)

    def _ask(self, typed: str) -> None:
        self.field.accept()
        self.say("")
        self._asked = typed.strip()
        self._take_when_known = False
        if not self._asked:
            self._answered = ""
            self._show([])
        self.asked.emit(self._asked)

    def _enter(self) -> None:
        if not self._asked:
            self.passed.emit()
        elif self._asked != self._answered:
            self._take_when_known = True
        elif not self.picks.take():
            self.unknown.emit(self._asked)

    def _step(self, by: int) -> None:
        self.line.choosing = bool(self._found)
        self.picks.step(by)
        if self._found and not self._asked:
            # Somebody was taken already: the arrows go on to the neighbour.
            self.picks.take()

    def _digit(self, number: int) -> None:
        if number <= len(self._found):
            self._pick(str(number - 1))

    def _pick(self, value: str) -> None:
        typed = self._asked or self.line.text()
        self.line.choosing = False
        self.taken.emit(self._found[int(value)], typed)

    def _show(self, found: Sequence[Candidate]) -> None:
        self._found = list(found)
        self.picks.show_choices([_choice(number, one) for number, one in enumerate(found)])
        self._frame.setVisible(bool(found))
        self._place()

    def _place(self) -> None:
        if not self._found:
            return
        corner = self._row.mapTo(self._over, self._row.rect().topLeft())
        rows = -(-len(self._found) // COLUMNS)
        look = theme()
        # Over other fields the list is a card of its own, else it stands in the row kept for it.
        pad = look.px(9) if rows > 1 else 0
        self._frame.setObjectName("card" if pad else "plain")
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        self._inside.setContentsMargins(pad, pad, pad, pad)
        height = rows * look.px(32) + (rows - 1) * look.px(8) + 2 * pad
        self._frame.setGeometry(corner.x() - pad, corner.y() - pad // 3, self._row.width() + 2 * pad, height)
        self._frame.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def _choice(number: int, one: Candidate) -> Choice:
    if one.kind is Means.PERSON:
        return Choice(str(number), one.name, f"{one.room_short} {one.relation_label}".strip(), one.masked[-4:])
    if one.kind is Means.HOME:
        return Choice(str(number), one.room_short, "不在册的来电人")
    return Choice(str(number), one.room_long, "公共部位")
