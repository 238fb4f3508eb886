"""The lives of a frozen assessment, of days that do not count, and of a complaint that nobody had written down."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import Role
from desk.domain.taking_back import take_back
from desk.services.assessment import rules
from desk.services.assessment.record import (
    ASSESSMENT,
    FORCE_MAJEURE,
    UNRECORDED,
    AssessmentState,
    MajeureState,
    UnrecordedState,
)

S, M, U = AssessmentState, MajeureState, UnrecordedState
OVER = frozenset({Role.MANAGER, Role.HEAD_OFFICE})
OFFICE = OVER | {Role.SUPERVISOR}
HEAD_OFFICE = rules.HEAD_OFFICE
DRAFT = frozenset({S.DRAFT})
COMPUTED = (
    "from_on", "until_on", "rows", "total", "as_of_at", "fingerprint",
)  # fmt: skip
BESIDE_THEM = ("exclusions", "notes", "full", "grade", "homes", "undecided", "marks_of", "rules_mark", "program",
               "frozen_by")  # fmt: skip

ASSESSMENT_FLOW = Flow(
    ASSESSMENT,
    AssessmentState,
    (
        Step("freeze", "冻结本次结果", frozenset(), S.DRAFT, OVER, COMPUTED, BESIDE_THEM, "F9", "lock",
             moment="frozen_at", rule=rules.freeze),
        Step("refreeze", "重新冻结", DRAFT, None, OVER, COMPUTED, BESIDE_THEM, "Ctrl+R", "refresh-cw",
             moment="frozen_at", rule=rules.freeze, undoable=True),
        Step("mark_own", "自评", DRAFT, None, OFFICE, ("own_marks",), ("own_remark", "own_by"), "6", "pencil",
             moment="own_at", rule=rules.own, undoable=True),
        Step("submit", "提交", DRAFT, S.SUBMITTED, OFFICE, (), ("submitted_by",), "F4", "send",
             moment="submitted_at", rule=rules.submit, undoable=True),
        Step("mark_chief", "主管评定", frozenset({S.SUBMITTED}), None, OVER, ("chief_marks",),
             ("chief_remark", "chief_by"), "6", "pencil", moment="chief_at", rule=rules.chief, undoable=True),
        Step("send_back", "退回", frozenset({S.SUBMITTED, S.CONFIRMED}), S.DRAFT, OVER, ("returned_why",), (), "-",
             "corner-up-left", undoable=True),
        Step("confirm", "确认", frozenset({S.SUBMITTED}), S.CONFIRMED, HEAD_OFFICE, (), ("confirmed_by",), "F7",
             "check", moment="confirmed_at", rule=rules.confirm, undoable=True),
        Step("lock", "锁定", frozenset({S.CONFIRMED}), S.LOCKED, HEAD_OFFICE, (), ("locked_by",), "F7", "lock",
             moment="locked_at", ends=True),
        Step("void", "作废", frozenset({S.DRAFT, S.SUBMITTED}), S.VOID, OVER, icon="trash-2", ends=True),
        take_back(frozenset({S.DRAFT, S.SUBMITTED, S.CONFIRMED}), OFFICE),
    ),
)  # fmt: skip

MAJEURE_FLOW = Flow(
    FORCE_MAJEURE,
    MajeureState,
    (
        Step("claim", "登记不可抗力", frozenset(), M.CLAIMED, OVER, ("cause", "from_on", "to_on"),
             ("words", "claimed_by"), "+", "cloud-rain", moment="claimed_at", rule=rules.claim),
        Step("agree", "总部同意", frozenset({M.CLAIMED}), M.AGREED, HEAD_OFFICE, (), ("agreed_by",), "Enter", "check",
             moment="agreed_at"),
        Step("void", "作废", frozenset({M.CLAIMED, M.AGREED}), M.VOID, OVER, icon="trash-2", ends=True),
    ),
)  # fmt: skip

UNRECORDED_FLOW = Flow(
    UNRECORDED,
    UnrecordedState,
    (
        Step("find", "查实漏登记", frozenset(), U.FOUND, HEAD_OFFICE, ("made_at", "found_how"),
             ("source_no", "found_by"), "+", "search", moment="found_at", rule=rules.found),
        Step("void", "作废", frozenset({U.FOUND}), U.VOID, HEAD_OFFICE, ("void_why",), icon="trash-2", ends=True),
    ),
)  # fmt: skip
