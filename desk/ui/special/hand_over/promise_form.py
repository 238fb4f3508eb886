"""答应王阿姨今晚回电: whom, what, where, by when."""

from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.ui.kit.fields import FigureField, TextField
from desk.ui.kit.form import Form
from desk.ui.special.told_times import moment_ahead

WIDTH = 560


class PromiseForm(Form):
    """Four lines; the hour may bring its day: 明天 930."""

    def __init__(self, now: int, by: str) -> None:
        super().__init__("答应的事")
        self._now, self._by = now, by
        self.what = TextField("答应什么", hint="例如 今晚回电说几点来")
        self.due = TextField("什么时候以前", words=False, hint="1930, 明天 930, 11-25 1800")
        self.whom = TextField("答应谁", hint="可以空着")
        self.where = FigureField("房号", "3-2-1801, 可以空着")
        self.add("what", "答应什么", self.what)
        self.add("due_at", "什么时候以前", self.due)
        self.add("whom", "答应谁 · 可以空着", self.whom)
        self.add("where", "房号 · 可以空着", self.where)
        self.end()

    def values(self) -> Values:
        what = self.what.text().strip()
        if not what:
            raise DeskError("还没有写答应了什么", "写几个字就行, 例如 回电", "what")
        if not self.due.text().strip():
            raise DeskError("还没有写什么时候", "写几点, 例如 1930", "due_at")
        try:
            due = moment_ahead(self.due.text(), self._now)
        except DeskError as error:
            raise DeskError(error.message, error.advice, "due_at") from None
        told: Values = {"what": what, "due_at": due, "promised_by": self._by}
        for name, field in (("whom", self.whom), ("where", self.where)):
            if field.text().strip():
                told[name] = field.text().strip()
        return told
