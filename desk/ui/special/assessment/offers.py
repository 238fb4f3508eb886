"""Which step of a sheet's life is next and by whom; a step that cannot be taken says why."""

from dataclasses import dataclass

from desk.domain.roles import Actor
from desk.services.assessment.flow import HEAD_OFFICE, OFFICE, OVER
from desk.services.assessment.record import AssessmentState, Standing
from desk.ui.special.assessment.asked import Days, is_over
from desk.ui.special.assessment.reading import Seen

S = AssessmentState
FREEZE, REVIEW, REFREEZE, MARK, SUBMIT, BACK, CONFIRM, LOCK, VOID = (
    "freeze", "review", "refreeze", "mark", "submit", "send_back", "confirm", "lock", "void",
)  # fmt: skip
FACES = {
    VOID: ("作废", "Ctrl+D", "trash-2"), REFREEZE: ("重新冻结", "Ctrl+R", "refresh-cw"),
    BACK: ("退回", "-", "corner-up-left"), MARK: ("自评", "6", "pencil"), SUBMIT: ("提交", "F4", "send"),
    CONFIRM: ("确认", "F7", "check"), LOCK: ("锁定", "F7", "lock"), FREEZE: ("冻结本次结果", "F9", "lock"),
    REVIEW: ("去裁定", "F9", "scale"),
}  # fmt: skip
SEALED = "投诉档案没有打开, 4.1、4.2 未计算: 请能看投诉的经理或总部登录后冻结"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: `reason` says why it cannot be pressed."""

    name: str
    words: str
    primary: bool = False
    reason: str = ""


def offers(seen: Seen, actor: Actor, days: Days, now: int) -> list[Offer]:
    """In the order of the buttons, the next step last. `actor` has the roles held in the sheet's estate."""
    if seen.values is None:
        return _trial(seen, actor, days, now)
    status, values = S.of(seen.status), seen.values
    if status is S.DRAFT:
        own = bool(values.get("own_marks"))
        found = [Offer(VOID, "作废"), Offer(REFREEZE, "重新冻结")] if actor.may(OVER) else []
        if not actor.may(OFFICE):
            return found
        return [*found, Offer(MARK, "改自评" if own else "自评", not own),
                Offer(SUBMIT, "提交", own, "" if own else "还没有自评, 先按 6")]  # fmt: skip
    if status is S.SUBMITTED:
        return _submitted(values.get("own_by_id"), bool(values.get("chief_marks")), actor)
    if status is S.CONFIRMED:
        found = [Offer(BACK, "退回")] if actor.may(OVER) else []
        return [*found, Offer(LOCK, "锁定", True, "" if actor.may(HEAD_OFFICE) else "锁定由总部办")]
    return []


def _trial(seen: Seen, actor: Actor, days: Days, now: int) -> list[Offer]:
    if seen.sheet.undecided:
        return [Offer(REVIEW, f"去裁定 {seen.sheet.undecided} 件", True)]
    if not actor.may(OVER):
        return [Offer(FREEZE, "冻结本次结果", True, "冻结由项目经理或总部办")]
    if not is_over(days, now):
        return [Offer(FREEZE, "冻结本次结果", True, early_words(days))]
    if any(one.standing is Standing.SEALED for one in seen.sheet.rows):
        return [Offer(FREEZE, "冻结本次结果", True, SEALED)]
    return [Offer(FREEZE, "冻结本次结果", True)]


def early_words(days: Days) -> str:
    return f"{days.words}到 {days.until_on} 才结束, 现在只能试算; 按 * 换去年或上季, 那些可以冻结"


def _submitted(own_by: object, marked: bool, actor: Actor) -> list[Offer]:
    if not actor.may(OVER):
        return [Offer(MARK, "主管评定", True, "主管评定由项目经理或总部办")]
    wrong = "自评的人不能再做主管评定, 请另一位经理或总部评" if own_by == actor.id else ""
    confirming = "" if marked else "还没有主管评定, 先按 6"
    confirming = confirming if actor.may(HEAD_OFFICE) else "确认由总部办"
    return [
        Offer(BACK, "退回"),
        Offer(MARK, "改主管评定" if marked else "主管评定", not marked, wrong),
        Offer(CONFIRM, "确认", marked, confirming),
    ]


def beside_words(seen: Seen) -> str:
    """Who gave marks, who passed it on; why it came back."""
    values = seen.values or {}
    told = (("自评", "own_by"), ("评定", "chief_by"), ("确认", "confirmed_by"), ("锁定", "locked_by"))
    said = [f"{words} {values[name]}" for words, name in told if values.get(name)]
    if seen.status == S.DRAFT and values.get("returned_why"):
        said.insert(0, f"退回: {values['returned_why']}")
    frozen = [f"{values['frozen_by']} 冻结"] if values.get("frozen_by") else []
    return " · ".join([*frozen, *said])


def undecided_words(seen: Seen) -> str:
    return f"▲ 待裁定 {seen.sheet.undecided} 件，裁完才能冻结" if seen.sheet.undecided and seen.values is None else ""
