"""The assessment computed a second time, from the text of the method alone: plain Python over plain rows.

Nothing of the program's own counting is used here; what is shared are the words stored in the rows and the dues that
the clocks stored. Every record gets a verdict in every measure: met, missed, half, or x:<why it is left out>.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, list[Row]]  # by record, as SELECT * gives them
Key = tuple[str, str]  # scope, id
MINUTE, DAY = 60_000, 86_400_000
CHINA = 8 * 60 * MINUTE
MET, MISSED, HALF = "met", "missed", "half"
UNTRUE = ("different", "not_called")  # what a second call found of the first
NOT_REACHED_PERCENT, ABSENT_PERCENT, MAJEURE_DAYS, REWORK_DAYS, RESPONSE_MINUTES = 15, 5, 10, 30, 15


def midnight(day: str) -> int:
    """0:00 of a day in China, in ms of UTC."""
    found = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return int(found.timestamp()) * 1000 - CHINA


def day_of(at: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at + CHINA)).date().isoformat()


def days(first: str, last: str) -> list[str]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(begin + timedelta(n)).isoformat() for n in range((end - begin).days + 1)]


@dataclass(frozen=True)
class Promised:
    """Minutes of a delivery: the whole, the estate's part, what a window is spared, and where our part begins."""

    total: int = 20
    ours: int = 10
    spare: int = 10
    from_acceptance: bool = False


@dataclass
class Count:
    """Verdicts by measure and record; how many of a measure were over its cap and count as missed."""

    verdicts: dict[str, dict[Key, str]] = field(default_factory=lambda: defaultdict(dict))
    over: dict[Key, int] = field(default_factory=dict)

    def of(self, measure: str, scope: str, verdict: str) -> int:
        return sum(one == verdict and key[0] == scope for key, one in self.verdicts[measure].items())


@dataclass
class Independent:
    """One year of an office. `confidential` are the complaints' rows and branches, their scopes made the estates'."""

    tables: Tables
    confidential: Tables
    from_on: str
    until_on: str
    now: int
    promised: Promised = Promised()

    def __post_init__(self) -> None:
        self.begin, self.end = midnight(self.from_on), midnight(self.until_on) + DAY
        open_ = [*self.tables["branch"], *self.confidential["branch"]]
        self.undecided = {(one["record"], one["ent"]) for one in open_ if one["status"] == "to_be_decided"}
        self.gone = self._days_of_force_majeure()
        self.found = Count()

    def count(self) -> Count:
        self._repairs()
        self._afterwards()
        self._notices()
        self._fresh()
        self._complaints()
        self._homes()
        return self.found

    # -- what all have in common

    def _days_of_force_majeure(self) -> dict[str, set[str]]:
        agreed: dict[str, set[str]] = defaultdict(set)
        claimed: dict[str, set[str]] = defaultdict(set)
        for one in self.tables["force_majeure"]:
            if one["status"] != "void":
                kept = agreed if one["status"] == "agreed" else claimed
                kept[one["scope"]] |= set(days(one["from_on"], one["to_on"]))
        out: dict[str, set[str]] = defaultdict(set)
        for scope in {*agreed, *claimed}:
            out[scope] |= agreed[scope]
            used: dict[str, int] = defaultdict(int)
            for day in sorted(claimed[scope] - agreed[scope]):
                used[day[:4]] += 1
                if used[day[:4]] <= MAJEURE_DAYS:
                    out[scope].add(day)
        return out

    def _inside(self, at: int | None) -> bool:
        return at is not None and self.begin <= at < self.end

    def _left(self, record: str, row: Row, at: int, void: bool) -> str | None:
        """What is left out of everything."""
        if (record, row["id"]) in self.undecided:
            return "x:undecided"
        if void:
            return "x:void"
        return "x:force_majeure" if day_of(at) in self.gone[row["scope"]] else None

    def _put(self, measure: str, row: Row, verdict: str | None) -> None:
        if verdict is not None:
            self.found.verdicts[measure][row["scope"], row["id"]] = verdict

    def _by(self, moment: int | None, due: int | None, over: bool = False) -> str | None:
        """Done by its due; what never happened is missed once the due is past, or once all is over."""
        if due is None:
            return None
        if moment is not None:
            return MET if moment <= due else MISSED
        return MISSED if over or self.now > due else "x:pending"

    def _cap(self, measure: str, why: str, percent: int, order: Mapping[Key, int]) -> None:
        """The first ones, in time, are left out as far as the percentage goes; the others count as missed."""
        by_scope: dict[str, list[Key]] = defaultdict(list)
        cases: dict[str, int] = defaultdict(int)
        verdicts = self.found.verdicts[measure]
        for key, verdict in verdicts.items():
            cases[key[0]] += verdict in (MET, MISSED, f"x:{why}")
            if verdict == f"x:{why}":
                by_scope[key[0]].append(key)
        for scope, keys in by_scope.items():
            allowed = cases[scope] * percent // 100
            beyond = sorted(keys, key=lambda key: (order[key], key[1]))[allowed:]
            self.found.over[measure, scope] = len(beyond)
            verdicts.update(dict.fromkeys(beyond, MISSED))

    # -- 2.1 to 2.3: repairs by the moment they were reported

    def _repairs(self) -> None:
        for one in self.tables["work_order"]:
            if one["kind"] == "enquiry" or not self._inside(one["reported_at"]):
                continue
            reported = one["reported_at"]
            void = one["status"] == "void" or bool(one["parent_id"])
            left = self._left("work_order", one, reported, void)
            self._put("orders", one, left or MET)
            self._put("response", one, left or self._response(one))
            self._put("arrival", one, left or self._arrival(one))
            self._put("finish", one, left or self._finish(one))
            self._put("anomaly", one, left or (MISSED if _backwards(one) else None))
            if one["rework_of"]:
                lasted = (one["closed_at"] or self.now) - reported
                self._put("rework_open", one, left or (MISSED if lasted > REWORK_DAYS * DAY else None))
            paused = set((one["paused_for"] or "").split())
            self._put("paused_owner", one, "x:owner" if not void and paused & {"nobody_home", "rescheduled"} else None)
            self._put("paused_parts", one, "x:parts" if not void and "parts" in paused else None)
            urgent = one["urgency"] == "urgent"
            waited = (one["response_due_at"] or 0) > reported + RESPONSE_MINUTES * MINUTE
            self._put("off_hours", one, "x:off_hours" if not void and waited and not urgent else None)

    def _response(self, one: Row) -> str | None:
        told, reported = one["informed_at"], one["reported_at"]
        if told is not None and told < reported:
            return "x:anomaly"
        return self._by(told, one["response_due_at"], over=one["finished_at"] is not None)

    def _arrival(self, one: Row) -> str | None:
        arrived, reported, finished = one["arrived_at"], one["reported_at"], one["finished_at"]
        if one["urgency"] == "planned" or (one["kind"] == "appointment" and one["urgency"] != "urgent"):
            return None
        if one["contractor"] or one["status"] == "handed_out":
            return "x:outside"
        if one["arrival_due_at"] is None:
            return None
        if arrived is not None and (arrived < reported or (finished is not None and finished < arrived)):
            return "x:anomaly"
        return self._by(arrived, one["arrival_due_at"], over=finished is not None)

    def _finish(self, one: Row) -> str | None:
        arrived, reported, finished = one["arrived_at"], one["reported_at"], one["finished_at"]
        if one["contractor"] or one["status"] == "handed_out":
            return "x:outside"
        if one["finish_due_at"] is None:
            return None
        if finished is not None and (finished < reported or (arrived is not None and finished < arrived)):
            return "x:anomaly"
        return self._by(finished, one["finish_due_at"])

    # -- 2.4, 2.5: by the moment of finishing

    def _afterwards(self) -> None:
        calls: dict[Key, list[Row]] = defaultdict(list)
        for call in self.tables["revisit"]:
            if call["about"] == "work_order" and call["status"] != "void":
                calls[call["scope"], call["about_id"]].append(call)
        order = {}
        for one in self.tables["work_order"]:
            finished = one["finished_at"]
            if one["kind"] == "enquiry" or not self._inside(finished):
                continue
            order[one["scope"], one["id"]] = finished
            void = one["status"] == "void" or bool(one["parent_id"])
            left = self._left("work_order", one, finished, void)
            own = calls[one["scope"], one["id"]]
            self._put("asked", one, left or self._asked(own))
            self._put("content", one, left or _content(own, one["tick"]))
        self._cap("asked", "not_reached", NOT_REACHED_PERCENT, order)

    def _asked(self, calls: list[Row]) -> str:
        due = [one for one in calls if one["status"] != "exempt"]
        if calls and not due:
            return "x:exempt"
        found = {self._called(one) for one in due}
        ranks = (MET, "x:pending", MISSED, "x:refused_call", "x:not_reached")  # one that may still be reached is open
        return next((one for one in ranks if one in found), MISSED)

    def _called(self, call: Row) -> str:
        first, last = midnight(call["due_from_on"]), midnight(call["due_to_on"]) + DAY
        match call["status"]:
            case "not_reached":
                return "x:not_reached"
            case "refused":
                return "x:refused_call"
            case "answered":
                at = call["answered_at"]
                early = at < first and call["dialled_at"] is not None  # early counts only where the resident rang
                good = not early and at < last and call["check_result"] not in UNTRUE
                return MET if good else MISSED
        return MISSED if self.now >= last else "x:pending"

    # -- 1.1, 1.2: notices by the moment they went out

    def _notices(self) -> None:
        for one in self.tables["notice"]:
            sent = one["sent_at"]
            gone = sent is not None and sent <= self.now and not (one["corrected_at"] or sent) < sent
            if not self._inside(sent) or not gone or one["status"] in ("draft", "to_review"):
                continue
            left = self._left("notice", one, sent, one["status"] == "void")
            others = one["found_by"] in ("resident", "head_office")
            own = not others and one["found_by"] != "no_fault"
            self._put("found_by_others", one, left or (MISSED if one["corrects_id"] and others else None))
            self._put("own_error", one, left or (MISSED if one["corrects_id"] and own else None))
            self._put("notice_lead", one, left or self._lead(one))
            self._put("notice_forward", one, left or self._by(sent, one["forward_due_at"]))
            running = one["status"] in ("sent", "restored")
            restored = self._by(one["restored_recorded_at"], one["restore_due_at"]) if running else None
            self._put("notice_restore", one, left or restored)

    def _lead(self, one: Row) -> str | None:
        if one["urgent_reason"]:
            second = self._by(one["reviewed_at"], one["second_due_at"])
            return second if second in (MISSED, "x:pending") else "x:urgent"
        met = self._by(one["sent_at"], one["lead_due_at"])
        proven = one["late_reason"] == "told_late" and one["received_at"] and one["received_photo"]
        at_once = one["forward_due_at"] is not None and one["sent_at"] <= one["forward_due_at"]
        too_late = at_once and (one["lead_due_at"] or 0) <= one["forward_due_at"]
        return "x:told_late" if met == MISSED and proven and too_late else met

    # -- 3: fresh orders by the moment they were placed

    def _fresh(self) -> None:
        calls: dict[Key, list[Row]] = defaultdict(list)
        for call in self.tables["revisit"]:
            if call["about"] == "fresh_order" and call["status"] != "void":
                calls[call["scope"], call["about_id"]].append(call)
        order = {}
        for one in self.tables["fresh_order"]:
            placed = one["placed_at"]
            if not self._inside(placed):
                continue
            order[one["scope"], one["id"]] = placed
            left = self._left("fresh_order", one, placed, one["status"] in ("void", "cancelled"))
            self._put("fresh_orders", one, left or MET)
            base, left = left, left or ("x:refused" if one["status"] == "refused" else None)
            self._put("fresh_total", one, left or self._whole(one))
            self._put("fresh_estate", one, left or (self._ours(one) if one["kind"] == "instant" else None))
            if left or one["delivered_at"] is not None:
                self._put("fresh_content", one, left or _content(calls[one["scope"], one["id"]], one["tick"]))
            sent = one["out_at"] is not None or one["delivered_at"] is not None
            sheet = one["inspected_at"] is not None and json.loads(one["inspected"] or "[]")
            self._put("unsheeted", one, base or (MISSED if sent and not sheet else None))
        self._cap("fresh_total", "absent", ABSENT_PERCENT, order)
        self._cap("fresh_estate", "absent", ABSENT_PERCENT, order)
        for one in self.tables["compensation"]:
            if self._inside(one["reported_at"]):
                left = self._left("compensation", one, one["reported_at"], one["status"] == "void")
                open_ = {"nothing": "x:explained", None: "x:pending"}.get(one["finding"])  # not yet looked at
                self._put("missed", one, left or open_ or (MISSED if one["missed"] else MET))

    def _whole(self, one: Row) -> str:
        placed, arrived, delivered = one["placed_at"], one["arrived_at"], one["delivered_at"]
        if delivered is not None and delivered < max(placed, arrived or placed):
            return "x:anomaly"
        if one["kind"] == "window" and one["window_from_at"] is not None:
            spare = self.promised.spare * MINUTE
            begin = one["window_from_at"] - spare
            found = _in_time(one, begin, one["window_to_at"] + spare - begin, delivered, self.now)
            return MISSED if delivered is not None and delivered < begin else found
        total, ours = self.promised.total * MINUTE, self.promised.ours * MINUTE
        found = _in_time(one, placed, total, delivered, self.now)
        late_shop = arrived is not None and arrived - placed > total - ours
        if found == MISSED and late_shop and self._ours(one) in (MET, "x:absent"):
            return "x:shop_late"
        return found

    def _ours(self, one: Row) -> str | None:
        start = one["inspected_at" if self.promised.from_acceptance else "arrived_at"]
        delivered = one["delivered_at"]
        if start is None:  # our part has not begun; or nobody wrote down when it did
            return MISSED if delivered is not None else None
        if delivered is not None and delivered < start:
            return "x:anomaly"
        return _in_time(one, start, self.promised.ours * MINUTE, delivered, self.now)

    # -- 4: complaints by the moment they were received

    def _complaints(self) -> None:
        for one in self.confidential["complaint"]:
            received = one["received_at"]
            if one["kind"] != "complaint" or not self._inside(received):
                continue
            left = self._left("complaint", one, received, False)
            validity = one["validity"] if one["status"] != "to_sign" else None
            own = {"invalid": "x:invalid", "partial": HALF}.get(validity or "", MISSED)
            self._put("valid", one, left or own)
            grave = bool(one["serious"]) or one["channel"] == "forwarded"
            self._put("grave", one, left or (MISSED if grave and own != "x:invalid" else None))
            self._put("late_answer", one, left or self._answered(one))
            another = own == "x:invalid" and one["invalid_reason"] != "merged"
            self._put("repeat", one, left or (MISSED if one["repeat_of"] and not another else None))
            self._put("unjudged", one, left or (MISSED if validity is None else None))
        for one in self.tables["unrecorded"]:
            if self._inside(one["made_at"]):
                self._put("unrecorded", one, "x:void" if one["status"] == "void" else MISSED)

    def _answered(self, one: Row) -> str | None:
        due, first = one["first_due_at"] or one["due_at"], one["first_answered_at"] or one["answered_at"]
        withdrawn = one["withdrawn_at"]
        if first is None and withdrawn is not None and due is not None and withdrawn <= due:
            return "x:withdrawn"
        return self._by(first, due)

    # -- 5: homes

    def _homes(self) -> None:
        used: set[Key] = set()

        def uses(rows: Iterable[Row], *moments: str) -> None:
            used.update((one["scope"], one["home_id"]) for one in rows if any(self._inside(one[at]) for at in moments))

        orders = [one for one in self.tables["work_order"] if one["status"] != "void"]
        uses((one for one in orders if one["channel"] == "wechat" or one["partner"]), "reported_at")
        uses((one for one in orders if one["rating"]), "rated_at")
        fresh = (one for one in self.tables["fresh_order"] if one["status"] != "void")
        uses((one for one in fresh if one["channel"] == "platform"), "placed_at")
        uses((one for one in self.tables["housekeeping"] if one["channel"] == "wechat"), "booked_at")
        for one in self.tables["home"]:
            if one["status"] == "active":
                self._put("uses", one, MET if (one["scope"], one["id"]) in used else MISSED)
                self._put("bound", one, MET if (one["bound_at"] or self.end) < self.end else MISSED)


def _backwards(one: Row) -> bool:
    """Moments in an order that cannot be."""
    reported, told, arrived, finished = (one[f"{name}_at"] for name in ("reported", "informed", "arrived", "finished"))
    early = any(at is not None and at < reported for at in (told, arrived, finished))
    return early or (finished is not None and arrived is not None and finished < arrived)


def _content(calls: list[Row], tick: str | None) -> str:
    """What was answered, in a call that nobody found untrue; where nothing was, the tick on the slip."""
    true = (one for one in calls if one["status"] == "answered" and one["check_result"] not in UNTRUE)
    said = {one["satisfaction"] for one in true} - {None}
    if said:
        return MISSED if "bad" in said else MET
    return {"good": MET, "fair": MISSED, "bad": MISSED}.get(tick or "", "x:no_answer")


def _in_time(one: Row, start: int, limit: int, delivered: int | None, now: int) -> str:
    """By its limit; late only because the resident was away or asked for it later, it is left out (so far)."""
    end = delivered if delivered is not None else now
    stood, last = 0, start
    for begin, stop in sorted((s["from_at"], s.get("to_at") or end) for s in json.loads(one["stops"] or "[]")):
        begin, stop = max(begin, last), min(stop, end)
        stood, last = stood + max(0, stop - begin), max(last, stop)
    if delivered is None:
        return "x:pending" if end - start - stood <= limit else MISSED
    if delivered - start <= limit:
        return MET
    return "x:absent" if delivered - start - stood <= limit else MISSED
