"""The page's buttons: what may be done with what is shown, the next step last and alone in the accent."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.roles import Actor
from desk.services.assessment.flow import HEAD_OFFICE, OVER
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.wrap import WrapRow
from desk.ui.special.assessment.asked import DAYS, RANKING
from desk.ui.special.assessment.offers import FACES, Offer
from desk.ui.special.assessment.reading import Seen
from desk.ui.theme import theme

CHOOSE, YEAR, NOW, PRINT, EXPORT, CLAIM, FIND = "choose", "year", "now", "print", "export", "claim", "find"
ALWAYS = {
    CHOOSE: ("期间·小区", "*", "calendar"), YEAR: ("与去年比", "+", "history"),
    NOW: ("冻结后变化", "/", "refresh-cw"),
    PRINT: ("打印", "F8", "printer"), EXPORT: ("导出", "Ctrl+E", "file-down"),
    CLAIM: ("登记不可抗力", "+", "plus"), FIND: ("查实漏登记", "9", "search"),
}  # fmt: skip


def always_for(part: str, seen: Seen | None, actor: Actor) -> list[str]:
    """What may be done with a tab, whatever the sheet's state."""
    if seen is not None:
        return [CHOOSE, YEAR, *([NOW] if seen.values is not None else []), PRINT, EXPORT]
    if part == RANKING:
        return [CHOOSE, PRINT, EXPORT]
    found = [CHOOSE]
    if part == DAYS:
        found += [CLAIM] if actor.may(OVER) else []
        found += [FIND] if actor.may(HEAD_OFFICE) else []
    return found


class Foot(QWidget):
    """`pressed` carries the name of a button, `blocked` why one cannot be pressed."""

    pressed = Signal(str)
    blocked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(4), 0, 0, 0)
        column.setSpacing(look.px(6))
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 0)
        self.words = Elided("", "quiet")
        self.warning = label("", "strong", "warn")
        above.addWidget(self.words, 1)
        above.addWidget(self.warning)
        column.addWidget(self._above)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.buttons: dict[str, KeyButton] = {}
        self._always = WrapRow()
        for name, (words, key, icon) in ALWAYS.items():
            self._always.add(self._button(name, words, key, icon))
        row.addWidget(self._always, 1, Qt.AlignmentFlag.AlignBottom)
        for name, (words, key, icon) in FACES.items():
            row.addWidget(self._button(name, words, key, icon), 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.show_buttons([], [])

    def _button(self, name: str, words: str, key: str, icon: str) -> KeyButton:
        made = KeyButton(words, key, PLAIN, icon)
        made.clicked.connect(lambda _checked=False: self.pressed.emit(name))
        made.blocked.connect(self.blocked)
        self.buttons[name] = made
        return made

    def show_buttons(self, always: Sequence[str], offered: Sequence[Offer]) -> None:
        for name in ALWAYS:
            self.buttons[name].setVisible(name in always)
        self._always.refit()
        known = {one.name: one for one in offered}
        for name in FACES:
            button, offer = self.buttons[name], known.get(name)
            button.setVisible(offer is not None)
            if offer is not None:
                button.set_words(offer.words, FACES[name][1])
                button.set_kind(PRIMARY if offer.primary else PLAIN)
                button.block(offer.reason)
                button.updateGeometry()

    def say(self, words: str, warning: str = "") -> None:
        """Who had a hand in it; what stands in the way."""
        self.words.setText(words)
        self.warning.setText(warning)
        self._above.setVisible(bool(words or warning))

    def shown(self, name: str) -> bool:
        return not self.buttons[name].isHidden()
