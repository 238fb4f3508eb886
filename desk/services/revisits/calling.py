"""What one call writes: answers and attempts, and what they mean for the repair, as one transaction's requests."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.flow import Values
from desk.domain.settings import Settings
from desk.services.revisits.due import Due
from desk.services.revisits.record import CallCode, CheckResult, ExemptReason, FollowUp, RevisitState, Satisfaction
from desk.services.revisits.rules import ends
from desk.store.steps import StepRequest

TO_CLOSE = ("finished", "slip_back")  # states of a repair in which the revisit decides its end; others end alone
# What a second visit has in common with the first one.
SAME = ("place_id", "reporter", "reporter_phone", "reporter_relation", "problem", "problem_label", "urgency", "area",
        "crew_id", "crew", "tools", "precautions")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said about one matter. `answers` are (question, yes | no); not every source is asked a rating."""

    code: CallCode
    answers: tuple[tuple[str, str], ...]
    satisfaction: Satisfaction | None
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
        "answers": [{"question": question, "answer": answer} for question, answer in heard.answers],
        "seconds": heard.seconds,
        "called_by": by,
    }
    if heard.satisfaction is not None:
        values["satisfaction"] = str(heard.satisfaction)
    if heard.words:
        values["words"] = heard.words
    requests: list[StepRequest] = []
    closing: Values = {"closed_by": "revisit", "satisfaction": values.get("satisfaction"), "revisit_id": due.id}
    bad = heard.satisfaction is Satisfaction.BAD
    if bad and heard.follow_up is not None:
        values["follow_up"] = str(heard.follow_up)
    if bad and heard.follow_up is FollowUp.REWORK:
        requests.append(StepRequest(scope, "work_order", "intake", rework(due, heard.words)))
        values["rework_id"] = "@0"
        closing["closed_by"] = "reworked"
    requests.append(StepRequest(scope, "revisit", "answer", values, due.id))
    if bad and due.also:
        # What was to be asked in a few days is now asked by whoever sees to it.
        requests.append(StepRequest(scope, "revisit", "supersede", {}, due.also))
    # A dissatisfied resident's repair stays open until the supervisor has called, or goes on as its rework; an
    # emergency's until it has been asked about a second time.
    goes_on = heard.follow_up is not FollowUp.REWORK if bad else bool(due.also)
    if due.order.get("status") in TO_CLOSE and not goes_on:
        requests.append(StepRequest(scope, "work_order", "close", closing, due.about_id))
    return requests


def rework(due: Due, words: str) -> Values:
    """The second visit: the same place, people and problem, without charge, with what is wrong now."""
    values: Values = {name: due.order[name] for name in SAME if due.order.get(name)}
    said = words or str(due.order.get("matter") or due.subject)
    values |= {
        "where": due.where,
        "matter": f"返工: {said}"[:500],
        "charge": "free",
        "rework_of": due.about_id,
        "rework_of_no": due.about_no,
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
        if end is RevisitState.REFUSED and due.also:
            requests.append(StepRequest(scope, "revisit", "supersede", {}, due.also))
        # Not reached at once is no end for an emergency: it is asked about again in a few days.
        last = end is RevisitState.REFUSED or not due.also
        if end is not None and last and due.order.get("status") in TO_CLOSE:
            closing = {"closed_by": str(end), "revisit_id": due.id}
            requests.append(StepRequest(scope, "work_order", "close", closing, due.about_id))
    return requests


def exempted(scope: str, dues: Sequence[Due], reason: ExemptReason) -> list[StepRequest]:
    """Nobody is rung, by somebody who may say so; a repair that waited for nothing else is closed as exempt."""
    requests: list[StepRequest] = []
    for due in dues:
        requests.append(StepRequest(scope, "revisit", "exempt", {"exempt_reason": str(reason)}, due.id))
        if due.order.get("status") in TO_CLOSE and not due.also:
            closing = {"closed_by": "exempt", "revisit_id": due.id}
            requests.append(StepRequest(scope, "work_order", "close", closing, due.about_id))
    return requests


def checked(scope: str, revisit: str, result: CheckResult, note: str, by: str) -> StepRequest:
    """The manager's second call."""
    values: Values = {"check_result": str(result), "checked_by": by}
    if note:
        values["check_note"] = note
    return StepRequest(scope, "revisit", "check", values, revisit)


def ending(due: Due, code: CallCode, settings: Settings, now: int) -> RevisitState | None:
    """What this very call would end the matter as, were it not answered."""
    return ends(code, [*due.raw_attempts, {"at": now}], settings)
