"""Search over many orders by class, beside LIKE on the same texts: `python -m tests.benchmarks.search --docs N`.

Bar on a machine of the project's kind: p99 <= 16 ms for every class at a million documents.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desk.domain.roles import Actor, Role
from desk.services import rulebook
from desk.store import schema
from desk.store.database import Database
from desk.store.search import Search
from sync.protocol.envelope import uuid7

BAR_MS = 16.0
ESTATES = ("e/0191f0aa-0000-7000-8000-000000000001", "e/0191f0aa-0000-7000-8000-000000000002")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
GIVEN = "秀英强伟芳敏静丽勇军杰娟艳涛明超霞平刚桂兰玉萍红鹏飞鑫波斌宇浩凯健俊帆雪琳晶欢娜婷慧莹梅莉建国文华"
WHERE = ("厨房", "卫生间", "阳台", "客厅", "主卧", "楼道", "入户门", "地下室")
WHAT = ("水龙头", "马桶", "地漏", "灯", "插座", "空开", "门锁", "窗户", "暖气片", "热水器", "下水管", "对讲机", "电梯")
HOW = ("一直滴水", "堵了", "不亮", "跳闸", "打不开", "漏水", "有异味", "异响", "松动脱落", "不热", "渗水到楼下")
RARE = ("燃气", "井盖", "鱼缸", "摄像头")
QUERIES = 120
# Common words that no text holds together: every list is walked to its end, in any index of words. Outside the bar.
ADVERSARY = "never together"


def order(dice: random.Random, number: int, count: int) -> tuple[str, ...]:
    """One invented order as a row: scope, id, status, no, where, reporter, reporter_phone, matter."""
    name = dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2))))
    room = f"{dice.randint(1, 30)}-{dice.randint(1, 4)}-{dice.randint(1, 33)}{dice.randint(1, 4):02d}"
    matter = dice.choice(WHERE) + dice.choice(WHAT) + dice.choice(HOW)
    if dice.random() < 0.0005:
        matter += dice.choice(RARE)
    moment = 1_700_000_000_000 + number * (31_536_000_000 // count)
    phone = f"1{dice.choice('3578')}{dice.randint(0, 999_999_999):09d}"
    scope = ESTATES[number % 10 == 0]
    return scope, uuid7(moment, dice.randbytes(10)), "closed", f"W3A-{number:04d}", room, name, phone, matter


def fill(database: Database, count: int) -> None:
    dice = random.Random(7)
    sql = (
        'INSERT INTO work_order (scope, id, status, no, "where", reporter, reporter_phone, matter)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for start in range(0, count, 20_000):
        rows = [order(dice, number, count) for number in range(start, min(start + 20_000, count))]
        with database.write() as connection:
            connection.exec_driver_sql(sql, rows)


def classes(dice: random.Random) -> dict[str, Callable[[], str]]:
    def name() -> str:
        return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)

    def room() -> str:
        return f"{dice.randint(1, 30)}-{dice.randint(1, 4)}-{dice.randint(1, 33)}{dice.randint(1, 4):02d}"

    def tail() -> str:
        return f"{dice.randint(0, 9999):04d}"

    def letters(count: int) -> str:
        return "".join(dice.choice("wlzcyhxgjmsfdt") for _ in range(count))

    return {
        "one character": lambda: dice.choice(SURNAMES + GIVEN + "水灯漏堵"),
        "pair": lambda: dice.choice(("漏水", "水龙", "不亮", "跳闸", "渗水", "空开")),
        "rare pair": lambda: dice.choice(RARE)[:2],
        "name": name,
        "sentence": lambda: dice.choice(WHAT) + dice.choice(HOW),
        "phone tail": tail,
        "whole phone": lambda: f"138{dice.randint(0, 99_999_999):08d}",
        "room": room,
        "partial room": lambda: room()[: dice.randint(3, 6)],
        "building": lambda: f"{dice.randint(1, 30)}栋",
        "room number": lambda: f"{dice.randint(1, 33)}{dice.randint(1, 4):02d}",
        "initials": lambda: letters(dice.randint(1, 3)),
        "word + tail": lambda: f"{dice.choice(WHAT)} {tail()}",
        "word + word": lambda: f"{dice.choice(WHERE)} {dice.choice(HOW)}",
        "word + room": lambda: f"{dice.choice(WHAT)} {room()}",
        ADVERSARY: lambda: "厨房 电梯异响 堵了",
        "order number": lambda: f"W3A-{dice.randint(0, 9999):04d}",
        "not there": lambda: dice.choice(("鹦鹉", "长颈鹿", "qqq", "99-9-9999", "19999999999")),
    }


def milliseconds(work: Callable[..., object], *given: object) -> float:
    """Of this thread's CPU: other work on the machine counts less; the file is in the system's cache anyway."""
    start = time.thread_time()
    work(*given)
    return (time.thread_time() - start) * 1000


def p99(times: list[float]) -> float:
    return sorted(times)[max(0, round(len(times) * 0.99) - 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="use or leave the database here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "search.db"
        ready = path.exists()
        database = Database(path, bytes(32))
        search = Search(database, rulebook().records)
        if not ready:
            schema.prepare(database)
            print(f"{given.docs} rows {milliseconds(fill, database, given.docs) / 1000:.1f} s")
            print(f"index      {milliseconds(search.index.build) / 1000:.1f} s")
            fill_note(database, search)
        print(f"file       {path.stat().st_size / 1e6:.0f} MB")
        worst = measure(database, search)
    print(f"worst p99 {worst:.1f} ms, bar {BAR_MS} ms")
    return 0 if worst <= BAR_MS else 1


def fill_note(database: Database, search: Search) -> None:
    """What one saved order costs its commit's follower."""
    times = []
    rows = database.read("SELECT scope, id FROM work_order ORDER BY id DESC LIMIT 100")
    for scope, ent in rows:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO search_due VALUES (?, 'work_order', ?)", (scope, ent))
        times.append(milliseconds(search.index.drain))
    print(f"drain one  {statistics.median(times):.2f} / {p99(times):.2f} ms")


def measure(database: Database, search: Search) -> float:
    clerk = Actor("clerk", frozenset({Role.CLERK}))
    dice = random.Random(11)
    worst = 0.0
    print(f"{'class':16}{'p50':>8}{'p99':>8}{'1 estate':>16}{'keystrokes':>18}{'LIKE':>10}{'ratio':>8}")
    for name, make in classes(dice).items():
        typed = [make() for _ in range(QUERIES)]
        both = [milliseconds(search.find, clerk, ESTATES, one) for one in typed]
        small = [milliseconds(search.find, clerk, ESTATES[1:], one, ("work_order",)) for one in typed]
        keys = [
            milliseconds(search.find, clerk, ESTATES, one[:end])
            for one in typed[:20]
            for end in range(1, min(len(one), 6) + 1)
        ]
        like = statistics.median(milliseconds(by_like, database, one) for one in typed[:5])
        middle = statistics.median(both)
        print(
            f"{name:16}{middle:8.2f}{p99(both):8.2f}{statistics.median(small):8.2f}{p99(small):8.2f}"
            f"{statistics.median(keys):10.2f}{p99(keys):8.2f}{like:10.1f}{like / middle:7.0f}x"
        )
        if name != ADVERSARY:
            worst = max(worst, p99(both), p99(small), p99(keys))
    return worst


def by_like(database: Database, typed: str) -> object:
    """The peer: the same words, every one anywhere in the text."""
    words = [f"%{word.lower()}%" for word in typed.split()]
    where = " AND ".join("text LIKE ?" for _ in words)
    return database.read(f"SELECT id FROM search_doc WHERE {where} ORDER BY rowid_ DESC LIMIT 50", words)


if __name__ == "__main__":
    sys.exit(main())
