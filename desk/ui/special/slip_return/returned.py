"""What a returned slip says, and the steps that write it down in one transaction. Pure: values in, requests out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.domain.deciding import HAPPENED
from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.domain.money import parse_fen
from desk.services.slips import ledger
from desk.services.slips.files import Picture
from desk.services.slips.record import FileKind
from desk.services.takings import posting
from desk.services.takings.posting import Told
from desk.services.work_orders.record import Charge, Payment, Result, Signature, Status
from desk.store.steps import StepRequest

S = Status
OUT = (S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED, S.SUSPENDED, S.HANDED_OUT)
DONE = (S.SLIP_BACK, S.CLOSED)


@dataclass(frozen=True, slots=True)
class Returned:
    """The eight places of a slip as read from the paper; None where it says nothing."""

    arrived_at: int | None = None
    finished_at: int | None = None
    result: str = ""
    not_repaired_why: str = ""
    materials: tuple[dict[str, Any], ...] = ()
    material_fen: int | None = None
    labour_fen: int | None = None
    due_fen: int | None = None
    received_fen: int | None = None
    payment: str = ""
    receipt_no: str = ""
    waived_by: str = ""
    signature: str = ""
    signed_for: str = ""
    unsigned_reason: str = ""
    tick: str = ""
    shoe_covers: bool | None = None
    left_clean: bool | None = None


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of an order as it stands: its takings, those that the receipt number told stands for, who takes it."""

    takings: Sequence[Frozen] = ()
    known: Mapping[str, Frozen] = field(default_factory=dict)
    by: str = ""


def is_paid(order: Frozen) -> bool:
    """Whether the slip has money on it at all."""
    return order.get("charge") == Charge.PAID or order.get("due_fen") is not None


def is_open(order: Frozen) -> bool:
    """Whether the finish itself is still to be written down."""
    return order.get("status") in OUT


def refusal(order: Frozen) -> DeskError | None:
    """Why this order's slip cannot be entered, in words; None where it can."""
    status = order.get("status")
    if status in DONE:
        return DeskError("这张单已经回过了", "扫描件可以在报修页的“照片”里附上")
    if status == S.VOID:
        return DeskError("这一单已作废", "请把纸单交给工程班长核对")
    if status not in (*OUT, S.FINISHED):
        return DeskError(f"这一单现在是“{S.label_of(status)}”", "没有在外的派工单可以回")
    return None


def requests(
    scope: str,
    order: Frozen,
    slips: Sequence[Frozen],
    told: Returned,
    pictures: Sequence[Picture],
    purse: Purse | None = None,
) -> list[StepRequest]:
    """All that the slip says, in the order it happened. Times are 按单补录; the return itself is now."""
    purse = purse or Purse()
    ent = str(order["id"])

    def step(name: str, values: Values, at: int | None = None) -> StepRequest:
        known = {key: value for key, value in values.items() if value not in (None, "", [], ())}
        return StepRequest(scope, "work_order", name, known | ({HAPPENED: at} if at is not None else {}), ent)

    found: list[StepRequest] = []
    finished_at = told.finished_at
    if is_open(order):
        found += _field_steps(order, told, step)
        repaired = told.result == Result.REPAIRED
        outside = told.result == Result.OUTSIDE
    else:
        finished_at = order.get("finished_at")
        repaired, outside = True, False
        if told.arrived_at is not None and told.arrived_at != order.get("arrived_at"):
            found.append(step("note_arrival", {}, told.arrived_at))
    if not outside:
        found.append(step("sign", _signed(told), finished_at))
    if repaired:
        money, posted = _money(scope, order, told, purse)
        found.append(step("slip_back", money))
        found += posted
    signed = told.signature != Signature.UNSIGNED
    found += [StepRequest(scope, "slip", one.name, one.values, one.slip_id) for one in ledger.back(slips, signed)]
    found += [StepRequest(scope, "attachment", "add", one.values(ent, FileKind.SCAN)) for one in pictures]
    return found


def _field_steps(order: Frozen, told: Returned, step: Any) -> list[StepRequest]:
    found = []
    status = order.get("status")
    if status == S.SUSPENDED:
        found.append(step("resume", {}, told.arrived_at or told.finished_at))
    if told.arrived_at is not None and status != S.HANDED_OUT and told.arrived_at != order.get("arrived_at"):
        found.append(step("note_arrival" if status == S.ARRIVED else "arrive", {}, told.arrived_at))
    values = {"result": told.result, "not_repaired_why": told.not_repaired_why}
    return [*found, step("finish", values, told.finished_at)]


def _signed(told: Returned) -> Values:
    return {
        "signature": told.signature,
        "signed_for": told.signed_for if told.signature == Signature.BY_OTHER else "",
        "unsigned_reason": told.unsigned_reason if told.signature == Signature.UNSIGNED else "",
        "tick": told.tick,
        "shoe_covers": told.shoe_covers,
        "left_clean": told.left_clean,
    }


def _money(scope: str, order: Frozen, told: Returned, purse: Purse) -> tuple[Values, list[StepRequest]]:
    """What the order says of its money, and the takings that make it up."""
    values: Values = {"materials": list(told.materials), "material_fen": told.material_fen}
    if not is_paid(order):
        return values, []
    money = Told(told.received_fen, told.due_fen, told.payment, told.receipt_no)
    values |= {"labour_fen": told.labour_fen, "due_fen": told.due_fen, "waived_by": told.waived_by}
    sums, posted = paid(scope, order, money, purse)
    return values | sums, posted


def paid(scope: str, order: Frozen, told: Told, purse: Purse) -> tuple[Values, list[StepRequest]]:
    """received_fen, payment and receipt_no as they will stand on the order, and the steps on its takings.

    An order's 实收 is what its takings make up, whoever tells it: the rules refuse what cannot be.
    """
    posts = posting.posted(scope, order, purse.takings, told, purse.by, purse.known)
    new = [str(one.values["receipt_no"]) for one in posts if one.values.get("receipt_no")]
    received = told.received_fen
    if told.payment == Payment.ON_ACCOUNT and received is None:
        received = posting.received(purse.takings)
    numbers = "、".join([*filter(None, [posting.numbers(purse.takings)]), *new])
    values: Values = {"received_fen": received, "payment": told.payment, "receipt_no": numbers}
    return values, [StepRequest(scope, "taking", one.step, one.values, one.ent) for one in posts]


def read_materials(text: str) -> tuple[tuple[dict[str, Any], ...], int | None]:
    """`阀芯 1 15、生料带 2 3` as rows of name, count, price, and what they cost together (None without any price)."""
    plain = unicodedata.normalize("NFKC", text)
    rows: list[dict[str, Any]] = []
    total: int | None = None
    for part in re.split(r"[、;；\n]|,(?!\d{3}\b)", plain):
        words = part.split()
        if not words:
            continue
        count, price = 1, None
        numbers: list[str] = []
        while len(words) > 1 and re.fullmatch(r"[x×*]?\d+(\.\d+)?元?", words[-1]):
            numbers.insert(0, words.pop().lstrip("x×*"))
        if numbers:
            if not numbers[0].isdigit():
                raise DeskError(f"看不懂“{part.strip()}”的数量", "请写成 名称 数量 单价, 例如 阀芯 1 15")
            count = int(numbers[0])
        if len(numbers) > 1:
            price = parse_fen(numbers[1])
            total = (total or 0) + count * price
        rows.append({"name": " ".join(words), "count": count} | ({"price_fen": price} if price is not None else {}))
    return tuple(rows), total


def materials_words(rows: Sequence[Frozen]) -> str:
    """The same rows as they would be typed."""
    return "、".join(
        " ".join(
            [str(row.get("name", "")), str(row.get("count", 1))]
            + ([f"{int(row['price_fen']) / 100:g}"] if row.get("price_fen") is not None else [])
        )
        for row in rows
    )
