"""报修单的一生: the only place that says what may follow what, by whom, asking what."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER, Role
from desk.domain.taking_back import take_back
from desk.services.work_orders import rules, trapped
from desk.services.work_orders.record import WORK_ORDER, Status

S = Status
FIELD = COUNTER | {Role.FOREMAN}  # who may write down what the radio says
BY_CHANNEL = frozenset({Role.RULES})
DESK = COUNTER | BY_CHANNEL  # what a resident does himself, through a channel, the rules write down
NEW: frozenset[Status] = frozenset()
WAITING = frozenset({S.ACCEPTED, S.RETURNED})
OUT = frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED})
BEFORE_FINISH = frozenset({S.UNDER_REVIEW, S.SUSPENDED, S.HANDED_OUT}) | WAITING | OUT
AFTER_FINISH = frozenset({S.FINISHED, S.SLIP_BACK})
GONE_OUT = OUT | {S.SUSPENDED, S.RETURNED, S.HANDED_OUT}  # a resident may pay on the last copy before it is told
OPEN = BEFORE_FINISH | AFTER_FINISH
ALL = frozenset(Status)

WHO = ("home_id", "place_id", "where", "resident_id", "reporter", "reporter_phone", "reporter_relation")
WHERE_ELSE = ("related_home_id", "related_where")
WHAT = ("matter", "problem", "problem_label", "urgency", "area", "note", "precautions")
PRICE = ("charge", "price_form", "price_from_fen", "price_to_fen")
WINDOW = ("window_from_at", "window_to_at")
MONEY = (
    "materials", "material_fen", "labour_fen", "due_fen", "received_fen", "payment", "receipt_no", "waived_by",
)  # fmt: skip
CREW = (
    "crew_id", "crew", "technician_id", "technician", "second_technician_id", "second_technician", "tools",
)  # fmt: skip
UNCHECKED = ("identity_unchecked", "address_unchecked")
REST = ("suspended_until_on", "call_again_at")  # how long a suspended order is left alone
INTAKE = (
    "no", "kind", "channel", "forwarded_no", "forwarded_due_at", "from_estate", "forwarded_to", "late_entry",
    "rework_of", "rework_of_no", "parent_id", "parent_no", "answer", "partner", "partner_event", *UNCHECKED,
    *WHO, *WHERE_ELSE, *WHAT, *PRICE, *WINDOW, *CREW,
)  # fmt: skip

FLOW = Flow(
    WORK_ORDER,
    Status,
    (
        Step("intake", "受理", NEW, S.ACCEPTED, DESK, ("where", "matter"), INTAKE, "F9", "phone-incoming",
             moment="reported_at", rule=rules.intake),
        Step("review", "审核通过", frozenset({S.UNDER_REVIEW}), S.ACCEPTED, COUNTER | {Role.FOREMAN}, (),
             (*PRICE, *WINDOW, "note"), "Enter", "check", rule=rules.review),
        Step("inform", "告知业主", BEFORE_FINISH, None, COUNTER, ("informed_how",), WINDOW, "Enter", "phone-outgoing",
             fact=True, moment="informed_at", rule=rules.inform),
        Step("amend", "改约/改单", BEFORE_FINISH, None, DESK, (),
             (*WHO, *WHERE_ELSE, *WHAT, *PRICE, *WINDOW, *UNCHECKED), icon="pencil", rule=rules.amend),
        # Somebody wrote whom we do not know to live there: a clerk asks him, or the home, and says who it is.
        Step("confirm_identity", "核对身份", OPEN, None, COUNTER, ("reporter",),
             ("resident_id", "reporter_phone"), "F9", "user", rule=rules.confirm_identity),
        Step("dispatch", "派工", WAITING, S.DISPATCHED, FIELD, ("crew_id", "crew", "charge"),
             (*CREW, *PRICE, *WINDOW, "precautions", "urgency"), "F4", "send", moment="dispatched_at",
             rule=rules.dispatch, undoable=True),
        Step("arrive", "到场", frozenset({S.DISPATCHED, S.ACKNOWLEDGED}), S.ARRIVED, FIELD, (),
             ("technician_id", "technician"), "Space", "map-pin", fact=True, moment="arrived_at",
             rule=rules.arrive, undoable=True),
        Step("finish", "完工", OUT | {S.HANDED_OUT}, S.FINISHED, FIELD, ("result",),
             ("not_repaired_why", "technician_id", "technician"), "9", "check", fact=True, moment="finished_at",
             opens=("revisit",), rule=rules.finish, undoable=True),
        Step("wait_parts", "等料", OUT, S.SUSPENDED, FIELD, (),
             ("suspend_note", "parts_from", *REST), "8", "package", rule=rules.wait_parts, undoable=True),
        Step("nobody_home", "未遇", OUT, S.SUSPENDED, FIELD, (), REST, "7", "door-closed", fact=True,
             rule=rules.nobody_home, undoable=True),
        Step("suspend", "挂起", OUT | WAITING, S.SUSPENDED, FIELD, ("suspend_reason", "suspended_until_on"),
             ("suspend_note", "call_again_at"), icon="pause", rule=rules.suspend, undoable=True),
        # What the one key of the radio left unsaid, and a later day or hour.
        Step("put_off", "补写", frozenset({S.SUSPENDED}), None, FIELD, (), ("suspend_note", "parts_from", *REST), "8",
             "pencil", rule=rules.put_off, undoable=True),
        Step("acknowledge", "接单", frozenset({S.DISPATCHED}), S.ACKNOWLEDGED, FIELD, (),
             ("technician_id", "technician"), icon="radio", fact=True, moment="acknowledged_at", undoable=True),
        Step("resume", "恢复", frozenset({S.SUSPENDED}), S.DISPATCHED, FIELD, (), WINDOW, "Enter", "play",
             rule=rules.resume),
        Step("reassign", "改派", OUT, S.DISPATCHED, FIELD, ("crew_id", "crew"), (*CREW, *WINDOW), "F4", "repeat",
             moment="dispatched_at", rule=rules.reassign, undoable=True),
        Step("recall", "收回派工单", frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.HANDED_OUT}), S.ACCEPTED, FIELD,
             icon="undo-2", rule=rules.recall),
        Step("return", "退单", OUT, S.RETURNED, FIELD, ("return_reason",), icon="corner-up-left",
             moment="returned_at"),
        Step("hand_out", "转外单位", WAITING | OUT | {S.SUSPENDED}, S.HANDED_OUT, FIELD, ("contractor",),
             ("contractor_phone", "contractor_no", "charge", *WINDOW), icon="external-link",
             moment="handed_out_at", rule=rules.hand_out),
        Step("note_arrival", "补录到场", AFTER_FINISH | {S.ARRIVED, S.RETURNED, S.SUSPENDED}, None, FIELD, (), (),
             fact=True, moment="arrived_at", rule=rules.arrive, shown=False, undoable=True),
        Step("sign", "签收", frozenset({S.FINISHED, S.RETURNED, S.SLIP_BACK}), None, FIELD, ("signature",),
             ("signed_for", "unsigned_reason", "tick", "shoe_covers", "left_clean"), icon="signature", fact=True,
             moment="signed_at", rule=rules.sign, shown=False, undoable=True),
        Step("slip_back", "回单", frozenset({S.FINISHED}), S.SLIP_BACK, FIELD, (), MONEY, "F6", "clipboard-check",
             fact=True, moment="slip_back_at", opens=("revisit",), rule=rules.slip_back, undoable=True),
        Step("pay", "登记收款", GONE_OUT | AFTER_FINISH | {S.CLOSED}, None, COUNTER | {Role.ACCOUNTANT},
             ("received_fen", "payment"), MONEY, icon="banknote", fact=True, rule=rules.pay),
        Step("close", "结单", AFTER_FINISH, S.CLOSED, COUNTER, ("closed_by",),
             ("revisit_id", "satisfaction"), moment="closed_at", rule=rules.close, shown=False,
             ends=True),
        Step("reopen", "重开回访", frozenset({S.CLOSED}), S.SLIP_BACK, rules.JUDGES, ("revisit_id",), (),
             icon="rotate-ccw", rule=rules.reopen, shown=False),
        Step("urge", "催单", BEFORE_FINISH, None, DESK, (), ("remark",), "+", "bell", rule=rules.urge),
        Step("call_back", "已回拨", BEFORE_FINISH, None, FIELD, (), ("remark",), "5", "phone-outgoing", fact=True,
             moment="called_back_at", rule=trapped.call_back, undoable=True, shown=False),
        Step("release", "已解困", BEFORE_FINISH, None, FIELD, (), ("remark",), "6", "check", fact=True,
             moment="released_at", rule=trapped.release, undoable=True, shown=False),
        Step("answer_call", "登记答复", BEFORE_FINISH, None, FIELD, ("answered_level", "answered_by", "call_answer"),
             ("remark",), "*", "check", fact=True, moment="answered_at", undoable=True, shown=False),
        Step("join", "并入总单", OPEN | {S.CLOSED}, None, FIELD, ("parent_id", "parent_no"), (), icon="plus",
             rule=rules.join, shown=False),
        Step("forward", "转其他小区", frozenset({S.UNDER_REVIEW}) | WAITING, S.VOID, COUNTER, ("forwarded_to",),
             ("remark",), icon="external-link", rule=rules.forward, ends=True),
        Step("remark", "记一笔", ALL, None, DESK | {Role.FOREMAN, Role.BUTLER, Role.ACCOUNTANT}, ("remark",), (),
             "Enter", "message-square-plus", rule=rules.remark, shown=False),
        Step("void", "作废", OPEN - {S.FINISHED, S.SLIP_BACK}, S.VOID, DESK, ("void_reason",), icon="trash-2",
             ends=True),
        Step("ask_cancel", "住户要撤销", BEFORE_FINISH, None, BY_CHANNEL, (), ("remark",), icon="undo-2",
             rule=rules.ask_cancel, shown=False),
        Step("rate", "住户评价", AFTER_FINISH | {S.CLOSED}, None, BY_CHANNEL, ("rating",), ("rating_words",),
             icon="message-square-plus", fact=True, moment="rated_at", shown=False),
        take_back(ALL, FIELD),
    ),
    dues=rules.dues,
)  # fmt: skip
