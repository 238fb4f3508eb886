"""What else happens in one invented estate in a year: fresh goods, claims, notices, housekeeping, complaints."""

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND
from desk.sample.many_places import COMPLAINT, YEAR, Place, Rows, Times, Values

FRESH_OF_ESTATES, FRESH_OF_ORDERS = 0.6, 0.18  # how many estates have it; orders there for every repair
_GOODS = '[{"n":1,"name":"生菜","goods":"leafy","spec":"300 g","unit":"g","ordered":300,"price_fen":380}]'
_FOUND = '[{"n":1,"got":302,"temp":null,"fault":null,"photos":[],"verdict":"pass"}]'
_SHOPS = ("淘鲜果", "菜篮子", "鲜达")
# word, label, hours of lead, whether it is restored
_NOTICES = (("11", "停水(计划)", 24, True), ("21", "停电(自管检修)", 24, True), ("31", "电梯维保", 24, True),
            ("71", "消杀", 48, False), ("99", "一般", 24, False))  # fmt: skip


def matters_of(place: Place, times: Times) -> Rows:
    found = _Matters(place, times)
    found.tell()
    return found.rows


class _Matters:
    def __init__(self, place: Place, times: Times) -> None:
        self._place, self._times, self._dice = place, times, place.dice
        self.rows: Rows = {name: [] for name in ("fresh_order", "compensation", "notice", "housekeeping", COMPLAINT)}

    def tell(self) -> None:
        place, dice = self._place, self._dice
        if dice.random() < FRESH_OF_ESTATES:
            for at in self._moments(int(place.orders * FRESH_OF_ORDERS), 9, 20):
                self._fresh(at)
        for at in self._moments(dice.randrange(60, 120), 9, 16):
            self._notice(at)
        for at in self._moments(place.orders // 25, 8, 17):
            self._booking(at)
        for at in self._moments(max(1, len(place.homes) // dice.randrange(100, 500)), 8, 20):
            self._complaint(at)

    def _moments(self, count: int, first: int, last: int) -> list[int]:
        """In order, between two hours of any day, not in the last days."""
        dice = self._dice
        days = (dice.randrange(YEAR - 10) for _ in range(count))
        return sorted(
            self._times.begin + day * DAY + dice.randrange(first * 3600, last * 3600) * SECOND for day in days
        )

    def _add(self, record: str, at: int, **values: object) -> Values:
        row: Values = {"id": self._place.new_id(at), **values}
        self.rows[record].append(row)
        return row

    def _fresh(self, placed: int) -> None:
        dice, habits = self._dice, self._place.habits
        home = dice.choice(self._place.homes)
        window = dice.random() < 0.25
        arrived = placed + dice.randrange(240, 640) * SECOND
        late = dice.random() > habits.delivered
        delivered = arrived + (dice.randrange(601, 1500) if late else dice.randrange(200, 560)) * SECOND
        row = self._add(
            "fresh_order", placed, no=self._place.number("TX"), kind="window" if window else "instant",
            status="delivered", channel="platform" if dice.random() < 0.9 else "phone", shop=dice.choice(_SHOPS),
            home_id=home.id, where=home.room, name=home.owner, phone=home.phone, items=_GOODS, amount_fen=380,
        )  # fmt: skip
        if window:
            begin = placed + HOUR
            arrived, row["window_from_at"], row["window_to_at"] = begin - 5 * MINUTE, begin, begin + HOUR
            delivered = begin + (dice.randrange(75, 120) if late else dice.randrange(-5, 65)) * MINUTE
            delivered = max(delivered, arrived + 4 * MINUTE)
        elif late and dice.random() < 0.3:
            stop = arrived + 3 * MINUTE
            row["stops"] = (
                f'[{{"from_at":{stop},"to_at":{delivered - MINUTE},"reason":"owner_absent","call":"no_answer"}}]'
            )
        for stem, at in (("placed", placed), ("acknowledged", placed + 30 * SECOND), ("arrived", arrived),
                         ("inspection", arrived + 30 * SECOND), ("inspected", arrived + 90 * SECOND),
                         ("out", arrived + 2 * MINUTE), ("delivered", delivered)):  # fmt: skip
            row |= {f"{stem}_at": at, f"{stem}_recorded_at": at, f"{stem}_source": "live"}
        guard = dice.choice(self._place.technicians)[1]
        row |= {"inspected": _FOUND, "conclusion": "passed", "deliverer": "小周", "inspector": guard, "guard": guard,
                "signature": "self", "tick": "good" if dice.random() < habits.content else "bad"}  # fmt: skip
        die = dice.random()
        if die < 0.01:
            gone = dict.fromkeys(("out_at", "delivered_at", "signature", "tick", "stops"))
            row |= gone | {
                "status": "refused",
                "conclusion": "refused",
                "refuse_reason": "red_line",
                "closed_at": arrived,
            }
        elif die < 0.03:
            at = delivered + HOUR
            self._add(
                "compensation", at, order_id=row["id"], order_no=row["no"], status="settled", n=1, item="生菜",
                goods="leafy", price_fen=380, shop=row["shop"], home_id=home.id, where=home.room, finding="wrong",
                delivered_at=delivered, reported_at=at, reported_recorded_at=at, reported_source="live",
                checked_at=at + HOUR, cause="rot_inside", missed=int(dice.random() < 0.3), amount_fen=380,
            )  # fmt: skip

    def _notice(self, sent: int) -> None:
        dice = self._dice
        kind, label, hours, restores = dice.choice(_NOTICES)
        late = dice.random() < 0.03
        begin = sent + (hours - 3 if late else hours + dice.randrange(1, 48)) * HOUR
        end, writer = begin + 4 * HOUR, dice.choice(self._place.clerks)
        row = self._add(
            "notice", sent, kind=kind, kind_label=label, title=f"{label}通知",
            status="restored" if restores else "ended",
            from_at=begin, to_at=end, audience="estate", range_words="全小区", homes=len(self._place.homes),
            reason="设备检修", phone="029-88016000", undersigned=self._place.name, writer=writer[1],
            submitted_at=sent - 10 * MINUTE, reviewer=writer[1], reviewed_at=sent, approved_at=sent, sent_at=sent,
            lead_due_at=begin - hours * HOUR, restores=int(restores),
        )  # fmt: skip
        if restores:
            said = end + (90 if dice.random() < 0.02 else dice.randrange(1, 50)) * MINUTE
            row |= {"expected_at": end, "restored_at": end, "restored_recorded_at": said, "restored_source": "live",
                    "restore_due_at": end + HOUR}  # fmt: skip
        if dice.random() < 0.02:
            found = dice.choice(("ourselves", "ourselves", "resident", "no_fault"))
            row |= {"corrects_id": self.rows["notice"][0]["id"], "correction_no": 1, "found_by": found,
                    "wrong_part": "time"}  # fmt: skip

    def _booking(self, booked: int) -> None:
        dice = self._dice
        home = dice.choice(self._place.homes)
        visit = booked + 2 * DAY
        row = self._add(
            "housekeeping", booked, no=self._place.number("J1"), status="closed", home_id=home.id, where=home.room,
            channel="wechat" if dice.random() < self._place.habits.online else "phone", customer=home.owner,
            customer_phone=home.phone, work="1", work_label="日常保洁", company="jiewanjia", company_label="洁万家家政",
            visit_from_at=visit, visit_to_at=visit + 2 * HOUR, signature="self", tick="good",
        )  # fmt: skip
        for stem, at in (("booked", booked), ("sent", booked), ("confirmed", booked + HOUR), ("agreed", booked + HOUR),
                         ("arrived", visit), ("finished", visit + 2 * HOUR), ("slip_back", visit + DAY),
                         ("closed", visit + DAY)):  # fmt: skip
            row |= {f"{stem}_at": at, f"{stem}_recorded_at": at, f"{stem}_source": "live"}

    def _complaint(self, received: int) -> None:
        dice = self._dice
        home = dice.choice(self._place.homes)
        due = received + DAY
        answered = due + HOUR if dice.random() < 0.06 else received + dice.randrange(1, 23) * HOUR
        validity = dice.choice(("valid", "partial", "invalid", "invalid"))
        invalid = {"invalid_reason": "not_ours", "second": "总部"} if validity == "invalid" else {}
        self._add(
            COMPLAINT, received, no=self._place.number("TS"), kind="complaint", status="closed", home_id=home.id,
            channel="forwarded" if dice.random() < 0.05 else "phone", where=home.room, who=home.owner, phone=home.phone,
            type="01", type_label="服务态度", want="explanation", content="(编的) 对服务不满意", validity=validity,
            received_at=received, received_recorded_at=received, received_source="live", judged_at=received + HOUR,
            due_at=due, first_due_at=due, answered_at=answered, first_answered_at=answered,
            closed_at=answered + 2 * DAY, closed_by="revisit", satisfaction="fair", **invalid,
        )  # fmt: skip
