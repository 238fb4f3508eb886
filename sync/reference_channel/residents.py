"""Who reports what: people of the sample office, one whom nobody knows, addresses as people write them; by a seed."""

import random
from dataclasses import dataclass, field
from typing import Any

HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a telephone, and the address as he writes it."""

    name: str
    phone: str
    address: str


SAMPLE = (
    Person("王秀英", "13800006621", "翠湖花园3-2-1801"),
    Person("亓𫖯㛃", "138 0000 3377", "翠湖花园1栋1单元202"),
    Person("欧阳𬸣", "13800004402", "锦绣里2-3-402"),
    Person("李国富", "13800008800", "翠湖 7-2-1201"),
    Person("爱新觉罗·毓敏", "13800002501", "锦绣里5栋2单元501室"),
    Person("𠮷田芳", "13911112222", "翠湖花园3-2-1801"),  # nobody knows her there
    Person("孙立新", "029-88003000转802", "5-2-301"),  # two estates have such a home; the telephone tells
    Person("过路人", "13700001111", "阳光城9-1-101"),  # an estate of somebody else
)
MATTERS = (
    "厨房水龙头一直滴水", "卫生间下水道堵了", "客厅灯不亮了, 换过灯泡也没用", "马桶一直流水", "热水器打不着火",
    "阳台窗户关不严", "插座没电, 开关也跳了", "厨房墙面渗水, 楼上可能漏了", "门锁打不开", "对讲机没声音",
)  # fmt: skip
PRAISE = {"good": ("师傅很准时", "修得很好", ""), "fair": ("来得有点晚", "修好了, 没打扫"), "bad": ("第二天又漏了",)}


@dataclass
class Residents:
    """The same seed reports the same, in the same order."""

    seed: int
    people: tuple[Person, ...] = SAMPLE
    _dice: random.Random = field(init=False)
    _count: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def report(self, now: int) -> dict[str, Any]:
        """The next report: each person once before anybody reports a second time."""
        person = self.people[self._count % len(self.people)]
        self._count += 1
        told: dict[str, Any] = {
            "event": f"s{self.seed}-{now}-{self._count}",
            "revision": 1,
            "at": now,
            "who": {"name": person.name, "phone": person.phone, "openid": f"o-{self.people.index(person)}"},
            "matter": self._dice.choice(MATTERS),
            "address": person.address,
        }
        if self._dice.random() < 0.3:
            begin = now - now % HOUR + self._dice.choice((2, 3, 5)) * HOUR
            told |= {"wanted_from_at": begin, "wanted_to_at": begin + 2 * HOUR}
        return told

    def readers(self) -> list[dict[str, Any]]:
        """Everybody, as the channel knows them: who reads a notice."""
        return [
            {"who": {"name": one.name, "phone": one.phone, "openid": f"o-{number}"}, "address": one.address}
            for number, one in enumerate(self.people)
        ]

    def rating(self, event: str, now: int) -> dict[str, Any]:
        """What the resident says once it is finished: mostly good."""
        rating = self._dice.choices(("good", "fair", "bad"), (7, 2, 1))[0]
        return {"id": f"rate-{event}", "at": now, "rating": rating, "words": self._dice.choice(PRAISE[rating])}


def person_of(text: str) -> Person:
    """From a command line: 姓名,电话,地址."""
    name, phone, address = (part.strip() for part in text.replace("，", ",").split(",", 2))
    return Person(name, phone, address)
