"""回访: the calls of the day left, the call at hand right; a number key for everything that is heard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.words_of_time import moment
from desk.paths import RESOURCES
from desk.services.revisits import calling
from desk.services.revisits.calling import Heard
from desk.services.revisits.due import Call, Group
from desk.services.revisits.hours import is_good, parts_after
from desk.services.revisits.reads import DoneToday
from desk.services.revisits.record import CallCode, FollowUp, Satisfaction
from desk.services.revisits.rules import TALKED
from desk.services.revisits.script import Script, Speaker
from desk.services.revisits.sources import load_revisit_settings
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.special.reveal import reveal
from desk.ui.special.revisits.again_times import OTHER, offer, typed_time
from desk.ui.special.revisits.call_panel import CallPanel, beside
from desk.ui.special.revisits.call_rows import lines, next_call
from desk.ui.special.revisits.reading import reading
from desk.ui.special.revisits.talk import Stage, Talk
from desk.ui.theme import theme

COLUMNS = {"state": 44, "where": 116, "urgent": 0, "note": 52, "who": 84, "clock": 92, "next": 0}
KEYS = (
    ("↑↓", "换人"), ("Enter", "拨号"), ("1-9", "通话结果"), ("1 2 3", "回答"),
    ("F9", "保存, 下一个"), ("Esc", "退一步"),
)  # fmt: skip


class RevisitsPage(QWidget):
    """There is no key that answers for the resident: every call is dialled, and timed from 接通 to saving."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counter = counter
        self._settings = load_revisit_settings(RESOURCES / "catalogue")
        self._calls: dict[str, Call] = {}
        self._talks: dict[str, Talk] = {}
        self._shown = ""
        self._wanted = ""
        self._desk_phone = ""
        look = theme()
        row = QHBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        row.setContentsMargins(pad, gap, pad, gap)
        row.setSpacing(gap)
        self.list = RowList(COLUMNS, "要打的回访", opens=False)
        self.panel = CallPanel(self._settings)
        self.notice, self.aside = Notice(), Notice()
        row.addWidget(self._left(), 45)
        holder, self._sides = beside(self.panel, self.aside)
        row.addWidget(holder, 55)
        self._join()

    def _left(self) -> QFrame:
        look = theme()
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 0, 1, look.px(6))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(15), look.px(9), look.px(15), look.px(9))
        head.setSpacing(look.px(12))
        head.addWidget(label("回访", "heading"))
        self.done = label("", "quiet")
        head.addWidget(self.done)
        head.addStretch()
        self.count = label("", "quiet")
        head.addWidget(self.count)
        column.addLayout(head)
        self.hint = QLabel()
        self.hint.setObjectName("badge")
        self.hint.setWordWrap(True)
        self.hint.hide()
        said = QHBoxLayout()
        said.setContentsMargins(look.px(11), 0, look.px(11), look.px(8))
        said.addWidget(self.hint)
        column.addLayout(said)
        holder = QWidget()
        self._lists = QStackedLayout(holder)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.notice)
        column.addWidget(holder, 1)
        return card

    def _join(self) -> None:
        counter, panel = self._counter, self.panel
        counter.changed.connect(self._on_changed)
        counter.person_changed.connect(self._on_person)
        counter.estate_changed.connect(self._on_person)
        self.list.row_chosen.connect(self._show)
        self.list.step_wanted.connect(lambda ent, step: self._dial())
        self.list.key_pressed.connect(self._on_list_key)
        panel.dial_wanted.connect(self._dial)
        panel.ask_wanted.connect(self._ask_now)
        panel.heard.connect(self._on_heard)
        panel.save_wanted.connect(self.save)
        panel.order_wanted.connect(counter.ways.order_wanted)
        panel.resident_wanted.connect(counter.ways.resident_wanted)

    # Place

    def enter(self) -> None:
        """Shown: read anew; the focus where the conversation stands, else on the list."""
        self.reload()
        self.list.setFocus()
        if self._talk().begun:
            self.panel.focus_stage()

    def keys(self) -> Sequence[tuple[str, str]]:
        return KEYS

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            begun = self._begun()
            if begun:
                self.save()
            return begun
        if key == "Esc":
            return self._back()
        return False

    def show_revisit(self, ent: str) -> None:
        """The call of this revisit; without one the first call of the list."""
        self._wanted = ent
        self._choose_wanted()

    # reading

    def reload(self) -> None:
        counter = self._counter
        if not counter.may("revisit", "dial"):
            self._lists.setCurrentWidget(self.notice)
            self._sides.setCurrentIndex(1)
            self.notice.refused("客服")
            self.aside.empty("")
            return
        if not self._calls:
            self.notice.loading()
            self._lists.setCurrentWidget(self.notice)
        read = reading(counter, self._settings)
        counter.read(self, read, self._show_calls, self._failed)

    def _show_calls(self, found: tuple[list[Call], DoneToday, str]) -> None:
        listed, done, self._desk_phone = found
        now = self._counter.now()
        self._calls = {one.id: one for one in listed}
        due = sum(1 for one in listed if one.group is not Group.LATER)
        self.count.setText(f"要打 {due} 个电话" if due else "")
        self.done.setText(f"今天已拨 {done.rung} · 问到 {done.answered}" if done.rung or done.answered else "")
        self._show_hours(now)
        if not listed:
            self.list.show_lines([])
            self._lists.setCurrentWidget(self.notice)
            self._sides.setCurrentIndex(1)
            self._shown = ""
            self.notice.empty("现在没有要打的回访", "完工 3 天后会自动排进来")
            self.aside.show_notice("headphones", "打完了", "这里会写出打给谁、哪天哪件事、怎么说")
            return
        self._lists.setCurrentWidget(self.list)
        self.list.show_lines(lines(listed, now))
        self._choose_wanted()
        self._wanted = ""
        chosen = self.list.chosen()
        if chosen is not None:
            self._show(chosen.id)

    def _choose_wanted(self) -> None:
        wanted = self._wanted
        call = next((one for one in self._calls.values() if any(due.id == wanted for due in one.dues)), None)
        if wanted and call is not None:
            self._wanted = ""
            self.list.choose(call.id)
            self._show(call.id)
            if self._talk().begun:
                self.panel.focus_stage()

    def _show_hours(self, now: int) -> None:
        settings = self._counter.settings()
        good = is_good(settings, self._counter.calendar, now)
        self.hint.setVisible(not good)
        if not good:
            after = moment(parts_after(settings, self._counter.calendar, now, 1)[0], now)
            self.hint.setText(f"现在不在回访时间 ({settings.text('revisit.hours')}), {after} 起再打")

    def _show(self, ent: str) -> None:
        call = self._calls.get(ent)
        if call is None:
            return
        self._sides.setCurrentIndex(0)
        self._shown = ent
        self.panel.show_call(call, self._talk(), self._script(), self._counter.now())

    def _script(self) -> Script:
        counter = self._counter
        speaker = Speaker(counter.estate_name, self._desk_phone, counter.actor.staff_no)
        return Script(self._settings, speaker, counter.now())

    def _talk(self) -> Talk:
        return self._talks.setdefault(self._shown, Talk())

    def _call(self) -> Call | None:
        return self._calls.get(self._shown)

    def _begun(self) -> bool:
        return self._call() is not None and self._talk().begun

    # the call

    def _dial(self) -> None:
        """Dialling is the reveal: the number is large once it is written down that it was shown."""
        call, talk, counter = self._call(), self._talk(), self._counter
        if call is None or talk.begun:
            self.panel.focus_stage()
            return
        if not call.phones:
            counter.ways.said.emit("没有电话, 请在住户卡上补一个")
            return
        talk.stage = Stage.DIALLED
        self._to_stage()
        requests = calling.dialled(counter.scope, call.dues, counter.actor.name)

        def written(changed: Changed) -> None:
            reveal(counter, self, call.id, lambda: self._show_number(talk))

        counter.take(self, requests, written, lambda error: self._undial(talk, error))

    def _show_number(self, talk: Talk) -> None:
        talk.shown = True
        if talk is self._talk():
            self.panel.show_number()

    def _undial(self, talk: Talk, error: Exception) -> None:
        talk.stage = Stage.READY
        self.panel.show_stage()
        self.list.setFocus()
        self._failed(error)

    def _ask_now(self) -> None:
        """The resident rang: nobody dials, the questions begin at once."""
        if self._call() is not None and not self._talk().begun:
            self._on_heard(str(CallCode.ANSWERED))

    def _on_heard(self, value: str) -> None:
        call, talk, now = self._call(), self._talk(), self._counter.now()
        code = CallCode.of(value)
        if call is None or code is None:
            return
        talk.code = code
        if code in TALKED:
            talk.stage = Stage.ASKING
            talk.connected_at = talk.connected_at or now
        else:
            talk.stage = Stage.AGAIN
            made = offer(self._counter.settings(), self._counter.calendar, self._settings, call, code, now)
            self.panel.again.show_again(made.words, made.advice, made.choices, made.value)
        self._to_stage()

    def _to_stage(self) -> None:
        self.panel.show_stage()
        self.panel.focus_stage()

    # saving

    def save(self) -> None:
        """F9: what was heard, in one transaction; the next call is chosen by itself."""
        call, talk = self._call(), self._talk()
        if call is None or talk.code is None or talk.saving:
            return
        try:
            if talk.stage is Stage.AGAIN:
                self._save_attempt(call, talk, talk.code)
            elif talk.stage is Stage.ASKING:
                self._save_answer(call, talk, talk.code)
        except DeskError as error:
            self.panel.again.refuse(str(error))

    def _save_attempt(self, call: Call, talk: Talk, code: CallCode) -> None:
        counter, now = self._counter, self._counter.now()
        value = self.panel.again.when.value
        at = typed_time(self.panel.again.clock.text(), now) if value == OTHER else int(value or 0)
        settings, by = counter.settings(), counter.actor.name
        requests = calling.not_answered(counter.scope, call.dues, code, at, settings, by, now)
        words = f"{call.where} {code.label}" + (f", {moment(at, now)}再打" if at else "")
        self._wanted, talk.saving = next_call(self._calls.values(), call), True
        counter.take(self, requests, lambda changed: self._after(call, words), self._failed)

    def _save_answer(self, call: Call, talk: Talk, code: CallCode) -> None:
        asking, counter = self.panel.asking, self._counter
        satisfaction = Satisfaction.of(talk.satisfaction)
        if satisfaction is None:
            asking.refuse("还没有评价: 按 1 满意、2 较满意 或 3 不满意", asking.rating)
            return
        follow_up = FollowUp.of(talk.follow_up)
        if satisfaction is Satisfaction.BAD and follow_up is None:
            asking.refuse("业主不满意, 还没有选去向: 按 1 返工、2 主管回电 或 3 转投诉", asking.follow_up)
            return
        due, now = call.dues[0], counter.now()
        answers = tuple((one, talk.answers[one]) for one in self.panel.questions() if one in talk.answers)
        heard = Heard(code, answers, satisfaction, talk.words, follow_up, talk.seconds(now))
        requests = calling.answered(counter.scope, due, heard, counter.actor.name)
        self._wanted, talk.saving = next_call(self._calls.values(), call), True

        def done(changed: Changed) -> None:
            self._after(call, "", talk)
            self._tell(call, heard, changed)

        counter.take(self, requests, done, self._failed)

    def _after(self, call: Call, words: str, answered: Talk | None = None) -> None:
        """On to the next matter of the same conversation, else to the next call."""
        self._talks.pop(call.id, None)
        if answered is not None and len(call.dues) > 1:
            following = call.dues[1].id
            self._talks[following] = Talk(
                Stage.ASKING, answered.code, self._counter.now(), following=True, shown=answered.shown
            )
            self._wanted = following
            self.reload()
            return
        if words:
            self._counter.ways.said.emit(words)
        self.list.setFocus()
        self._show(self._shown)

    def _tell(self, call: Call, heard: Heard, changed: Changed) -> None:
        counter = self._counter
        if heard.follow_up is not FollowUp.REWORK:
            words = f"{call.where} {heard.satisfaction.label}"
            more = {FollowUp.CALL_BACK: ", 已请主管回电", FollowUp.COMPLAINT: ", 已转投诉, 请主管处理"}
            counter.ways.said.emit(words + (more.get(heard.follow_up, "") if heard.follow_up else ""))
            return
        order = changed.ents[0]

        def number() -> str:
            return str(counter.database.read("SELECT no FROM work_order WHERE id = ?", (order,))[0][0])

        counter.read(self, number, lambda no: counter.ways.said.emit(f"已开返工单 {no}, 在待派; 原单已结"))

    # keys and changes

    def _on_list_key(self, ent: str, event: QKeyEvent) -> None:
        if event.text() == "+":
            self._ask_now()

    def _back(self) -> bool:
        """Esc: one stage back; what was heard stays."""
        talk = self._talk()
        if self._call() is None or not talk.begun:
            return False
        if talk.stage is Stage.DIALLED:
            talk.stage = Stage.READY
            self.panel.show_stage()
            self.list.setFocus()
            return True
        talk.stage = Stage.DIALLED
        self._to_stage()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Function keys that nobody nearer used, where no window routes them."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        name = {Qt.Key.Key_F9: "F9", Qt.Key.Key_Escape: "Esc"}.get(Qt.Key(event.key()), "")
        if not self.press("Ctrl+Return" if control and enter else name):
            super().keyPressEvent(event)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("revisit", "work_order", "resident", "setting"):
            self.reload()

    def _on_person(self) -> None:
        self._talks.clear()
        self._calls = {}
        self._shown = ""
        if self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        self._wanted = ""
        for talk in self._talks.values():
            talk.saving = False
        self._counter.ways.refused.emit(error)
