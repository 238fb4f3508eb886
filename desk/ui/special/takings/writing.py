"""The steps that the page of money takes: a day's count, its correction, a void receipt. Pure."""

from collections.abc import Sequence

from desk.domain.flow import Values
from desk.services.slips import overdue
from desk.services.takings import posting, reads
from desk.services.takings.record import TakenHow, TakingState
from desk.store.steps import StepRequest
from desk.ui.special.takings.reading import Shown


def counting(scope: str, shown: Shown, told: Values) -> list[StepRequest]:
    """The day's figures with what was counted: its close, or the correction of one that stands."""
    day, total = shown.day, overdue.total(shown.crews)
    figures: Values = {
        **day.sums.by_form, "receipts": day.sums.receipts, "waived": len(day.waived), "issued": total.issued,
        "returned": total.returned, "unsigned": total.unsigned, "missing": total.missing, **told,
    }  # fmt: skip
    values = {key: value for key, value in figures.items() if value not in ("", None)}
    if day.close is not None:
        return [StepRequest(scope, "day_close", "correct", values, str(day.close["id"]))]
    named = {"day_on": day.day_on, "until_at": day.until_at}
    return [StepRequest(scope, "day_close", "close", named | values, reads.close_id(scope, day.day_on))]


def voiding(scope: str, order: str, takings: Sequence[Values], ent: str, reason: str) -> list[StepRequest]:
    """The receipt is void and the order says what is left, in one group."""
    owed = next((one for one in takings if one["id"] == ent), {}).get("payment") == TakenHow.ON_ACCOUNT
    found = [StepRequest(scope, "taking", "void", {"void_reason": reason}, ent)]
    if not owed:
        found.append(StepRequest(scope, "work_order", "pay", posting.after_void(takings, ent), order))
    return found


def standing(scope: str, order: str, takings: Sequence[Values], ent: str) -> StepRequest:
    """A sum that need not be given back after all is the order's again."""
    again = [{**one, "status": TakingState.TAKEN} if one["id"] == ent else one for one in takings]
    return StepRequest(scope, "work_order", "pay", posting.after_void(again, ""), order)
