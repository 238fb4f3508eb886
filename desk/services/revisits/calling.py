"""What one call writes: answers and attempts, and what they mean for the repair, as one transaction's requests."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.flow import Values
from desk.domain.settings import Settings
from desk.services.revisits.reads import Due
from desk.services.revisits.record import CallCode, FollowUp, RevisitState, Satisfaction
from desk.services.revisits.rules import ends
from desk.store.steps import StepRequest

TO_CLOSE = ("finished", "slip_back")  # states of a repair in which the revisit decides its end
# What a second visit has in common with the first one.
SAME = ("place_id", "reporter", "reporter_phone", "reporter_relation", "problem", "problem_label", "urgency", "area",
        "crew_id", "crew", "tools", "precautions")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said about one matter. `answers` are (question, yes | no)."""

    code: CallCode
    answers: tuple[tuple[str, str], ...]
    satisfaction: Satisfaction
    words: str
    follow_up: FollowUp | None
    seconds: int


def dialled(scope: str, dues: Sequence[Due], by: str) -> list[StepRequest]:
    """One call, journalled with every matter it is for."""
    return [StepRequest(scope, "revisit", "dial", {"called_by": by}, due.id) for due in dues]


def answered(scope: str, due: Due, heard: Heard, by: str) -> list[StepRequest]:
    """The answer and the end of the repair; a rework is taken in first, so that both can name it."""
    values: Values = {
        "call_code": str(heard.code),
        "satisfaction": str(heard.satisfaction),
        "answers": [{"question": question, "answer": answer} for question, answer in heard.answers],
        "seconds": heard.seconds,
        "called_by": by,
    }
    if heard.words:
        values["words"] = heard.words
    requests: list[StepRequest] = []
    closing: Values = {"closed_by": "revisit", "satisfaction": str(heard.satisfaction), "revisit_id": due.id}
    bad = heard.satisfaction is Satisfaction.BAD
    if bad and heard.follow_up is not None:
        values["follow_up"] = str(heard.follow_up)
    if bad and heard.follow_up is FollowUp.REWORK:
        requests.append(StepRequest(scope, "work_order", "intake", rework(due, heard.words)))
        values["rework_id"] = "@0"
        closing["closed_by"] = "reworked"
    requests.append(StepRequest(scope, "revisit", "answer", values, due.id))
    # A dissatisfied resident's repair stays open until the supervisor has called, or goes on as its rework.
    if due.order.get("status") in TO_CLOSE and (not bad or heard.follow_up is FollowUp.REWORK):
        requests.append(StepRequest(scope, "work_order", "close", closing, due.order_id))
    return requests


def rework(due: Due, words: str) -> Values:
    """The second visit: the same place, people and problem, without charge, with what is wrong now."""
    values: Values = {name: due.order[name] for name in SAME if due.order.get(name)}
    said = words or str(due.order.get("matter") or due.subject)
    values |= {
        "where": due.where,
        "matter": f"返工: {said}"[:500],
        "charge": "free",
        "rework_of": due.order_id,
        "rework_of_no": due.order_no,
    }
    values |= {name: value for name, value in (("home_id", due.home_id), ("resident_id", due.resident_id)) if value}
    return {name: value for name, value in values.items() if value}


def not_answered(
    scope: str, dues: Sequence[Due], code: CallCode, next_call_at: int, settings: Settings, by: str, now: int
) -> list[StepRequest]:
    """One unanswered call counts for every matter it was for; the last one ends them, counted apart."""
    requests: list[StepRequest] = []
    for due in dues:
        end = ending(due, code, settings, now)
        values: Values = {"call_code": str(code), "called_by": by}
        if end is None and next_call_at:
            values["next_call_at"] = next_call_at
        requests.append(StepRequest(scope, "revisit", "attempt", values, due.id))
        if end is not None and due.order.get("status") in TO_CLOSE:
            closing = {"closed_by": str(end), "revisit_id": due.id}
            requests.append(StepRequest(scope, "work_order", "close", closing, due.order_id))
    return requests


def ending(due: Due, code: CallCode, settings: Settings, now: int) -> RevisitState | None:
    """What this very call would end the matter as, were it not answered."""
    return ends(code, [*due.raw_attempts, {"at": now}], settings)
