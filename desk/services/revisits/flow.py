"""回访的一生: waits, is called, ends with an answer, without one, or exempt by a rule that says so."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER
from desk.domain.taking_back import take_back
from desk.services.revisits import rules
from desk.services.revisits.record import REVISIT, RevisitState

S = RevisitState
W = frozenset({S.WAITING})
CALLED = ("call_code", "seconds", "called_by")
JUDGES = rules.JUDGES

FLOW = Flow(
    REVISIT,
    RevisitState,
    (
        # A finish opens it; this row is for second calls that a person asks for.
        Step("open", "加一次回访", frozenset(), S.WAITING, JUDGES,
             ("about", "about_id", "source", "due_from_on", "due_to_on"),
             ("about_no", "subject", "done_by", "done_at", "paid", "home_id", "resident_id", "where"), shown=False),
        Step("dial", "拨号", W, None, COUNTER, (), ("called_by",), "Enter", "phone-outgoing", fact=True,
             moment="dialled_at"),
        Step("attempt", "未接通", W, None, COUNTER, ("call_code",), (*CALLED, "next_call_at"), "2", "phone-missed",
             fact=True, rule=rules.attempt),
        Step("answer", "已回访", W, S.ANSWERED, COUNTER, ("answers",),
             (*CALLED, "satisfaction", "words", "follow_up", "follow_up_note", "rework_id"), "F9", "phone-call",
             fact=True, moment="answered_at", opens=("revisit",), rule=rules.answer),
        Step("check", "抽查", frozenset({S.ANSWERED}), None, JUDGES, ("check_result",), ("checked_by", "check_note"),
             icon="headphones", fact=True, moment="checked_at", opens=("revisit",), shown=False, rule=rules.check),
        Step("exempt", "免访", W, S.EXEMPT, JUDGES, ("exempt_reason",), icon="skip-forward", moment="closed_at",
             rule=rules.exempt, ends=True),
        # The second call of an emergency whose first one found that more has to be done.
        Step("supersede", "不再另问", W, S.EXEMPT, COUNTER, moment="closed_at", rule=rules.supersede, shown=False,
             ends=True),
        Step("void", "作废", W, S.VOID, JUDGES, icon="trash-2", ends=True),
        take_back(frozenset(RevisitState), COUNTER),
    ),
)  # fmt: skip
