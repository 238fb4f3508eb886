"""交接 in the sample: months of shifts handed over, promises kept, nights from paper; tonight's promise is open."""

import random
from collections.abc import Mapping
from typing import Any

from desk.domain.calendar import HOUR, MINUTE, add_days, at, day_of
from desk.domain.lists import Lists
from desk.domain.roles import Actor, Role
from desk.sample.founding import Founded
from desk.services.hand_over.reads import objects
from desk.services.night_log.record import NightKind
from desk.store.bulk import Chronicle

DAYS = {"cuihu": 120, "jinxiu": 60}  # of shifts behind today
LEFT = (
    ("slip", "给排水·龙头漏水", "单 {n:04d}"), ("slip", "电气·换灯", "单 {n:04d}"),
    ("order", "下水堵, 等师傅明早来", "已派"), ("call", "维修 户内", "待回访"),
    ("order", "对讲不响, 弱电班明天来", "待派工"), ("delivery", "生鲜 5 样", "配送中"),
)  # fmt: skip
NOTES = ("大门道闸的遥控器电池快没电了", "3栋电梯维保明早 9 点到", "有一位业主明早来拿门禁卡", "水泵房的钥匙在值班室")
PROMISES = ("回电说师傅几点到", "明早问一下发票开好没有", "回电说停水几点恢复", "把登记表发给他")
NIGHTS: tuple[tuple[NightKind, str, str, str], ...] = (
    (NightKind.LEAK, "{room}", "厨房跑水", "关总阀, 值班师傅到场"),
    (NightKind.LIFT, "2栋1单元电梯", "困一人", "维保放人"),
    (NightKind.POWER, "{room}", "户内跳闸", "电话里教他合闸"),
    (NightKind.LOCKED_IN, "{room}", "孩子反锁在屋里", "开锁公司到场"),
    (NightKind.OTHER, "{room}", "楼上脚步声大", "上门劝过"),
    (NightKind.GAS, "{room}", "闻到煤气味", "燃气公司到场, 软管老化"),
)  # fmt: skip
PREFIX = "W3A-Y"


def tell_hand_over(chronicle: Chronicle, founded: Founded, lists: Lists, now: int, seed: int) -> None:
    for estate, days in DAYS.items():
        _Shifts(chronicle, founded, estate, lists, now, seed).tell(days)


class _Shifts:
    def __init__(
        self, chronicle: Chronicle, founded: Founded, estate: str, lists: Lists, now: int, seed: int
    ) -> None:  # fmt: skip
        self._chronicle, self._now = chronicle, now
        self._dice = random.Random(f"{seed}/hand_over/{estate}")
        self._scope = founded.scopes[estate]
        people = [founded.actor(key, self._scope) for key in sorted(founded.staff)]
        self._clerks = [one for one in people if one.roles & {Role.CLERK, Role.SUPERVISOR}]
        self._leaders = [one for one in people if Role.SQUAD_LEADER in one.roles]
        self._objects = objects(lists)
        self._rooms = [home["room"] for key, home in sorted(founded.homes.items()) if key.startswith(f"{estate}/")]

    def _take(self, by: Actor, step: str, moment: int, ent: str | None = None, /, **values: Any) -> str:
        return self._chronicle.take(self._scope, by, step, moment, values, ent)

    def tell(self, days: int) -> None:
        if not self._clerks or not self._leaders:
            return
        today = day_of(self._now)
        for back in range(days, -1, -1):
            day = add_days(today, -back)
            clerk, leader = self._clerks[back % len(self._clerks)], self._leaders[back % len(self._leaders)]
            self._shift(day, "8:00", "夜班", "早班", self._leaders[(back + 1) % len(self._leaders)], clerk)
            if back and self._dice.random() < 0.35:
                self._promise(day, clerk)
            self._shift(day, "17:00", "早班", "夜班", clerk, leader)
            if back:
                self._night(day, leader, clerk)
        if self._now > at(today, "13:40"):
            self._take(self._clerks[0], "promise.promise", self._now - 20 * MINUTE, what="今晚回电说几点来修马桶",
                       whom="王阿姨", where=self._rooms[7], due_at=at(today, "19:30"),
                       promised_by=self._clerks[0].name)  # fmt: skip

    def _shift(self, day: str, clock: str, shift: str, after: str, giver: Actor, taker: Actor) -> None:
        given = at(day, clock) + self._dice.randrange(-4, 9) * MINUTE
        taken = given + self._dice.randrange(2, 9) * MINUTE
        if taken >= self._now:
            return
        told: list[Mapping[str, Any]] = []
        for kind, what, state in self._dice.sample(LEFT, self._dice.randrange(0, 4)):
            number = self._dice.randrange(100, 9_999)
            room = self._dice.choice(self._rooms)
            told.append({"kind": kind, "where": room, "what": what, "state": state.format(n=number),
                         "since_at": given - self._dice.randrange(1, 9) * HOUR})  # fmt: skip
        short = self._dice.random() < 0.02
        counted = [
            {"code": one.code, "name": one.name, "unit": one.unit, "expected": one.expected,
             "counted": one.expected - (1 if short and number == 1 else 0)}
            for number, one in enumerate(self._objects)
        ]  # fmt: skip
        more = {"note": self._dice.choice(NOTES)} if self._dice.random() < 0.15 else {}
        ent = self._take(giver, "hand_over.give", given, shift=shift, next_shift=after, lines=told, objects=counted,
                         **more)  # fmt: skip
        self._take(taker, "hand_over.take", taken, ent)

    def _promise(self, day: str, clerk: Actor) -> None:
        said = at(day, "9:00") + self._dice.randrange(420) * MINUTE
        due = said + self._dice.randrange(1, 5) * HOUR
        ent = self._take(clerk, "promise.promise", said, what=self._dice.choice(PROMISES), due_at=due,
                         where=self._dice.choice(self._rooms), promised_by=clerk.name)  # fmt: skip
        done = due - self._dice.randrange(-10, 50) * MINUTE
        if self._dice.random() < 0.08:
            self._take(clerk, "promise.drop", done, ent, drop_reason="withdrawn")
        else:
            self._take(clerk, "promise.keep", done, ent, kept_by=clerk.name)

    def _night(self, day: str, leader: Actor, clerk: Actor) -> None:
        """The sheet is printed in the evening and written down in the morning, with the times that stand on it."""
        morning = at(add_days(day, 1), "8:00") + self._dice.randrange(5, 28) * MINUTE
        if morning + 10 * MINUTE >= self._now:
            return
        no = f"{PREFIX}{day[2:].replace('-', '')}-1"
        sheet = self._take(clerk, "night_sheet.print", at(day, "16:50"), no=no, night_on=day, watch=leader.name)
        count = self._dice.choices((0, 1, 2), (70, 25, 5))[0]
        for line in range(1, count + 1):
            kind, place, words, handling = self._dice.choice(NIGHTS)
            where = place.format(room=self._dice.choice(self._rooms))
            heard = at(day, "21:00") + self._dice.randrange(10 * 60) * MINUTE
            ent = self._take(
                clerk, "night_entry.log", morning, kind=str(kind), where=where, words=words,
                heard_by=leader.name, sheet_id=sheet, sheet_no=no, line_no=line, happened_at=heard,
            )  # fmt: skip
            ended = heard + self._dice.randrange(10, 70) * MINUTE
            self._take(clerk, "night_entry.end", morning, ent, handling=handling, happened_at=ended)
        self._take(clerk, "night_sheet.enter", morning + 8 * MINUTE, sheet, entries=count, entered_by=clerk.name)
