"""An acceptance sheet while it is filled in: what was typed, how the rules would judge it; no widgets here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.domain.errors import DeskError
from desk.domain.fresh_lists import FAULT_DIGITS, RED, Fault
from desk.domain.settings import Settings
from desk.domain.values import Frozen, Values
from desk.services.fresh_orders.goods import Goods, GoodsKind
from desk.services.fresh_orders.judging import Judged, by_n, judge, tolerance_g, unmeasured
from desk.services.fresh_orders.record import GoodsUnit, GoodsVerdict
from desk.services.fresh_orders.sampling import boxes_of, to_open, unopened
from desk.ui.special.fresh.fault_chips import FaultShown
from desk.ui.special.fresh.item_row import ItemShown

KILO = 1000
MOST_G, MOST_PIECES = 200_000, 9_999
FULL = str.maketrans("，。－—–℃０１２３４５６７８９．", ",.--- 0123456789.")
FAULTS: tuple[FaultShown, ...] = tuple(FaultShown(digit, fault.label, fault in RED) for digit, fault in FAULT_DIGITS)
DIGIT_OF: Mapping[str, str] = {str(fault): digit for digit, fault in FAULT_DIGITS}
FAULT_OF: Mapping[str, Fault] = dict(FAULT_DIGITS)


@dataclass(slots=True)
class Looked:
    """What was told of one item. `photos` are what `attachment.add` asks, without the order."""

    got: int | None = None
    temp: int | None = None
    fault: str = ""
    photos: list[dict[str, Any]] = field(default_factory=list)
    seen: bool = False
    error: str = ""
    opened: int | None = None  # of many equal boxes
    spoiled: int | None = None

    def told(self, n: int) -> Values:
        """As the step takes it; fields that say nothing are left out."""
        said: Values = {"n": n}
        if self.got is not None:
            said["got"] = self.got
        if self.temp is not None:
            said["temp"] = self.temp
        if self.fault:
            said["fault"] = self.fault
        counts = {"opened": self.opened, "spoiled": self.spoiled}
        said |= {name: count for name, count in counts.items() if count is not None}
        if self.photos:
            said["photos"] = [one["sha256"] for one in self.photos]
        return said


class Draft:
    """One order's sheet (or one exchange as a sheet of one item)."""

    def __init__(self, items: Sequence[Frozen], goods: Goods, settings: Settings, sampled: bool = True) -> None:
        """`sampled`: of many boxes only some are opened; what comes again is looked at whole."""
        self.items = {n: items_n for n, items_n in by_n(items).items()}
        self._goods, self._settings = goods, settings
        self.looked = {n: Looked() for n in self.items}
        self._sampled = sampled
        self.matched: dict[str, bool] = {}
        self.signed = False

    # what is told

    def weigh(self, n: int, text: str) -> None:
        """Grams, or kilograms with a point; pieces for what is counted. Empty: as ordered, where it is not weighed."""
        one = self.looked[n]
        one.error = ""
        got = self._amount(n, text)
        one.got, one.seen = got, True
        if one.fault in (str(Fault.SHORT), str(Fault.MISSING), ""):
            one.fault = ""
        if self.boxes(n):
            one.opened, one.spoiled, one.fault = to_open(got or 0), None, ""
        if self.kind(n).measured and one.temp is None:
            one.seen = False

    def warm(self, n: int, text: str) -> None:
        one = self.looked[n]
        one.error = ""
        one.temp = degrees(text, str(self.items[n].get("name")), self.kind(n))
        one.seen = True

    def fail(self, n: int, digit: str) -> None:
        one = self.looked[n]
        one.error = ""
        one.fault, one.seen = str(FAULT_OF[digit]), True
        if self.asks_spoiled(n):
            one.opened, one.spoiled = self._here(n), None

    def spoil(self, n: int, text: str) -> None:
        """So many of the boxes are bad, all of them opened."""
        here, plain = self._here(n), text.translate(FULL).strip()
        if not plain.isdigit() or not 1 <= int(plain) <= here:
            raise DeskError(f"{self.items[n].get('name')}坏了几件还没有填", f"全部打开, 填 1 到 {here}")
        self.looked[n].error, self.looked[n].spoiled = "", int(plain)

    def boxes(self, n: int) -> int:
        """How many equal boxes; 0 where each is looked at."""
        return boxes_of(self.items[n], self._settings) if self._sampled else 0

    def asks_spoiled(self, n: int) -> bool:
        """Whether one of many boxes is bad, so that all are opened."""
        return bool(self.boxes(n)) and self.looked[n].fault not in ("", str(Fault.MISSING))

    def _here(self, n: int) -> int:
        got = self.looked[n].got
        return self.boxes(n) if got is None else got

    def clear(self, n: int) -> None:
        """Looked at anew: the fault goes, and the weight that was one."""
        one = self.looked[n]
        if not one.fault:
            one.got = one.temp = None
        one.fault, one.seen, one.error, one.opened, one.spoiled = "", False, "", None, None

    def _amount(self, n: int, text: str) -> int | None:
        item = self.items[n]
        name = str(item.get("name"))
        plain = text.translate(FULL).replace(" ", "").replace(",", "").lower()
        if item.get("unit") != GoodsUnit.GRAM:
            plain = plain.removesuffix("件").removesuffix("盒").removesuffix("个")
            if not plain:
                return int(item.get("ordered") or 0)
            if not plain.isdigit() or int(plain) > MOST_PIECES:
                raise DeskError(f"{name}按件数, 看不懂“{text}”", "填收到几件, 全到按 Enter")
            return int(plain)
        if not plain:
            raise DeskError(f"{name}还没有称", "填实重 (克) 再按 Enter, 有异常按 -")
        grams = _grams(plain)
        if grams is None or grams > MOST_G:
            raise DeskError(f"{name}的实重看不懂“{text}”", "填克数, 例如 492; 公斤写 0.492")
        return grams

    # how it stands

    def kind(self, n: int) -> GoodsKind:
        item = self.items[n]
        return self._goods.kind(item.get("goods"), str(item.get("name") or ""))

    def judged(self, n: int) -> Judged | None:
        """The verdict, once the item was looked at."""
        one = self.looked[n]
        return judge(self.items[n], one.told(n), self._goods, self._settings) if one.seen else None

    def needs_temp(self, n: int) -> bool:
        one = self.looked[n]
        return self.kind(n).measured and one.temp is None and not one.fault

    @property
    def seen(self) -> int:
        return sum(one.seen for one in self.looked.values())

    def failed(self) -> list[int]:
        return [n for n in self.items if (found := self.judged(n)) is not None and not found.passed]

    def passed(self) -> list[int]:
        return [n for n in self.items if (found := self.judged(n)) is not None and found.passed]

    def next_open(self, after: int = 0) -> int:
        """The next item nobody looked at: behind this one, else from the top; 0 where all were."""
        order = list(self.items)
        place = order.index(after) + 1 if after in order else 0
        return next((n for n in (*order[place:], *order[:place]) if not self._is_done(n)), 0)

    def _is_done(self, n: int) -> bool:
        one = self.looked[n]
        return one.seen and (one.spoiled is not None or not self.asks_spoiled(n))

    def beside(self, n: int, by: int) -> int:
        order = list(self.items)
        to = order.index(n) + by
        return order[to] if 0 <= to < len(order) else 0

    def lacking(self) -> DeskError | None:
        """Why it cannot be finished yet: the first item that lacks something."""
        if len(self.matched) < 3:
            return DeskError("地址、种类、数量还没有核对", "三样都相符按 Enter, 不符按它的数字", "matched")
        for n, one in self.looked.items():
            wrong = unmeasured(self.items[n], one.told(n), self._goods, self._settings)
            if wrong is None and self._sampled and one.seen:
                wrong = unopened(self.items[n], one.told(n), self._settings)
            if wrong is not None:
                return DeskError(wrong.message, wrong.advice, str(n))
            if not one.seen:
                return DeskError(f"{self.items[n].get('name')}还没有看", "合格按 Enter, 有异常按 -", str(n))
        return None

    def told(self) -> list[Values]:
        return [one.told(n) for n, one in self.looked.items()]

    # on the screen

    def shown(self, n: int) -> ItemShown:
        item, one, kind, judged = self.items[n], self.looked[n], self.kind(n), self.judged(n)
        weighed = item.get("unit") == GoodsUnit.GRAM
        ordered = int(item.get("ordered") or 0)
        unit = "g" if weighed else "件"
        # What is weighed says how much of it in the next column.
        boxes, all_opened = self.boxes(n), self.asks_spoiled(n)
        sample = f"打开 {self._here(n) if all_opened else to_open(self._here(n))} 件" if boxes else ""
        parts = (sample,) if sample else (kind.name, "" if weighed else str(item.get("spec") or ""))
        spec = " · ".join(dict.fromkeys(part for part in parts if part))
        return ItemShown(
            n, str(item.get("name") or ""), spec, f"{ordered:,} {unit}", unit,
            "" if one.got is None else f"{one.got:,}", "" if weighed else f"{ordered}",
            _diff(one.got - ordered) if weighed and one.got is not None else "",
            f"{tolerance_g(item, kind, self._goods, self._settings)} g" if weighed else "按件",
            "" if one.temp is None else degrees_text(one.temp), kind.measured,
            str(judged.verdict) if judged else "", judged.verdict.label if judged else "",
            DIGIT_OF.get(str(judged.fault), "") if judged and judged.fault else "", one.error,
            f"{self._here(n)} 件" if all_opened else "", "" if one.spoiled is None else str(one.spoiled),
        )  # fmt: skip

    def verdict_words(self, n: int) -> tuple[str, str]:
        """For the item's head: 拒收 · 红线 腐烂, and its tone."""
        judged = self.judged(n)
        if judged is None:
            return "未看", ""
        if judged.passed:
            return "合格", "good"
        red = "红线 " if judged.red else ""
        some = f" {self.looked[n].spoiled} 件" if self.looked[n].spoiled else ""
        return f"{judged.verdict.label}{some} · {red}{judged.fault.label if judged.fault else ''}", "bad"

    def criteria(self, n: int) -> tuple[tuple[str, str], ...]:
        """What counts as good for this kind, in the office's words."""
        kind, item = self.kind(n), self.items[n]
        told = [("外观", kind.good), ("换货", kind.swap), ("红线", kind.red)]
        if boxes := self.boxes(n):
            told.append(("抽检", f"{boxes} 件打开 {to_open(boxes)} 件, 上、中、下各取; 一件不行全部打开"))
        if item.get("unit") == GoodsUnit.GRAM:
            told.append(("允差", f"最多少 {tolerance_g(item, kind, self._goods, self._settings)} g"))
        if kind.measured:
            low = f"{kind.temp_from} 到 " if kind.temp_from is not None else "不高于 "
            hot = f", 或热的不低于 {kind.hot_from} ℃" if kind.hot_from is not None else ""
            told.append(("温度", f"{low}{kind.temp_to} ℃{hot}"))
        return tuple((name, words.replace("；", ", ")) for name, words in told if words)

    # through a power cut

    def kept(self) -> dict[str, Any]:
        """Weights and verdicts by number: nobody's name in it."""
        rows = [
            {
                "n": n,
                "got": one.got,
                "temp": one.temp,
                "fault": one.fault,
                "photos": one.photos,
                "seen": one.seen,
                "opened": one.opened,
                "spoiled": one.spoiled,
            }
            for n, one in self.looked.items()
            if one.seen or one.got is not None or one.photos
        ]
        return {"matched": self.matched, "signed": self.signed, "items": rows} if rows or self.matched else {}

    def take_up(self, kept: Any) -> None:
        """What was kept, as far as it still belongs to this order."""
        if not isinstance(kept, dict):
            return
        matched = kept.get("matched")
        self.matched = {str(name): bool(value) for name, value in matched.items()} if isinstance(matched, dict) else {}
        self.signed = kept.get("signed") is True
        for n, row in by_n(kept.get("items")).items():
            if n in self.looked:
                photos = [dict(one) for one in row.get("photos") or () if isinstance(one, dict) and "sha256" in one]
                fault = str(row.get("fault") or "")
                self.looked[n] = Looked(
                    _int(row.get("got")), _int(row.get("temp")), fault if fault in DIGIT_OF else "", photos,
                    row.get("seen") is True, "", _int(row.get("opened")), _int(row.get("spoiled")),
                )  # fmt: skip


def degrees(text: str, name: str, kind: GoodsKind) -> int:
    """4, 3.5, -18 as tenths of a degree."""
    plain = text.translate(FULL).replace(" ", "").removesuffix("度")
    sign, figures = (-1, plain[1:]) if plain.startswith("-") else (1, plain)
    whole, _, part = figures.partition(".")
    if not plain:
        limit = f"不高于 {kind.temp_to} ℃" if kind.temp_to is not None else "℃"
        raise DeskError(f"{name}要量温度", f"填温度计上的数 ({limit}) 再按 Enter")
    if not whole.isdigit() or len(whole) > 3 or (part and (not part.isdigit() or len(part) > 1)):
        raise DeskError(f"{name}的温度看不懂“{text}”", "填度数, 例如 4 或 -18")
    return sign * (int(whole) * 10 + int(part or 0))


def degrees_text(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{part}' if part else ''} ℃"


def is_label(text: str) -> bool:
    """A bag's label shot into a cell of figures: letters, or more digits than any weight has."""
    plain = text.translate(FULL).strip()
    return len(plain) >= 8 and plain.replace("-", "").isalnum() and "." not in plain


def _grams(plain: str) -> int | None:
    plain = plain.removesuffix("g").removesuffix("克")
    kilos = plain.endswith(("kg", "k", "公斤", "千克")) or "." in plain
    plain = plain.removesuffix("k").removesuffix("公斤").removesuffix("千克")
    whole, _, part = plain.partition(".")
    if not (whole or part) or not (whole or "0").isdigit() or (part and not part.isdigit()) or len(part) > 3:
        return None
    if len(whole) > 6:
        return None
    return int(whole or 0) * KILO + int(part.ljust(3, "0") or 0) if kilos else int(whole)


def _diff(grams: int) -> str:
    return "0" if not grams else f"{'+' if grams > 0 else '−'}{abs(grams):,}"


def _int(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_passed(row: Frozen) -> bool:
    return row.get("verdict") == GoodsVerdict.PASS
