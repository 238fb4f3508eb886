"""同报: another caller about an order that is there already; who wants a reply gets one when it is done."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.deciding import Context
from desk.domain.field import Kind, RecordType, Sought, field, moment
from desk.domain.flow import Flow, Frozen, Step, Verdict
from desk.domain.roles import COUNTER
from desk.services.work_orders.record import Informed


class CoReportState(Code):
    WAITING = "waiting", "等答复"
    NO_REPLY = "no_reply", "不用回"
    REPLIED = "replied", "已答复"
    VOID = "void", "作废"


@dataclass
class CoReport:
    order_id: str = field("报修单", Kind.REF, refers="work_order", required=True, indexed=True, exported=False)
    order_no: str = field("单号", width=9, limit=40)
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", exported=False)
    where: str = field("房间号", width=12, limit=80)
    reporter: str = field("报修人", searched=True, sought=Sought.NAME, private=True, width=8, limit=60)
    reporter_phone: str = field("联系电话", searched=True, sought=Sought.PHONE, private=True, width=12, limit=40)
    reporter_relation: str = field("身份", width=5, limit=20)
    matter: str = field("说的什么", Kind.WORDS, private=True, width=16, limit=500)
    wants_reply: bool = field("要回复", Kind.FLAG)
    taken_by: str = field("受理人", width=6, limit=60)
    reported_at: int = moment("报修时间", width=10)
    replied_at: int = moment("答复时间", width=10)
    replied_how: str = field("答复方式", Kind.CODE, code=Informed)
    status: str = field("状态", Kind.CODE, code=CoReportState, width=6)


CO_REPORT = RecordType("co_report", "同报", CoReport)
S = CoReportState


def join(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Who wants no reply is on the list all the same."""
    return Verdict(to=S.WAITING if body.get("wants_reply") else S.NO_REPLY)


def wanted(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"wants_reply": True})


def unwanted(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"wants_reply": False})


FLOW = Flow(
    CO_REPORT,
    CoReportState,
    (
        Step("join", "同报", frozenset(), S.WAITING, COUNTER, ("order_id",),
             ("order_no", "home_id", "resident_id", "where", "reporter", "reporter_phone", "reporter_relation",
              "matter", "wants_reply", "taken_by"), "+", "users", fact=True, moment="reported_at", rule=join),
        # `+` writes the caller down at once; whether a call back is wanted is asked after it, by digit.
        Step("want_reply", "要回复", frozenset({S.NO_REPLY}), S.WAITING, COUNTER, key="1", icon="phone-outgoing",
             rule=wanted, shown=False),
        Step("want_none", "不用回", frozenset({S.WAITING}), S.NO_REPLY, COUNTER, key="2", icon="check", rule=unwanted,
             shown=False),
        Step("reply", "已答复", frozenset({S.WAITING, S.NO_REPLY}), S.REPLIED, COUNTER, ("replied_how",), (), "Enter",
             "phone-outgoing", fact=True, moment="replied_at"),
        Step("void", "作废", frozenset({S.WAITING, S.NO_REPLY}), S.VOID, COUNTER, icon="trash-2"),
    ),
)  # fmt: skip
