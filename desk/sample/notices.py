"""公告 in the sample: a year of outages, works and activities in both estates, and today's with one of everything."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, add_days, at, day_of
from desk.domain.deciding import derived_id
from desk.domain.lists import Lists
from desk.domain.places import room_long
from desk.domain.roles import Actor, Role
from desk.domain.words_of_time import clock_word
from desk.sample.founding import Founded
from desk.services.notices.audience import building_target, unit_target
from desk.services.notices.types import NoticeType, type_of
from desk.services.notices.words import undersigned_of
from desk.store.bulk import Chronicle

LIVELY = "cuihu"
YEAR_DAYS = 350
# code: how often in the year of the larger estate, the hour it begins, hours it lasts, why (of outages and works).
YEAR: dict[str, tuple[int, str, int, tuple[str, ...]]] = {
    "11": (8, "9:00", 8, ("二次供水设备检修", "楼内主管阀门更换", "水泵房电控柜检修")),
    "12": (4, "", 3, ("地下室主管爆裂抢修", "水泵跳闸抢修")),
    "13": (2, "8:30", 9, ("生活水箱清洗消毒",)),
    "21": (3, "9:00", 4, ("配电房年度检修", "楼层配电箱更换")),
    "22": (3, "8:00", 10, ("供电部门线路改造", "供电部门配网检修")),
    "23": (2, "", 2, ("配电房跳闸抢修",)),
    "31": (8, "9:30", 3, ("电梯月度维保", "电梯钢丝绳检查")),
    "32": (1, "9:00", 7, ("电梯年度检验",)),
    "41": (2, "8:00", 10, ("地下车库地面修补", "车位重新划线")),
    "42": (2, "10:00", 3, ("道闸车牌识别升级",)),
    "51": (2, "9:30", 4, ("门禁系统升级",)),
    "62": (2, "9:00", 8, ("供暖前打压试水",)),
    "71": (3, "9:00", 4, ("季度消杀灭鼠",)),
    "72": (4, "8:30", 3, ("绿化带打药防虫",)),
    "74": (2, "9:00", 8, ("楼道石材切割",)),
    "81": (1, "15:00", 2, ("消防演练",)),
    "82": (4, "", 24, ("大风蓝色预警", "暴雨黄色预警")),
    "91": (4, "9:00", 3, ()),
    "01": (6, "", 0, ()),
}
PARTIES = ("重阳节饺子宴", "元宵猜灯谜", "邻里羽毛球赛", "儿童画展", "旧书交换日")
GENERAL = ("请保管好电动车, 不要上楼充电。", "楼道内请勿堆放杂物, 谢谢配合。", "高空抛物危险, 请看管好阳台物品。")
SOUTH = 0.3  # of the larger estate's notices the smaller one has so many
CORRECTED_AT, LATE_AT = (17,), (9, 31)  # of the year's planned ones: which had to be corrected, which came too late


@dataclass(frozen=True, slots=True)
class _Range:
    audience: str
    targets: list[str]
    words: str
    homes: int


def tell_notices(
    chronicle: Chronicle, founded: Founded, world: Mapping[str, Any], lists: Lists, now: int, seed: int
) -> None:  # fmt: skip
    before, chronicle.lists = chronicle.lists, lists
    try:
        for estate in sorted(founded.scopes):
            _Notices(chronicle, founded, world, lists, estate, now, seed).tell()
    finally:
        chronicle.lists = before


class _Notices:
    def __init__(
        self, chronicle: Chronicle, founded: Founded, world: Mapping[str, Any], lists: Lists, estate: str, now: int,
        seed: int,
    ) -> None:  # fmt: skip
        self._chronicle, self._founded, self._lists, self._now = chronicle, founded, lists, now
        self._dice = random.Random(f"{seed}/notices/{estate}")
        self._scope, self._estate = founded.scopes[estate], estate
        told = next(row for row in world["estates"] if row["key"] == estate)
        self._name, self._phone = str(told["name"]), str(told["desk_phone"])
        self._units: dict[tuple[str, str], int] = {}
        for row in world["homes"]:
            if row["estate"] == estate:
                key = (str(row["building_no"]), str(row["unit_no"] or ""))
                self._units[key] = self._units.get(key, 0) + 1
        people = {row["key"]: row for row in world["residents"]}
        self._owners = [
            (founded.homes[row["home"]], people[row["resident"]], founded.residents[row["resident"]]["id"])
            for row in world["residences"]
            if row["relation"] == "owner" and row["home"].startswith(f"{estate}/") and not row.get("to_on")
        ]
        held = [founded.actor(key, self._scope) for key in sorted(founded.staff)]
        self._writers = [one for one in held if Role.CLERK in one.roles]
        self._readers = [one for one in held if Role.SUPERVISOR in one.roles]

    def tell(self) -> None:
        share = 1.0 if self._estate == LIVELY else SOUTH
        wanted = [code for code, told in YEAR.items() for _ in range(round(told[0] * share))]
        days = sorted((self._dice.randrange(5, YEAR_DAYS) for _ in wanted), reverse=True)
        self._dice.shuffle(wanted)
        for number, (code, back) in enumerate(zip(wanted, days, strict=True)):
            self._year(code, add_days(day_of(self._now), -back), number)
        if self._estate == LIVELY:
            self._today(day_of(self._now))

    # what a notice says

    def _type(self, code: str) -> NoticeType:
        kind = type_of(self._lists, code)
        assert kind is not None, code
        return kind

    def _range(self, kind: NoticeType, unit: tuple[str, str] | None = None) -> _Range:
        building, number = unit or self._dice.choice(list(self._units))
        if kind.audience == "unit":
            target = unit_target(building, number)
            return _Range("unit", [target], room_long(building, number, ""), self._units[(building, number)])
        if kind.audience == "building":
            homes = sum(count for (house, _), count in self._units.items() if house == building)
            return _Range("building", [building_target(building)], room_long(building, "", ""), homes)
        whole = sum(self._units.values())
        return _Range("car_owners" if kind.audience == "car_owners" else "all", [],
                      "全体车主" if kind.audience == "car_owners" else "全小区", whole)  # fmt: skip

    def _draft(self, moment: int, kind: NoticeType, begins: int, ends: int, **more: Any) -> tuple[str, Actor]:
        writer = self._writers[moment // DAY % len(self._writers)]
        where = more.pop("where", None) or self._range(kind)
        reasons = YEAR[kind.code][3] if kind.code in YEAR else ()
        told: dict[str, Any] = {
            "kind": kind.code, "title": kind.title, "from_at": begins or None, "to_at": ends or None,
            "expected_at": ends if kind.restores else None, "audience": where.audience, "targets": where.targets,
            "range_words": where.words, "homes": where.homes, "tips": kind.tips, "phone": self._phone,
            "reason": self._dice.choice(reasons) if reasons else None, "undersigned": undersigned_of(self._name),
            "writer": writer.name, **more,
        }  # fmt: skip
        told = {name: value for name, value in told.items() if value not in (None, "", [])}
        return self._take("draft", moment, None, writer, **told), writer

    def _take(self, step: str, moment: int, ent: str | None, by: Actor, **values: Any) -> str:
        kind = step if "." in step else f"notice.{step}"
        return self._chronicle.take(self._scope, by, kind, moment, values, ent)

    def _reader(self, writer: Actor) -> Actor:
        return next((one for one in self._readers if one.id != writer.id), self._writers[-1])

    def _out(self, moment: int, kind: NoticeType, begins: int, ends: int, **more: Any) -> tuple[str, Actor]:
        """Written, read by another, out. `late` gives why where it is too late for its type."""
        ent, writer = self._draft(moment, kind, begins, ends, **more)
        if kind.urgent:
            self._take("send_first", moment, ent, writer, urgent_reason="weather" if kind.code == "82" else "breakdown")
            reader = self._reader(writer)
            self._take("second_read", moment + 40 * MINUTE, ent, reader, reviewer=reader.name)
        else:
            self._take("submit", moment + 5 * MINUTE, ent, writer)
            reader = self._reader(writer)
            self._take("approve", moment + 15 * MINUTE, ent, reader, reviewer=reader.name)
        return ent, writer

    # a year

    def _year(self, code: str, day: str, number: int) -> None:
        kind = self._type(code)
        _, clock, hours, _ = YEAR[code]
        begins = at(day, clock) if clock else at(day, "8:00") + self._dice.randrange(0, 11 * 60) * MINUTE
        ends = begins + hours * HOUR
        early = (kind.lead_hours or 24) + self._dice.choice((2, 3, 20, 26))
        moment = begins + 10 * MINUTE if kind.urgent else at(day_of(begins - early * HOUR), "9:00")
        if not kind.urgent and moment > begins - ((kind.lead_hours or 24) + 1) * HOUR:
            moment -= DAY
        more: dict[str, Any] = {}
        if number in LATE_AT and kind.lead_hours:
            moment, more["late_reason"] = begins - (kind.lead_hours - 6) * HOUR, "forgotten"
        if kind.outside:
            more |= {"outside": "供电公司", "received_at": moment - 40 * MINUTE}
        if kind.signs_up:
            more |= {"title": PARTIES[number % len(PARTIES)], "matter": "诚邀邻居们一起参加, 请带好水杯。",
                     "sign_up_limit": 30, "sign_up_until_at": begins - 2 * DAY}  # fmt: skip
        if code == "01":
            begins, ends, more = 0, 0, {"matter": self._dice.choice(GENERAL)}
        ent, writer = self._out(moment, kind, begins, ends, **more)
        self._take("post", moment + HOUR, ent, writer, posted_where="各单元大堂公告栏")
        if kind.signs_up:
            self._signed(ent, moment, begins, self._dice.randrange(8, 34))
            if ends + HOUR < self._now:
                self._take("end", ends + HOUR, ent, writer)  # last year's calls are made: nobody is asked anew
        if number in CORRECTED_AT and kind.restores:
            ent, ends = self._corrected(ent, kind, moment + 3 * HOUR, begins, ends)
        if kind.restores:
            over = ends - self._dice.randrange(0, 50) * MINUTE
            late = 80 if number % 23 == 5 else self._dice.randrange(5, 50)
            self._take("restore", over + late * MINUTE, ent, writer, happened_at=over)

    def _corrected(self, wrong: str, kind: NoticeType, moment: int, begins: int, ends: int) -> tuple[str, int]:
        """The end was an hour too early; the desk saw it itself."""
        right, _ = self._out(moment, kind, begins, ends + HOUR, corrects_id=wrong, correction_no=1,
                             found_by="ourselves", wrong_part="time")  # fmt: skip
        return right, ends + HOUR

    def _signed(self, ent: str, moment: int, begins: int, count: int) -> None:
        step = max(MINUTE, (begins - 2 * DAY - moment - HOUR) // (count + 1))
        for place, (home, person, resident) in enumerate(self._dice.sample(self._owners, count)):
            one, when = derived_id(self._scope, ent, f"sign-up|{resident}"), moment + HOUR + place * step
            phones = [{"phone": str(each["number"])} for each in person.get("phones") or ()][:1]
            told: dict[str, Any] = phones[0] if phones else {}
            counter = "08" <= clock_word(when)[:2] < "17"  # in the evening people write from home
            told |= {"taken_by": self._writers[0].name} if counter else {"channel": "wechat"}
            self._take("sign_up.sign", when, one, self._writers[0], notice_id=ent, name=person["name"],
                       home_id=home["id"], resident_id=resident, where=home["room"],
                       people=self._dice.choice((1, 1, 2)), **told)  # fmt: skip

    # today

    def _today(self, today: str) -> None:
        """A lift that stands, a party that fills, a paper of the power company to be read, a draft."""
        lift, party, grid, tank = (self._type(code) for code in ("31", "91", "22", "13"))
        units = list(self._units)
        begins, unit = at(today, "8:30"), units[-1]
        if begins > self._now - HOUR:
            begins -= DAY
        ent, writer = self._out(begins - 30 * HOUR, lift, begins, self._now + 3 * HOUR, where=self._range(lift, unit))
        for place, (home, person, resident) in enumerate(self._neighbours(unit)):
            self._take("notice_call.log", begins + (20 + 9 * place) * MINUTE, None, writer, notice_id=ent,
                       home_id=home["id"], resident_id=resident, where=home["room"], caller=person["name"],
                       taken_by=writer.name)  # fmt: skip
        start = at(add_days(today, 9), "9:00")
        moment = at(add_days(today, -1), "9:30")
        ent, writer = self._out(moment, party, start, start + 3 * HOUR, title="重阳节饺子宴",
                                matter="社区邀请 60 岁以上的邻居一起包饺子、看演出。", sign_up_limit=40,
                                sign_up_until_at=start - 2 * DAY)  # fmt: skip
        self._signed(ent, moment, self._now + 2 * DAY, 12)
        begins = at(add_days(today, 8), "8:00")
        ent, writer = self._draft(self._now - 35 * MINUTE, grid, begins, begins + 10 * HOUR, outside="供电公司",
                                  received_at=self._now - 50 * MINUTE)  # fmt: skip
        self._take("submit", self._now - 30 * MINUTE, ent, writer)
        begins = at(add_days(today, 6), "8:30")
        self._draft(self._now - 2 * HOUR, tank, begins, begins + 9 * HOUR)

    def _neighbours(self, unit: tuple[str, str]) -> list[tuple[dict[str, Any], Any, str]]:
        start = f"{unit[0]}-{unit[1]}-" if unit[1] else f"{unit[0]}-"
        return [one for one in self._owners if str(one[0]["room"]).startswith(start)][:3]
