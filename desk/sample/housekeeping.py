"""家政 in the sample: a modest year of bookings in both estates, and today's with one of everything."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, add_days, at, day_of
from desk.domain.deciding import derived_id
from desk.domain.lists import Lists
from desk.domain.revisiting import revisit_id
from desk.domain.roles import Actor, Role
from desk.sample.founding import Founded
from desk.services.housekeeping.catalogue import Work, companies, works
from desk.services.residents.record import Relation
from desk.store.bulk import Chronicle

A_YEAR = {"cuihu": 110, "jinxiu": 26}
YEAR_DAYS = 360
LIVELY = "cuihu"
WEIGHTS = {"1": 40, "2": 8, "3": 12, "4": 10, "5": 10, "6": 4, "7": 3, "8": 3, "9": 5, "0": 5}
SAID = {
    "1": ("三室两厅, 家里有猫", "两室, 主要是厨房和卫生间", "每周五下午来两小时"),
    "2": ("刚装修完, 九十平", "准备入住, 全屋"),
    "3": ("六扇窗, 有飘窗", "阳台的落地窗"), "4": ("油烟机两年没洗了",), "5": ("三台挂机", "一台柜机两台挂机"),
    "6": ("三人座布沙发",), "7": ("客厅地板, 三十平",), "8": ("白天看一位老人", "月嫂, 下个月生"),
    "9": ("搬家后整理衣柜",),
    "0": ("想把阳台的杂物清走",),
}  # fmt: skip
WORKERS = {"jiewanjia": ("李阿姨", "陈姐", "王师傅"), "hehe": ("郑大姐", "小吴"), "jiajing": ("小何", "老林")}
HOURS = ("8:30", "9:00", "10:00", "13:30", "14:00", "15:00")
QUESTIONS = ("准时吗?", "打扫/服务效果怎么样?", "物品无损吗?")


def tell_housekeeping(
    chronicle: Chronicle,
    founded: Founded,
    world: Mapping[str, Any],
    lists: Lists,
    number: Callable[[], str],
    now: int,
    seed: int,
) -> None:
    """Bookings of a year and of today; `number` gives the printed number of the next one."""
    before, chronicle.lists = chronicle.lists, lists
    try:
        for estate in sorted(founded.scopes):
            _Housekeeping(chronicle, founded, world, lists, number, estate, now, seed).tell()
    finally:
        chronicle.lists = before


class _Housekeeping:
    def __init__(
        self, chronicle: Chronicle, founded: Founded, world: Mapping[str, Any], lists: Lists, number: Callable[[], str],
        estate: str, now: int, seed: int,
    ) -> None:  # fmt: skip
        self._chronicle, self._lists, self._number, self._now = chronicle, lists, number, now
        self._dice = random.Random(f"{seed}/housekeeping/{estate}")
        self._scope, self._estate = founded.scopes[estate], estate
        people = {row["key"]: row for row in world["residents"]}
        self._homes = [
            (founded.homes[row["home"]], people[row["resident"]], founded.residents[row["resident"]]["id"])
            for row in world["residences"]
            if row["relation"] == "owner" and row["home"].startswith(f"{estate}/") and not row.get("to_on")
        ]
        held = [founded.actor(key, self._scope) for key in sorted(founded.staff)]
        self._clerks = [one for one in held if Role.CLERK in one.roles]
        self._judges = [one for one in held if Role.SUPERVISOR in one.roles] or self._clerks
        self._works = works(lists)

    def tell(self) -> None:
        today = day_of(self._now)
        days = sorted((self._dice.randrange(3, YEAR_DAYS) for _ in range(A_YEAR.get(self._estate, 0))), reverse=True)
        for back in days:
            self._year(add_days(today, -back))
        if self._estate == LIVELY:
            self._today(today)

    # one booking

    def _clerk(self, moment: int) -> Actor:
        return self._clerks[moment // DAY % len(self._clerks)]

    def _take(self, step: str, moment: int, ent: str | None = None, by: Actor | None = None, **values: Any) -> str:
        kind = step if "." in step else f"housekeeping.{step}"
        told = {name: value for name, value in values.items() if value not in (None, "")}
        return self._chronicle.take(self._scope, by or self._clerk(moment), kind, moment, told, ent)

    def _book(self, moment: int, code: str = "") -> tuple[str, Work, str]:
        dice = self._dice
        wanted = code or dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        work = next(one for one in self._works if one.code == wanted)
        company = dice.choice(companies(self._lists, work.code)).code
        home, person, resident = dice.choice(self._homes)
        phones = [one["number"] for one in person.get("phones") or ()]
        ent = self._take(
            "book", moment, no=self._number(), where=home["room"], home_id=home["id"], resident_id=resident,
            customer=person["name"], customer_phone=phones[0] if phones else "", customer_relation=Relation.OWNER.label,
            work=work.code, matter=dice.choice(SAID[work.code]), price=work.price, precautions=work.precautions,
            company=company, taken_by=self._clerk(moment).name,
            channel=dice.choices(("phone", "counter", "wechat"), (80, 12, 8))[0],
        )  # fmt: skip
        return ent, work, company

    def _agree(self, ent: str, company: str, told_at: int, visit: int) -> None:
        worker = self._dice.choice(WORKERS.get(company, ("家政师傅",)))
        self._take("agree", told_at, ent, visit_from_at=visit, agreed_by="company", worker=worker)

    def _done(self, ent: str, visit: int, minutes: int, off: int = 0) -> int:
        self._take("arrive", visit + off * MINUTE, ent)
        done = visit + off * MINUTE + minutes * MINUTE
        self._take("finish", done, ent)
        return done

    # a year

    def _year(self, day: str) -> None:
        """One that is over: nearly always good, now and then late, missed or called off."""
        dice = self._dice
        booked = at(day, "8:30") + dice.randrange(0, 8 * 60) * MINUTE
        ent, work, company = self._book(booked)
        if dice.random() < 0.06:
            self._take("cancel", booked + dice.randrange(10, 300) * MINUTE, ent, cancel_reason="resident")
            return
        confirmed = booked + dice.choices((dice.randrange(4, 55), dice.randrange(70, 180)), (92, 8))[0] * MINUTE
        self._take("confirm", confirmed, ent)
        visit = at(add_days(day, dice.randrange(1, 4)), dice.choice(HOURS))
        if visit + 6 * HOUR > self._now - HOUR:
            visit = confirmed + HOUR
        self._agree(ent, company, confirmed + dice.randrange(5, 50) * MINUTE, visit)
        if dice.random() < 0.05:
            self._take(dice.choice(("no_show", "nobody_home")), visit + 30 * MINUTE, ent)
            self._agree(ent, company, visit + 90 * MINUTE, visit + 4 * HOUR)
            visit += 4 * HOUR
        off = dice.choices((dice.randrange(-10, 13), dice.randrange(20, 50)), (90, 10))[0]
        done = self._done(ent, visit, work.minutes or 120, off)
        tick = dice.choices(("good", "fair", "bad", "none"), (82, 9, 2, 7))[0]
        self._take("slip_back", done + 18 * HOUR, ent, signature="self", tick=tick)
        if dice.random() < 0.02:
            self._take("trouble", done + 19 * HOUR, ent, trouble=dice.choice(("late", "poor", "damage")))
        self._asked(ent, done)

    def _asked(self, ent: str, done: int) -> None:
        """The call back, a day or two later; who was not content is rung by the supervisor."""
        dice, call = self._dice, revisit_id(self._scope, ent)
        moment = at(add_days(day_of(done), dice.randrange(1, 3)), "10:00") + dice.randrange(0, 80) * MINUTE
        if moment > self._now - HOUR:
            return
        clerk = self._clerk(moment)
        self._take("revisit.dial", moment, call, called_by=clerk.name)
        said = dice.choices(("good", "fair", "bad"), (80, 17, 3))[0]
        answers = [{"question": one, "answer": "no" if said == "bad" else "yes"} for one in QUESTIONS]
        follow = "call_back" if said == "bad" else ""
        self._take("revisit.answer", moment + 50_000, call, satisfaction=said, answers=answers, call_code="answered",
                   seconds=dice.randrange(28, 90), called_by=clerk.name, follow_up=follow)  # fmt: skip
        if follow:
            again, judge = derived_id(self._scope, call, "revisit-again"), self._judges[0]
            self._take("revisit.answer", moment + 5 * HOUR, again, judge, satisfaction="fair", answers=answers[:1],
                       call_code="answered", seconds=140, called_by=judge.name)  # fmt: skip

    # today

    def _today(self, today: str) -> None:
        """One in every state, the late ones among them."""
        now = self._now
        self._book(now - 20 * MINUTE, "3")
        late, _, _ = self._book(now - 5 * HOUR, "5")
        self._take("urge", now - 3 * HOUR, late)
        refused, _, _ = self._book(now - 2 * HOUR, "2")
        self._take("decline", now - 70 * MINUTE, refused, decline_reason="no_hands")
        waiting, _, _ = self._book(now - 2 * HOUR, "4")
        self._take("confirm", now - 90 * MINUTE, waiting)
        for code, visit in (("1", now + 2 * HOUR), ("7", now + 26 * HOUR), ("9", now + 50 * HOUR)):
            ent, _, company = self._book(now - 26 * HOUR, code)
            self._agree(ent, company, now - 25 * HOUR, visit // HOUR * HOUR)
        working, _, company = self._book(now - 28 * HOUR, "1")
        self._agree(working, company, now - 27 * HOUR, now - 40 * MINUTE)
        self._take("arrive", now - 35 * MINUTE, working)
        missed, _, company = self._book(now - 28 * HOUR, "6")
        self._agree(missed, company, now - 27 * HOUR, now - 2 * HOUR)
        self._take("no_show", now - HOUR, missed)
        for hours in (26, 4):
            ent, _, company = self._book(now - (hours + 24) * HOUR, "1")
            self._agree(ent, company, now - (hours + 23) * HOUR, now - hours * HOUR)
            self._done(ent, now - hours * HOUR, 120)
