"""A year in which everything awkward happens, at random and on the very edges: rows as a desk would have stored them.

The year has a 29 February. Of three estates one has everything, one 19 cases of most rates, one no fresh goods.
"""

import random
from collections.abc import Mapping
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, Calendar, at, day_of, start_of_day
from desk.domain.clocks import due_moments
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.domain.settings import Settings
from desk.store.database import Database
from desk.store.rows import columns_of

FULL, NINETEEN, PLAIN = (f"e/{n}0000000-0000-4000-8000-000000000000" for n in (1, 2, 3))
SCOPES = (FULL, NINETEEN, PLAIN)
FROM_ON, UNTIL_ON = "2024-01-01", "2024-12-31"
BEGIN, END = at(FROM_ON, "0:00"), at(UNTIL_ON, "24:00")
NOW = at("2025-01-02", "10:00")
EDGES = (BEGIN - 1, BEGIN, END - 1, END, at("2024-02-29", "0:00"), at("2024-02-29", "24:00") - 1,
         at("2024-02-29", "24:00"), at("2024-06-30", "24:00"), at("2024-12-31", "23:50"))  # fmt: skip
TYPHOON = ("2024-07-01", "2024-07-08")
FLOOD = ("2024-09-01", "2024-09-05")
Values = dict[str, Any]


class Year:
    """`rows` by record; the ids say nothing."""

    def __init__(self, seed: int, rules: Rulebook, calendar: Calendar) -> None:
        self._dice = random.Random(seed)
        self._rules, self._calendar = rules, calendar
        self._settings = Settings(facts=ALL_SETTINGS)
        self._count = 0
        self.rows: dict[str, list[Values]] = {}
        for scope, orders, fresh in ((FULL, 700, 260), (NINETEEN, 19, 19), (PLAIN, 60, 0)):
            homes = [self._home(scope) for _ in range(orders // 2 + 3)]
            done = [self._order(scope, homes) for _ in range(orders)]
            done = [one for one in done if one["kind"] != "enquiry"]
            for one in done:
                self._calls(one)
            for _ in range(fresh):
                self._fresh(scope, homes)
            for _ in range(orders // 7):
                self._notice(scope)
            for _ in range(orders // 9):
                self._complaint(scope)
                self._claim(scope)
            for _ in range(orders // 60):
                self._unrecorded(scope)
            self._booked(scope, homes)
        self._acts_of_god()

    def write(self, database: Database, confidential: Database) -> None:
        for record, rows in self.rows.items():
            names = sorted({name for row in rows for name in row})
            kept = columns_of(self._rules.known(record).record)
            stored = [{"scope": row["scope"], **kept.encode(_without_scope(row))} for row in rows]
            sql = f'INSERT INTO "{record}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in names)}) VALUES'
            for beside in (False, True):
                own = [row for row in stored if (row["scope"] not in SCOPES) is beside]
                with (confidential if beside else database).write() as connection:
                    for row in own:
                        marks = ", ".join("?" * len(names))
                        connection.exec_driver_sql(f"{sql} ({marks})", tuple(row.get(name) for name in names))

    # -- dice

    def _add(self, record: str, scope: str, /, **values: Any) -> Values:
        self._count += 1
        row = {"scope": scope, "id": f"{record[:3]}-{self._count:06d}", **values}
        self.rows.setdefault(record, []).append(row)
        return row

    def _one(self, *choices: Any) -> Any:
        return self._dice.choice(choices)

    def _may(self, percent: int) -> bool:
        return self._dice.randrange(100) < percent

    def _moment(self) -> int:
        """Any hour of day and night; often the very edges of the year, the leap day and the days of the typhoon."""
        die = self._dice.randrange(20)
        if die == 0:
            return int(self._one(*EDGES))
        if die == 1:
            return NOW - self._dice.randrange(5 * DAY)
        if die == 2:
            day = self._one(*TYPHOON, *FLOOD, "2024-09-03")
            return int(at(day, "0:00") + self._one(-1, 0, DAY - 1, DAY, 9 * HOUR))
        return self._dice.randrange(BEGIN - 3 * DAY, END + DAY)

    def _near(self, due: int, often: int = 85) -> int:
        """Mostly well before it, else on its edge or far behind."""
        if self._may(often):
            return due - self._dice.randrange(HOUR)
        return int(due + self._one(0, 1, -1, MINUTE, DAY))

    # -- repairs and calls

    def _home(self, scope: str) -> str:
        status = "void" if self._may(5) else "active"
        bound = self._one(BEGIN, BEGIN + DAY, END - 1, END, None, None)
        return str(self._add("home", scope, status=status, bound_at=bound, building_no="1", room_no="101")["id"])

    def _order(self, scope: str, homes: list[str]) -> Values:
        reported = self._moment()
        urgency = self._one("urgent", *["general"] * 5, "planned")
        kind = self._one("appointment", *["fault"] * 8)
        values: Values = {
            "kind": kind, "urgency": urgency, "reported_at": reported, "home_id": self._dice.choice(homes),
            "channel": self._one("phone", "phone", "counter", "wechat"), "late_entry": self._may(20) or None,
            "partner": "wx" if self._may(3) else None, "matter": "漏水", "status": "closed", "pauses": [],
            "arrived_source": self._one("slip", "clerk", None),
        }  # fmt: skip
        if kind == "appointment" or urgency != "urgent":
            window = start_of_day(day_of(reported)) + DAY + self._one(8, 14, 22) * HOUR
            agreed = {"window_from_at": window, "window_to_at": window + 2 * HOUR}
            values |= agreed if self._may(92) else {}
        self._suspensions(values)
        values |= due_moments(values, self._settings, self._calendar)
        values["informed_at"] = self._near(values["response_due_at"]) if self._may(94) else None
        due = values["arrival_due_at"] or reported + DAY
        values["arrived_at"] = self._near(due) if self._may(92) else None
        finished = self._near(values["finish_due_at"] or due + HOUR, 92)
        values["finished_at"] = max(finished, (values["arrived_at"] or reported) + MINUTE)
        self._mishaps(values)
        if self._may(90) and values["status"] == "closed":
            values["closed_at"] = (values["finished_at"] or reported) + self._one(1, 4, 29, 31, 40) * DAY
        if self._may(8):
            values |= {"rework_of": "before", "rework_of_no": "1"}
            values["closed_at"] = self._one(None, reported + 30 * DAY, reported + 30 * DAY + 1, values.get("closed_at"))
        values["tick"] = self._one("good", "good", "good", "fair", "bad", "none", None)
        if self._may(3):
            values |= {"rating": self._one("good", "bad"), "rated_at": self._moment()}
        row = self._add("work_order", scope, **values)
        if self._may(2):
            status = self._one("to_be_decided", "kept")
            self._add("branch", scope, record="work_order", ent=row["id"], status=status)
        return row

    def _suspensions(self, values: Values) -> None:
        """Some for days, some beyond the cap of seven, some never resumed."""
        if not self._may(15):
            return
        begin = values["reported_at"] + self._dice.randrange(2 * HOUR)
        reason = self._one("parts", "parts", "nobody_home", "rescheduled", "contractor", "other")
        end = begin + self._one(HOUR, 2 * DAY, 9 * DAY)
        values["pauses"] = [{"from_at": begin, "to_at": end, "reason": reason}]
        if self._may(20):
            again = {"from_at": end + HOUR, "to_at": self._one(None, end + DAY), "reason": "parts"}
            values["pauses"].append(again)
        values["paused_for"] = " ".join(dict.fromkeys(one["reason"] for one in values["pauses"]))

    def _mishaps(self, values: Values) -> None:
        """Void, joined, handed out, opened again, an enquiry, or moments in an order that cannot be."""
        reported = values["reported_at"]
        match self._dice.randrange(40):
            case 0:
                values |= {"status": "void", "response_due_at": None, "arrival_due_at": None, "finish_due_at": None}
            case 1:
                values["parent_id"] = "parent"
            case 2 | 3:
                gone = {"arrival_due_at": None, "finish_due_at": None, "contractor": "电梯公司", "arrived_at": None}
                values |= gone | ({"status": "handed_out", "finished_at": None} if self._may(50) else {})
            case 4:
                values |= {"status": "arrived", "finished_at": None}  # opened again: it is no longer finished
            case 5:
                values["kind"] = "enquiry"
            case 6 if values["arrived_at"]:
                values["finished_at"] = values["arrived_at"] - self._one(1, HOUR)
            case 7:
                values["informed_at"] = reported - self._one(1, HOUR)
            case 8 | 9:
                values |= {"status": "dispatched", "arrived_at": None, "finished_at": None}
                values["informed_at"] = self._one(None, values["informed_at"])

    def _calls(self, order: Values) -> None:
        finished = order["finished_at"]
        if finished is None:
            return
        for first, last in ((3, 7), (1, 1)) if order["urgency"] == "urgent" else ((3, 7),):
            self._call(order, "work_order", finished, first, last, 12)

    def _call(self, matter: Values, about: str, done: int, first: int, last: int, missed: int) -> None:
        begin = start_of_day(day_of(done)) + first * DAY
        end = start_of_day(day_of(done)) + (last + 1) * DAY
        values: Values = {
            "about": about, "about_id": matter["id"], "done_at": done, "due_from_on": day_of(begin),
            "due_to_on": day_of(end - 1), "status": "answered", "answered_at": begin + 9 * HOUR,
            "dialled_at": begin + 9 * HOUR, "satisfaction": self._one(*["good"] * 20, "fair", "bad"),
        }  # fmt: skip
        untold = {"answered_at": None, "satisfaction": None}
        die = self._dice.randrange(100)
        if die < missed:
            values |= untold | {"status": "waiting", "dialled_at": None}
        elif die < missed + 20:
            values |= untold | {"status": "not_reached"}
        elif die < missed + 25:
            values |= untold | {"status": self._one("refused", "exempt", "exempt", "void"), "dialled_at": None}
        elif die < missed + 33:
            values["answered_at"] = self._one(begin - 1, begin, end - 1, end, end + DAY, begin - DAY)
            values["dialled_at"] = self._one(None, values["answered_at"])
        elif die < missed + 37:
            values["check_result"] = self._one("same", "different", "not_called", "not_reached")
        self._add("revisit", matter["scope"], **values)

    # -- fresh goods

    def _fresh(self, scope: str, homes: list[str]) -> None:
        placed = self._moment()
        values: Values = {
            "no": "F", "kind": self._one("instant", "instant", "instant", "window"), "status": "delivered",
            "channel": self._one("platform", "phone"), "home_id": self._dice.choice(homes), "placed_at": placed,
            "shop": "店", "where": "1-101", "items": [], "stops": [], "tick": self._one("good", "good", "bad", None),
        }  # fmt: skip
        arrived = placed + self._one(8, 9, 10, 10, 11, 14) * MINUTE + self._one(0, 0, 1)
        delivered = arrived + self._one(5, 7, 9, 10, 10) * MINUTE + self._one(0, 0, 1)
        if values["kind"] == "window":
            begin = placed + 2 * HOUR
            values |= {"window_from_at": begin, "window_to_at": begin + HOUR}
            limits = (begin - 10 * MINUTE, begin + 70 * MINUTE)
            delivered = self._one(limits[0] - 1, *limits, limits[1] + 1, *[begin + 30 * MINUTE] * 12)
        if self._may(20):
            arrived_to = self._one(3, 20, 45) * MINUTE
            reason = self._one("owner_absent", "owner_later")
            begin = arrived + self._one(1, 1, 1, -4) * MINUTE  # mostly after the goods came
            values["stops"] = [{"from_at": begin, "to_at": begin + arrived_to, "reason": reason}]
            delivered += arrived_to
        values |= {"arrived_at": arrived, "inspected_at": arrived + 2 * MINUTE, "out_at": arrived + 3 * MINUTE,
                   "delivered_at": delivered, "inspected": [{"n": 1, "got": 1}]}  # fmt: skip
        self._fresh_mishaps(values)
        row = self._add("fresh_order", scope, **values)
        if row["delivered_at"] is not None and self._may(15):
            self._call(row, "fresh_order", row["delivered_at"], 0, 1, 40)
        if self._may(2):
            self._add("branch", scope, record="fresh_order", ent=row["id"], status="to_be_decided")

    def _fresh_mishaps(self, values: Values) -> None:
        never = dict.fromkeys(("arrived_at", "inspected_at", "out_at", "delivered_at"))
        match self._dice.randrange(40):
            case 0 | 1:
                gone = {"status": self._one("void", "cancelled", "placed"), "stops": [], "inspected": []}
                values |= never | gone
            case 2:
                values |= {"status": "refused", "out_at": None, "delivered_at": None, "stops": []}
            case 3:
                values |= {"inspected_at": None, "inspected": []}
            case 4:
                values["arrived_at"] = None
            case 5:
                values["delivered_at"] = values["placed_at"] - 1
            case 6:
                values |= {"status": "out", "delivered_at": None}
                if self._may(50):  # the clock stands to this day
                    values["stops"] = [{"from_at": values["placed_at"] + 5 * MINUTE, "to_at": None, "reason": "x"}]

    def _claim(self, scope: str) -> None:
        status = self._one("settled", "settled", "explained", "void", "reported")
        found = {"settled": "wrong", "explained": "nothing"}.get(status)
        missed = True if found == "wrong" and self._may(50) else None
        self._add("compensation", scope, order_id="f", n=1, delivered_at=BEGIN, reported_at=self._moment(),
                  status=status, finding=found, missed=missed)  # fmt: skip

    # -- notices

    def _notice(self, scope: str) -> None:
        sent = self._moment()
        values: Values = {"kind": "water", "status": self._one("sent", "sent", "ended", "restored"), "sent_at": sent,
                          "corrected_at": None, "restored_at": None, "restored_recorded_at": None}  # fmt: skip
        if self._may(70):
            values["lead_due_at"] = sent + self._one(0, -1, 1, DAY, DAY, -HOUR)
        if self._may(30):
            received = sent - self._one(1, 2, 3) * HOUR
            values |= {"received_at": received, "received_photo": self._one("a" * 64, None), "outside": "供电",
                       "forward_due_at": received + 2 * HOUR}  # fmt: skip
            values["late_reason"] = self._one("told_late", "told_late", "plan_changed", None)
        if self._may(15):
            due = sent + DAY
            values |= {"urgent_reason": "breakdown", "second_due_at": due, "reviewed_at": self._one(None, due, due + 1)}
        if values["status"] != "ended" and self._may(60):
            due = sent + HOUR
            values["restore_due_at"] = due
            if values["status"] == "restored":
                told = self._one(due, due + 1, due - MINUTE)
                values |= {"restored_at": due - MINUTE, "restored_recorded_at": told}
        if self._may(20):
            found = self._one("ourselves", "resident", "head_office", "no_fault", None)
            values |= {"corrects_id": "before", "correction_no": 1, "found_by": found}
        match self._dice.randrange(20):
            case 0:
                values |= {"status": "corrected", "corrected_at": sent + self._one(-1, HOUR)}
            case 1:
                values |= {"status": self._one("draft", "to_review"), "sent_at": None}
            case 2:
                values["sent_at"] = NOW + HOUR  # on its hour, which has not come
        row = self._add("notice", scope, **values)
        if self._may(3):
            self._add("branch", scope, record="notice", ent=row["id"], status="to_be_decided")

    # -- complaints

    def _complaint(self, scope: str) -> None:
        received = self._moment()
        due = received + self._one(2 * HOUR, DAY)
        validity = self._one("valid", "valid", "partial", "invalid", None)
        values: Values = {
            "kind": self._one(*["complaint"] * 6, "praise"), "status": "closed" if validity else "received",
            "channel": self._one("phone", "counter", "forwarded"), "received_at": received, "due_at": due,
            "content": "吵", "validity": validity, "serious": self._may(10) or None,
            "invalid_reason": self._one("not_ours", "merged", "withdrawn") if validity == "invalid" else None,
            "repeat_of": "before" if self._may(20) else None,
        }  # fmt: skip
        if self._may(85):
            answered = self._near(due, 70)
            values |= {"first_due_at": due, "first_answered_at": answered, "answered_at": answered}
            if self._may(20):  # answered again later, by another due
                values |= {"answered_at": answered + 9 * DAY, "due_at": due + 2 * DAY, "reopened": 1}
        elif self._may(30):
            values["withdrawn_at"] = due + self._one(-MINUTE, 0, MINUTE)
        row = self._add("complaint", complaints_of(scope), **values)
        if self._may(4):
            self._add("branch", complaints_of(scope), record="complaint", ent=row["id"], status="to_be_decided")

    def _unrecorded(self, scope: str) -> None:
        status = self._one("found", "found", "void")
        self._add("unrecorded", scope, made_at=at("2024-05-05", "10:00"), found_how="resident", status=status)

    # -- homes and acts of God

    def _booked(self, scope: str, homes: list[str]) -> None:
        for _ in range(5):
            self._add("housekeeping", scope, channel=self._one("phone", "wechat"), status="closed", where="1-101",
                      home_id=self._dice.choice(homes), booked_at=self._moment(), work="1")  # fmt: skip

    def _acts_of_god(self) -> None:
        """Eight days and five by the manager's word: the last three are over the ten. And one head office agreed to."""
        god: Mapping[str, Any] = {"cause": "typhoon"}
        for first, last in (TYPHOON, FLOOD):
            self._add("force_majeure", FULL, from_on=first, to_on=last, status="claimed", **god)
        self._add("force_majeure", FULL, from_on="2024-11-30", to_on="2024-12-01", status="agreed", **god)
        self._add("force_majeure", FULL, from_on="2024-03-01", to_on="2024-03-31", status="void", **god)
        self._add("force_majeure", PLAIN, from_on="2024-02-29", to_on="2024-02-29", status="claimed", **god)


def _without_scope(row: Values) -> Values:
    return {name: value for name, value in row.items() if name != "scope"}
