"""One conversation after the other: dialled, heard, written down in one transaction, and on to the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.words_of_time import moment
from desk.services.residents.lookup import household
from desk.services.residents.record import RESIDENT
from desk.services.revisits import calling
from desk.services.revisits.asked_time import asked_time
from desk.services.revisits.calling import Heard
from desk.services.revisits.due import JUDGED, Call
from desk.services.revisits.record import EXEMPT_BY_HAND, CallCode, ExemptReason, FollowUp, Satisfaction
from desk.services.revisits.rules import JUDGES, TALKED
from desk.services.revisits.script import Script, Speaker
from desk.services.revisits.sources import Next, RevisitSettings
from desk.store.query import one as one_record
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice
from desk.ui.special.complaints.from_elsewhere import complaint_after
from desk.ui.special.reveal import reveal
from desk.ui.special.revisits.again_times import OTHER, offer
from desk.ui.special.revisits.call_panel import CallPanel
from desk.ui.special.revisits.call_rows import next_call
from desk.ui.special.revisits.talk import Stage, Talk

SAID = {FollowUp.CALL_BACK: ", 已请主管回电", FollowUp.COMPLAINT: ", 已转投诉, 请接着登记"}


class Talking(QObject):
    """Every call is dialled, and timed from 接通 to saving: there is no key that answers for the resident.

    The page gives it the calls of the pile at hand and says which one is shown.
    """

    list_wanted = Signal()  # the conversation is over: the keys go back to the list
    reload_wanted = Signal()

    def __init__(self, counter: Counter, panel: CallPanel, table: RevisitSettings, owner: QWidget) -> None:
        super().__init__(owner)
        self._counter, self._panel, self._owner = counter, panel, owner
        self.table = table
        self.desk_phone = ""
        self.over_fen = 0  # whoever paid more is asked what those are asked who paid much
        self.calls: dict[str, Call] = {}
        self._talks: dict[str, Talk] = {}
        self.shown = ""
        self.wanted = ""  # the revisit to be shown when the list has been read anew
        self._card: list[Values] = []
        panel.dial_wanted.connect(self.dial)
        panel.ask_wanted.connect(self.ask_now)
        panel.heard.connect(self.hear)
        panel.save_wanted.connect(self.save)
        panel.number_wanted.connect(self.open_number)
        for button in (panel.dial, panel.ask, panel.new_number):
            button.blocked.connect(counter.ways.said)
        panel.exempt_wanted.connect(self.open_exempt)

    @property
    def talk(self) -> Talk:
        return self._talks.setdefault(self.shown, Talk())

    @property
    def call(self) -> Call | None:
        return self.calls.get(self.shown)

    @property
    def begun(self) -> bool:
        return self.call is not None and self.talk.begun

    @property
    def judge(self) -> bool:
        return self._counter.actor.may(JUDGES)

    def show(self, ent: str) -> bool:
        """Turn to this call; False where there is none."""
        call = self.calls.get(ent)
        if call is None:
            return False
        self.shown = ent
        counter = self._counter
        speaker = Speaker(counter.estate_name, self.desk_phone, counter.actor.staff_no)
        script = Script(self.table, speaker, counter.now())
        self._panel.use(self.table, self.over_fen)
        self._panel.show_call(call, self.talk, script, counter.now(), self.judge)
        return True

    def forget(self) -> None:
        """Another person or estate: nothing of the old conversations stays."""
        self._talks.clear()
        self.calls = {}
        self.shown = self.wanted = ""

    # the call

    def dial(self) -> None:
        """Dialling is the reveal: the number is large once it is written down that it was shown."""
        call, talk, counter = self.call, self.talk, self._counter
        if call is None or talk.begun:
            self._panel.focus_stage()
            return
        if self._may_not(call):
            return
        if not call.phones:
            counter.ways.said.emit("没有号码: 按 * 记一个新号码")
            return
        talk.stage = Stage.DIALLED
        self._to_stage()
        requests = calling.dialled(counter.scope, call.dues, counter.actor.name)

        def written(changed: Changed) -> None:
            reveal(counter, self._owner, call.id, lambda: self._show_number(talk))

        counter.take(self._owner, requests, written, lambda error: self._undial(talk, error))

    def _may_not(self, call: Call) -> bool:
        if call.group in JUDGED and not self.judge:
            self._counter.ways.said.emit(self._panel.dial.reason)
            return True
        return False

    def _show_number(self, talk: Talk) -> None:
        talk.shown = True
        if talk is self.talk:
            self._panel.show_number()

    def _undial(self, talk: Talk, error: Exception) -> None:
        talk.stage = Stage.READY
        self._panel.show_stage()
        self.list_wanted.emit()
        self.fail(error)

    def ask_now(self) -> None:
        """The resident rang: nobody dials, the questions begin at once."""
        call = self.call
        if call is not None and not self.talk.begun and not self._may_not(call):
            self.hear(str(CallCode.ANSWERED))

    def hear(self, value: str) -> None:
        call, talk, now = self.call, self.talk, self._counter.now()
        code = CallCode.of(value)
        if call is None or code is None:
            return
        talk.code = code
        if code in TALKED:
            talk.stage = Stage.ASKING
            talk.connected_at = talk.connected_at or now
        else:
            talk.stage = Stage.AGAIN
            counter = self._counter
            made = offer(counter.settings(), counter.calendar, self.table, call, code, now)
            self._panel.again.show_again(made.words, made.advice, made.choices, made.value)
        self._to_stage()

    def open_exempt(self) -> None:
        """免访: five reasons, for those who may; a digit and Enter."""
        if self.call is None or self.talk.begun or not self.judge:
            return
        several = len(self.call.dues)
        advice = f"这个电话的 {several} 件都不再回访, 单独统计" if several > 1 else "这一单不再回访, 单独统计"
        choices = [Choice(str(one), one.label) for one in EXEMPT_BY_HAND]
        self._panel.again.show_again("免访: 为什么不用回访", advice, choices, choices[0].value)
        self.talk.stage = Stage.EXEMPT
        self._to_stage()

    def open_number(self) -> None:
        """新号码, 先记下: on the resident's card, whatever else is known of it."""
        call, counter = self.call, self._counter
        if call is None or self.talk.on_line:
            return
        if not call.resident_id:
            counter.ways.said.emit(self._panel.new_number.reason)
            return
        database, actor, scope, search = counter.database, counter.actor, counter.scope, counter.search
        today = day_of(counter.now())

        def work() -> tuple[list[Values], list[str]]:
            found = one_record(database, actor, scope, RESIDENT, call.resident_id) or {}
            at_home = household(search, actor, scope, call.home_id, today) if call.home_id else []
            beside = [f"{one.name} {one.masked}".strip() for one in at_home if one.resident_id != call.resident_id]
            return list(found.get("phones") or ()), beside

        def done(found: tuple[list[Values], list[str]]) -> None:
            self._card = found[0]
            self._panel.number.show_known(*found)
            self.talk.stage = Stage.NUMBER
            self._to_stage()

        counter.read(self._owner, work, done)

    def back(self) -> bool:
        """Esc: one stage back; what was heard stays."""
        talk = self.talk
        if self.call is None or not talk.begun:
            return False
        if talk.stage in (Stage.DIALLED, Stage.EXEMPT, Stage.NUMBER):
            talk.stage = Stage.READY
            self._panel.show_stage()
            self.list_wanted.emit()
            return True
        talk.stage = Stage.DIALLED
        self._to_stage()
        return True

    def _to_stage(self) -> None:
        self._panel.show_stage()
        self._panel.focus_stage()

    # saving

    def save(self) -> None:
        """F9: what was heard, in one transaction; the next call is chosen by itself."""
        call, talk = self.call, self.talk
        if call is None or talk.saving:
            return
        try:
            if talk.stage is Stage.AGAIN and talk.code is not None:
                self._save_attempt(call, talk, talk.code)
            elif talk.stage is Stage.ASKING and talk.code is not None:
                self._save_answer(call, talk, talk.code)
            elif talk.stage is Stage.EXEMPT:
                self._save_exempt(call, talk)
            elif talk.stage is Stage.NUMBER:
                self._save_number(call, talk)
        except DeskError as error:
            (self._panel.number if talk.stage is Stage.NUMBER else self._panel.again).refuse(error)

    def _save_attempt(self, call: Call, talk: Talk, code: CallCode) -> None:
        counter, now = self._counter, self._counter.now()
        value = self._panel.again.when.value
        at = asked_time(self._panel.again.clock.text(), now) if value == OTHER else int(value or 0)
        settings, by = counter.settings(), counter.actor.name
        requests = calling.not_answered(counter.scope, call.dues, code, at, settings, by, now)
        check = self.table.results[code].next is Next.CHECK_PHONE
        then = ", 转到核对电话" if check and at else f", {moment(at, now)}再打" if at else ""
        words = f"{call.where} {code.label}{then}"
        self._take(call, talk, requests, lambda changed: self._after(call, words))

    def _save_exempt(self, call: Call, talk: Talk) -> None:
        reason = ExemptReason.of(self._panel.again.when.value) or ExemptReason.OTHER
        requests = calling.exempted(self._counter.scope, call.dues, reason)
        words = f"{call.where} 免访: {reason.label}"
        self._take(call, talk, requests, lambda changed: self._after(call, words))

    def _save_number(self, call: Call, talk: Talk) -> None:
        """The card's edit; the call stays, to be dialled now."""
        counter = self._counter
        bad = call.phones[0] if call.phones and call.attempts else ""
        phones = self._panel.number.phones(self._card, bad)
        values = {"phones": phones, "was": {"phones": self._card}} if self._card else {"phones": phones}
        request = counter.request("resident", "edit", values, call.resident_id)
        talk.stage = Stage.READY

        def done(changed: Changed) -> None:
            talk.saving = False
            counter.ways.said.emit(f"{call.where} 新号码记下了, 现在可以打")
            self.wanted = call.id
            self.reload_wanted.emit()
            self.list_wanted.emit()

        talk.saving = True
        counter.take(self._owner, [request], done, self.fail)

    def _save_answer(self, call: Call, talk: Talk, code: CallCode) -> None:
        asking, counter = self._panel.asking, self._counter
        satisfaction = Satisfaction.of(talk.satisfaction)
        if satisfaction is None and self._panel.rated:
            asking.refuse("还没有评价: 按 1 满意、2 较满意 或 3 不满意", asking.rating)
            return
        follow_up = FollowUp.of(talk.follow_up)
        if satisfaction is Satisfaction.BAD and follow_up is None:
            ways = "按 1 返工、2 主管回电 或 3 转投诉" if call.dues[0].is_repair else "按 2 主管回电 或 3 转投诉"
            asking.refuse(f"业主不满意, 还没有选去向: {ways}", asking.follow_up)
            return
        due, now = call.dues[0], counter.now()
        answers = tuple((one, talk.answers[one]) for one in self._panel.questions() if one in talk.answers)
        heard = Heard(code, answers, satisfaction, talk.words, follow_up, talk.seconds(now))
        requests = calling.answered(counter.scope, due, heard, counter.actor.name)

        def done(changed: Changed) -> None:
            self._after(call, "", talk)
            self._tell(call, heard, changed)

        self._take(call, talk, requests, done)

    def _take(self, call: Call, talk: Talk, requests: Sequence[StepRequest], done: Callable[[Changed], None]) -> None:
        self.wanted, talk.saving = next_call(self.calls.values(), call), True
        self._counter.take(self._owner, requests, done, self.fail)

    def _after(self, call: Call, words: str, answered: Talk | None = None) -> None:
        """On to the next matter of the same conversation, else to the next call."""
        self._talks.pop(call.id, None)
        # Whoever waits for the supervisor or has complained is not asked about the next matter in the same breath.
        ends = answered is None or answered.follow_up in (FollowUp.CALL_BACK, FollowUp.COMPLAINT)
        following = "" if ends else self._following(call)
        if answered is not None and following:
            self._talks[following] = Talk(
                Stage.ASKING, answered.code, self._counter.now(), following=True, shown=answered.shown
            )
            self.wanted = following
            self.reload_wanted.emit()
            return
        if words:
            self._counter.ways.said.emit(words)
        self.list_wanted.emit()
        self.show(self.shown)

    def _following(self, call: Call) -> str:
        """The next matter of this call, where it is still to be asked: one may have fallen away with the answer."""
        left = {due.id for one in self.calls.values() for due in one.dues}
        return next((due.id for due in call.dues[1:] if due.id in left), "")

    def _tell(self, call: Call, heard: Heard, changed: Changed) -> None:
        counter = self._counter
        if heard.follow_up is not FollowUp.REWORK:
            words = f"{call.where} {heard.satisfaction.label if heard.satisfaction else '已问'}"
            counter.ways.said.emit(words + (SAID.get(heard.follow_up, "") if heard.follow_up else ""))
            if heard.follow_up is FollowUp.COMPLAINT:
                counter.ways.complaint_wanted.emit(complaint_after(call))
            return
        order = changed.ents[0]

        def number() -> str:
            return str(counter.database.read("SELECT no FROM work_order WHERE id = ?", (order,))[0][0])

        counter.read(self._owner, number, lambda no: counter.ways.said.emit(f"已开返工单 {no}, 在待派; 原单已结"))

    def fail(self, error: Exception) -> None:
        self.wanted = ""
        for talk in self._talks.values():
            talk.saving = False
        self._counter.ways.refused.emit(error)
