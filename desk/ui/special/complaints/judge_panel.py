"""判定: valid, partly or not; an invalid one asks for its reason and says that a second person has to sign."""

from PySide6.QtCore import QTimer, Signal

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.complaints.record import InvalidReason, Validity
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, WordsField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame

ASIDE = {
    Validity.VALID: "属物业职责, 事实成立",
    Validity.PARTIAL: "计半件",
    Validity.INVALID: "要第二个人签字",
}


class JudgePanel(PanelFrame):
    """`wanted` carries what was judged."""

    wanted = Signal(object)

    def __init__(self, title: str, criteria: str, judge: bool, withdrawn: bool, merged: bool) -> None:
        super().__init__(title)
        self.criteria = label(f"判定要点: {criteria}" if criteria else "", "quiet", wrap=True)
        self.validity = Choices("判定", columns=3, tall=True, digit_goes_on=True)
        may = list(Validity) if judge else [Validity.VALID]
        self.validity.show_choices([Choice(str(one), one.label, ASIDE[one]) for one in may])
        self.reason = Choices("无效原因", columns=3, digit_goes_on=True)
        left_out = {InvalidReason.WITHDRAWN} if not withdrawn else set()
        left_out |= set() if merged else {InvalidReason.MERGED}
        self.reason.show_choices([Choice(str(one), one.label) for one in InvalidReason if one not in left_out])
        self.note = WordsField("说明", "看了什么、问了谁; 可以不写", 3)
        self.fields = {
            "validity": Field("判定", self.validity), "invalid_reason": Field("无效原因", self.reason),
            "judge_note": Field("说明 (内部)", self.note),
        }  # fmt: skip
        self.told = label("", "body", wrap=True)
        self.save_button = KeyButton("判定", "F9", PRIMARY, "scale")
        if criteria:
            self.body.addWidget(self.criteria)
        for field in self.fields.values():
            self.body.addWidget(field)
        self.body.addWidget(self.told)
        self.body.addStretch()
        self.foot.addStretch()
        self.foot.addWidget(self.save_button)
        self.validity.chosen.connect(lambda _value: self._fit())
        self.validity.finished.connect(self._after)
        self.reason.finished.connect(self.note.setFocus)
        self.note.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self._fit()

    def begin(self) -> None:
        QTimer.singleShot(0, self.validity, self.validity.setFocus)

    @property
    def is_invalid(self) -> bool:
        return self.validity.value == Validity.INVALID

    def _fit(self) -> None:
        self.fields["invalid_reason"].setVisible(self.is_invalid)
        self.told.setText("保存后等第二个人用自己的工号签字; 签字前原来的判定有效。" if self.is_invalid else "")

    def _after(self) -> None:
        (self.reason if self.is_invalid else self.note).setFocus()

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save()
            return True
        return False

    def save(self) -> None:
        for field in self.fields.values():
            field.accept()
        if not self.validity.value:
            self.fields["validity"].refuse(DeskError("还没有判定", "请选 1 有效、2 部分有效 或 3 无效"))
            return
        values: Values = {"validity": self.validity.value}
        if self.is_invalid:
            if not self.reason.value:
                self.fields["invalid_reason"].refuse(DeskError("判无效还没有选原因", "请从原因里选一个"))
                return
            values["invalid_reason"] = self.reason.value
        if self.note.text():
            values["judge_note"] = self.note.text()
        self.wanted.emit(values)

    def refuse(self, error: DeskError) -> None:
        self.fields.get(error.field or "", self.fields["validity"]).refuse(error)
