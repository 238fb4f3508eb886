"""Items of an order as they are said: one a line, 菠菜 500 4.5 · 鸡蛋 2盒 15.8 · 草莓 0.5kg; read and written. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from desk.domain.errors import DeskError
from desk.domain.money import parse_fen
from desk.domain.values import Frozen

HOW = "一行一样: 品名 数量 金额, 例如 菠菜 500 4.5 或 鸡蛋 2盒 15.8"
AMOUNT = re.compile(r"(\d+)(?:\.(\d{1,3}))?(g|克|kg|公斤|千克|斤|两|件|盒|袋|个|只|条|瓶|包|份|箱)?", re.IGNORECASE)
GRAMS = {"g": 1, "克": 1, "kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "两": 50}
MOST_ITEMS = 100
COUNTED = re.compile("盒|袋|个|只|条|瓶|包|份|箱")
APART = re.compile(r"[\s;；、]+")


def read_items(text: str) -> list[dict[str, Any]]:
    """The items as `receive` takes them; their kind follows from the name. DeskError says which line is wrong."""
    lines = [line.strip() for line in re.split(r"[\n;；、]+", unicodedata.normalize("NFKC", text)) if line.strip()]
    if not lines:
        raise DeskError("还没有写要什么", HOW, "items")
    if len(lines) > MOST_ITEMS:
        raise DeskError(f"一单最多 {MOST_ITEMS} 样", "请分成两单", "items")
    return [{"n": n, **_item(line, n)} for n, line in enumerate(lines, 1)]


def _item(line: str, n: int) -> dict[str, Any]:
    parts = line.split()
    if len(parts) < 2:
        glued = re.fullmatch(r"(\D+?)(\d.*)", line)
        parts = [glued[1], glued[2]] if glued else parts
    if len(parts) < 2 or len(parts) > 3:
        raise DeskError(f"第 {n} 行“{line}”看不懂", HOW, "items")
    name, amount, price = parts[0], parts[1], parts[2] if len(parts) == 3 else ""
    match = AMOUNT.fullmatch(amount)
    if match is None:
        raise DeskError(f"第 {n} 行“{line}”的数量看不懂", HOW, "items")
    whole, part, unit = match[1], match[2] or "", (match[3] or "g").lower()
    if unit in GRAMS:
        ordered = int(whole) * GRAMS[unit] + int(part.ljust(3, "0") if part else 0) * GRAMS[unit] // 1000
        told = {"unit": "g", "ordered": ordered}
    elif part:
        raise DeskError(f"第 {n} 行“{line}”: 件数要是整数", HOW, "items")
    else:
        told = {"unit": "piece", "ordered": int(whole), "spec": f"{whole}{unit}"}
    if not told["ordered"]:
        raise DeskError(f"第 {n} 行“{line}”的数量是 0", HOW, "items")
    money = {}
    if price:
        try:
            money["price_fen"] = parse_fen(price.removesuffix("元").removeprefix("¥"))
        except DeskError:
            raise DeskError(f"第 {n} 行“{line}”的金额看不懂", HOW, "items") from None
    return {"name": name, **told, **money}


def words_of(items: list[dict[str, Any]]) -> str:
    """Said back: 菠菜 500 克, 鸡蛋 2 盒."""
    said = []
    for one in items:
        amount = f"{one['ordered']} 克" if one["unit"] == "g" else str(one.get("spec") or f"{one['ordered']} 件")
        said.append(f"{one['name']} {amount}")
    return ", ".join(said)


def lines_of(items: Sequence[Frozen]) -> str:
    """The items of an order as they would be typed, to be changed."""
    return "\n".join(_line(one) for one in items)


def changed_items(before: Sequence[Frozen], text: str) -> list[dict[str, Any]]:
    """The items as typed now; what is still named keeps its number and its kind, and its price by the amount."""
    left = {_plain(str(one.get("name"))): one for one in before}
    free = max((int(one["n"]) for one in before), default=0)
    found = []
    for told in read_items(text):
        old = left.pop(_plain(told["name"]), None)
        if old is None:
            free += 1
            found.append({**told, "n": free})
            continue
        same = (old.get("unit"), old.get("ordered")) == (told["unit"], told["ordered"])
        item = {**old} if same else {name: value for name, value in old.items() if name != "spec"}
        item |= {name: value for name, value in told.items() if name in ("unit", "ordered", "price_fen")}
        if not same and "spec" in told:
            item["spec"] = told["spec"]
        if not same and "price_fen" not in told and old.get("price_fen") and old.get("unit") == told["unit"]:
            item["price_fen"] = (2 * old["price_fen"] * told["ordered"] + old["ordered"]) // (2 * old["ordered"])
        found.append(item)
    return found


def _plain(name: str) -> str:
    return APART.sub("", unicodedata.normalize("NFKC", name))


def _line(item: Frozen) -> str:
    ordered, fen = int(item.get("ordered") or 0), item.get("price_fen")
    if item.get("unit") == "g":
        amount = f"{ordered // 1000}kg" if ordered % 1000 == 0 else str(ordered)
    else:
        named = COUNTED.search(str(item.get("spec") or ""))
        amount = f"{ordered}{named[0] if named else '件'}"
    price = f" {fen // 100}.{fen % 100:02d}".rstrip("0").rstrip(".") if isinstance(fen, int) else ""
    return f"{_plain(str(item.get('name')))} {amount}{price}"
