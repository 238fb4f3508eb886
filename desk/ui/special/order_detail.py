"""One repair beside the list: head and clock, matter, facts, next steps, what happened, money, photos, a remark."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.clocks import runs_again_at
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.settings import Settings
from desk.domain.words_of_time import moment
from desk.services.reviews.marking import WORDS
from desk.services.slips import ledger
from desk.services.work_orders.matters import Next, matter
from desk.services.work_orders.record import (
    Area,
    Informed,
    PartsFrom,
    Payment,
    Result,
    Satisfaction,
    Signature,
    Status,
    Tick,
    Urgency,
)
from desk.services.work_orders.story import price
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.band import Band
from desk.ui.kit.labels import FactGrid, label, line
from desk.ui.kit.notice import Notice
from desk.ui.page_detail import Detail
from desk.ui.page_layout import scrolled
from desk.ui.page_tabs import Tabs
from desk.ui.papers import NotePapers, TimeLinePapers
from desk.ui.special.notices.from_crowd import write_notice
from desk.ui.special.order_actions import BIND, DOOR_NOTE, PAPERS, PHONE, PRINT, TIME_LINE, OrderActions
from desk.ui.special.order_files import OrderFiles
from desk.ui.special.order_head import OrderHead
from desk.ui.special.order_lines import View
from desk.ui.special.order_reads import OrderFacts, read
from desk.ui.special.order_reporters import OrderReporters
from desk.ui.special.order_story import OrderStory
from desk.ui.special.pattern_bar import PatternBar
from desk.ui.special.remark_field import RemarkField
from desk.ui.special.reveal import reveal
from desk.ui.special.step_taking import ORDER, StepTaker
from desk.ui.special.whole import make_whole, note_notice
from desk.ui.theme import theme

TABS = (("story", "经过"), ("reporters", "同报"), ("money", "费用"), ("photos", "照片"))
TICK_MS = 1_000
AREAS = {str(Area.PUBLIC): "公共", str(Area.OWN): "自有"}
KEYS = {"F9": ("confirm_identity",), "F4": ("dispatch", "reassign"), "F6": ("slip_back",), "F7": ("revisit",)}


class OrderDetail(Detail):
    """Follows the chosen row; every step goes through its `taker`."""

    def __init__(self, counter: Counter, page: QWidget) -> None:
        super().__init__(20)
        self._counter = counter
        self._flow = counter.rules.known(ORDER)
        self._ent = ""
        self.facts_shown: OrderFacts | None = None
        self._next: Next | None = None
        self._later: Callable[[], object] | None = None
        self.taker = StepTaker(counter, page)
        self.heading = OrderHead()
        self.matter = label("", "who", wrap=True)
        self.facts = FactGrid(2, shares=(11, 8))  # a category is longer than a number
        self.buttons = OrderActions()
        self.tabs = Tabs("详情", TABS)
        self.story = OrderStory(counter)
        self.money = FactGrid(2)
        self.files = OrderFiles(counter, page)
        self.reporters = OrderReporters()
        self.patterns = PatternBar()
        self.band = Band("裁定", "Ctrl+U")
        self.remark = RemarkField(counter)
        self._notice = Notice()
        self._lay()
        self.buttons.wanted.connect(self.want)
        self.buttons.said.connect(counter.ways.warned)
        self.tabs.chosen.connect(self._turn)
        self.reporters.call_wanted.connect(lambda: counter.ways.replies_wanted.emit(self._ent))
        self.reporters.void_wanted.connect(self._void_report)
        self.band.wanted.connect(lambda: counter.ways.review_wanted.emit(self._ent))
        self.patterns.whole_wanted.connect(self.make_whole)
        self.patterns.notice_wanted.connect(lambda pattern: note_notice(counter, self, pattern))
        self.patterns.write_wanted.connect(lambda pattern: write_notice(counter, self, pattern))
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(lambda: self.heading.tick(counter.now()))

    def _lay(self) -> None:
        look = theme()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(self.heading)
        column.addWidget(line())
        column.addWidget(self.matter)
        column.addWidget(self.band)
        column.addWidget(self.patterns)
        column.addWidget(self.facts)
        column.addWidget(self.buttons)
        tabs = QVBoxLayout()
        tabs.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch()
        tabs.addLayout(row)
        tabs.addWidget(line())
        column.addLayout(tabs)
        self._pages = QStackedWidget()
        money = QWidget()
        inside = QVBoxLayout(money)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.money)
        inside.addStretch()
        for part in (scrolled(self.story), scrolled(self.reporters), scrolled(money), self.files):
            self._pages.addWidget(part)
        column.addWidget(self._pages, 1)
        column.addWidget(self.remark)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(shown)
        self.column.addWidget(holder)
        self._notice.empty("选中一单, 这里看详情", "↑↓ 换行, Enter 办下一步")

    # what is shown

    @property
    def values(self) -> Values:
        return self.facts_shown.values if self.facts_shown is not None else {}

    def show_record(self, ent: str) -> None:
        if ent != self._ent:
            self._later = None
        self._ent = ent
        if not ent:
            self.facts_shown = None
            self._stack.setCurrentIndex(0)
            return
        counter = self._counter
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        counter.read(
            self,
            lambda: read(database, actor, scope, counter.settings(), ent, now),
            lambda found: self._show(ent, found),
            lambda error: self._notice_error(error),
        )

    def follow(self, changed: Changed) -> None:
        if self._ent and changed.any_of(ORDER, "co_report", "slip", "attachment", "revisit", "branch"):
            self.show_record(self._ent)

    def _notice_error(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self._notice.failed(told.message, told.advice)
        self._stack.setCurrentIndex(0)

    def _show(self, ent: str, found: OrderFacts | None) -> None:
        if ent != self._ent:
            return
        if found is None:
            self._notice.empty("这一单不在了", "按 F5 刷新")
            self._stack.setCurrentIndex(0)
            return
        self.facts_shown = found
        counter, values = self._counter, found.values
        view = View(counter.settings(), counter.calendar, counter.now())
        self.heading.show_order(values, found.address, view)
        self.band.show_words(WORDS if found.undecided else "", "两台电脑记的不一样, 这里先照现在的一边显示")
        if found.undecided:
            self.heading.state.setText(WORDS)
        self.matter.setText(str(values.get("matter") or ""))
        self.facts.show_facts(facts_of(found, view.now, view.settings))
        one = matter(values, view.settings, view.calendar, view.now)
        self._next = one.next
        printed = ledger.next_print(found.slips)[0] > 1
        may_answer = one.calls_above and counter.may(ORDER, "answer_call")
        self.buttons.show_order(values, self._flow, counter.roles, one.next, printed, may_answer)
        self.story.show_story(found, self._flow, view)
        self.money.show_facts(money_of(values))
        counts = {"reporters": len(found.reporters), "photos": len(found.files)}
        self.tabs.show_counts({name: count for name, count in counts.items() if count})
        self.reporters.show_reporters(found, view.now)
        self.patterns.show_patterns(found.patterns, values, view.now, counter.may(ORDER, "intake"))
        self.files.show_files(ent, found.files, found.photo_marks)
        self.remark.show_order(ent, self._flow.step("remark") is not None and counter.may(ORDER, "remark"))
        self._stack.setCurrentIndex(1)
        later, self._later = self._later, None
        if later is not None:
            later()

    def _is_behind(self) -> bool:
        """The list has moved on and its order is still being read: a key is meant for that one, not for the last."""
        return bool(self._ent) and self.values.get("id") != self._ent

    def _want_checked(self, name: str) -> None:
        """A step that was wanted before its order could be seen."""
        step = self._flow.step(name)
        if step is not None and self.values.get("status") not in step.frm:
            now = Status.label_of(self.values.get("status"))
            self._counter.ways.warned.emit(f"{self.values.get('where', '')} 现在是“{now}”, 不能{step.label}")
        else:
            self.want(name)

    def _turn(self, name: str) -> None:
        self._pages.setCurrentIndex([one for one, _ in TABS].index(name))

    # steps

    def make_whole(self) -> None:
        """One order that stands for all of the pattern; it is shown then."""
        if self.patterns.may_join and not self._is_behind():
            make_whole(self._counter, self, self._ent, self._counter.ways.order_wanted.emit)

    def _void_report(self, ent: str) -> None:
        counter = self._counter
        counter.take(self, [counter.request("co_report", "void", {}, ent)], lambda _: counter.ways.said.emit("已划掉"))

    def want(self, name: str) -> None:
        """A step, or the paper, of what is shown."""
        if self._is_behind():
            self._later = partial(self._want_checked, name)
            return
        if not self.values:
            return
        if name == PHONE:
            reveal(self._counter, self, str(self.values["id"]), self._show_phone)
        elif name == PRINT:
            self._counter.ways.print_wanted.emit([str(self.values["id"])])
        elif name in (TIME_LINE, DOOR_NOTE, BIND):
            self._want_paper(name, str(self.values["id"]))
        else:
            self.taker.want(ORDER, self.values, name)

    def _want_paper(self, name: str, ent: str) -> None:
        """What can be printed of an order beside its slip, and the sheet that was used without one."""
        ways = self._counter.ways
        if name == BIND:
            ways.bind_wanted.emit("", ent)
        elif name == DOOR_NOTE:
            ways.print_wanted.emit(NotePapers(ids=(ent,)))
        else:
            ways.print_wanted.emit(TimeLinePapers(order_id=ent, flow=self._flow))

    def _show_phone(self) -> None:
        """The whole number, until another order is shown; that it was looked at is in the journal."""
        counter = self._counter
        if self.facts_shown is not None:
            self.facts.show_facts(facts_of(self.facts_shown, counter.now(), counter.settings(), masked=False))

    def go_on(self) -> None:
        if self._is_behind():
            self._later = self.go_on
        elif self._next is not None:
            self.want(self._next.step)

    def press(self, key: str) -> bool:
        if self._is_behind() and (key in KEYS or key in PAPERS or key == "F8"):
            self._later = partial(self._press_later, key)
            return True
        if key == "F8" and self.values:
            self.want(PRINT)
            return True
        if key in PAPERS and self.values:
            self.want(PAPERS[key][0])
            return True
        status = self.values.get("status")
        possible = {step.name for step in self._flow.possible(status, self._counter.roles)}
        if status == Status.SLIP_BACK:
            possible.add("revisit")
        if not self.values.get("identity_unchecked") or self.taker.spoken is not None:  # F9 is the panel's then
            possible.discard("confirm_identity")
        name = next((one for one in KEYS.get(key, ()) if one in possible), None)
        if name is None:
            return False
        self.want(name)
        return True

    def _press_later(self, key: str) -> None:
        ways = self._counter.ways
        if not self.press(key) and key in ("F6", "F7"):
            (ways.slip_return_wanted if key == "F6" else ways.revisit_wanted).emit("")

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._timer.stop()


def _of_state(values: Values, now: int, settings: Settings) -> list[tuple[str, str]]:
    """What an order waits for and until when its clock stands; whose it is outside; who goes along."""
    facts: list[tuple[str, str]] = [
        ("返工自", str(values.get("rework_of_no") or "")), ("总单", str(values.get("parent_no") or "")),
    ]  # fmt: skip
    if values.get("second_technician"):
        facts.append(("同去", str(values["second_technician"])))
    if values.get("status") == Status.SUSPENDED:
        runs = runs_again_at(values, settings)
        again = values.get("call_again_at")
        facts += [
            ("等什么", "，".join(part for part in (str(values.get("suspend_note") or ""),
                                              PartsFrom.label_of(values.get("parts_from"))) if part)),
            ("再联系", moment(again, now) if again else ""),
            ("挂起到", str(values.get("suspended_until_on") or "")[5:]),
            ("时限", "" if runs is None else "在走 (暂停已满)" if runs <= now else f"暂停, {moment(runs, now)} 起再走"),
        ]  # fmt: skip
    if values.get("status") == Status.HANDED_OUT:
        since = values.get("handed_out_at")
        facts += [
            ("外单位", " ".join(str(values.get(name) or "") for name in ("contractor", "contractor_phone")).strip()),
            ("对方单号", str(values.get("contractor_no") or "没有问到")),
            ("转出", moment(since, now) if since else ""),
        ]
    return [(name, value) for name, value in facts if value]


def facts_of(found: OrderFacts, now: int, settings: Settings, masked: bool = True) -> list[tuple[str, str]]:
    """The eight pairs under the matter; what is known only later takes the place of what no longer matters."""
    values = found.values
    phone = str(values.get("reporter_phone") or "")
    kind = "，".join(
        part for part in (Urgency.label_of(values.get("urgency")), AREAS.get(str(values.get("area")), "")) if part
    )
    category = str(values.get("problem_label") or "未分类") + (f"（{kind}）" if kind else "")
    informed = values.get("informed_at")
    told = (
        f"{moment(informed, now).removeprefix('今天 ')} {Informed.label_of(values.get('informed_how'))}"
        if informed
        else "还没有告知"
    )
    facts = [
        ("类别", category),
        ("电话", (mask(phone) if masked else phone) if phone else "没有留"),
        ("收费", price(values) or "未定"),
        ("已告知", told),
        *_of_state(values, now, settings),
        ("携带", str(values.get("tools") or "")),
        ("单号", f"{values.get('no', '')} · {ledger.printed_words(found.slips)}"),
        ("注意", str(values.get("precautions") or values.get("note") or "")),
        *([("住户评价", rated(values))] if values.get("rating") else ()),
        ("同类", f"本单元 7 天 {found.alike} 起" if found.alike > 1 else "本单元 7 天没有别的"),
    ]  # fmt: skip
    if values.get("result") or values.get("signature"):
        result = Result.label_of(values.get("result"))
        why = values.get("not_repaired_why")
        signed = Signature.label_of(values.get("signature"))
        tick = Tick.label_of(values.get("tick"))
        facts += [
            ("结果", result + (f"（{why}）" if why else "")),
            ("签字", "，".join(part for part in (signed, f"勾选{tick}" if tick else "") if part)),
        ]
    return facts


def rated(values: Values) -> str:
    """What the resident said of it through the channel; the whole of it stands in what happened."""
    return "，".join(part for part in (Satisfaction.label_of(values.get("rating")), values.get("rating_words")) if part)


def money_of(values: Values) -> list[tuple[str, str]]:
    """What was agreed, what is due, what came in."""

    def amount(name: str) -> str:
        return fen_text(values[name]) if values.get(name) is not None else ""

    materials = "、".join(str(one.get("name", "")) for one in values.get("materials") or ())
    return [
        ("约定", price(values)), ("应收", amount("due_fen")),
        ("材料费", amount("material_fen")), ("实收", amount("received_fen")),
        ("人工费", amount("labour_fen")), ("方式", Payment.label_of(values.get("payment"))),
        ("用料", materials), ("收据号", str(values.get("receipt_no") or "")),
    ]  # fmt: skip
