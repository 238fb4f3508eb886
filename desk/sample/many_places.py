"""Invented estates by the hundred: their homes and people, how well each does, and the hours of its year."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import DAY, Calendar, Span, add_days, day_of, start_of_day
from desk.domain.clocks import desk_hours
from desk.domain.settings import Settings
from desk.services.work_orders.catalogue import Problem

Values = dict[str, Any]
Rows = dict[str, list[Values]]  # by record
YEAR = 365
COMPLAINT = "complaint"
_FIRST = ("云栖", "望江", "金桂", "滨河", "紫金", "阳光", "和园", "梧桐", "枫林", "星河", "明珠",
          "御景", "东篱", "南苑", "西溪", "北辰", "竹海", "兰亭")  # fmt: skip
_LAST = ("花园", "雅苑", "名邸", "新城", "家园", "公馆", "里", "府", "国际社区", "一期", "二期", "三期高层组团")
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = ("伟", "芳", "敏", "静", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "秀英", "桂英", "建国")
_CREWS = (("水电班", ("水", "电", "疏通")), ("综合班", ("门窗", "五金", "土建")), ("弱电班", ("门禁", "对讲")))


@dataclass(frozen=True)
class Size:
    """How much: orders of all estates together, their homes on average."""

    estates: int = 200
    orders: int = 1_000_000
    homes: int = 400


@dataclass(frozen=True, slots=True)
class Home:
    id: str
    room: str
    owner: str
    phone: str


@dataclass(frozen=True, slots=True)
class Habits:
    """How well an estate does, in shares of one: no two alike, so that there is a ranking."""

    answered: float
    arrived: float
    finished: float
    called: float
    content: float
    delivered: float
    online: float


@dataclass
class Place:
    """One estate, as those need it who tell its year."""

    scope: str
    name: str
    orders: int
    homes: Sequence[Home]
    crews: Sequence[tuple[str, str]]
    technicians: Sequence[tuple[str, str]]
    clerks: Sequence[tuple[str, str]]
    habits: Habits
    dice: random.Random
    _numbers: dict[str, int] = field(default_factory=dict)

    def new_id(self, at: int) -> str:
        """Like those the desk makes: by the moment, so that later rows stand later in the table."""
        last = f"{self.dice.getrandbits(74):019x}"
        return f"{at >> 16:08x}-{at & 0xFFFF:04x}-7{last[:3]}-8{last[3:6]}-{last[6:18]}"

    def number(self, prefix: str) -> str:
        self._numbers[prefix] = found = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{found:05d}"


@dataclass
class Times:
    """The year before `now`, and the hours of the desk in it; the moments of a day's calls."""

    calendar: Calendar
    settings: Settings
    now: int

    def __post_init__(self) -> None:
        today = day_of(self.now)
        self.days = [add_days(today, n - YEAR) for n in range(YEAR + 60)]
        self.begin = start_of_day(self.days[0])
        hours = desk_hours(self.settings, self.calendar)
        self._open = [[(self.begin + n * DAY + a * 60_000, self.begin + n * DAY + b * 60_000) for a, b in hours.of(day)]
                      for n, day in enumerate(self.days)]  # fmt: skip
        self.windows: tuple[Span, ...] = self.settings.hours("order.windows")

    def number(self, at: int) -> int:
        """Which day of the year it is in."""
        return (at - self.begin) // DAY

    def day(self, number: int) -> str:
        return self.days[number]

    def in_office(self, at: int, ms: int) -> int:
        """`ms` of office time after `at`."""
        number = self.number(at)
        while True:
            for start, end in self._open[number]:
                spare = end - max(start, at)
                if spare >= ms:
                    return max(start, at) + ms
                ms -= max(0, spare)
            number += 1

    def window_after(self, at: int) -> tuple[int, int]:
        """The next window of a technician that has not begun."""
        number = self.number(at)
        while True:
            midnight = self.begin + number * DAY
            for first, last in self.windows:
                if midnight + first * 60_000 > at:
                    return midnight + first * 60_000, midnight + last * 60_000
            number += 1


def problem_words(problems: Sequence[Problem]) -> list[tuple[Problem, str]]:
    """Every problem with its words on a slip."""
    return [(one, f"{one.category}·{one.name}") for one in problems]


def places_of(size: Size, seed: int) -> Iterator[tuple[Place, Rows]]:
    """Estates of different size; names and people are invented."""
    dice = random.Random(f"{seed}/estates")
    weights = [dice.uniform(0.3, 2.5) for _ in range(size.estates)]
    whole = sum(weights)
    orders = [int(size.orders * one / whole) for one in weights]
    orders[-1] += size.orders - sum(orders)
    names = [f"{first}{last}" for last in _LAST for first in _FIRST]
    for index, count in enumerate(orders):
        homes = max(60, int(size.homes * size.estates * weights[index] / whole))
        name = names[index % len(names)] + ("" if index < len(names) else f"{index // len(names) + 1}区")
        yield _place(name, count, homes, random.Random(f"{seed}/{index}"))


def _place(name: str, orders: int, homes: int, dice: random.Random) -> tuple[Place, Rows]:
    def made() -> str:
        bits = f"{dice.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-5{bits[13:16]}-8{bits[17:20]}-{bits[20:]}"

    def person() -> str:
        return dice.choice(SURNAMES) + dice.choice(GIVEN)

    estate = made()
    rows: Rows = {
        "estate": [{"id": estate, "name": name, "company": "安和物业服务有限公司", "desk_phone": "029-88016000",
                    "short": name[:2], "status": "active"}]
    }  # fmt: skip
    built, dwellings = _buildings(homes, made)
    rows |= built
    rows["crew"] = [
        {
            "id": made(),
            "name": crew,
            "trades": _listed(trades),
            "outside": 0,
            "sort_key": f"{n:02d}",
            "status": "active",
        }
        for n, (crew, trades) in enumerate(_CREWS, start=1)
    ]
    staff = [{"id": made(), "name": person(), "staff_no": f"M{estate[:4]}{n}", "account": 0, "status": "active"}
             for n in range(6)]  # fmt: skip
    rows["staff"] = staff
    people = [(str(one["id"]), str(one["name"])) for one in staff]
    residents = [Home(str(one["id"]), str(one["room"]), person(), f"139000{dice.randrange(100_000):05d}")
                 for one in dwellings]  # fmt: skip
    bound = dice.uniform(0.3, 0.9)
    for one in dwellings:
        one["bound_at"] = start_of_day("2025-01-01") if dice.random() < bound else None
    habits = Habits(*(dice.uniform(low, high) for low, high in ((0.86, 0.99), (0.86, 0.99), (0.88, 0.99), (0.78, 0.98),
                    (0.90, 0.99), (0.88, 0.99), (0.05, 0.75))))  # fmt: skip
    crews = [(str(one["id"]), str(one["name"])) for one in rows["crew"]]
    return Place(f"e/{estate}", name, orders, residents, crews, people[:4], people[4:], habits, dice), rows


def _listed(words: Sequence[str]) -> str:
    return "[" + ",".join(f'"{word}"' for word in words) + "]"


def _buildings(homes: int, made: Callable[[], str]) -> tuple[Rows, list[Values]]:
    """Buildings of two units, two homes on each of 15 floors."""
    rows: Rows = {"building": [], "unit": []}
    dwellings: list[Values] = []
    for index in range(homes):
        building, rest = divmod(index, 60)
        unit, rest = divmod(rest, 30)
        floor, door = divmod(rest, 2)
        no, part, room_no = f"{building + 1}", f"{unit + 1}", f"{floor + 1}{door + 1:02d}"
        key = f"{building + 1:04d}"
        if not index % 60:
            rows["building"].append({"id": made(), "no": no, "name": f"{no}栋", "sort_key": key, "status": "active"})
        if not index % 30:
            own = {"id": made(), "building_no": no, "no": part, "sort_key": f"{key}-{unit + 1:04d}"}
            rows["unit"].append({**own, "status": "active"})
        dwellings.append({
            "id": made(), "building_no": no, "unit_no": part, "room_no": room_no, "room": f"{no}-{part}-{room_no}",
            "sort_key": f"{key}-{unit + 1:04d}-{int(room_no):04d}", "floor": floor + 1, "status": "active",
        })  # fmt: skip
    rows["home"] = dwellings
    return rows, dwellings
