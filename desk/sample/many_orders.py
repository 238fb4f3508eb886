"""The repairs of one invented estate and the calls after them: a year of rows with the dues the clocks would store."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND, end_of_day
from desk.domain.clocks import due_moments
from desk.domain.settings import Settings
from desk.sample.many_places import YEAR, Home, Place, Rows, Times, Values, problem_words
from desk.services.work_orders.catalogue import Problem

# How many of a hundred calls come in each hour; the week's first day has more.
_HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 11, 12, 8, 6, 4, 4, 6, 6, 5, 4, 8, 8, 4, 2, 2, 1)
_WEEK = (13, 10, 10, 10, 10, 9, 8)
_ANSWERS = '[{"question":"修好了吗?","answer":"yes"}]'
_TRIED = "no_answer"
_UNTOLD = dict.fromkeys(("informed_at", "dispatched_at", "arrived_at", "finished_at", "slip_back_at"))


def orders_of(place: Place, times: Times, settings: Settings, problems: Sequence[Problem]) -> Rows:
    """Repairs in the order they were reported, nothing in them later than now, and their calls."""
    return _Orders(place, times, settings, problems).rows()


class _Orders:
    def __init__(self, place: Place, times: Times, settings: Settings, problems: Sequence[Problem]) -> None:
        self._place, self._times, self._settings = place, times, settings
        self._dice = place.dice
        self._problems = problem_words(problems)
        self._orders: list[Values] = []
        self._calls: list[Values] = []

        def minutes(name: str) -> int:
            return settings.number(f"clock.{name}_minutes") * MINUTE

        self._response, self._urgent_response = minutes("response"), minutes("urgent_response")
        self._arrival, self._urgent_arrival = minutes("arrival"), minutes("urgent_arrival")
        self._finish, self._urgent_finish = minutes("finish"), minutes("urgent_finish")

    def rows(self) -> Rows:
        for reported in self._moments():
            self._order(reported)
        return {"work_order": self._orders, "revisit": self._calls}

    def _moments(self) -> list[int]:
        """When somebody rang, in order."""
        dice, begin, now = self._dice, self._times.begin, self._times.now
        days = range(YEAR + 1)
        which = dice.choices(days, cum_weights=list(accumulate(_WEEK[n % 7] for n in days)), k=self._place.orders)
        hours = dice.choices(range(24), weights=_HOURS, k=self._place.orders)
        found = (begin + day * DAY + hour * HOUR for day, hour in zip(which, hours, strict=True))
        seconds = (at + dice.randrange(3600) * SECOND for at in found)
        return sorted(at if at < now else at - 2 * DAY for at in seconds)

    def _well(self, share: float) -> bool:
        return self._dice.random() < share

    def _order(self, reported: int) -> None:
        dice, place, habits = self._dice, self._place, self._place.habits
        home = dice.choice(place.homes)
        problem, label = dice.choice(self._problems)
        die = dice.random()
        urgency = "urgent" if die < 0.09 else "planned" if die < 0.16 else "general"
        kind = "fault" if die < 0.93 else "appointment" if die < 0.97 else "enquiry"
        crew, technician = dice.choice(place.crews), dice.choice(place.technicians)
        clerk = dice.choice(place.clerks)
        online = dice.random() < 0.3 * habits.online
        row: Values = {
            "id": place.new_id(reported), "no": place.number("M1"), "kind": kind, "urgency": urgency,
            "channel": "wechat" if online else "phone" if dice.random() < 0.8 else "counter",
            "home_id": home.id, "where": home.room, "reporter": home.owner, "reporter_phone": home.phone,
            "reporter_relation": "业主", "matter": problem.name, "problem": problem.code, "problem_label": label,
            "area": "public" if dice.random() < 0.25 else "own", "taken_by_id": clerk[0],
            "reported_at": reported, "reported_recorded_at": reported, "reported_source": "live",
            "accepted_at": reported, "accepted_recorded_at": reported, "accepted_source": "live", "urges": 0, **_UNTOLD,
        }  # fmt: skip
        self._orders.append(row)
        if kind == "enquiry":
            row |= {"status": "closed", "closed_at": reported + MINUTE, "closed_by": "answered"}
            row |= due_moments(row, self._settings, self._times.calendar)
            return
        row |= {"crew_id": crew[0], "crew": crew[1], "technician_id": technician[0], "technician": technician[1]}
        if dice.random() < 0.02:
            row |= {"status": "void", "void_reason": "withdrawn", "response_due_at": None, "arrival_due_at": None,
                    "finish_due_at": None, "act_by_at": None}  # fmt: skip
            return
        told = self._told(row, reported, urgency == "urgent")
        self._course(row, told)
        self._stop_at_now(row)
        self._afterwards(row, home)

    def _told(self, row: Values, reported: int, urgent: bool) -> int:
        """When the resident heard who comes when."""
        dice = self._dice
        whole = self._urgent_response if urgent else self._response
        due = reported + whole if urgent else self._times.in_office(reported, whole)
        begun = due - whole if due - reported > whole else reported  # at night the office tells it in the morning
        if not self._well(self._place.habits.answered):
            told = due + dice.randrange(1, 180) * MINUTE
        elif begun == reported and dice.random() < 0.6:
            told = reported
        else:
            told = max(reported, due - dice.randrange(1 + whole // SECOND) * SECOND)
        row |= {"response_due_at": due, "informed_at": told, "informed_recorded_at": told, "informed_source": "live",
                "informed_how": "on_call" if told == reported else "called_back",
                "dispatched_at": told, "dispatched_recorded_at": told, "dispatched_source": "live"}  # fmt: skip
        return told

    def _course(self, row: Values, told: int) -> None:
        """From the promise to the finished work, with what stops it."""
        dice, reported = self._dice, int(row["reported_at"])
        planned = row["urgency"] == "planned" or (row["kind"] == "appointment" and row["urgency"] != "urgent")
        if row["urgency"] == "urgent":
            arrival, finish = reported + self._urgent_arrival, reported + self._urgent_finish
            arrived = reported + dice.randrange(2, 10) * MINUTE
        else:
            first, last = self._times.window_after(told + (DAY if planned else 0))
            row |= {"window_from_at": first, "window_to_at": last}
            arrival, finish = first + self._arrival, last + self._finish
            arrived = first + dice.randrange(-5, 20) * MINUTE
            if planned:
                finish = end_of_day(self._times.day(self._times.number(last - 1)))
        row |= {"arrival_due_at": None if planned else arrival, "finish_due_at": finish}
        if dice.random() < 0.04:
            self._hand_out(row, told)
            return
        if dice.random() < 0.12:
            arrived, finish = self._suspend(row, arrived)
            arrival = row["arrival_due_at"] or arrival
        if not self._well(self._place.habits.arrived):
            arrived = max(arrived, arrival + dice.randrange(1, 90) * MINUTE)
        finished = arrived + dice.randrange(15, 80) * MINUTE
        if row.get("paused_for") == "parts":
            finished = max(finished, int(row["pauses_end"]) + dice.randrange(20, 90) * MINUTE)
        if not self._well(self._place.habits.finished):
            finished = max(finished, finish + dice.randrange(1, 600) * MINUTE)
        if dice.random() < 0.003:
            arrived = finished + MINUTE  # written down the wrong way round
        source = "slip" if dice.random() < 0.71 else "live"
        back = finished + 3 * HOUR
        row.pop("pauses_end", None)
        row |= {
            "arrived_at": arrived, "arrived_recorded_at": back, "arrived_source": source, "finished_at": finished,
            "finished_recorded_at": back, "finished_source": source, "signed_at": finished,
            "signed_recorded_at": back, "signed_source": "slip", "slip_back_at": back, "slip_back_recorded_at": back,
            "slip_back_source": "live", "result": "repaired", "late_entry": 1 if dice.random() < 0.05 else 0,
            "tick": "good" if dice.random() < 0.7 else "fair" if dice.random() < 0.4 else "none",
            "signature": "self" if dice.random() < 0.9 else "unsigned",
        }  # fmt: skip
        self._money(row)
        if dice.random() < 0.03 and len(self._orders) > 50:
            before = self._orders[-dice.randrange(10, 50)]
            row |= {"rework_of": before["id"], "rework_of_no": before["no"]}

    def _hand_out(self, row: Values, told: int) -> None:
        row |= {"status": "handed_out", "contractor": "电梯维保公司", "contractor_no": f"W{row['no']}",
                "handed_out_at": told, "handed_out_recorded_at": told, "handed_out_source": "live",
                "arrival_due_at": None, "finish_due_at": None}  # fmt: skip

    def _suspend(self, row: Values, arrived: int) -> tuple[int, int]:
        """Material that is not there, or nobody at home: the clocks decide. Says when he comes, and the due."""
        dice = self._dice
        parts = dice.random() < 0.6
        if parts:
            begin = arrived + 10 * MINUTE
            end = begin + dice.randrange(1, 10) * DAY
        else:
            begin = arrived
            end = arrived + DAY
        reason = "parts" if parts else dice.choice(("nobody_home", "rescheduled"))
        row["pauses"] = f'[{{"from_at":{begin},"to_at":{end},"reason":"{reason}"}}]'
        row["paused_for"] = reason
        told: Mapping[str, Any] = {**row, "pauses": [{"from_at": begin, "to_at": end, "reason": reason}]}
        row |= due_moments(told, self._settings, self._times.calendar)
        row["pauses_end"] = end
        return (arrived if parts else end + 5 * MINUTE), int(row["finish_due_at"])

    def _money(self, row: Values) -> None:
        if row["area"] == "public" or self._dice.random() < 0.5:
            row["charge"] = "free"
            return
        fen = self._dice.randrange(3, 30) * 1000
        row |= {"charge": "paid", "price_form": "list", "price_from_fen": fen, "price_to_fen": fen, "labour_fen": fen,
                "due_fen": fen, "received_fen": fen, "payment": "qr_code"}  # fmt: skip

    def _stop_at_now(self, row: Values) -> None:
        """What has not happened yet has not been told."""
        now = self._times.now
        for stem in ("informed", "dispatched", "handed_out", "arrived", "finished", "signed", "slip_back"):
            if (row.get(f"{stem}_at") or 0) > now or (row.get(f"{stem}_recorded_at") or 0) > now:
                for tail in ("_at", "_recorded_at", "_source"):
                    row[stem + tail] = None
        if row.get("status") == "handed_out":
            if row["handed_out_at"] is None:
                row["status"] = "accepted"
        elif row["finished_at"] is not None:
            row["status"] = "slip_back"
        else:
            row["status"] = "arrived" if row["arrived_at"] else "dispatched" if row["dispatched_at"] else "accepted"
            row["rework_of"] = row.get("rework_of") if row["dispatched_at"] else None
        open_ = row["finished_at"] is None and row["status"] != "handed_out"
        steps = (("informed", "response"), ("arrived", "arrival"), ("finished", "finish"))
        dues = [row[f"{due}_due_at"] for done, due in steps if row[f"{done}_at"] is None and row[f"{due}_due_at"]]
        row["act_by_at"] = min(dues, default=None) if open_ else None

    # -- the calls

    def _afterwards(self, row: Values, home: Home) -> None:
        finished = row.get("finished_at")
        if finished is None:
            return
        source, first, last = "repair", 3, 7
        if row.get("rework_of"):
            source, first, last = "rework", 1, 2
        elif row["area"] == "public":
            source = "public"
        if row["urgency"] == "urgent" and source == "repair":
            self._call(row, home, "urgent", 1, 1)
        self._call(row, home, source, first, last)
        dice = self._dice
        if dice.random() < 0.01 * self._place.habits.online:
            row |= {"rating": "good" if dice.random() < 0.9 else "bad", "rated_at": finished + HOUR}

    def _call(self, row: Values, home: Home, source: str, first: int, last: int) -> None:
        dice, times, now = self._dice, self._times, self._times.now
        number = times.number(int(row["finished_at"]))
        clerk = dice.choice(self._place.clerks)
        values: Values = {
            "id": self._place.new_id(int(row["finished_at"])), "about": "work_order", "about_id": row["id"],
            "about_no": row["no"], "subject": row["problem_label"], "done_by": row["technician"],
            "done_at": row["finished_at"], "source": source, "status": "waiting", "home_id": home.id,
            "where": home.room, "due_from_on": times.day(number + first), "due_to_on": times.day(number + last),
        }  # fmt: skip
        self._calls.append(values)
        if row.get("revisit_id") is None:
            row["revisit_id"] = values["id"]
        if source == "public" and dice.random() < 0.8:
            values |= {"status": "exempt", "exempt_reason": "not_sampled"}
            self._close(row, int(row["slip_back_at"] or now), "exempt")
            return
        at = times.begin + (number + dice.randrange(first, last + 1)) * DAY + dice.randrange(570, 690) * MINUTE
        if not self._well(self._place.habits.called):
            if dice.random() < 0.5:
                return  # forgotten
            at += (last + 1) * DAY
        if at > now:
            return
        seconds = dice.randrange(25, 240)
        values |= {"dialled_at": at - seconds * SECOND, "dialled_recorded_at": at, "dialled_source": "live",
                   "called_by": clerk[1], "seconds": seconds}  # fmt: skip
        if dice.random() < 0.06:
            tried = ",".join(f'{{"at":{at},"code":"{_TRIED}","seconds":0,"by":"{clerk[0]}"}}' for _ in range(3))
            values |= {"status": "not_reached", "call_code": _TRIED, "seconds": 0, "closed_at": at,
                       "closed_recorded_at": at, "closed_source": "live", "attempts": f"[{tried}]"}  # fmt: skip
            self._close(row, at, "not_reached")
            return
        die = dice.random()
        content = self._place.habits.content
        said = "good" if die < content * 0.8 else "fair" if die < content else "bad"
        values |= {"status": "answered", "call_code": "answered", "answered_at": at, "answered_recorded_at": at,
                   "answered_source": "live", "satisfaction": said, "answers": _ANSWERS,
                   "attempts": f'[{{"at":{at},"code":"answered","seconds":{seconds},"by":"{clerk[0]}"}}]'}  # fmt: skip
        row["satisfaction"] = said
        self._close(row, at, "revisit")

    def _close(self, row: Values, at: int, by: str) -> None:
        if row["status"] == "slip_back" and row["slip_back_at"] is not None:
            row |= {"status": "closed", "closed_at": at, "closed_recorded_at": at, "closed_source": "live",
                    "closed_by": by}  # fmt: skip
