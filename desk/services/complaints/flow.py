"""The life of a complaint, and that of its neutral line."""

from desk.domain.flow import RESOLVE, Flow, Step
from desk.domain.roles import WITH_ACCOUNT
from desk.domain.taking_back import take_back
from desk.services.complaints import rules
from desk.services.complaints.line_rules import to
from desk.services.complaints.readers import SECONDS
from desk.services.complaints.record import COMPLAINT, IN_HAND, ComplaintState, InHandState

S, L = ComplaintState, InHandState
ANYBODY = WITH_ACCOUNT  # who really may is said by name: every rule asks
BEFORE_ANSWER = frozenset({S.JUDGED, S.ASSIGNED, S.ACTED})
OPEN = frozenset(ComplaintState) - {S.CLOSED}
CALLED = frozenset({S.ANSWERED})

WHO = ("home_id", "where", "resident_id", "who", "phone")
WHAT = (
    "type", "type_label", "want", "content", "urgent", "about_id", "about", "happened_on", "scene",
)  # fmt: skip
HANDED_DOWN = ("channel", "forwarded_no", "forwarded_by", "forwarded_due_at")
HANDLER = ("handler_id", "handler", "deputy_id", "deputy")
FROM = ("order_id", "revisit_id", "source_no", "repeat_of", "repeat_of_no")
CALL = ("call_code", "seconds", "called_by")
JUDGED = ("invalid_reason", "judge_note", "judged_by", "serious")

FLOW = Flow(
    COMPLAINT,
    ComplaintState,
    (
        Step("receive", "登记", frozenset(), S.RECEIVED, ANYBODY, ("kind", "content"),
             ("no", "line_id", "taken_by", *WHO, *WHAT, *HANDED_DOWN, *HANDLER, *FROM), "F9", "message-square-warning",
             fact=True, moment="received_at", rule=rules.receive),
        Step("amend", "改内容", OPEN, None, ANYBODY, (), (*WHO, *WHAT, *HANDED_DOWN), icon="pencil", rule=rules.amend),
        Step("judge", "判定", frozenset({S.RECEIVED}), S.JUDGED, ANYBODY, ("validity",),
             JUDGED, "Enter", "scale", rule=rules.judge, undoable=True),
        Step("countersign", "第二人签字", frozenset({S.TO_SIGN}), S.JUDGED, SECONDS, (), ("second", "judge_note"),
             "Enter", "signature", rule=rules.countersign),
        Step("decline", "不同意无效", frozenset({S.TO_SIGN}), S.RECEIVED, SECONDS, (), ("judge_note",), "-",
             "corner-up-left", rule=rules.decline),
        Step("assign", "指派", BEFORE_ANSWER, S.ASSIGNED, ANYBODY, ("handler_id", "handler"),
             ("deputy_id", "deputy"), "Enter", "user", moment="assigned_at", rule=rules.assign, undoable=True),
        Step("act", "登记措施", frozenset({S.ASSIGNED, S.ACTED}), S.ACTED, ANYBODY, ("measures",), (), "Enter",
             "wrench", fact=True, moment="acted_at", rule=rules.touch),
        Step("answer", "答复业主", BEFORE_ANSWER, S.ANSWERED, ANYBODY, ("answer", "answered_how"), ("answered_by",),
             "F4", "message-square", fact=True, moment="answered_at", rule=rules.answer),
        Step("rejudge", "改判", BEFORE_ANSWER, S.JUDGED, ANYBODY, ("validity",),
             JUDGED, icon="scale", rule=rules.judge),
        Step("dial", "拨号", CALLED, None, ANYBODY, (), ("called_by",), "Enter", "phone-outgoing", fact=True,
             moment="dialled_at", rule=rules.touch),
        Step("attempt", "未接通", CALLED, None, ANYBODY, ("call_code",), (*CALL, "next_call_at"), "2", "phone-missed",
             fact=True, rule=rules.attempt),
        Step("revisit", "回访", CALLED, S.CLOSED, ANYBODY, ("satisfaction", "answers"), (*CALL, "revisit_words"), "F7",
             "phone-call", fact=True, moment="revisited_at", rule=rules.revisit),
        Step("settle", "办结", frozenset({S.RECEIVED}), S.CLOSED, ANYBODY, ("settled",), ("answer", "answered_by"),
             "F4", "check", moment="closed_at", rule=rules.settle, undoable=True, ends=True),
        Step("withdraw", "撤诉", OPEN, None, ANYBODY, (), (), icon="undo-2", fact=True, moment="withdrawn_at",
             rule=rules.withdraw),
        Step("close", "归档", BEFORE_ANSWER | CALLED, S.CLOSED, ANYBODY, (), (), icon="archive", moment="closed_at",
             rule=rules.close, ends=True),
        Step("link", "并案", OPEN, None, ANYBODY, ("repeat_of_no",), ("repeat_of",), icon="link", rule=rules.link),
        Step("remark", "备注", frozenset(ComplaintState), None, ANYBODY, ("remark",), (), "*",
             "message-square-plus", rule=rules.touch),
        take_back(frozenset(ComplaintState), ANYBODY),
        # Which side stands is for who may read it to say, whatever his post is.
        Step(RESOLVE, "裁定", frozenset(ComplaintState), None, ANYBODY, shown=False, rule=rules.touch),
    ),
)  # fmt: skip

# It follows the complaint and asks nothing: who may lay a hand on the one has moved the other.
EVERY = frozenset(InHandState)
TOLD = ("receiver", "due_at")
LINE_FLOW = Flow(
    IN_HAND,
    InHandState,
    (
        Step("open", "登记在办", frozenset(), L.RECEIVED, ANYBODY, ("no",), ("home_id", "resident_id", *TOLD),
             shown=False),
        Step("wait", "退回登记", EVERY, None, ANYBODY, (), TOLD, rule=to(L.RECEIVED), shown=False),
        Step("work", "转入处理", EVERY, None, ANYBODY, (), TOLD, rule=to(L.IN_HAND), shown=False),
        Step("answer", "登记答复", EVERY, None, ANYBODY, (), TOLD, rule=to(L.ANSWERED), shown=False),
        Step("close", "办结", EVERY, None, ANYBODY, (), TOLD, rule=to(L.CLOSED), shown=False),
    ),
)  # fmt: skip
