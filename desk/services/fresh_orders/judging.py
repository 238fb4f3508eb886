"""Whether an item may go up: the legal short weight, the temperature, the red lines. Pure; weights in grams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.flow import Frozen, Refusal, Values
from desk.domain.fresh_lists import RED, Fault
from desk.domain.settings import Settings
from desk.services.fresh_orders.goods import Goods, GoodsKind
from desk.services.fresh_orders.record import GoodsUnit, GoodsVerdict
from desk.services.fresh_orders.sampling import counted

FEN, KILO, TENTHS = 100, 1000, 10
GOT_MOST = 1_000_000  # a ton: more than that is a slip of the finger


@dataclass(frozen=True, slots=True)
class Judged:
    """One item after the look at it. `short`: grams (pieces) missing, negative where there is more than ordered."""

    verdict: GoodsVerdict
    fault: Fault | None
    red: bool
    tolerance: int
    short: int

    @property
    def passed(self) -> bool:
        return self.verdict is GoodsVerdict.PASS


def division_g(grams: int, settings: Settings) -> int:
    """How finely the counter's scale reads at this weight."""
    fine = grams <= settings.number("fresh.scale_fine_kg") * KILO
    return settings.number("fresh.scale_division_g" if fine else "fresh.scale_coarse_g")


def is_dearer(item: Frozen, yuan: int) -> bool:
    """Whether it costs more than so many yuan a kilogram. The item's price is that of the whole amount ordered."""
    price, grams = int(item.get("price_fen") or 0), int(item.get("ordered") or 0)
    return grams > 0 and price * KILO > yuan * FEN * grams


def tolerance_g(item: Frozen, kind: GoodsKind, goods: Goods, settings: Settings) -> int:
    """The grams that may be missing of this item; never less than the scale can tell. 0 for goods by the piece."""
    if item.get("unit") != GoodsUnit.GRAM:
        return 0
    grams = int(item.get("ordered") or 0)
    own = goods.weights.get(kind.weighing)
    dear = [one for one in goods.weights.values() if one.over_yuan is not None and is_dearer(item, one.over_yuan)]
    named = [one for one in (own,) if one is not None and (one.over_yuan is None or is_dearer(item, one.over_yuan))]
    found = [step_for(grams, one.steps) for one in (*named, *(dear if kind.weighing else ()))]
    return max(min(found, default=0), division_g(grams, settings))


def step_for(grams: int, steps: Sequence[tuple[int, int]]) -> int:
    """What the table allows at this weight; beyond its last step the last one counts."""
    return next((may for upto, may in steps if grams <= upto), steps[-1][1])


def temperature_fault(tenths: int | None, kind: GoodsKind) -> tuple[Fault | None, bool]:
    """Too warm (or too cold), and whether that alone is a red line. Temperature in tenths of a degree."""
    if tenths is None or kind.temp_to is None:
        return None, False
    if kind.hot_from is not None and tenths >= kind.hot_from * TENTHS:
        return None, False
    if kind.red_over is not None and tenths > kind.red_over * TENTHS:
        return Fault.WARM, True
    low = kind.temp_from is not None and tenths < kind.temp_from * TENTHS
    return (Fault.WARM, False) if low or tenths > kind.temp_to * TENTHS else (None, False)


def is_red(fault: Fault, kind: GoodsKind) -> bool:
    return fault in RED or fault in kind.red_faults


def judge(item: Frozen, found: Frozen, goods: Goods, settings: Settings) -> Judged:
    """`item` as ordered, `found` as told: got (grams or pieces), temp (tenths), fault.

    What was told to be wrong stands; what the scale and the thermometer say comes behind it.
    """
    kind = goods.kind(item.get("goods"), str(item.get("name") or ""))
    ordered, tolerance = int(item.get("ordered") or 0), tolerance_g(item, kind, goods, settings)
    fault = Fault.of(str(found.get("fault") or ""))
    gone = fault is Fault.MISSING
    got = found.get("got")
    short = ordered if gone and got is None else ordered - int(ordered if got is None else got)
    warm, warm_red = temperature_fault(found.get("temp"), kind)
    if fault is None:
        fault = warm if warm_red else None
    if fault is None and short > tolerance:
        fault = Fault.MISSING if got == 0 or item.get("unit") != GoodsUnit.GRAM else Fault.SHORT
    if fault is None:
        fault = warm
    if fault is None:
        return Judged(GoodsVerdict.PASS, None, False, tolerance, short)
    red = is_red(fault, kind) or warm_red
    return Judged(GoodsVerdict.REJECT if red else GoodsVerdict.EXCHANGE, fault, red, tolerance, short)


def unmeasured(item: Frozen, found: Frozen, goods: Goods, settings: Settings) -> Refusal | None:
    """What is still to be weighed or measured of an item that is to pass, or was told amiss."""
    name = str(item.get("name") or "")
    got, temp, fault = found.get("got"), found.get("temp"), Fault.of(str(found.get("fault") or ""))
    if found.get("fault") and fault is None:
        return Refusal("fault", f"{name}: 不认识的异常", "请按数字选异常", "inspected")
    if got is not None and not (isinstance(got, int) and not isinstance(got, bool) and 0 <= got <= GOT_MOST):
        return Refusal("got", f"{name}: 实到的数不对", "请核对实重或件数", "inspected")
    if temp is not None and not (isinstance(temp, int) and not isinstance(temp, bool) and -1000 <= temp <= 2000):
        return Refusal("temp", f"{name}: 温度不对", "请核对温度", "inspected")
    kind = goods.kind(item.get("goods"), name)
    weighed = item.get("unit") == GoodsUnit.GRAM
    if fault in (None, Fault.SHORT) and weighed and got is None:
        return Refusal("got", f"{name}还没有称", "请填实重 (克), 有异常按 - 选", "inspected")
    if fault in (None, Fault.WARM) and kind.measured and temp is None:
        return Refusal("temp", f"{name}还没有量温度", "请填到货温度 (℃)", "inspected")
    if fault is Fault.SHORT and got is not None:
        may = tolerance_g(item, kind, goods, settings)
        if int(item.get("ordered") or 0) - got <= may:
            unit = " g" if weighed else ""
            return Refusal("short", f"{name}没有缺重: 允许少 {may}{unit}", "请核对实重, 或选别的异常", "inspected")
    return None


def judged_rows(items: Sequence[Frozen], told: Sequence[Frozen], goods: Goods, settings: Settings) -> list[Values]:
    """The sheet as it is kept: what was told of every item, with the verdict on it."""
    by_n = {one.get("n"): one for one in told}
    rows = []
    for item in items:
        found = by_n.get(item.get("n"), {})
        judged = judge(item, found, goods, settings)
        rows.append(
            {
                "n": item.get("n"),
                "got": _got(item, found, judged),
                "temp": found.get("temp"),
                "fault": str(judged.fault) if judged.fault else None,
                "photos": list(found.get("photos") or ()),
                "verdict": str(judged.verdict),
                "red": judged.red,
                "tolerance": judged.tolerance,
                "short": judged.short,
                **counted(item, found, judged.verdict, settings),
            }
        )
    return rows


def _got(item: Frozen, found: Frozen, judged: Judged) -> Any:
    """Pieces nobody counted otherwise are all there."""
    if found.get("got") is not None:
        return found["got"]
    if judged.fault is Fault.MISSING:
        return 0
    return item.get("ordered") if item.get("unit") != GoodsUnit.GRAM else None


def by_n(rows: object) -> dict[int, Mapping[str, Any]]:
    """Items (or results) of an order by their number."""
    return {int(one["n"]): one for one in rows if "n" in one} if isinstance(rows, list | tuple) else {}
