"""What a line of an order's history tells beside its step: what was changed, whose it is, where it went."""

from collections.abc import Iterable

from desk.domain.deciding import Is
from desk.domain.values import Values
from desk.services.fresh_orders.amending import amended_words
from desk.services.fresh_orders.record import ForwardReason
from desk.store.log import Entry


def changes(entries: Iterable[Entry], now: int) -> dict[str, str]:
    """By op id, for a log in its order."""
    stands: Values = {}
    told: dict[str, str] = {}
    for entry in entries:
        values = entry.values
        if entry.did.verdict not in (Is.OK, Is.MERGED):
            continue
        if entry.step == "amend":
            told[entry.head.id] = amended_words(stands, values, now)
        elif entry.step == "match":
            told[entry.head.id] = str(values.get("where") or "")
        elif entry.step == "forward":
            reason = ForwardReason.label_of(values.get("forward_reason"))
            told[entry.head.id] = f"{values.get('forwarded_to') or ''}, {reason}"
        elif entry.step == "remark":
            told[entry.head.id] = str(values.get("remark") or "")
        stands |= {name: values[name] for name in ("items", "where") if values.get(name)}
    return told
