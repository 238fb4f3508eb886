"""The pinyin initials of a name: 王秀英 is found by wxy, 曾 by z and by c."""

import os
import unicodedata
from functools import lru_cache
from itertools import product

LONGEST = 6  # characters of a name that initials are made of
MOST = 8  # ways to read one name

# Characters of names that are read in two ways with different initials, the surname's or commoner one first.
READ_TWO_WAYS = {
    "曾": "zc", "单": "sd", "解": "xj", "仇": "qc", "查": "zc", "朴": "pb", "盖": "gh", "区": "oq", "翟": "zd",
    "冼": "xs", "覃": "qt", "万": "wm", "缪": "mj", "折": "sz", "种": "cz", "重": "zc", "秘": "bm", "尉": "wy",
    "长": "cz", "褚": "cz", "贾": "jg", "乐": "ly", "晟": "sc", "行": "xh", "朝": "zc", "茜": "qx", "祭": "zj",
    "隗": "wk", "召": "sz", "谌": "cs", "阚": "kh", "句": "gj", "俟": "qs", "厦": "xs", "郗": "xc",
}  # fmt: skip


def initials(name: str) -> list[str]:
    """Every way to type the name by its initials, likeliest first: one letter a character, one a foreign word."""
    choices: list[str] = []
    fresh = True
    for char in name:
        letter = initials_of(char)
        if letter and (fresh or not char.isascii()):
            choices.append(letter)
        fresh = not (char.isascii() and char.isalnum())
    ways = product(*choices[:LONGEST])
    return ["".join(way) for way, _ in zip(ways, range(MOST), strict=False)] if choices else []


@lru_cache(maxsize=8192)
def initials_of(char: str) -> str:
    """The initials one folded character may be typed by; empty where it has none."""
    if char.isascii():
        return char if char.isalpha() else ""
    if char in READ_TWO_WAYS:
        return READ_TWO_WAYS[char]
    first = unicodedata.normalize("NFD", _readings().get(ord(char), ""))[:1]
    return first if first.isascii() else ""


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    # On first use only, and without its phrases: they cost three times as much and initials need none.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
