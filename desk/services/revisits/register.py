"""客户回访记录表: one row a revisit, in the columns that offices keep on paper (forms.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.calendar import add_days, day_of, start_of_day
from desk.domain.roles import Actor
from desk.services.revisits.past_calls import Past, read_past
from desk.services.revisits.record import ExemptReason, FollowUp, RevisitState, Satisfaction

if TYPE_CHECKING:
    from desk.store.database import Database

GRADES = {Satisfaction.GOOD: "A满意", Satisfaction.FAIR: "B较满意", Satisfaction.BAD: "C不满意"}
MOST = 20_000
# Which column of the paper a question fills, by the word it holds; the first question of a call is about the work.
SHOES, EXPLAINED = ("鞋套", "场净", "清场"), ("说明", "告知")
GOOD, POOR = "是", "否"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """Words as they are printed; empty where it was not asked."""

    day: str
    about_no: str
    where: str
    name: str = field(repr=False)
    subject: str
    effect: str  # 服务效果: the first question of the call
    quality: str  # 服务质量: the rating
    shoes: str  # 穿鞋套、人走场净
    explained: str  # 说明维修情况
    grade: str  # 反馈意见
    called_by: str
    remark: str = field(repr=False)


def register(database: "Database", actor: Actor, scope: str, from_on: str, to_on: str) -> list[RegisterRow]:
    """Every revisit that ended on these days (both included), in the order in which they ended."""
    where = """r.status IN ('answered', 'not_reached', 'refused', 'exempt')
               AND COALESCE(r.answered_at, r.closed_at) >= ? AND COALESCE(r.answered_at, r.closed_at) < ?
               ORDER BY COALESCE(r.answered_at, r.closed_at), r.id"""
    begin, end = start_of_day(from_on), start_of_day(add_days(to_on, 1))
    return [row_of(one) for one in read_past(database, actor, scope, where, [begin, end], MOST)]


def row_of(one: Past) -> RegisterRow:
    values = one.values
    satisfaction = Satisfaction.of(str(values.get("satisfaction")))
    return RegisterRow(
        day_of(one.ended_at),
        str(values.get("about_no") or ""),
        str(values.get("where") or ""),
        one.name,
        one.subject,
        _said(one.answers[0]) if one.answers else "",
        satisfaction.label if satisfaction else "",
        _about(one, SHOES),
        _about(one, EXPLAINED),
        GRADES.get(satisfaction, "") if satisfaction else "",
        str(values.get("called_by") or (one.attempts[-1].who if one.attempts else "")),
        _remark(one),
    )


def _about(one: Past, words: tuple[str, ...]) -> str:
    found = next((each for each in one.answers if any(word in each["question"] for word in words)), None)
    return _said(found) if found else ""


def _said(answer: Mapping[str, str]) -> str:
    return GOOD if answer.get("answer") == "yes" else POOR


def _remark(one: Past) -> str:
    """What was said, or why nothing was."""
    values = one.values
    state = RevisitState.of(str(values.get("status")))
    if state is RevisitState.EXEMPT:
        return f"免访: {ExemptReason.label_of(values.get('exempt_reason', ''))}"
    if state is not RevisitState.ANSWERED:
        return f"{state.label if state else ''}, 打了 {len(one.attempts)} 次"
    if values.get("follow_up") == FollowUp.COMPLAINT:
        return FollowUp.COMPLAINT.label  # its words are not for a book that lies open
    return str(values.get("words") or "")
