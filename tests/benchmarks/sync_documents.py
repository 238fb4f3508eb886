"""Invented repair orders, 595-683 bytes of JSON each: the same ones travel between our desks and between the peers."""

import json
import random
from collections.abc import Iterator
from typing import Any

from sync.protocol.envelope import uuid7

SHORTEST, LONGEST = 595, 683
SCOPE = "e/0191f0aa-0000-7000-8000-000000000001"
BEGAN, MINUTE, HOMES = 1_750_000_000_000, 60_000, 1_500
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
GIVEN = "秀英强伟芳敏静丽勇军杰娟艳涛明超霞平刚桂兰玉萍红鹏飞鑫波斌宇浩凯健俊帆雪琳晶欢娜婷慧莹梅莉建国文华"
WHERE = ("厨房", "卫生间", "阳台", "客厅", "主卧", "楼道", "入户门", "地下室", "书房", "次卧")
WHAT = ("水龙头", "马桶", "地漏", "吸顶灯", "插座", "空开", "门锁", "窗户", "暖气片", "热水器", "下水管", "对讲机")
HOW = ("一直滴水", "堵了", "不亮", "跳闸", "打不开", "漏水", "有异味", "异响", "松动脱落", "不热", "渗水到楼下")
WHEN = ("上午", "中午", "下午", "傍晚", "晚上", "夜里", "清早")
DAYS = ("今天", "昨天", "前天", "上周", "周一", "周三", "周五", "周末", "月初", "节前")
SAID = (
    "家里有老人，请尽快", "以后在家", "来前先打电话", "修过又坏了", "请带配件", "白天没人", "已关总阀", "门口有狗",
    "楼下也来反映", "业主在外地，租户在家", "群里已发照片", "需要登高", "说好来没来", "要求换新的", "不愿付费",
    "问保修期",
)  # fmt: skip
DONE = (
    "更换角阀并试水", "疏通后观察正常", "更换灯管", "重新接线，测漏电正常", "打胶密封", "紧固螺丝并加垫片",
    "更换阀芯", "清理过滤网", "调整合页", "换新软管两根", "复位空开，排查为热水器漏电", "补做防水，待干后复查",
)  # fmt: skip
STATUSES = ("dispatched", "arrived", "finished", "signed", "closed", "closed", "closed")


def size(document: dict[str, Any]) -> int:
    """Bytes of it as compact UTF-8 JSON."""
    return len(line(document))


def line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def documents(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """The same `count` orders for the same seed, ids rising."""
    dice = random.Random(seed)
    homes = [(uuid7(BEGAN, dice.randbytes(10)), _room(dice)) for _ in range(HOMES)]
    for number in range(count):
        yield _order(dice, number, homes)


def _room(dice: random.Random) -> str:
    return f"{dice.randint(1, 90)}-{dice.randint(1, 4)}-{dice.randint(1, 33)}{dice.randint(1, 4):02d}"


def _name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)


def _remark(dice: random.Random) -> str:
    """What people say: never twice quite the same."""
    moment = f"{dice.choice(DAYS)}{dice.choice(WHEN)}{dice.randint(1, 12)}点{dice.randint(0, 59):02d}"
    return f"{dice.choice(SURNAMES)}{dice.choice(('先生', '女士', '阿姨', '师傅'))}{moment}{dice.choice(SAID)}。"


def _order(dice: random.Random, number: int, homes: list[tuple[str, str]]) -> dict[str, Any]:
    reported_at = BEGAN + number * MINUTE + dice.randrange(MINUTE)
    dispatched_at = reported_at + dice.randrange(20 * MINUTE)
    finished_at = dispatched_at + dice.randrange(600 * MINUTE)
    home_id, room = dice.choice(homes)
    paid = dice.random() < 0.3
    order = {
        "id": uuid7(reported_at, dice.randbytes(10)),
        "kind": "work_order",
        "scope": SCOPE,
        "no": f"W3A-{number + 1:06d}",
        "status": dice.choice(STATUSES),
        "home_id": home_id,
        "where": room,
        "reporter": _name(dice),
        "reporter_phone": f"1{dice.choice('3578')}{dice.randrange(10**9):09d}",
        "matter": dice.choice(WHERE) + dice.choice(WHAT) + dice.choice(HOW),
        "area": "own" if paid else "public",
        "reported_at": reported_at,
        "dispatched_at": dispatched_at,
        "finished_at": finished_at,
        "due_at": reported_at + 1440 * MINUTE,
        "technician": _name(dice),
        "price_fen": dice.randrange(20, 400) * 100 if paid else 0,
        "result": dice.choice(DONE),
        "note": "",
    }
    wanted = dice.randint(SHORTEST + 2, LONGEST)
    # Remarks are appended until the order is as long as drawn; the last one is cut there, between characters.
    missing = wanted - size(order)
    said = b""
    while len(said) < missing:
        said += _remark(dice).encode()
    order["note"] = said[:missing].decode(errors="ignore")
    return order
