"""报名表 of an activity: who comes, in the order they signed, who waits; a new one by tail, name or room."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.deciding import derived_id
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.notices.reads import seats_of
from desk.services.notices.record import SignUpChannel, SignUpState
from desk.services.notices.turns import Seat, no_room, taken
from desk.services.residents.lookup import Candidate, Means
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.row_model import Heading, Line, Row
from desk.ui.kit.rows import RowList
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.intake import reading
from desk.ui.special.notices.papers import SignUpPapers
from desk.ui.theme import theme

COLUMNS = {"state": 64, "where": 120, "urgent": 0, "note": 60, "who": 90, "clock": 110, "next": 0}


def lines(found: Sequence[Seat], now: int) -> list[Line]:
    """Those with a seat, then those who wait for one."""
    sure = [one for one in found if not one.waits]
    wait = [one for one in found if one.waits]
    out: list[Line] = []
    if sure:
        out += [Heading("有名额", len(sure)), *(_row(one, now) for one in sure)]
    if wait:
        out += [Heading("候补", len(wait), "warn"), *(_row(one, now) for one in wait)]
    return out


def _row(one: Seat, now: int) -> Row:
    values = one.values
    came, unknown = values.get("status") == SignUpState.CAME, bool(values.get("identity_unchecked"))
    phone = str(values.get("phone") or "")
    step, words, key = ("identify", "核对", "Enter") if unknown else ("", "", "") if came else ("come", "到场", "Space")
    by_channel = SignUpChannel.of(str(values.get("channel") or "")) or SignUpChannel.DESK
    return Row(
        str(values["id"]), "已到" if came else f"候补 {one.place}" if one.waits else f"第 {one.place}",
        str(values.get("where") or ""), f"{values.get('name') or ''}{' · 待核对身份' if unknown else ''}",
        note=f"{values.get('people') or 1} 人",
        who=by_channel.label if by_channel is not SignUpChannel.DESK else str(values.get("taken_by") or ""),
        clock=moment(int(values["signed_up_at"]), now) if values.get("signed_up_at") else "",
        mark="done" if came else "", tone="warn" if one.waits or unknown else "", next_step=step, next_label=words,
        next_key=key, detail=f"{values.get('where') or ''}  {mask(phone) if phone else ''}" if unknown else "",
        also_step="" if came else "cancel", also_label="" if came else "取消", also_key="" if came else "*",
    )  # fmt: skip


class SignUpPanel(PanelFrame):
    """One activity. Typing who, the number of people, F9; in the list: space came, * cancels."""

    turned = Signal()  # other keys: of whom it is asked, or who signs up
    WIDTH = 900

    def __init__(self, counter: Counter, notice: Values, root: str, parent: QWidget | None = None) -> None:
        super().__init__(f"报名表 · {notice.get('title') or '活动'}", parent=parent)
        self._counter, self._notice, self._root = counter, notice, root
        self._found: dict[str, Candidate] = {}
        self._who: Candidate | None = None
        self._seats: list[Seat] = []
        self._checking = ""  # the sign-up of which is being said who it is
        self._states: dict[str, str] = {}
        self.told = label("", "strong")
        self.body.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        self.who = TextField("谁报名", hint="尾号、姓名首字母、房号")
        self.people = FigureField("人数", "1")
        self.people.setFixedWidth(theme().px(90))
        self.who_field, self.people_field = Field("谁报名", self.who), Field("人数", self.people)
        row.addWidget(self.who_field, 1)
        row.addWidget(self.people_field)
        self.body.addLayout(row)
        self.picks = PickList("可能是", 2)
        self.picks.hide()
        self.body.addWidget(self.picks)
        self.list = RowList(COLUMNS, "报名的人")
        self.body.addWidget(self.list, 1)
        self.sign_button = KeyButton("报名", "F9", PRIMARY, "users")
        self.print_button = KeyButton("打印报名表", "F8", PLAIN, "printer")
        self.foot.addWidget(self.print_button)
        self.foot.addStretch()
        self.foot.addWidget(self.sign_button)
        self.who.textEdited.connect(self._typed)
        self.who.preedit.connect(lambda _text: self._typed(self.who.text() + self.who.composing))
        self.who.arrow.connect(self._arrow)
        self.who.finished.connect(self._enter)
        self.people.finished.connect(self.sign)
        self.picks.taken.connect(self._take)
        self.sign_button.clicked.connect(self.sign)
        self.print_button.clicked.connect(self.print_list)
        self.list.step_wanted.connect(self._on_row)
        self.list.key_pressed.connect(self._on_key)
        counter.changed.connect(self._on_changed)
        self._read()

    def begin(self) -> None:
        self.who.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self._checking:
            return (("↑↓", "换一家"), ("Enter", "选"), ("F9", "核对身份"), ("Esc", "不核对了"))
        return (("Enter", "下一项"), ("F9", "报名"), ("↓", "看名单"), ("空格", "到场"), ("*", "取消"),
                ("F8", "打印报名表"), ("Esc", "返回"))  # fmt: skip

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.sign()
        elif key == "F8":
            self.print_list()
        elif key == "Esc" and self._checking:
            self._check("")
        else:
            return False
        return True

    def print_list(self) -> None:
        self._counter.ways.print_wanted.emit(SignUpPapers(notice_id=str(self._notice["id"])))

    def _read(self) -> None:
        counter, notice = self._counter, self._notice
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(self, lambda: seats_of(database, actor, scope, notice), self._show)

    def _show(self, found: tuple[list[Values], list[Seat]]) -> None:
        rows, self._seats = found
        self._states = {str(row["id"]): str(row.get("status")) for row in rows}
        if not self._checking:
            self._tell()
        self.list.show_lines(lines(self._seats, self._counter.now()))

    def _tell(self) -> None:
        limit = int(self._notice.get("sign_up_limit") or 0)
        sure, wait = taken(self._seats), sum(one.waits for one in self._seats)
        unknown = sum(bool(one.values.get("identity_unchecked")) for one in self._seats)
        parts = [f"已报 {sure} 人" + (f" / 名额 {limit}" if limit else ""), f"候补 {wait} 户" if wait else ""]
        parts.append(f"待核对身份 {unknown}" if unknown else "")
        until = self._notice.get("sign_up_until_at")
        parts.append(f"{moment(int(until), self._counter.now())} 截止" if until else "")
        self.told.setText(" · ".join(part for part in parts if part))

    def _typed(self, text: str) -> None:
        self._who = None
        plain = text.strip()

        def done(found: list[Candidate]) -> None:
            if self._who is None and plain in (self.who.text().strip(), (self.who.text() + self.who.composing).strip()):
                self._found = {f"{number}": one for number, one in enumerate(found) if one.kind is not Means.PLACE}
                self.picks.show_choices(
                    [Choice(key, one.name or one.room_long, one.room_short) for key, one in self._found.items()]
                )

        if plain:
            self._counter.read(self, reading.candidates(self._counter, plain, ""), done)
        else:
            self.picks.show_choices([])

    def _arrow(self, by: int) -> None:
        """Through who it may be; where nothing is typed, down to those who signed up."""
        if self.picks.isHidden() and self._seats:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.picks.step(by)

    def _enter(self) -> None:
        if self._who is not None or not self.picks.take():
            self.people.setFocus()

    def _take(self, key: str) -> None:
        self._who = self._found.get(key)
        if self._who is not None:
            self.who.setText(f"{self._who.room_short} {self._who.name}".strip())
            self.picks.show_choices([])
            self.people.setFocus()

    def sign(self) -> None:
        """Write it down; the same home or person again is the same sign-up."""
        counter, who, ent = self._counter, self._who, self._root
        typed, people = self.who.text().strip(), self.people.text().strip()
        self.who_field.accept()
        self.people_field.accept()
        if not typed:
            self.who_field.refuse("还没有写谁报名")
            return
        if people and not people.isdigit():
            self.people_field.refuse("人数要填整数")
            return
        if self._checking:
            self._identify(who)
            return
        refusal = no_room(self._notice, self._seats, int(people or 1), counter.settings().number("notice.waiting_most"))
        if refusal is not None:
            self.people_field.refuse(DeskError(refusal.message, refusal.advice))
            return
        told: Values = {"people": int(people or 1), "taken_by": counter.actor.name}
        same = who.resident_id or who.home_id if who is not None else typed
        one = derived_id(counter.scope, ent, f"sign-up|{same}")
        if self._states.get(one) == SignUpState.CANCELLED:
            requests = [counter.request("sign_up", "again", told, one)]
        else:
            told |= {"notice_id": ent, "name": (who.name if who else "") or typed}
            if who is not None:
                told |= {"home_id": who.home_id, "resident_id": who.resident_id, "where": who.room_short,
                         "phone": who.phone}  # fmt: skip
            told |= {"closes_at": self._notice.get("sign_up_until_at")}
            values = {name: value for name, value in told.items() if value}
            requests = [counter.request("sign_up", "sign", values, one)]

        def done(_changed: Changed) -> None:
            self._who = None
            self.who.clear()
            self.people.clear()
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
            counter.ways.said.emit(f"{typed} 已报名")

        counter.take(self, requests, done, self._refused)

    def _check(self, ent: str) -> None:
        """Say who a sign-up of the channel is: the same line asks it, and F9 writes it to this one. Empty: no more."""
        self._checking, self._who = ent, None
        one = next((each.values for each in self._seats if each.values["id"] == ent), {})
        if ent:
            self.told.setText(f"“{one.get('name') or ''}”是哪一家的? 打尾号、姓名或房号, 选好按 F9")
        else:
            self._tell()
        self.sign_button.set_words("核对身份" if ent else "报名", "F9")
        self.people_field.setVisible(not ent)
        self.who.setText(str(one.get("where") or one.get("phone") or "") if ent else "")
        self._typed(self.who.text())
        self.who.selectAll()  # what is typed takes its place
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def _identify(self, who: Candidate | None) -> None:
        counter, ent = self._counter, self._checking
        one = next((each.values for each in self._seats if each.values["id"] == ent), {})
        if who is None:
            self.who_field.refuse("请从下面选是哪一位、哪一家")
            return
        told = {"name": who.name or one.get("name"), "resident_id": who.resident_id, "home_id": who.home_id,
                "where": who.room_short}  # fmt: skip

        def done(_changed: Changed) -> None:
            self._check("")
            counter.ways.said.emit(f"{told['name']} 已核对")

        values = {name: value for name, value in told.items() if value}
        counter.take(self, [counter.request("sign_up", "identify", values, ent)], done, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            (self.people_field if error.field == "people" else self.who_field).refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _on_row(self, ent: str, step: str) -> None:
        if step == "identify":
            self._check(ent)
        elif step:
            self._counter.take(self, [self._counter.request("sign_up", step, {}, ent)])

    def _on_key(self, ent: str, event: QKeyEvent) -> None:
        row = self.list.chosen()
        step = {" ": "come", "*": "cancel", "＊": "cancel"}.get(event.text())
        if step and row is not None and row.also_step:
            self._on_row(ent, step)

    def _on_changed(self, changed: Changed) -> None:
        if changed.any_of("sign_up"):
            self._read()
