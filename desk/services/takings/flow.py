"""The lives of a sum of money and of a day's count."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER, LEADERS, Role
from desk.services.takings import rules
from desk.services.takings.record import DAY_CLOSE, TAKING, CloseState, TakingState

T, C = TakingState, CloseState
HANDS = COUNTER | {Role.ACCOUNTANT}
KEEPERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.ACCOUNTANT})
TOLD = ("order_no", "where", "payer", "what", "receipt_no", "handed_by", "taken_by")
FIGURES = (
    "cash_fen", "counted_fen", "qr_code_fen", "card_fen", "desk_fen", "on_account_fen", "receipts", "waived", "issued",
    "returned", "unsigned", "missing", "until_at", "difference", "note", "closed_by",
)  # fmt: skip

TAKING_FLOW = Flow(
    TAKING,
    TakingState,
    (
        # A receipt's id is derived from its number: the same number a second time is the same receipt, and refused.
        # What was typed wrong and undone is written down again on the same receipt.
        Step("take", "收款", frozenset(), T.TAKEN, HANDS, ("order_id", "amount_fen", "payment"),
             TOLD, icon="banknote", fact=True,
             moment="taken_at", rule=rules.take, twice=rules.used),
        Step("again", "重新登记", frozenset({T.VOID}), T.TAKEN, HANDS, ("order_id", "amount_fen", "payment"), TOLD,
             fact=True, moment="taken_at", rule=rules.again, shown=False),
        # The program's own receipts: a number of the device's counter, drawn before the paper.
        Step("number", "编收据号", frozenset({T.TAKEN}), None, HANDS, ("receipt_no",), shown=False,
             rule=rules.numbered),
        Step("print", "打印收据", frozenset({T.TAKEN}), None, HANDS, ("receipt_no",), (), "F8", "receipt", fact=True,
             moment="receipt_printed_at", rule=rules.printed),
        Step("void", "作废收据", frozenset({T.TAKEN}), T.VOID, HANDS, ("void_reason",), icon="trash-2", fact=True,
             moment="voided_at"),
        # What was paid on a side that a decision did not take. It counts as money until it is given back.
        Step("refund_due", "列为待退款", frozenset({T.TAKEN}), T.REFUND_DUE, HANDS | LEADERS, shown=False,
             rule=rules.due_back),
        Step("refund", "退款", frozenset({T.REFUND_DUE}), T.VOID, HANDS, icon="undo-2", fact=True,
             moment="voided_at", rule=rules.refund),
        Step("stand", "不用退", frozenset({T.REFUND_DUE}), T.TAKEN, HANDS, icon="check"),
    ),
)  # fmt: skip

DAY_CLOSE_FLOW = Flow(
    DAY_CLOSE,
    CloseState,
    (
        Step("close", "日结", frozenset(), C.CLOSED, HANDS, ("day_on", "counted_fen"), FIGURES, "F9", "check",
             fact=True, moment="closed_at", rule=rules.count, twice=rules.counted),
        Step("correct", "更正日结", frozenset(CloseState), C.CORRECTED, KEEPERS, ("counted_fen",), FIGURES,
             icon="pencil", fact=True, moment="closed_at", rule=rules.count),
    ),
)  # fmt: skip
