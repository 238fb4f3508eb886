"""What a decision writes, as one group, and what follows from it for people: paper to fetch, money to give back."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.deciding import DROP, HAPPENED, KEEP, MAIN
from desk.domain.flow import RESOLVE, Flow, Values
from desk.domain.money import fen_text
from desk.services.reviews.lines import clock
from desk.services.reviews.reads import COMPLAINT, ORDER, SLIP, TAKING, Review, Side, brings
from desk.store.steps import StepRequest

CALLED_BACK = "裁定没有采用, 收回"
PAPER_OUT = ("out", "missing")
SUM = ("order_id", "amount_fen", "payment", "order_no", "where", "payer", "what", "handed_by", "taken_by")
PAPER = ("unprinted", *PAPER_OUT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The group that decides for one side. `fetch` are sheets that are out, `refunds` sums that are to go back."""

    keep: str
    requests: tuple[StepRequest, ...]
    fetch: tuple[Values, ...]
    refunds: tuple[Values, ...]
    facts: bool
    again: tuple[Values, ...] = ()  # sums under a number that was used twice: written down anew without it
    called: tuple[str, ...] = ()  # what somebody was told in the office's name, and does not hold

    @property
    def consequences(self) -> list[str]:
        """What the person will have to do after deciding; nothing follows unseen."""
        told = [f"派工单 {one.get('no') or ''} ({_to(one)}) 要收回" for one in self.fetch]
        told += [f"收的 {fen_text(int(one['amount_fen']))} 要退{_receipt(one)}" for one in self.refunds]
        told += [
            f"{one.get('where') or ''} 的 {fen_text(int(one['amount_fen']))} 照记, 收据号要另补".strip()
            for one in self.again
        ]
        told += self.called
        if self.facts:
            told.append("没有采用的一边已有人上门, 派工单不收回, 照常交回")
        return told


def requests_for(flow: Flow, review: Review, keep: str, now: int = 0) -> Outcome:
    """Decide for one side: `keep` is a branch id or MAIN. All other open sides are dropped, nothing said is lost.

    `now` is for the words of what follows.
    """
    dropped = [one for one in review.sides if one.id != keep]
    ids = [one.id for one in dropped if one.id != MAIN]
    found = [StepRequest(review.scope, review.record, RESOLVE, {KEEP: keep, DROP: ids}, review.ent)]
    fetch: list[Values] = []
    refunds: list[Values] = []
    for side in dropped:
        back = [one for one in side.slips if one.get("status") in PAPER] if not side.fact else []
        fetch += [one for one in back if one.get("status") in PAPER_OUT]
        found += [_on(review, SLIP, "void", one, {"missing_note": CALLED_BACK}) for one in back]
        refunds += [one for one in side.takings if brings(one)]
        owed = (one for one in side.takings if one.get("status") == "taken" and not brings(one))
        found += [_on(review, TAKING, "void", one, {"void_reason": "other"}) for one in owed]
    found += [_on(review, TAKING, "refund_due", one, {}) for one in refunds]
    kept = review.side(keep)
    if review.record == ORDER and kept is not None:
        found += _received(flow, review, kept, refunds)
    again = _other_sums(review, keep) if review.record == TAKING else []
    found += [StepRequest(review.scope, TAKING, "take", _told(one)) for one in again]
    facts = any(side.fact and side.slips for side in dropped)
    called = tuple(_answered(review, side, now) for side in dropped if review.record == COMPLAINT and side.answered)
    return Outcome(keep, tuple(found), tuple(fetch), tuple(refunds), facts, tuple(again), called)


def _answered(review: Review, side: Side, now: int) -> str:
    """The person has heard it: it takes another call to say what holds."""
    one = side.answered
    assert one is not None
    by = review.names.get(one.by, "")
    return f"没有采用的一边已经答复过业主 ({by} {clock(one.at, now)}), 请再打电话说清楚".replace("( ", "(")


def _on(review: Review, record: str, step: str, row: Values, values: Values) -> StepRequest:
    return StepRequest(review.scope, record, step, values, str(row["id"]))


def _received(flow: Flow, review: Review, kept: Side, refunds: Sequence[Values]) -> list[StepRequest]:
    """What the order says it received is what its live sums say, also where a sum of the main line goes back."""
    pay = flow.step("pay")
    if not refunds or pay is None or kept.id == MAIN or "received_fen" in kept.sets:
        return []  # the main line never held what a branch received, and a branch says its own
    stays = int(review.values.get("received_fen") or 0) - sum(int(one["amount_fen"]) for one in refunds)
    if kept.values.get("status") not in pay.frm:
        return []
    values = {"received_fen": max(stays, 0), "payment": review.values.get("payment"), "receipt_no": ""}
    return [StepRequest(review.scope, review.record, "pay", values, review.ent)]


def _other_sums(review: Review, keep: str) -> list[Values]:
    """One receipt number on two desks for two orders: the money of both came in, whichever keeps the number."""
    kept = review.side(keep)
    order = kept.values.get("order_id") if kept is not None else None
    return [
        one.values for one in review.sides
        if one.id != keep and brings(one.values) and one.values.get("order_id") not in (None, order)
    ]  # fmt: skip


def _told(taking: Values) -> Values:
    values = {name: taking[name] for name in SUM if taking.get(name) not in (None, "")}
    return values | ({HAPPENED: taking["taken_at"]} if taking.get("taken_at") else {})


def _to(slip: Values) -> str:
    return str(slip.get("technician") or slip.get("crew") or "")


def _receipt(taking: Values) -> str:
    return f", 收据 {taking['receipt_no']} 收回" if taking.get("receipt_no") else ""
