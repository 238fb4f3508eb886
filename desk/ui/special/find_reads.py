"""What the find box answers: orders, people, homes and public places, grouped by kind, each opening somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.roles import Actor
from desk.domain.words_of_time import when
from desk.services.estates.record import HOME, PLACE
from desk.services.fresh_orders.record import FRESH_ORDER, OrderState
from desk.services.housekeeping.record import BOOKING, BookingState
from desk.services.residents.record import RESIDENT
from desk.services.work_orders.record import WORK_ORDER, Status
from desk.store.query import some
from desk.store.search import Hit, Search

LONGEST = 60
MOST = {WORK_ORDER.name: 6, FRESH_ORDER.name: 4, BOOKING.name: 3, RESIDENT.name: 5, HOME.name: 4, PLACE.name: 3}
LABELS = {
    WORK_ORDER.name: "报修单", FRESH_ORDER.name: "生鲜", BOOKING.name: "家政", RESIDENT.name: "住户", HOME.name: "房屋",
    PLACE.name: "公共部位",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One line: its kind and id, the bold word, the rest, what stands at the right."""

    kind: str
    id: str
    bold: str
    words: str
    state: str = ""
    aside: str = ""


def find(search: Search, actor: Actor, scope: str, typed: str, now: int) -> list[Answer]:
    """Answers of all kinds, kind by kind, the newest first in each. Telephones are never among the words."""
    text = typed.strip()[:LONGEST]
    if not text or not actor.roles:
        return []
    found: list[Answer] = []
    for kind, most in MOST.items():
        hits = search.find(actor, (scope,), text, (kind,), limit=most)
        if kind == WORK_ORDER.name:
            found += _orders(search, actor, scope, hits, now)
        elif kind == FRESH_ORDER.name:
            found += _deliveries(search, actor, scope, hits, now)
        elif kind == BOOKING.name:
            found += _bookings(search, actor, scope, hits, now)
        else:
            found += [_plain(hit) for hit in hits]
    return found


def groups(found: Sequence[Answer]) -> dict[str, list[Answer]]:
    """By kind, in the order in which they were found."""
    kept: dict[str, list[Answer]] = {}
    for one in found:
        kept.setdefault(one.kind, []).append(one)
    return kept


def _orders(search: Search, actor: Actor, scope: str, hits: Sequence[Hit], now: int) -> list[Answer]:
    rows = some(search.database, actor, scope, WORK_ORDER, [hit.id for hit in hits])
    made = []
    for hit in hits:
        values = rows.get(hit.id)
        if values is None:
            continue
        said = " ".join(str(values.get("matter") or "").split())
        parts = [said, str(values.get("reporter") or ""), str(values.get("no") or "")]
        at = values.get("reported_at")
        made.append(
            Answer(
                hit.kind, hit.id, str(values.get("where") or ""), " · ".join(part for part in parts if part),
                Status.label_of(values.get("status")), when(at, now) if at else "",
            )
        )  # fmt: skip
    return made


def _deliveries(search: Search, actor: Actor, scope: str, hits: Sequence[Hit], now: int) -> list[Answer]:
    rows = some(search.database, actor, scope, FRESH_ORDER, [hit.id for hit in hits])
    made = []
    for hit in hits:
        values = rows.get(hit.id)
        if values is None:
            continue
        things = f"{len(values.get('items') or ())} 样"
        parts = (things, str(values.get("shop") or ""), str(values.get("name") or ""), str(values.get("no") or ""))
        at = values.get("placed_at")
        made.append(
            Answer(
                hit.kind, hit.id, str(values.get("where") or ""), " · ".join(part for part in parts if part),
                OrderState.label_of(values.get("status")), when(at, now) if at else "",
            )
        )  # fmt: skip
    return made


def _bookings(search: Search, actor: Actor, scope: str, hits: Sequence[Hit], now: int) -> list[Answer]:
    rows = some(search.database, actor, scope, BOOKING, [hit.id for hit in hits])
    made = []
    for values in (rows[hit.id] for hit in hits if hit.id in rows):
        parts = [str(values.get(name) or "") for name in ("work_label", "company_label", "customer", "no")]
        at = values.get("booked_at")
        made.append(
            Answer(
                BOOKING.name, str(values["id"]), str(values.get("where") or ""),
                " · ".join(part for part in parts if part), BookingState.label_of(values.get("status")),
                when(at, now) if at else "",
            )
        )  # fmt: skip
    return made


def _plain(hit: Hit) -> Answer:
    bold, *rest = hit.words or ("",)
    return Answer(hit.kind, hit.id, bold, "  ".join(rest))
