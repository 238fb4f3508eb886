"""The sums of a count: what was written down since the last one, by form; what was voided since then goes off again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.domain.flow import Frozen
from desk.services.takings.record import TakenHow

FORMS = {
    TakenHow.CASH: "cash_fen",
    TakenHow.QR_CODE: "qr_code_fen",
    TakenHow.CARD: "card_fen",
    TakenHow.DESK: "desk_fen",
    TakenHow.ON_ACCOUNT: "on_account_fen",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """`by_form` in fen by the count's own field names; `receipts` that were written in the time and still stand."""

    by_form: dict[str, int] = field(default_factory=dict)
    receipts: int = 0

    @property
    def total_fen(self) -> int:
        """What came in: owed sums bring nothing."""
        return sum(fen for name, fen in self.by_form.items() if name != FORMS[TakenHow.ON_ACCOUNT])


def within(at: object, from_at: int, until_at: int) -> bool:
    """From the last count's moment on, before this one's: no moment lies in two counts, and none between them."""
    return isinstance(at, int) and from_at <= at < until_at


def sums(takings: Sequence[Frozen], from_at: int, until_at: int) -> Sums:
    """By when a sum was written down, not when it happened: what comes to the desk after a count is in the next one."""
    by_form = dict.fromkeys(FORMS.values(), 0)
    receipts = 0
    for one in takings:
        form = TakenHow.of(str(one.get("payment")))
        if form is None:
            continue
        came = within(one.get("taken_recorded_at"), from_at, until_at)
        went = within(one.get("voided_recorded_at"), from_at, until_at)
        fen = int(one.get("amount_fen") or 0)
        by_form[FORMS[form]] += fen * (came - went)
        receipts += came and not went and bool(one.get("receipt_no"))
    return Sums(by_form, receipts)
