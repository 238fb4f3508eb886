"""新号码, 先记下: the number somebody gave goes on the resident's card at once, and the dead one is marked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.services.residents import editing
from desk.services.revisits.grouping import BAD_NUMBER
from desk.ui.kit.fields import Field, FigureField, TextField, chain
from desk.ui.kit.labels import label
from desk.ui.theme import theme


class NumberForm(QWidget):
    """Enter goes on, and saves behind the last field."""

    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(label("新号码, 先记下", "title"))
        self.known = label("", "quiet", wrap=True)
        self.number = FigureField("新号码", "手机或固话")
        self.note = TextField("谁的号码", hint="本人 (可不填)")
        self._frame = Field("新号码", self.number)
        for one in (self.known, self._frame, Field("谁的号码", self.note)):
            column.addWidget(one)
        column.addStretch()
        chain(self.number, self.note, last=self.accepted.emit)

    def show_known(self, phones: Sequence[Values], household: Sequence[str]) -> None:
        """What stands on the card so far, and who else lives there: masked."""
        card = "、".join(f"{mask(one['number'])} {one.get('note', '')}".strip() for one in phones)
        beside = f"  同住: {'、'.join(household)}" if household else ""
        self.known.setText(f"住户卡上: {card or '没有号码'}{beside}")
        self.number.clear()
        self.note.clear()
        self._frame.accept()

    def phones(self, known: Sequence[Values], bad: str) -> list[Values]:
        """The card's telephones, the new one first; `bad`, dialled in vain, says so. DeskError where none was typed."""
        made = editing.phones([(self.number.text(), self.note.text())])
        if not made:
            raise DeskError("还没有填号码", "请输入问到的号码, 没有就按 Esc", "phones")
        new = made[0]["number"]
        if new == bad:
            raise DeskError("这就是刚才打不通的号码", "请核对号码, 或按 Esc", "phones")
        rest = [one for one in known if one.get("number") not in (new, bad)]
        return [*made, *rest, *([{"number": bad, "note": BAD_NUMBER}] if bad else [])]

    def refuse(self, error: DeskError) -> None:
        self._frame.refuse(error)
