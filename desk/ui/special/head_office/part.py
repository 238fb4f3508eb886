"""What the parts of the page share: rows, a strip that asks what is to be done with one, a line to add another."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.counter import Counter
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import Row, RowList
from desk.ui.special.head_office.line import OfficeLine
from desk.ui.theme import theme

COLUMNS = {"state": 84, "where": 168, "urgent": 0, "note": 0, "who": 0, "clock": 132, "next": 100}


class Part(QWidget):
    """Enter on a row asks what to do with it; the field below adds another."""

    NAME = ADD = HINT = ""

    def __init__(self, counter: Counter, line: OfficeLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counter, self.line = counter, line
        self._asked = ""  # the row that the strip asks about
        self._take: Callable[[str], None] = self._ignore
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(8), 0, 0)
        column.setSpacing(look.px(10))
        self.told = label("", "title", "good", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.hide()
        self.question = label("", "body", wrap=True)
        self.doing = Choices(f"{self.NAME}要做什么", columns=3, digit_goes_on=True)
        self.words = TextField("")
        self.words_field = Field("", self.words)
        self.words_button = KeyButton("保存", "Enter")
        self.strip = QWidget()
        inside = QVBoxLayout(self.strip)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.question)
        inside.addWidget(self.doing)
        self._writing = QWidget()
        writing = QHBoxLayout(self._writing)
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(look.px(12))
        self.words_field.setFixedWidth(look.px(420))
        writing.addWidget(self.words_field, 0, Qt.AlignmentFlag.AlignTop)
        writing.addWidget(self.words_button, 0, Qt.AlignmentFlag.AlignTop)
        writing.addStretch()
        inside.addWidget(self._writing)
        self.strip.hide()
        self.list = RowList(dict(COLUMNS), self.NAME)
        self.notice = Notice()
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.notice)
        self._stack.addWidget(self.list)
        self.field = TextField(self.HINT)
        self.add_field = Field(self.HINT, self.field)
        self.add_field.setFixedWidth(look.px(260))
        self.add_button = KeyButton(self.ADD, "Enter")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(self.add_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        self.adding = QWidget()
        self.adding.setLayout(row)
        for one in (self.told, self.strip, holder, self.adding):
            column.addWidget(one, 1 if one is holder else 0)
        self.list.step_wanted.connect(lambda ent, _step: self._ask(ent))
        self.doing.finished.connect(self._chosen)  # not `chosen`: an arrow only looks at what could be done
        self.words.finished.connect(self._written)
        self.words_button.clicked.connect(self._written)
        self.field.finished.connect(self._add)
        self.add_button.clicked.connect(self._add)

    # what a part says of itself

    def read(self) -> None:
        """Ask for the rows; they come through `show_rows`."""
        raise NotImplementedError

    def choices(self, ent: str) -> tuple[str, Sequence[Choice]]:
        """The question about a row and what may be done."""
        raise NotImplementedError

    def act(self, ent: str, action: str) -> None:
        raise NotImplementedError

    def add(self, name: str) -> None:
        raise NotImplementedError

    # the page

    def begin(self) -> None:
        (self.list if self._stack.currentWidget() is self.list else self.field).setFocus()

    def show_rows(self, rows: Sequence[Row], empty: str) -> None:
        self.list.show_lines(rows)
        self._stack.setCurrentWidget(self.list if rows else self.notice)
        if not rows:
            self.notice.empty(empty, f"在下面写名字, 按 Enter {self.ADD}; F5 刷新")

    def tell(self, words: str, tone: str = "good") -> None:
        """What is said once and has to be read: a code, a key."""
        self.told.setText(words)
        retone(self.told, tone)
        self.told.setVisible(bool(words))

    def failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.tell(str(error), "bad")
        else:
            self.counter.ways.refused.emit(error)

    def wait(self) -> None:
        if not self.list.rows.rowCount():
            self.notice.loading()
            self._stack.setCurrentWidget(self.notice)

    def press(self, key: str) -> bool:
        if key == "Esc" and not self.strip.isHidden():
            self._shut()
            return True
        if key == "F5":
            self.read()
            return True
        return False

    def _ask(self, ent: str) -> None:
        words, choices = self.choices(ent)
        if choices:
            self.ask_choice(ent, words, choices, lambda action: self._do(ent, action))

    def _do(self, ent: str, action: str) -> None:
        self._shut()
        self.act(ent, action)

    def ask_choice(
        self, ent: str, words: str, choices: Sequence[Choice], take: Callable[[str], None], value: str = ""
    ) -> None:
        """Ask in the strip; `take` hears every answer and says itself when it is enough (`shut`)."""
        self._asked, self._take = ent, take
        self.question.setText(words)
        self.doing.show_choices(choices, value)
        self.doing.show()
        self._writing.hide()
        self.strip.show()
        self.doing.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_words(self, ent: str, words: str, value: str, take: Callable[[str], None], hint: str = "") -> None:
        """Ask for a few words, as they stand now; `take` may refuse them by raising DeskError."""
        self._asked, self._take = ent, take
        self.question.setText(words)
        self.doing.hide()
        self.words_field.accept()
        self.words.setAccessibleName(words)
        self.words.setPlaceholderText(hint)
        self.words.setText(value)
        self._writing.show()
        self.strip.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.selectAll()

    @property
    def asked(self) -> str:
        """The row that the strip asks about; empty while it is shut."""
        return self._asked

    def _ignore(self, _answer: str) -> None:
        """Nothing is asked."""

    def _shut(self) -> None:
        self._asked, self._take = "", self._ignore
        self.strip.hide()
        self.begin()

    def _chosen(self) -> None:
        if self.doing.value:
            self._take(self.doing.value)

    def _written(self) -> None:
        words, take = self.words.text().strip(), self._take
        try:
            take(words)
        except DeskError as error:
            self.words_field.refuse(error)
            return
        self._shut()

    def _add(self) -> None:
        name = self.field.text().strip()
        self.add_field.accept()
        if not name:
            self.add_field.refuse(f"请填{self.HINT}")
            return
        self.add(name)
