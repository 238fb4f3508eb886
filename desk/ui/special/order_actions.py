"""The next steps of a repair as buttons: one filled, the radio's beside it, the rest quiet or in 更多."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desk.domain.flow import Flow, Step, Values
from desk.domain.roles import WITH_ACCOUNT, Role
from desk.services.work_orders.matters import Next
from desk.services.work_orders.record import Status
from desk.services.work_orders.trapped import is_trapped
from desk.ui.kit.buttons import PLAIN, PRIMARY, QUIET, KeyButton
from desk.ui.page_layout import clear
from desk.ui.theme import theme

S = Status
MAIN = (
    "call_back", "release", "arrive", "finish", "wait_parts", "nobody_home", "dispatch", "resume", "put_off", "review",
    "slip_back", "revisit",
)  # fmt: skip
SECOND = ("reassign", "recall", "inform", "amend", "suspend", "pay")
TRAPPED = ("call_back", "release")
URGE, ANSWER, CONFIRM = "urge", "answer_call", "confirm_identity"
PRINTED = (S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED, S.SUSPENDED, S.FINISHED, S.HANDED_OUT)
MOST_SECOND, MOST_FIRST = 2, 4
PRINT, REVISIT, PHONE = "print", "revisit", "phone"
# Papers of an order beside its slip: their keys, words and icons.
TIME_LINE, DOOR_NOTE, BIND = "time_line", "door_note", "bind"
PAPERS = {
    "Ctrl+J": (TIME_LINE, "事项经过", "history"),
    "Ctrl+D": (DOOR_NOTE, "未遇留言条", "door-closed"),
    "Ctrl+B": (BIND, "绑定空白单", "paperclip"),
}


class OrderActions(QWidget):
    """`wanted` carries a step's name, or `print`; `said` the reason of a blocked one."""

    wanted = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.setSpacing(look.px(8))
        self._second.setSpacing(look.px(4))
        column.addLayout(self._first)
        column.addLayout(self._second)
        self._more: list[tuple[str, str, str]] = []
        self.menu: QMenu | None = None
        self.primary: KeyButton | None = None

    def show_order(
        self, values: Values, flow: Flow, roles: frozenset[Role], after: Next | None, printed: bool,
        called: bool = False,
    ) -> None:  # fmt: skip
        """The buttons of one order. `printed`: its slip was printed before, so the next is a second print; `called`:
        somebody above the desk is called on, and his answer is waited for.
        """
        self.primary = None
        clear(self._first)
        clear(self._second)
        shut_in = TRAPPED if is_trapped(values) else ()
        steps = {
            one.name: one for one in flow.possible(values.get("status"), roles) if one.shown or one.name in shut_in
        }
        confirm = steps.pop(CONFIRM, None)
        status = values.get("status")
        wanted = after.step if after else ""
        names = [name for name in MAIN if name in steps]
        if shut_in:  # first whoever is in there: what waits or finds nobody is found in 更多
            names = names[:MOST_FIRST]
        if REVISIT not in steps and status == S.SLIP_BACK and values.get("revisit_id"):
            names.append(REVISIT)
        if wanted == "inform" and "inform" in steps:
            names.insert(0, "inform")
        if wanted and wanted not in names and flow.step(wanted) is not None:
            self._blocked(flow, wanted)
        for name in sorted(names, key=lambda one: one != wanted):
            key, words, icon = self._face(name, steps.get(name), after if name == wanted else None)
            filled = name == wanted
            button = self._button(words, key, PRIMARY if filled else PLAIN, icon if filled else "", name)
            self._first.addWidget(button)
            if name == wanted:
                self.primary = button
        if confirm is not None and values.get("identity_unchecked"):
            self._first.addWidget(self._button(confirm.label, confirm.key, PLAIN, "", CONFIRM))
        if called:
            self._first.addWidget(self._button("登记答复", "*", PLAIN, "", ANSWER))
        self._first.addStretch()
        shown = [*names, URGE] if len(names) <= MOST_FIRST else names
        if URGE in steps and len(names) <= MOST_FIRST:
            self._first.addWidget(self._button("催单", "+", PLAIN, "", URGE))
        self._lay_second(values, [one for one in steps.values() if one.name not in shown], printed)

    def _lay_second(self, values: Values, rest: list[Step], printed: bool) -> None:
        first = [one for name in SECOND for one in rest if one.name == name]
        quiet = first[:MOST_SECOND]
        for step in quiet:
            key = step.key if step.key != "Enter" else ""
            self._second.addWidget(self._button(step.label, key, QUIET, step.icon, step.name))
        if values.get("status") in PRINTED:
            self._second.addWidget(self._button("补打" if printed else "打印", "F8", QUIET, "printer", PRINT))
        self._second.addStretch()
        urge = next((one for one in rest if one.name == URGE), None)
        if urge is not None:
            self._second.addWidget(self._button(urge.label, urge.key, QUIET, "", URGE))
            quiet.append(urge)
        self._more = [(one.name, one.label, one.icon) for one in rest if one not in quiet]
        if values.get("reporter_phone"):
            self._more.insert(0, (PHONE, "看电话", "phone-outgoing"))
        on_paper = {TIME_LINE} | ({DOOR_NOTE} if values.get("status") in PRINTED else set())
        on_paper |= {BIND} if values.get("status") not in (S.VOID, S.CLOSED) else set()
        papers = [(name, f"{words}\t{key}", icon) for key, (name, words, icon) in PAPERS.items() if name in on_paper]
        self._more += papers
        if self._more:
            more = KeyButton("更多", "", QUIET, "ellipsis")
            more.clicked.connect(lambda _=False: self._open(more))
            self._second.addWidget(more)

    def _face(self, name: str, step: Step | None, after: Next | None) -> tuple[str, str, str]:
        """Key, words and icon of a step; the next one has the words that Today uses."""
        if step is None:
            return "F7", "回访", "phone-outgoing"
        return (after.key if after else step.key), (after.label if after else step.label), step.icon

    def _button(self, words: str, key: str, kind: str, icon: str, name: str) -> KeyButton:
        button = KeyButton(words, key, kind, icon)
        button.clicked.connect(self._tell(name))
        return button

    def _blocked(self, flow: Flow, name: str) -> None:
        """The next step of somebody else: it stays visible, grey, and says who may."""
        step = flow.step(name)
        assert step is not None
        button = self._button(step.label, step.key, PLAIN, step.icon, name)
        who = "、".join(role.label for role in sorted(step.by & WITH_ACCOUNT, key=str))
        button.block(f"您的岗位不能{step.label}, 请找{who}办理")
        button.blocked.connect(self.said)
        self._first.addWidget(button)

    def _tell(self, name: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(name)

    def _forget(self) -> None:
        self.menu = None

    def _open(self, button: KeyButton) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme()
        for name, words, icon in self._more:
            action = menu.addAction(look.pixmap(icon or "chevron-right", "text", 18), words)
            action.triggered.connect(self._tell(name))
        self.menu = menu
        menu.destroyed.connect(self._forget)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
