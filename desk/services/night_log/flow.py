"""The lives of a night's line and of its sheet of paper."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER
from desk.domain.taking_back import take_back
from desk.services.night_log import rules
from desk.services.night_log.record import NIGHT_ENTRY, NIGHT_SHEET, NightState, SheetState

N, S = NightState, SheetState
UNDONE = frozenset({N.OPEN, N.MORNING})

NIGHT_ENTRY_FLOW = Flow(
    NIGHT_ENTRY,
    NightState,
    (
        Step("log", "记一件", frozenset(), N.OPEN, COUNTER, ("kind", "where"),
             ("caller", "phone", "words", "handling", "sheet_id", "sheet_no", "line_no", "heard_by"), "Ctrl+N", "moon",
             fact=True, moment="heard_at", rule=rules.log),
        Step("call_back", "已回拨", frozenset({N.OPEN}), None, COUNTER, (), (), "5", "phone-outgoing", fact=True,
             moment="called_back_at", rule=rules.call_back, undoable=True),
        Step("end", "处理完", UNDONE, N.ENDED, COUNTER, (), ("handling",), "Space", "check", fact=True,
             moment="ended_at", rule=rules.end, undoable=True),
        Step("pass_on", "转报修", UNDONE | {N.ENDED}, N.PASSED_ON, COUNTER, ("order_id",), ("order_no",), "F2",
             "wrench", fact=True, undoable=True),
        Step("void", "作废", UNDONE | {N.ENDED}, N.VOID, COUNTER, icon="trash-2", undoable=True),
        take_back(frozenset(NightState), COUNTER),
    ),
)  # fmt: skip

NIGHT_SHEET_FLOW = Flow(
    NIGHT_SHEET,
    SheetState,
    (
        Step("print", "打印记录纸", frozenset(), S.OUT, COUNTER, ("no", "night_on"), ("watch",), "F8", "printer",
             fact=True, moment="printed_at"),
        Step("enter", "补录完", frozenset({S.OUT}), S.ENTERED, COUNTER, ("entries",), ("entered_by", "watch"), "F9",
             "check", fact=True, moment="entered_at", undoable=True),
        Step("void", "作废", frozenset({S.OUT}), S.VOID, COUNTER, icon="trash-2", undoable=True),
        take_back(frozenset(SheetState), COUNTER),
    ),
)  # fmt: skip
