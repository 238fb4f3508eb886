"""What stands in a cell of an office's list, as people write it: words, sentences, charges, words that lift."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from desk.domain.errors import DeskError
from desk.domain.list_codes import Area, ChargeRule

_WORDS = re.compile(r"[\s、，,;；]+")
_SENTENCES = re.compile(r"[;；\n]+")
_PRICE = r"\d{1,6}(?:\.\d{1,2})?"
_CHARGE = re.compile(
    rf"\s*(?:(?P<area>{'|'.join(area.label for area in Area)})\s+)?"
    rf"(?P<rule>{'|'.join(rule.label for rule in ChargeRule)})"
    rf"(?:\s+(?P<low>{_PRICE})(?:\s*[-–—~～]\s*(?P<high>{_PRICE}))?\s*元?)?"
    rf"(?:\s+每(?P<each>[^\s\d]{{1,4}})\s*(?P<each_price>{_PRICE})\s*元?)?"
    r"\s*(?:（(?P<words>[^（）]*)）|\((?P<half>[^()]*)\))?\s*(?:[;；\n]|$)"
)
_LIFT = re.compile(r"\s*([^:：]{1,12})[:：](.+)")


class Charging(NamedTuple):
    """One way of charging as a cell holds it; `where` None fits both areas. Money in fen."""

    rule: ChargeRule
    words: str
    where: Area | None = None
    low_fen: int = 0
    high_fen: int = 0
    each_fen: int = 0
    each: str = ""


def words_of(text: str) -> tuple[str, ...]:
    """滴水、关不严: each once, in order."""
    return tuple(dict.fromkeys(word for word in _WORDS.split(text) if word))


def sentences_of(text: str) -> tuple[str, ...]:
    """修好了吗?；收费与约定一致吗?"""
    return tuple(dict.fromkeys(said.strip() for said in _SENTENCES.split(text) if said.strip()))


def join_words(words: Iterable[str]) -> str:
    return "、".join(words)


def join_sentences(said: Iterable[str]) -> str:
    return "；".join(said)


def charges_of(text: str) -> tuple[Charging, ...]:
    """公共区域 无偿；业主自有 有偿 80-150（户内 80-150 元）: tried in order. A DeskError says how it is written."""
    found: list[Charging] = []
    place = 0
    text = text.strip()
    while place < len(text):
        match = _CHARGE.match(text, place)
        if match is None:
            raise DeskError(f"收费看不懂: {text[place : place + 20]}", "请写成“有偿 30-50（说明）”, 几种之间用；隔开")
        found.append(_charging(match))
        place = match.end()
    return tuple(found)


def _charging(match: re.Match[str]) -> Charging:
    rule = next(one for one in ChargeRule if one.label == match["rule"])
    low = _fen(match["low"])
    high = _fen(match["high"]) if match["high"] else low
    if high < low:
        raise DeskError(f"价格区间应从低到高: {match['low']}-{match['high']}", "请写成“有偿 30-50”")
    if low and rule is not ChargeRule.PAID:
        raise DeskError(f"“{rule.label}”不写价格", "只有“有偿”后面写价格; 要说明就写在括号里")
    where = next((one for one in Area if one.label == match["area"]), None)
    said = (match["words"] if match["words"] is not None else match["half"] or "").strip()
    made = Charging(rule, said, where, low, high, _fen(match["each_price"]), match["each"] or "")
    return made if said else made._replace(words=_words_for(made))


def charges_text(charges: Iterable[Charging]) -> str:
    return join_sentences(map(_charge_text, charges))


def _charge_text(one: Charging) -> str:
    parts = [one.where.label] if one.where else []
    parts.append(one.rule.label)
    if one.high_fen:
        parts.append(_prices(one))
    if one.each_fen:
        parts.append(f"每{one.each}{_yuan(one.each_fen)}")
    said = f"（{one.words}）" if one.words and one.words != _words_for(one) else ""
    return " ".join(parts) + said


def _words_for(one: Charging) -> str:
    """What is said where nobody wrote other words."""
    each = f", 每{one.each} {_yuan(one.each_fen)} 元" if one.each_fen else ""
    return f"{one.rule.label} {_prices(one)} 元{each}" if one.high_fen else one.rule.label + each


def _prices(one: Charging) -> str:
    low, high = _yuan(one.low_fen), _yuan(one.high_fen)
    return low if low == high else f"{low}-{high}"


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}" if rest else str(yuan)


def _fen(text: str | None) -> int:
    whole, _, part = (text or "0").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def lifts_of(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """反水: 倒灌、冒水；老人: 奶奶、爷爷: the name of the case, then the words it is known by."""
    found = []
    for part in sentences_of(text):
        match = _LIFT.fullmatch(part)
        words = words_of(match[2]) if match else ()
        if match is None or not words:
            raise DeskError(f"看不懂: {part}", "请写成“反水: 倒灌、冒水”, 几种之间用；隔开")
        found.append((match[1].strip(), words))
    return tuple(found)


def lifts_text(lifts: Iterable[tuple[str, Iterable[str]]]) -> str:
    return join_sentences(f"{name}: {join_words(words)}" for name, words in lifts)


def groups_of(text: str) -> tuple[tuple[str, ...], ...]:
    """老人、孩子；一个人、独自: one word of every group is asked for."""
    return tuple(words for part in sentences_of(text) if (words := words_of(part)))


def groups_text(groups: Iterable[Iterable[str]]) -> str:
    return join_sentences(map(join_words, groups))
