"""A year of stories as ops: each story's facts in the order in which the desk wrote them down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import DAY, HOUR, add_days, day_of, start_of_day
from desk.domain.deciding import derived_id
from desk.domain.places import room_short
from desk.domain.roles import Actor, Role
from desk.sample.founding import Founded
from desk.sample.money import Till
from desk.sample.story import OrderStory, Suspended
from desk.services.residents.record import Relation
from desk.services.work_orders.calls_due import FIRST_CALL
from desk.services.work_orders.catalogue import Catalogue
from desk.services.work_orders.record import Charge, OrderKind, Payment, Result, SuspendReason, Urgency
from desk.store.bulk import Chronicle

# The order of what was written down at the same moment.
TURN = ("review", "urge", "dispatch", "inform", "hand_out", "return", "arrive", "note_arrival", "pause", "resume",
        "finish", "sign", "slip_back", "void")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Event:
    at: int
    step: str
    values: dict[str, Any]
    by: str
    turn: int


class History:
    """Tells stories into a chronicle; remembers each order's id and number for the reworks that name it.

    `told`: how many numbers were given before.
    """

    def __init__(
        self, chronicle: Chronicle, founded: Founded, catalogue: Catalogue, prefix: str, now: int, told: int = 0
    ) -> None:
        self._chronicle = chronicle
        self._founded = founded
        self._catalogue = catalogue
        self._prefix = prefix
        self._now = now
        self._orders: dict[str, tuple[str, str]] = {}
        self.count = told
        self.till = Till(chronicle)

    def next_number(self) -> str:
        """The printed number of whatever is taken in next."""
        self.count += 1
        return f"{self._prefix}-{self.count:04d}"

    def tell(self, story: OrderStory) -> str:
        """One order from intake to where it stands; returns its id."""
        scope = self._founded.scopes[story.estate]
        number = self.next_number()
        order = self._take(scope, story.taken_by, "work_order.intake", story.taken_at, self._intake(story, number))
        self._orders[story.key] = (order, number)
        slip = ""
        copies = 0
        for event in sorted(self._events(story), key=lambda one: (one.at, one.turn)):
            self._take(scope, event.by, f"work_order.{event.step}", event.at, event.values, order)
            if event.step in ("dispatch", "reassign") and event.values.get("crew_id"):
                copies += 1
                slip = self._print(scope, story, event, order, number, copies)
            if event.step == "slip_back" and slip:
                signed = story.slip is not None and story.slip.signature != "unsigned"
                self._take(scope, event.by, f"slip.back_{'' if signed else 'un'}signed", event.at, {}, slip)
                self.till.back(scope, event.at, signed, event.values.get("payment") == Payment.WAIVED)
            if event.step == "slip_back":
                values = dict(self._chronicle.values("work_order", order))
                self.till.take(scope, self._actor(event.by, scope), event.at, values, event.values)
            if event.step in ("recall", "void", "return") and slip:
                self._take(scope, event.by, "slip.void", event.at, {}, slip)
                slip = ""
        self._calls(story, scope, order)
        return order

    def _take(self, scope: str, by: str, kind: str, at: int, values: dict[str, Any], ent: str | None = None) -> str:
        said = {name: value for name, value in values.items() if value is not None and value != ""}
        return self._chronicle.take(scope, self._actor(by, scope), kind, at, said, ent)

    def _actor(self, staff_no: str, scope: str) -> Actor:
        return self._founded.actor(staff_no, scope)

    def _intake(self, story: OrderStory, number: str) -> dict[str, Any]:
        home = self._founded.homes[story.home] if story.home else None
        place = self._founded.places[story.place] if story.place else None
        related = self._founded.homes[story.related_home] if story.related_home else None
        problem = self._catalogue.problems.get(story.problem)
        parent = self._orders.get(story.rework_of) if story.rework_of else None
        enquiry = story.kind == OrderKind.ENQUIRY
        return {
            "no": number,
            "kind": str(story.kind),
            "channel": str(story.channel),
            "forwarded_no": story.forwarded_no,
            "forwarded_due_at": story.forwarded_due_at,
            "late_entry": story.late_entry or None,
            "home_id": home["id"] if home else None,
            "place_id": place["id"] if place else None,
            "where": home["room"] if home else _short(place) if place else "前台",
            "resident_id": self._founded.residents[story.reporter]["id"] if story.reporter else None,
            "reporter": story.reporter_name,
            "reporter_phone": story.reporter_phone,
            "reporter_relation": Relation.label_of(story.reporter_relation),
            "related_home_id": related["id"] if related else None,
            "related_where": related["room"] if related else None,
            "matter": story.words,
            "problem": story.problem,
            "problem_label": problem.label if problem and not enquiry else None,
            "urgency": str(story.urgency),
            "area": str(story.area),
            "charge": str(story.charge) if story.charge else None,
            "price_form": str(story.price_form) if story.price_form else None,
            "price_from_fen": story.price_from_fen,
            "price_to_fen": story.price_to_fen,
            "window_from_at": story.window_from_at,
            "window_to_at": story.window_to_at,
            "precautions": "; ".join(problem.precautions) if problem else None,
            "rework_of": parent[0] if parent else None,
            "rework_of_no": parent[1] if parent else None,
            "answer": story.answer_text if enquiry else None,
            "happened_at": story.reported_at if story.reported_at != story.taken_at else None,
        }

    def _events(self, story: OrderStory) -> Iterator[_Event]:
        by = story.dispatched_by or story.taken_by
        if story.reviewed_at is not None:
            yield _event(story.reviewed_at, "review", {}, by)
        for at in story.urges:
            yield _event(at, "urge", {}, story.taken_by)
        if story.informed_at is not None and story.informed_how is not None:
            yield _event(story.informed_at, "inform", {"informed_how": str(story.informed_how)}, by)
        yield from self._sending(story, by)
        for pause in story.suspends:
            yield from self._pause(story, pause, by)
        yield from self._work(story, by)
        if story.void_at is not None:
            yield _event(story.void_at, "void", {"void_reason": str(story.void_reason or "other")}, by)

    def _sending(self, story: OrderStory, by: str) -> Iterator[_Event]:
        if story.dispatched_at is not None and story.crew:
            yield _event(story.dispatched_at, "dispatch", self._crew(story, story.technician), by)
        if story.handed_out_at is not None:
            charge = str(Charge.CONTRACTOR) if story.charge in (None, Charge.CONTRACTOR) else str(story.charge)
            values = {"contractor": story.contractor or "外单位", "charge": charge}
            yield _event(story.handed_out_at, "hand_out", values, by)
        back = story.returned
        if back is not None:
            yield _event(back.at, "return", {"return_reason": str(back.reason)}, by)
            if back.again_at is not None:
                yield _event(back.again_at, "dispatch", self._crew(story, back.technician), by)

    def _crew(self, story: OrderStory, technician: str) -> dict[str, Any]:
        crew = self._founded.crews[(story.estate, story.crew)]
        problem = self._catalogue.problems.get(story.problem)
        man = self._founded.staff.get(technician)
        return {
            "crew_id": crew["id"],
            "crew": crew["name"],
            "technician_id": man.id if man else None,
            "technician": man.name if man else None,
            "charge": str(story.charge or Charge.FREE),
            "price_form": str(story.price_form) if story.price_form else None,
            "tools": "、".join(problem.tools) if problem and problem.tools else None,
        }

    def _pause(self, story: OrderStory, pause: Suspended, by: str) -> Iterator[_Event]:
        if pause.arrived_at is not None:
            yield _event(pause.from_at, "arrive", {"happened_at": pause.arrived_at}, by)
        step, values = _pause_step(pause)
        yield _event(pause.from_at, step, values, by, "pause")
        if pause.to_at is not None:
            window = {"window_from_at": pause.window_from_at, "window_to_at": pause.window_to_at}
            yield _event(pause.to_at, "resume", window, by)

    def _work(self, story: OrderStory, by: str) -> Iterator[_Event]:
        done, there = story.finished, story.arrived
        outside = story.handed_out_at is not None
        if there is not None and not outside:
            yield _event(there.recorded_at, "arrive", _happened(there.at, there.recorded_at), by)
        if done is not None:
            values = {"result": str(story.result or Result.REPAIRED), **_happened(done.at, done.recorded_at)}
            if values["result"] == Result.NOT_REPAIRED:
                values["not_repaired_why"] = "缺配件"
            yield _event(done.recorded_at, "finish", values, by)
        slip = story.slip
        if slip is None:
            return
        sign = {
            "signature": str(slip.signature),
            "signed_for": slip.signed_for,
            "unsigned_reason": str(slip.unsigned_reason) if slip.unsigned_reason else None,
            "tick": str(slip.tick),
            "shoe_covers": slip.shoe_covers,
            "left_clean": slip.left_clean,
            **({"happened_at": slip.signed_at} if slip.signed_at else {}),
        }
        yield _event(slip.at, "sign", sign, by)
        money = {
            "materials": [
                {"name": one.name, "spec": one.spec, "count": one.count, "price_fen": one.price_fen}
                for one in slip.materials
            ]
            or None,
            "material_fen": slip.material_fen or None,
            "labour_fen": slip.labour_fen or None,
            "due_fen": slip.due_fen or None,
            "received_fen": slip.received_fen if slip.payment else None,
            "payment": str(slip.payment) if slip.payment else None,
            "receipt_no": slip.receipt_no,
            "waived_by": slip.waived_by,
        }
        yield _event(slip.at, "slip_back", money, by)

    def _print(self, scope: str, story: OrderStory, event: _Event, order: str, number: str, copy_no: int) -> str:
        crew = {name: event.values.get(name) for name in ("crew", "technician")}
        values = {"order_id": order, "no": number, "copy_no": copy_no, "format": "plies_241", "queued_at": event.at}
        slip = self._take(scope, event.by, "slip.issue", event.at, {**values, **crew})
        printed = {"printer": "前台针式打印机", "printed_by": self._founded.staff[event.by].name}
        self._take(scope, event.by, "slip.print", event.at, printed, slip)
        self.till.printed(scope, event.at)
        return slip

    def _calls(self, story: OrderStory, scope: str, order: str) -> None:
        """The revisit that the finish opened: its calls, its answer, and the close that follows."""
        values = self._chronicle.values("work_order", order)
        revisit = values.get("revisit_id")
        if values.get("finished_at") and story.urgency == Urgency.URGENT and not story.rework_of:
            self._first_call(story, scope, order, values)
        if not revisit or self._chronicle.values("revisit", revisit)["status"] != "waiting":
            return
        for number, call in enumerate(story.calls):
            name = self._founded.staff[call.by].name
            self._take(scope, call.by, "revisit.dial", call.at, {"called_by": name}, revisit)
            end = call.at + call.seconds * 1000
            last = number == len(story.calls) - 1
            told = {"call_code": call.code, "seconds": call.seconds, "called_by": name}
            if last and story.answer is not None:
                answer = story.answer
                said = {
                    "satisfaction": str(answer.satisfaction),
                    "answers": _answers(story, answer.follow_up == "rework"),
                    "words": answer.words,
                    "follow_up": answer.follow_up,
                }
                self._take(scope, call.by, "revisit.answer", end, {**told, **said}, revisit)
                closed_by = "reworked" if answer.follow_up == "rework" else "revisit"
                if answer.follow_up in ("", "rework"):
                    self._close(scope, call.by, end, order, revisit, closed_by, str(answer.satisfaction))
                else:
                    self._call_back(scope, end + DAY, order, revisit)
                return
            if call.code in ("answered", "family"):
                return
            self._take(scope, call.by, "revisit.attempt", end, told, revisit)
            state = self._chronicle.values("revisit", revisit)["status"]
            if state in ("not_reached", "refused"):
                self._close(scope, call.by, end, order, revisit, state, "")
                return

    def _first_call(self, story: OrderStory, scope: str, order: str, values: Mapping[str, Any]) -> None:
        """An emergency is asked about once on the next morning: does it hold?"""
        first = derived_id(scope, order, FIRST_CALL)
        morning = start_of_day(add_days(day_of(values["finished_at"]), 1)) + 10 * HOUR
        at = max(morning + values["finished_at"] % HOUR, values["finished_recorded_at"] + HOUR)
        if at > self._now or not story.calls:
            return
        by = story.calls[0].by
        name = self._founded.staff[by].name
        self._take(scope, by, "revisit.dial", at, {"called_by": name}, first)
        said = {"call_code": "answered", "seconds": 45, "called_by": name, "satisfaction": "good",
                "answers": [{"question": one, "answer": "yes"} for one in ("多久到的?", "现在正常吗?")]}  # fmt: skip
        self._take(scope, by, "revisit.answer", at + 45_000, said, first)

    def _call_back(self, scope: str, at: int, order: str, revisit: str) -> None:
        """The supervisor rings the dissatisfied next day, and most are content then; today's are still to be rung."""
        if at > self._now:
            return
        again = derived_id(scope, revisit, "revisit-again")
        by = next(no for no, person in self._founded.staff.items() if self._supervises(person.id, scope))
        name = self._founded.staff[by].name
        self._take(scope, by, "revisit.dial", at, {"called_by": name}, again)
        said = {"call_code": "answered", "seconds": 140, "called_by": name, "satisfaction": "fair",
                "answers": [{"question": "这次彻底好了吗?", "answer": "yes"}]}  # fmt: skip
        self._take(scope, by, "revisit.answer", at + 140_000, said, again)
        self._close(scope, by, at + 140_000, order, again, "revisit", "fair")

    def _supervises(self, staff_id: str, scope: str) -> bool:
        return Role.SUPERVISOR in self._founded.roles.get((staff_id, scope), ())

    def _close(self, scope: str, by: str, at: int, order: str, revisit: str, how: str, satisfaction: str) -> None:
        if self._chronicle.values("work_order", order)["status"] != "slip_back":
            return
        values = {"closed_by": how, "revisit_id": revisit, "satisfaction": satisfaction}
        self._take(scope, by, "work_order.close", at, values, order)


def _short(place: Mapping[str, Any]) -> str:
    """3-2 电梯: as a room is written, so that lists can hold it."""
    building, unit = place["building_no"], place["unit_no"]
    long = (f"{building}栋" if building else "") + (f"{unit}单元" if unit else "")
    return f"{room_short(building, unit, '')} {place['name'].removeprefix(long)}".strip()


def _answers(story: OrderStory, not_repaired: bool) -> list[dict[str, str]]:
    """What was asked in this call: of a home how the man behaved, of a public place only whether it works again."""
    public = story.home is None
    asked = ["恢复了吗?" if public else "修好了吗?"]
    if not public:
        asked += ["有没有说明原因和注意事项?", "穿鞋套、人走场净了吗?"]
    return [{"question": one, "answer": "no" if not_repaired and one == asked[0] else "yes"} for one in asked]


def _event(at: int, step: str, values: dict[str, Any], by: str, turn: str = "") -> _Event:
    return _Event(at, step, values, by, TURN.index(turn or step))


def _happened(at: int, recorded_at: int) -> dict[str, int]:
    return {"happened_at": at} if at != recorded_at else {}


def _pause_step(pause: Suspended) -> tuple[str, dict[str, Any]]:
    if pause.reason is SuspendReason.PARTS:
        return "wait_parts", {"suspend_note": pause.note, "suspended_until_on": pause.until_on}
    if pause.reason is SuspendReason.NOBODY_HOME:
        return "nobody_home", {"suspended_until_on": pause.until_on}
    return "suspend", {
        "suspend_reason": str(pause.reason), "suspended_until_on": pause.until_on, "suspend_note": pause.note,
    }  # fmt: skip
