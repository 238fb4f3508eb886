"""换货: the second delivery is inspected like the first, by whoever is on duty, as often as it comes."""

from desk.domain import duty
from desk.domain.deciding import Context, happened
from desk.domain.duty import Activity
from desk.domain.field import RECORDED, SOURCE
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.revisiting import RevisitSource, asked_about
from desk.services.fresh_orders import points
from desk.services.fresh_orders.goods import goods_of
from desk.services.fresh_orders.judging import judge, unmeasured
from desk.services.fresh_orders.record import ExchangeState
from desk.services.fresh_orders.rules import matter, signature_refusal

COUNTED = ("got", "temp", "fault", "verdict")


def opened_by_hand(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if int(body.get("n") or 0) < 1:
        return Verdict(refusal=Refusal("items", "还没有选是哪一样", "请选要换的一样", "n"))
    return Verdict({"turn": 1, "opened_at": context.now})


def _too_early(before: Frozen, body: Frozen, context: Context, than: str, words: str) -> Refusal | None:
    if happened(body, context) < int(before.get(than) or 0):
        return Refusal("order", words, "请核对时间", "happened_at")
    return None


def begin(before: Frozen, body: Frozen, context: Context) -> Verdict:
    at = happened(body, context)
    wrong = duty.refusal(context, Activity.ACCEPTANCE, at) or _too_early(
        before, body, context, "arrived_at" if before.get("arrived_at") else "opened_at", "验收早于换货到"
    )
    decided: Values = {"inspector_id": context.actor.id}
    if before.get("arrived_at") is None:
        source = "slip" if body.get("happened_at") is not None else "live"
        decided |= {"arrived_at": at, "arrived_recorded_at": context.now, "arrived_source": source}
    return Verdict(decided, refusal=wrong)


def inspect(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Passed it waits to be taken up; failed it goes back to the shop and another is waited for."""
    begun = int(before.get("inspection_at") or context.now)
    item = {**before, "name": before.get("item")}
    goods = goods_of(context.lists)
    wrong = (
        duty.refusal(context, Activity.ACCEPTANCE, begun)
        or _too_early(before, body, context, "inspection_at", "完成验收早于开始")
        or unmeasured(item, body, goods, context.settings)
    )
    if wrong:
        return Verdict(refusal=wrong)
    found = judge(item, body, goods, context.settings)
    seen: Values = {
        "got": before.get("ordered") if body.get("got") is None and found.passed else body.get("got"),
        "temp": body.get("temp"),
        "fault": str(found.fault) if found.fault else None,
        "verdict": str(found.verdict),
    }
    if found.passed:
        return Verdict({**seen, "inspector_id": context.actor.id})
    turn = int(before.get("turn") or 1)
    failure = {"turn": turn, "at": happened(body, context), **seen}
    names = [f"{stem}{part}" for stem in ("arrived", "inspection", "inspected") for part in ("_at", RECORDED, SOURCE)]
    decided: Values = dict.fromkeys([*names, *COUNTED, "eta_at"])
    decided |= {"turn": turn + 1, "failed": [*(before.get("failed") or ()), failure], "reason": seen["fault"]}
    decided |= {f"told_shop{part}": None for part in ("_at", RECORDED, SOURCE)}
    return Verdict(decided, to=ExchangeState.WAITING)


def printed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"copies": int(before.get("copies") or 0) + 1})


def sign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    wrong = signature_refusal(before, body) or _too_early(before, body, context, "out_at", "送达早于交配送")
    if wrong:
        return Verdict(refusal=wrong)
    at, amount, n = happened(body, context), int(before.get("price_fen") or 0), int(before.get("n") or 0)
    makes = [points.given(before, n, amount, at, context)] if points.due(before, amount, context) else []
    asked = matter(before, at, str(before.get("item") or ""))
    makes.append(asked_about(asked, RevisitSource.EXCHANGE, context, f"revisit-exchange-{n}"))
    return Verdict(make=tuple(makes))
