"""The neutral line of a complaint: what it should say, the step that brings it there, and what a kill left undone."""

from collections.abc import Iterable, Mapping

from desk.domain.deciding import derived_id
from desk.domain.flow import Frozen, Values
from desk.domain.scopes import complaints_of, office_of
from desk.services.complaints.record import ComplaintState, InHandState
from desk.store.steps import StepRequest

S, L = ComplaintState, InHandState
STATE_OF = {
    S.RECEIVED: L.RECEIVED,
    S.TO_SIGN: L.RECEIVED,
    S.JUDGED: L.IN_HAND,
    S.ASSIGNED: L.IN_HAND,
    S.ACTED: L.IN_HAND,
    S.ANSWERED: L.ANSWERED,
    S.CLOSED: L.CLOSED,
}
STEP_TO = {str(L.RECEIVED): "wait", str(L.IN_HAND): "work", str(L.ANSWERED): "answer", str(L.CLOSED): "close"}
SAID = ("receiver", "status", "due_at")


def line_id(scope: str, complaint_id: str) -> str:
    """The id follows from the complaint's: said twice, it is one line. It does not lead back."""
    return derived_id(complaints_of(scope), complaint_id, "in_hand")


def should_say(complaint: Frozen, receiver: str) -> Values:
    """The line as it should stand."""
    state = STATE_OF.get(S.of(str(complaint.get("status"))) or S.RECEIVED, L.IN_HAND)
    return {"receiver": receiver or None, "status": str(state), "due_at": complaint.get("due_at")}


def opening(scope: str, complaint_id: str, values: Frozen, receiver: str) -> StepRequest:
    """The line of a complaint that has just been received."""
    told = {
        "no": values.get("no"),
        "home_id": values.get("home_id"),
        "resident_id": values.get("resident_id"),
        "receiver": receiver,
        "due_at": values.get("due_at"),
    }
    given = {name: value for name, value in told.items() if value is not None and value != ""}
    return StepRequest(office_of(scope), "in_hand", "open", given, line_id(scope, complaint_id))


def following(scope: str, complaint: Frozen, line: Frozen | None, receiver: str) -> list[StepRequest]:
    """The steps that bring the line to where its complaint is: none where it stands there."""
    if not complaint.get("no"):
        return []
    wanted = should_say(complaint, receiver)
    steps: list[StepRequest] = []
    if line is None:
        steps.append(opening(scope, str(complaint["id"]), complaint, receiver))
        line = {"status": str(L.RECEIVED), "receiver": receiver or None, "due_at": complaint.get("due_at")}
    if all((line.get(name) or None) == wanted[name] for name in SAID):
        return steps
    step = STEP_TO[str(wanted["status"])]
    told = {name: wanted[name] for name in ("receiver", "due_at") if line.get(name) != wanted[name]}
    steps.append(StepRequest(office_of(scope), "in_hand", step, told, line_id(scope, str(complaint["id"]))))
    return steps


def repairs(
    scope: str, complaints: Iterable[Frozen], lines: Mapping[str, Frozen], receivers: Mapping[str, str]
) -> list[StepRequest]:
    """What a kill between the two files left undone, for all complaints at hand; `receivers` by complaint id."""
    found: list[StepRequest] = []
    for one in complaints:
        ent = str(one["id"])
        found += following(scope, one, lines.get(line_id(scope, ent)), receivers.get(ent, ""))
    return found
