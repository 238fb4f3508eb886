"""第二人签字: the second of two signs with the own number and secret, at this counter, or at an own one."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from desk.domain.errors import DeskError
from desk.services.complaints.receivers import Person
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame

HERE = "here"  # the one who sits at the counter signs, and is known already


class SignPanel(PanelFrame):
    """`signed` carries the person's id (empty: who sits here), the secret and a word; `here` may sign at once."""

    signed = Signal(str, str, str)

    def __init__(self, proposed: str, reason: str, people: Sequence[Person], here: str) -> None:
        super().__init__("第二人签字")
        words = f"{proposed or '有人'}判这件投诉无效, 原因: {reason}。请另一个人看过内容和经过后签字。"
        self.body.addWidget(label(words, "matter", wrap=True))
        choices = [Choice(HERE, here, "本人在这台电脑上", "")] if here else []
        choices += [Choice(one.id, one.name, one.post) for one in people]
        self.people = Choices("谁签字", columns=2, tall=True, digit_goes_on=True)
        self.people.show_choices(choices, choices[0].value if len(choices) == 1 else "")
        self.secret = TextField("密码", words=False, hint="签字人自己的密码")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.note = TextField("意见", hint="可以不写")
        self.fields = {
            "people": Field("谁签字", self.people), "secret": Field("密码", self.secret),
            "judge_note": Field("意见 (内部)", self.note),
        }  # fmt: skip
        for field in self.fields.values():
            self.body.addWidget(field)
        self.body.addStretch()
        self.foot.addStretch()
        self.save_button = KeyButton("签字: 无效", "F9", PRIMARY, "signature")
        self.foot.addWidget(self.save_button)
        self.people.chosen.connect(lambda _value: self._fit())
        self.people.finished.connect(self._after)
        self.secret.finished.connect(self.save)
        self.note.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self._fit()

    def begin(self) -> None:
        start = self.people if len(self.people.choices) > 1 else self.note if self._here else self.secret
        QTimer.singleShot(0, start, start.setFocus)

    @property
    def _here(self) -> bool:
        return self.people.value == HERE

    def _fit(self) -> None:
        self.fields["secret"].setVisible(not self._here)

    def _after(self) -> None:
        (self.note if self._here else self.secret).setFocus()

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save()
            return True
        return False

    def save(self) -> None:
        for field in self.fields.values():
            field.accept()
        if not self.people.value:
            self.fields["people"].refuse(DeskError("还没有选谁签字", "请按数字选一个人, 不能是提出无效的人"))
            return
        secret = self.secret.text()
        if not self._here and not secret:
            self.fields["secret"].refuse(DeskError("签字要用本人的密码", "请签字的人自己输入"))
            return
        self.signed.emit("" if self._here else self.people.value, secret, self.note.text().strip())

    def refuse(self, error: DeskError) -> None:
        self.secret.clear()
        self.fields["secret" if error.field == "secret" and not self._here else "people"].refuse(error)
