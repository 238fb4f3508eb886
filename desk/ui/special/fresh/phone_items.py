"""Items of a telephone order as they are said: one a line, 菠菜 500 4.5 · 鸡蛋 2盒 15.8 · 草莓 0.5kg. Pure."""

import re
import unicodedata
from typing import Any

from desk.domain.errors import DeskError
from desk.domain.money import parse_fen

HOW = "一行一样: 品名 数量 金额, 例如 菠菜 500 4.5 或 鸡蛋 2盒 15.8"
AMOUNT = re.compile(r"(\d+)(?:\.(\d{1,3}))?(g|克|kg|公斤|千克|斤|两|件|盒|袋|个|只|条|瓶|包|份|箱)?", re.IGNORECASE)
GRAMS = {"g": 1, "克": 1, "kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "两": 50}
MOST_ITEMS = 100


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
