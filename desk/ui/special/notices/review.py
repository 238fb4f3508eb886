"""复核: the poster as it will hang, and what the second reader has to look at; one key lets it out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.words_of_time import moment
from desk.services.notices.types import NoticeType
from desk.services.notices.words import lead_words
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import FactGrid, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.notices.poster_view import PosterView
from desk.ui.theme import theme

LOOK = ("时间: 日子、钟点、星期对吗?", "范围: 该停的都在, 不该停的不在?", "原因、电话、落款对吗?", "提示写全了吗?")


class ReviewPanel(PanelFrame):
    """`wanted` carries the step and what it is told: approve, send_back; second_read of what is out already."""

    wanted = Signal(str, object)
    WIDTH = 1080

    def __init__(
        self, counter: Counter, notice: Values, kind: NoticeType | None, refusal: str, parent: QWidget | None = None
    ) -> None:
        self._out = bool(notice.get("sent_at"))
        super().__init__("补核" if self._out else "复核公告", parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.title.text())
        now = counter.now()
        row = QHBoxLayout()
        row.setSpacing(theme().px(20))
        self.poster = PosterView(counter)
        row.addWidget(self.poster, 55)
        side = QVBoxLayout()
        side.setSpacing(theme().px(10))
        side.addWidget(label("逐项看", "heading"))
        for words in LOOK:
            side.addWidget(label(words, "matter", wrap=True))
        early, tone = lead_words(kind, notice, now)
        side.addWidget(label(early, "strong", tone, wrap=True))
        facts = FactGrid(1)
        wished = notice.get("send_at")
        facts.show_facts([
            ("户数", f"{int(notice.get('homes') or 0):,} 户"),
            ("起草", str(notice.get("writer") or "")),
            ("发布", "已发布" if self._out else moment(int(wished), now) if wished and wished > now else "通过马上发"),
        ])  # fmt: skip
        side.addWidget(facts)
        side.addStretch()
        self.note = TextField("退回意见", hint="退回时写哪里要改")
        self.note_field = Field("退回意见", self.note)
        side.addWidget(self.note_field)
        row.addLayout(side, 45)
        self.body.addLayout(row, 1)
        self.error = label("", "body", "bad", wrap=True)
        self.back_button = KeyButton("退回修改", "F4", PLAIN, "corner-up-left")
        self.pass_button = KeyButton("核对无误" if self._out else "复核通过", "F9", PRIMARY, "check")
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.back_button)
        self.foot.addWidget(self.pass_button)
        if self._out:  # it is out: nothing goes back to be written anew
            self.note_field.hide()
            self.back_button.hide()
        self.pass_button.block(refusal)
        self.pass_button.blocked.connect(self.error.setText)
        self.pass_button.clicked.connect(self._pass)
        self.back_button.clicked.connect(self._send_back)
        self.note.finished.connect(self._send_back)
        self._reader = counter.actor.name
        self.poster.show_notice(notice, at_once=True)

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        more = () if self._out else (("F4", "退回修改"),)
        return (("F9", self.pass_button.text()), *more, ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.pass_button.click_or_say()
        elif key == "F4" and not self._out:
            self.back_button.click_or_say()
        else:
            return False
        return True

    def _pass(self) -> None:
        self.wanted.emit("second_read" if self._out else "approve", {"reviewer": self._reader})

    def _send_back(self) -> None:
        words = self.note.text().strip()
        if not words:
            self.note_field.refuse("写一句哪里要改, 起草的人才知道")
            return
        self.wanted.emit("send_back", {"review_note": words})

    def refuse(self, error: DeskError) -> None:
        self.error.setText(str(error))

    def take_error(self, error: DeskError) -> bool:
        self.refuse(error)
        return True
