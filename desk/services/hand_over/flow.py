"""The lives of a hand-over and of a promise."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER, Role
from desk.domain.taking_back import take_back
from desk.services.hand_over import rules
from desk.services.hand_over.record import HAND_OVER, PROMISE, HandOverState, PromiseState

H, P = HandOverState, PromiseState
HANDS = COUNTER | {Role.FOREMAN, Role.BUTLER}
LEFT = ("next_shift", "lines", "objects", "note")

HAND_OVER_FLOW = Flow(
    HAND_OVER,
    HandOverState,
    (
        Step("give", "交班签字", frozenset(), H.WAITING, HANDS, ("shift",), LEFT, "F9", "signature", fact=True,
             moment="given_at", rule=rules.give),
        Step("give_again", "重新交班", frozenset({H.RETURNED}), H.WAITING, HANDS, ("shift",), LEFT, "F9", "signature",
             fact=True, moment="given_at", rule=rules.give),
        Step("take", "接班签字", frozenset({H.WAITING}), H.TAKEN, HANDS, (), ("answer",), "F9", "check", fact=True,
             moment="taken_at", rule=rules.take),
        Step("send_back", "退回重交", frozenset({H.WAITING}), H.RETURNED, HANDS, ("return_reason",), ("answer",),
             "Ctrl+R", "undo-2", moment="returned_at", rule=rules.send_back),
        Step("withdraw", "撤回", frozenset({H.WAITING, H.RETURNED}), H.VOID, HANDS, icon="trash-2",
             rule=rules.withdraw),
    ),
)  # fmt: skip

PROMISE_FLOW = Flow(
    PROMISE,
    PromiseState,
    (
        Step("promise", "记下答应的事", frozenset(), P.OPEN, HANDS, ("what", "due_at"),
             ("whom", "where", "home_id", "resident_id", "promised_by"), "Ctrl+N", "message-square-plus", fact=True,
             moment="promised_at", rule=rules.promise),
        Step("keep", "办到了", frozenset({P.OPEN}), P.KEPT, HANDS, (), ("kept_by",), "Space", "check", fact=True,
             moment="kept_at", undoable=True),
        Step("put_off", "改时间", frozenset({P.OPEN}), None, HANDS, ("due_at",), icon="clock", undoable=True,
             rule=rules.promise),
        Step("drop", "不用办了", frozenset({P.OPEN}), P.DROPPED, HANDS, ("drop_reason",), icon="x", undoable=True),
        take_back(frozenset({P.OPEN, P.KEPT, P.DROPPED}), HANDS),
    ),
)  # fmt: skip
