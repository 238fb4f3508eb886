"""The rooms of the window: which page stands behind which place of the rail, and who may enter."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from desk.domain.roles import COUNTER, Role
from desk.ui.kit.rail import RailPlace

if TYPE_CHECKING:
    from desk.ui.counter import Counter


@dataclass(frozen=True, slots=True)
class Room:
    """One place. `made_by` is module:class; `record` the record whose steps say who may enter (empty: everybody).

    `keeps` names the other records that its page shows: whoever asks for one of them (`Ways.matter_wanted`) is
    led here. `readers` see something of it without taking a step there. `book`: its register (Ctrl+E).
    """

    name: str
    words: str
    icon: str
    made_by: str = ""
    record: str = ""
    last: bool = False
    keeps: tuple[str, ...] = ()
    readers: frozenset[Role] = frozenset()
    book: str = "repairs"

    @property
    def rail(self) -> RailPlace:
        return RailPlace(self.name, self.words, self.icon, self.last)


ROOMS = (
    Room("today", "今日", "sun", "desk.ui.special.today:TodayPage"),
    Room("intake", "受理", "phone-incoming", "", "work_order"),
    Room("work_orders", "报修", "wrench", "desk.ui.special.orders:OrdersPage", "work_order"),
    Room("revisits", "回访", "headphones", "desk.ui.special.revisits:RevisitsPage", "revisit"),
    Room("slips", "派工单", "receipt", "desk.ui.special.slips:SlipsPage", "slip", book="slips"),
    Room("takings", "收款", "banknote", "desk.ui.special.takings.page:TakingsPage", "taking", book="takings"),
    Room(
        "fresh_orders",
        "生鲜",
        "shopping-basket",
        "desk.ui.special.fresh.page:FreshPage",
        "fresh_order",
        keeps=("exchange", "compensation", "points_entry"),
        book="fresh_orders",
    ),
    Room("housekeeping", "家政", "brush", "desk.ui.special.housekeeping:HousekeepingPage", "housekeeping"),
    Room(
        "notices",
        "公告",
        "megaphone",
        "desk.ui.special.notices.page:NoticesPage",
        "notice",
        keeps=("notice_call", "sign_up"),
    ),
    Room(
        "complaints",
        "投诉",
        "message-square-warning",
        "desk.ui.special.complaints.page:ComplaintsPage",
        "complaint",
        keeps=("in_hand",),
    ),
    Room(
        "hand_over",
        "交接",
        "signature",
        "desk.ui.special.hand_over.page:HandOverPage",
        "hand_over",
        keeps=("promise", "night_entry", "night_sheet"),
        book="hand_overs",
    ),
    Room("analysis", "分析", "chart-column", "desk.ui.special.analysis.page:AnalysisPage", book="monthly"),
    Room(
        "assessment",
        "考核",
        "clipboard-check",
        "desk.ui.special.assessment.page:AssessmentPage",
        "assessment",
        keeps=("force_majeure", "unrecorded"),
        readers=COUNTER | {Role.FOREMAN, Role.ACCOUNTANT},
    ),
    Room("residents", "业主", "users", "desk.ui.special.residents:ResidentsPage", "resident"),
    Room("settings", "设置", "settings", "desk.ui.special.settings_page:SettingsPage", last=True),
)
# What slides over a page: name -> module:class.
PANELS = {
    "intake": "desk.ui.special.intake:IntakeCard",
    "dispatch": "desk.ui.special.dispatch:DispatchPane",
    "replies": "desk.ui.special.replies:RepliesPane",
    "slip_return": "desk.ui.special.slip_return:SlipReturnPane",
    "missing": "desk.ui.special.missing:MissingPane",
    "payment": "desk.ui.special.takings.payment:PaymentPane",
    "slip_grid": "desk.ui.special.slip_return:SlipGridPane",
    "preview": "desk.ui.special.preview:PreviewPane",
    "review": "desk.ui.special.reviews:ReviewPane",
    "sync": "desk.ui.special.sync:SyncPane",
    "bind": "desk.ui.special.bind_slip:BindSlipPane",
    "booking": "desk.ui.special.housekeeping.book_pane:BookPane",
    "complaint": "desk.ui.special.complaints.intake:ComplaintIntake",
    "registers": "desk.ui.special.registers:RegistersPane",
    "help": "desk.ui.special.manual:ManualPane",
}
# The step that a panel is there for: who may not take it is told so instead.
TAKES = {
    "intake": ("work_order", "intake"),
    "complaint": ("complaint", "receive"),
    "dispatch": ("work_order", "dispatch"),
    "replies": ("co_report", "reply"),
    "slip_return": ("work_order", "slip_back"),
    "missing": ("slip", "missing"),
    "payment": ("work_order", "pay"),
    "slip_grid": ("work_order", "slip_back"),
    "preview": ("slip", "print"),
    "bind": ("slip", "bind"),
    "booking": ("housekeeping", "book"),
    "review": ("work_order", "resolve"),
}


def refusal(counter: "Counter", panel: str, wanted: object = None) -> str:
    """Why this person cannot use the panel, in words; empty for who can. `wanted` is what it is to show."""
    if panel not in TAKES or counter.may(*TAKES[panel]):
        return ""
    if panel == "preview" and not getattr(wanted, "in_ledger", True):  # a report enters no ledger of slips
        return ""
    if panel == "review" and counter.confidential is not None:  # a handler of complaints, whatever his post is
        return ""
    record, name = TAKES[panel]
    step = counter.rules.known(record).step(name)
    assert step is not None
    return f"您的岗位不能{'打印' if panel == 'preview' else step.label}, 请找{Role.CLERK.label}办理"


def room(name: str) -> Room | None:
    return next((one for one in ROOMS if one.name == name), None)


def keeper(record: str) -> Room | None:
    """The room whose page shows a record of this kind (`show_record(id)`)."""
    return next((one for one in ROOMS if one.made_by and record in (one.record, *one.keeps)), None)


def may_enter(counter: "Counter", one: Room) -> bool:
    """Whoever may take any step of a room's record may see the room: no second list of permissions."""
    if not one.record or counter.actor.may(one.readers):
        return True
    flow = counter.rules.flow(one.record)
    return flow is not None and any(counter.actor.may(step.by) for step in flow.steps)


def make(made_by: str, counter: "Counter") -> QWidget:
    """Build a page or a panel when it is first wanted."""
    module, _, name = made_by.partition(":")
    return cast(QWidget, getattr(import_module(module), name)(counter))
