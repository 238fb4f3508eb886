"""One row of the grid as plain texts: what stands there by itself, what is asked, and what the row says. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from desk.domain.errors import DeskError
from desk.domain.flow import Frozen
from desk.domain.money import fen_text, parse_fen
from desk.services.work_orders.record import Payment, Result, Signature, Tick, UnsignedReason
from desk.ui.special.slip_return.returned import Returned, is_open, is_paid, materials_words, read_materials
from desk.ui.special.slip_return.slip_times import times, words_of

Cells = Mapping[str, str]
COLUMNS = (
    "arrived", "done", "result", "work", "due", "received", "payment", "receipt", "signature", "whom", "tick",
    "manner",
)  # fmt: skip
MANNERS = {"1": (True, True), "2": (False, True), "3": (True, False), "4": (False, False)}
RELATIONS = {"1": "配偶", "2": "子女", "3": "父母", "4": "租客", "5": "管家", "6": "邻居"}
MONEY_IN = (Payment.CASH, Payment.QR_CODE, Payment.CARD, Payment.DESK)
_LABOUR = re.compile(r"(?:人工费?|工时费?|工费?)\s*(\d[\d.]*)元?")

# Where the rules' field names stand in the row.
COLUMN_OF = {
    "arrived_at": "arrived", "finished_at": "done", "happened_at": "arrived", "not_repaired_why": "work",
    "materials": "work", "received_fen": "received", "due_fen": "due", "receipt_no": "receipt",
    "waived_by": "receipt", "unsigned_reason": "whom", "signed_for": "whom",
}  # fmt: skip


def _yuan(fen: int | None) -> str:
    return "" if fen is None else fen_text(fen).removeprefix("¥").removesuffix(".00")


def first(order: Frozen) -> dict[str, str]:
    """What stands in the cells of a slip that was just read: all that the desk knows."""
    agreed = order.get("price_from_fen") if order.get("price_from_fen") == order.get("price_to_fen") else None
    due = order.get("due_fen") if order.get("due_fen") is not None else agreed
    received = order.get("received_fen")
    return {
        "arrived": words_of(order.get("arrived_at")),
        "done": words_of(order.get("finished_at")),
        "result": str(order.get("result") or Result.REPAIRED),
        "work": materials_words(order.get("materials") or ()),
        "due": _yuan(due),
        "received": _yuan(received) if received else "",
        "payment": str(order.get("payment") or ""),
        "receipt": "",
        "signature": str(order.get("signature") or Signature.SELF),
        "whom": str(order.get("signed_for") or order.get("unsigned_reason") or ""),
        "tick": str(order.get("tick") or Tick.NONE),
        "manner": "1",
    }


def offered(order: Frozen, cells: Cells, column: str, now: int, next_receipt: str) -> str:
    """What Enter takes in an empty cell: the agreed window, what is due, the book's next leaf."""
    if column in ("arrived", "done"):
        at = order.get("window_from_at" if column == "arrived" else "window_to_at")
        return words_of(at) if at and int(order.get("reported_at") or 0) <= at <= now else ""
    if column == "received":
        return "0" if cells.get("payment") in (Payment.WAIVED, Payment.ON_ACCOUNT) else cells.get("due", "")
    if column == "receipt" and cells.get("payment") in MONEY_IN:
        return next_receipt
    return ""


def asked(order: Frozen, cells: Cells, column: str) -> bool:
    """Whether this slip can say something in the cell at all."""
    result, payment, signature = cells.get("result"), cells.get("payment"), cells.get("signature")
    if column in ("arrived", "work"):
        return column == "arrived" or result in (Result.REPAIRED, Result.NOT_REPAIRED)
    if column in ("done", "result"):
        return is_open(order)
    if column in ("due", "received", "payment"):
        return is_paid(order) and result == Result.REPAIRED
    if column == "receipt":
        return is_paid(order) and result == Result.REPAIRED and payment in (*MONEY_IN, Payment.WAIVED)
    if column == "whom":
        return result != Result.OUTSIDE and signature in (Signature.BY_OTHER, Signature.UNSIGNED)
    return result != Result.OUTSIDE


def passed(order: Frozen, cells: Cells, column: str) -> bool:
    """Whether Enter runs over the cell because the desk knows it already; the arrow keys still reach it."""
    if column == "arrived":
        return order.get("arrived_at") is not None
    return column == "due" and bool(cells.get("due"))


def read_work(text: str) -> tuple[tuple[dict[str, Any], ...], int | None, int | None]:
    """`阀芯 1 15、工30`: the materials, what they cost, and the labour, fen."""
    plain = unicodedata.normalize("NFKC", text)
    labour: int | None = None
    parts = []
    for part in re.split(r"[、;；\n]|,(?!\d{3}\b)", plain):
        match = _LABOUR.fullmatch(part.strip())
        if match is None:
            parts.append(part)
        else:
            labour = (labour or 0) + parse_fen(match[1])
    rows, material = read_materials("、".join(parts))
    return rows, material, labour


def due_of(text: str) -> str:
    """What the work comes to; empty where no price was written."""
    try:
        _, material, labour = read_work(text)
    except DeskError:
        return ""
    return "" if material is None and labour is None else _yuan((material or 0) + (labour or 0))


def check(order: Frozen, cells: Cells, column: str, now: int) -> None:
    """A DeskError where a cell cannot be read, said as soon as it is left."""
    text = cells.get(column, "").strip()
    if column in ("arrived", "done") and text:
        from desk.domain.words_of_time import parse_clock

        parse_clock(text)
    elif column == "done" and is_open(order):
        raise DeskError("还没有填完工时间", "请照派工单填, 例如 1520", "done")
    elif column == "work" and cells.get("result") == Result.NOT_REPAIRED:
        if not text:
            raise DeskError("还没有写未修复原因", "一句话, 好安排下次, 例如 缺阀芯", "work")
    elif column == "work":
        read_work(text)
    elif column in ("due", "received") and text:
        parse_fen(text)
    elif column == "payment" and not text and _fen(cells, "received"):
        raise DeskError("收了钱还没有选方式", "1 现金 2 扫码 3 刷卡 4 前台付 5 挂账 6 免收", "payment")
    elif column == "receipt" and not text and cells.get("payment") == Payment.WAIVED:
        raise DeskError("免收还没有写批准人", "请写批准免收的人", "receipt")
    elif column == "whom" and not text:
        unsigned = cells.get("signature") == Signature.UNSIGNED
        said = "1 业主不在 2 拒签 3 公共区域无人签 4 忘签 5 其他" if unsigned else "1 配偶 2 子女 …, 或写一个称呼"
        raise DeskError("还没有选未签原因" if unsigned else "还没有写代签人是谁", said, "whom")


def _fen(cells: Cells, column: str) -> int | None:
    text = cells.get(column, "").strip()
    return parse_fen(text) if text else None


def read(order: Frozen, cells: Cells, now: int) -> Returned:
    """What the row says; a DeskError names its cell."""
    for column in COLUMNS:
        if asked(order, cells, column):
            try:
                check(order, cells, column, now)
            except DeskError as error:
                raise DeskError(error.message, error.advice, column) from error
    told = {column: cells.get(column, "").strip() if asked(order, cells, column) else "" for column in COLUMNS}
    arrived, finished = times(order, cells.get("arrived", ""), cells.get("done", ""), now)
    repaired = cells.get("result") == Result.REPAIRED
    rows, material, labour = read_work(told["work"]) if repaired else ((), None, None)
    shoes, clean = MANNERS.get(told["manner"], (None, None))
    waived = told["payment"] == Payment.WAIVED
    signature = told["signature"]
    return Returned(
        arrived, finished, cells.get("result", ""), "" if repaired else told["work"], rows, material, labour,
        _fen(told, "due"), _fen(told, "received"), told["payment"], "" if waived else told["receipt"],
        told["receipt"] if waived else "", signature, told["whom"] if signature == Signature.BY_OTHER else "",
        told["whom"] if signature == Signature.UNSIGNED else "", told["tick"], shoes, clean,
    )  # fmt: skip


def choices(column: str, cells: Cells) -> dict[str, tuple[str, str]]:
    """Digit -> (stored word, shown word) of a cell that is chosen."""
    codes: dict[str, Any] = {"result": Result, "payment": Payment, "signature": Signature}
    if column in codes:
        return {str(number): (str(code), code.label) for number, code in enumerate(codes[column], 1)}
    if column == "tick":
        ticks = [code for code in Tick if code is not Tick.NONE]
        return {str(n): (str(code), code.label) for n, code in enumerate(ticks, 1)} | {"0": ("none", Tick.NONE.label)}
    if column == "manner":
        words = ("都做到", "没鞋套", "没清场", "都没有")
        return {str(number): (str(number), word) for number, word in enumerate(words, 1)}
    if column == "whom" and cells.get("signature") == Signature.UNSIGNED:
        return {str(number): (str(code), code.label) for number, code in enumerate(UnsignedReason, 1)}
    return {digit: (word, word) for digit, word in RELATIONS.items()} if column == "whom" else {}
