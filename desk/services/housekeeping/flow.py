"""家政预约的一生: booked, confirmed by the company, agreed with the resident, done, the slip back."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER
from desk.domain.taking_back import take_back
from desk.services.housekeeping import rules
from desk.services.housekeeping.record import BOOKING, BookingState

S = BookingState
WITH_COMPANY = frozenset({S.BOOKED, S.CONFIRMED, S.AGREED, S.TO_AGREE})
BEFORE_WORK = WITH_COMPANY | {S.DECLINED}
AFTER = frozenset({S.ARRIVED, S.DONE, S.CLOSED})
OPEN = BEFORE_WORK | {S.ARRIVED, S.DONE}
PRINTED = frozenset(BookingState) - {S.CANCELLED, S.DECLINED}

WHO = ("home_id", "where", "resident_id", "customer", "customer_phone", "customer_relation")
WHAT = ("work", "matter", "price", "precautions", "wished_from_at")
WORKER = ("worker", "worker_phone")
VISIT = (*WORKER, "precautions", "price")

FLOW = Flow(
    BOOKING,
    BookingState,
    (
        Step("book", "登记家政", frozenset(), S.BOOKED, COUNTER, ("where", "work", "company"),
             ("no", "channel", "taken_by", "wished_to_at", *WHO, *WHAT), "F9", "brush", moment="booked_at",
             rule=rules.book),
        Step("confirm", "公司确认", frozenset({S.BOOKED}), S.CONFIRMED, COUNTER, (), WORKER, "Enter", "check",
             fact=True, moment="confirmed_at", undoable=True, at_once=True),
        Step("agree", "登记约定", frozenset({S.BOOKED, S.CONFIRMED, S.TO_AGREE}), S.AGREED, COUNTER,
             ("visit_from_at", "agreed_by"), VISIT, "F4", "calendar", moment="agreed_at", rule=rules.agree),
        Step("reassign", "改派公司", BEFORE_WORK, S.BOOKED, COUNTER, ("company",), (), "5", "repeat",
             moment="sent_at", rule=rules.reassign),
        Step("decline", "公司接不了", WITH_COMPANY, S.DECLINED, COUNTER, ("decline_reason",), (), "-", "corner-up-left",
             fact=True, moment="declined_at", rule=rules.decline, undoable=True),
        Step("urge", "催公司", WITH_COMPANY, None, COUNTER, (), (), "+", "bell", fact=True, moment="urged_at",
             rule=rules.urge, at_once=True),
        Step("again", "改约", frozenset({S.AGREED, S.DONE}), S.AGREED, COUNTER,
             ("visit_from_at", "again_reason"), VISIT, "4", "calendar-clock", rule=rules.again),
        Step("arrive", "到场", WITH_COMPANY, S.ARRIVED, COUNTER, (), ("worker",), "Space", "map-pin", fact=True,
             moment="arrived_at", rule=rules.arrive, undoable=True, at_once=True),
        Step("finish", "做完", frozenset({S.AGREED, S.ARRIVED}), S.DONE, COUNTER, (), ("worker",), "9", "check",
             fact=True, moment="finished_at", opens=("revisit",), rule=rules.finish, undoable=True,
             at_once=True),
        Step("no_show", "公司没到", frozenset({S.AGREED}), S.TO_AGREE, COUNTER, (), (), "8", "clock", fact=True,
             moment="missed_at", rule=rules.no_show, undoable=True, at_once=True),
        Step("nobody_home", "业主不在", frozenset({S.AGREED, S.ARRIVED}), S.TO_AGREE, COUNTER, (), (), "7",
             "door-closed", fact=True, moment="missed_at", rule=rules.nobody_home, undoable=True, at_once=True),
        Step("slip_back", "回单", frozenset({S.DONE}), S.CLOSED, COUNTER, ("signature", "tick"),
             ("signed_for", "unsigned_reason"), "F6", "clipboard-check", fact=True, moment="slip_back_at",
             rule=rules.slip_back, undoable=True),
        Step("trouble", "登记问题", AFTER, None, COUNTER, ("trouble",), ("trouble_note",), "*", "triangle-alert",
             fact=True, moment="troubled_at"),
        Step("amend", "改预约", BEFORE_WORK, None, COUNTER, (), (*WHO, *WHAT), icon="pencil", rule=rules.amend),
        Step("print", "打印派工单", PRINTED, None, COUNTER, (), (), "F8", "printer", fact=True, moment="printed_at",
             rule=rules.print_slip, shown=False),
        Step("remark", "记一笔", frozenset(BookingState), None, COUNTER, ("remark",), (), icon="message-square-plus",
             rule=rules.remark),
        Step("cancel", "取消", BEFORE_WORK, S.CANCELLED, COUNTER, ("cancel_reason",), (), icon="trash-2",
             moment="closed_at", ends=True),
        take_back(frozenset(BookingState), COUNTER),
    ),
    dues=rules.dues,
)  # fmt: skip
