"""哪几张没出来: after a batch in which something jammed, answered by the numbers of the sheets."""

import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field, FigureField
from desk.ui.kit.labels import label, retone
from desk.ui.page_layout import scrolled
from desk.ui.theme import theme

COLUMNS = 2
NONE_OUT = "0"
HOW = "例如 3 或 3 7 或 5-8; 0 = 一张都没出来"


def places_of(text: str, most: int) -> frozenset[int]:
    """The places (from 0) that typed numbers mean: `3 7`, `3.7`, `5-8`, `5-` to the end, `0` for all of them."""
    plain = re.sub(r"[‐-―−ー—~至到]", "-", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r"\s*-\s*", "-", plain)
    if plain == NONE_OUT:
        return frozenset(range(most))
    found: set[int] = set()
    for part in re.split(r"[\s.,、。+*/]+", plain):
        match = re.fullmatch(r"(\d{1,4})(?:(-)(\d{1,4})?)?", part)
        if match is None:
            raise DeskError("看不懂是哪几张" if plain else "还没有写哪几张没出来", HOW)
        first = int(match[1])
        last = int(match[3]) if match[3] else most if match[2] else first
        if not 1 <= first <= last <= most:
            raise DeskError(f"没有第 {part} 张, 一共 {most} 张", HOW)
        found |= set(range(first - 1, last))
    return frozenset(found)


class WhichQuestion(QFrame):
    """`answered` carries the places of the sheets that did not come out."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aloud")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        column.setSpacing(look.px(8))
        self.words = label("", "title", wrap=True)
        column.addWidget(self.words)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, look.px(8), 0)
        self._grid.setVerticalSpacing(look.px(2))
        self._area = scrolled(inside)
        column.addWidget(self._area)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        self.numbers = FigureField("没出来的是第几张", HOW)
        self.field = Field("没出来的是第几张", self.numbers)
        self.button = KeyButton("记下", "Enter", PRIMARY, "check")
        row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self._rows: list[QLabel] = []
        self._sheets: Sequence[str] = ()
        self.numbers.textEdited.connect(lambda _text: self._mark())
        self.numbers.finished.connect(self._answer)
        self.button.clicked.connect(self._answer)
        self.hide()

    def ask(self, words: str, sheets: Sequence[str]) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self._sheets = sheets
        self.field.accept()
        self.numbers.setText("")
        for one in self._rows:
            one.hide()
            one.deleteLater()
        self._rows = [label("") for _ in sheets]
        rows = -(-len(sheets) // COLUMNS)
        for place, one in enumerate(self._rows):
            self._grid.addWidget(one, place % rows, place // rows)
        self._area.setFixedHeight(theme().px(min(220, 24 * rows + 8)))
        self._mark()
        self.show()
        self.numbers.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self) -> None:
        """What the numbers typed so far mean, sheet by sheet."""
        self.field.accept()
        try:
            missing = places_of(self.numbers.text(), len(self._sheets))
        except DeskError:
            missing = frozenset()
        for place, one in enumerate(self._rows):
            gone = place in missing
            one.setText(f"{'×' if gone else '√'} {place + 1}  {self._sheets[place]}" + ("  没出来" if gone else ""))
            retone(one, "bad" if gone else "")

    def _answer(self) -> None:
        if self.isHidden():
            return
        try:
            missing = places_of(self.numbers.text(), len(self._sheets))
        except DeskError as error:
            self.field.refuse(error)
            return
        self.hide()
        self.answered.emit(missing)
