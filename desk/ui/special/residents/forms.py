"""Forms that slide over the residents: a person, a telephone in passing, moving in and out."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import read_phone
from desk.services.residents import editing
from desk.services.residents.lookup import Candidate
from desk.services.residents.record import Relation, ServiceLevel
from desk.ui.kit.choices import Choice, Choices, PickList
from desk.ui.kit.fields import Field, FigureField, TextField, WordsField
from desk.ui.kit.form import Form
from desk.ui.kit.labels import label

WIDTH = 560
Rooms = Callable[[str, Callable[[Sequence[Candidate]], None]], None]


class RoomField(QWidget):
    """A room in any form with the homes it may mean; `home` is the taken one."""

    finished = Signal()

    def __init__(self, rooms: Rooms) -> None:
        super().__init__()
        self.home: Candidate | None = None
        self._found: dict[str, Candidate] = {}
        self._rooms = rooms
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.typed = FigureField("房号", "3-2-1801")
        self.picks = PickList("房屋")
        self.picks.hide()
        column.addWidget(self.typed)
        column.addWidget(self.picks)
        self.setFocusProxy(self.typed)
        self.typed.textChanged.connect(self._look)
        self.typed.arrow.connect(self.picks.step)
        self.typed.finished.connect(self._enter)
        self.picks.taken.connect(self._take)

    def show_home(self, home: Candidate) -> None:
        self.home = home
        self.typed.blockSignals(True)
        self.typed.setText(home.room_short)
        self.typed.blockSignals(False)

    def _look(self, text: str) -> None:
        self.home = None
        self._rooms(text, self._show)

    def _show(self, found: Sequence[Candidate]) -> None:
        self._found = {one.home_id: one for one in found if one.home_id}
        self.picks.show_choices([Choice(ent, one.room_long) for ent, one in list(self._found.items())[:5]])

    def _enter(self) -> None:
        if self.home is not None or not self.picks.take():
            self.finished.emit()

    def _take(self, ent: str) -> None:
        self.show_home(self._found[ent])
        self.picks.hide()
        self.finished.emit()

    def taken(self) -> Candidate:
        """The home meant; one that was typed to its end needs no picking."""
        home = self.home or next(
            (one for one in self._found.values() if one.room_short.upper() == self.typed.text().strip().upper()), None
        )
        if home is None:
            text = self.typed.text().strip()
            raise DeskError(
                f"没有找到房屋“{text}”" if text else "还没有填房号", "请写成 3-2-1801, 再从下面选一个", "room"
            )
        return home


def _relations() -> Choices:
    relations = Choices("关系", columns=3)
    relations.show_choices([Choice(str(one), one.label) for one in Relation], str(Relation.OWNER))
    return relations


class ResidentForm(Form):
    """A person; a new one with the room lived in. Every telephone in its own row, an empty row for one more."""

    def __init__(self, person: Values | None, rooms: Rooms, today: str, home: Candidate | None = None) -> None:
        super().__init__("修改住户" if person else "新增住户")
        before = person or {}
        self._before, self._new = before, person is None
        self.name = TextField("姓名")
        self.name.setText(str(before.get("name", "")))
        self.add("name", "姓名", self.name)
        self.salutation = TextField("称呼", hint="王女士")
        self.salutation.setText(str(before.get("salutation", "")))
        self.add("salutation", "称呼", self.salutation)
        self._phones()
        if self._new:
            self.room = RoomField(rooms)
            self.add("room", "房号", self.room)
            if home is not None:
                self.room.show_home(home)
            self.relation = _relations()
            self.add("relation", "关系", self.relation)
            self.from_on = FigureField("入住", today)
            self.add("from_on", "入住日期 (可不填)", self.from_on)
        self.level = Choices("服务等级", columns=2)
        self.level.show_choices(
            [Choice(str(one), one.label) for one in ServiceLevel], str(before.get("level") or ServiceLevel.ORDINARY)
        )
        self.add("level", "服务等级", self.level)
        self.best_hours = TextField("方便通话", hint="晚上 7 点后")
        self.best_hours.setText(str(before.get("best_hours", "")))
        self.add("best_hours", "方便通话", self.best_hours)
        self.birthday = FigureField("生日", "1968-05-20")
        self.birthday.setText(str(before.get("birthday_on", "")))
        self.add("birthday_on", "生日", self.birthday)
        self.note = WordsField("备注", rows=2)
        self.note.setText(str(before.get("note", "")))
        self.add("note", "备注", self.note)
        self.end()

    def _phones(self) -> None:
        known = [(str(one.get("number", "")), str(one.get("note", ""))) for one in self._before.get("phones") or ()]
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.phones: list[tuple[FigureField, TextField]] = []
        for number, note in [*known, ("", "")]:
            row = QHBoxLayout()
            figures = FigureField(f"电话 {len(self.phones) + 1}", "手机或固话")
            figures.setText(number)
            words = TextField(f"电话 {len(self.phones) + 1} 备注", hint="本人")
            words.setText(note)
            row.addWidget(figures, 2)
            row.addWidget(words, 1)
            column.addLayout(row)
            self.phones.append((figures, words))
        made = Field("电话 (第一个是先打的)", holder)
        holder.setFocusProxy(self.phones[0][0])
        self.fields["phones"] = made
        self.column.addWidget(made)
        for figures, words in self.phones:
            self.join(figures)
            self.join(words)

    def values(self) -> Values:
        told: Values = {
            "name": editing.named(self.name.text()),
            "salutation": editing.text(self.salutation.text(), "salutation"),
            "phones": editing.phones((number.text(), note.text()) for number, note in self.phones),
            "level": self.level.value,
            "best_hours": editing.text(self.best_hours.text(), "best_hours"),
            "birthday_on": editing.day(self.birthday.text(), "birthday_on"),
            "note": editing.text(self.note.text(), "note"),
        }
        if not self._new:
            if not self._before.get("level") and told["level"] == ServiceLevel.ORDINARY:
                del told["level"]  # ordinary is what nobody said anything about
            return editing.changes(self._before, told)
        person = {name: value for name, value in told.items() if value}
        living = {
            "home_id": self.room.taken().home_id,
            "relation": self.relation.value,
            "from_on": editing.day(self.from_on.text(), "from_on"),
        }
        return {"person": person, "living": {name: value for name, value in living.items() if value}}


class PhoneForm(Form):
    """先记下: one more telephone, whatever it looks like."""

    def __init__(self, person: Values) -> None:
        super().__init__(f"{person.get('name', '')} 加一个电话")
        self._known: list[dict[str, str]] = list(person.get("phones") or ())
        self.number = FigureField("电话", "手机或固话")
        self.add("phones", "电话", self.number)
        self.hint = label("", "quiet", wrap=True)
        self.column.addWidget(self.hint)
        self.number.textChanged.connect(lambda text: self.hint.setText(read_phone(text).hint if text else ""))
        self.note = TextField("备注", hint="本人、家人、单位")
        self.add("note", "谁的号码 (可不填)", self.note)
        self.first = Choices("先打哪个", columns=2)
        self.first.show_choices([Choice("last", "放在后面"), Choice("first", "以后先打这个")], "last")
        self.add("first", "先打哪个", self.first)
        self.end()

    def values(self) -> Values:
        made = editing.phones([(self.number.text(), self.note.text())])
        if not made:
            raise DeskError("还没有填号码", "请输入来电的号码", "phones")
        if any(one.get("number") == made[0]["number"] for one in self._known):
            raise DeskError("这个号码已经有了", "不用再加; 要改备注请按修改", "phones")
        phones = [*made, *self._known] if self.first.value == "first" else [*self._known, *made]
        return {"phones": phones, "was": {"phones": self._known}} if self._known else {"phones": phones}


class MoveInForm(Form):
    """One more home of a person who is on file."""

    def __init__(self, person: Values, rooms: Rooms, today: str) -> None:
        super().__init__(f"{person.get('name', '')} 搬入")
        self.room = RoomField(rooms)
        self.add("room", "房号", self.room)
        self.relation = _relations()
        self.add("relation", "关系", self.relation)
        self.from_on = FigureField("入住", today)
        self.from_on.setText(today)
        self.add("from_on", "入住日期", self.from_on)
        self.end()

    def values(self) -> Values:
        values = {
            "home_id": self.room.taken().home_id,
            "relation": self.relation.value,
            "from_on": editing.day(self.from_on.text(), "from_on"),
        }
        return {name: value for name, value in values.items() if value}


class MoveOutForm(Form):
    """The end of a residence; what it was stays on file."""

    def __init__(self, person: Values, living: Sequence[tuple[str, str, str]], today: str) -> None:
        """`living` are (residence id, words, from)."""
        super().__init__(f"{person.get('name', '')} 搬出")
        self._from = {ent: begin for ent, _, begin in living}
        self.which = Choices("哪一处", columns=1)
        self.which.show_choices([Choice(ent, words) for ent, words, _ in living], living[0][0])
        self.add("which", "哪一处", self.which)
        self.to_on = FigureField("迁出", today)
        self.to_on.setText(today)
        self.add("to_on", "迁出日期 (最后住的一天)", self.to_on)
        self.end()

    def values(self) -> Values:
        until = editing.day(self.to_on.text(), "to_on")
        if until is None:
            raise DeskError("还没有填迁出日期", "请写成 2026-11-21", "to_on")
        if until < self._from.get(self.which.value, ""):
            raise DeskError("迁出早于入住", f"入住是 {self._from[self.which.value]}", "to_on")
        return {"residence": self.which.value, "to_on": until}
