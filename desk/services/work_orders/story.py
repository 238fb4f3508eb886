"""经过: what happened to an order, when and by whom, in the words of a clerk. One line an op."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.deciding import Is
from desk.domain.field import RecordType, Source
from desk.domain.flow import RESOLVE, Flow
from desk.domain.money import fen_text
from desk.domain.words_of_time import moment, window
from desk.services.work_orders.record import (
    CallAnswer,
    Channel,
    Charge,
    ClosedBy,
    Informed,
    Level,
    PartsFrom,
    Payment,
    PriceForm,
    Result,
    ReturnReason,
    Satisfaction,
    Signature,
    Tick,
    UnsignedReason,
    VoidReason,
)
from desk.store import verdicts
from desk.store.log import Entry

Words = Callable[[Mapping[str, Any], Entry, int], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: `at` when it happened, `recorded_at` when it was written down (ms)."""

    at: int
    recorded_at: int
    words: str
    detail: str
    who: str
    pending: bool
    late: bool
    op_id: str
    step: str
    note: str = ""  # what became of it beside another desk's step
    stands: bool = True  # it happened: not turned away, and not the same thing said twice


def story(entries: Iterable[Entry], flow: Flow, name_of: Callable[[str], str], now: int) -> list[Line]:
    """The lines of one entity, newest first."""
    lines = []
    known = list(entries)
    beside = verdicts.notes(known, flow, name_of, now)
    for entry in known:
        step = flow.step(entry.step)
        happened = entry.values.get("happened_at")
        late = bool(happened) and entry.did.set.get("reported_source") != Source.LIVE
        words, detail = WORDS.get(entry.step, _plain(flow.record, step.label if step else entry.head.kind))(
            entry.values, entry, now
        )
        if entry.step == RESOLVE:
            words, detail = verdicts.decided(entry, known, name_of), ""
        if late:
            detail = "、".join(part for part in (detail, Source.SLIP.label) if part)
        lines.append(
            Line(
                happened or entry.did.eff,
                entry.did.at,
                words,
                detail,
                name_of(entry.head.by),
                entry.pending,
                late,
                entry.head.id,
                entry.step,
                beside.get(entry.head.id, ""),
                entry.did.verdict in (Is.OK, Is.CONTESTED),
            )
        )
    # The log gives them oldest first: of two at one moment the later op stands above.
    return sorted(lines, key=lambda line: (line.at, line.recorded_at))[::-1]


def _plain(record: RecordType, label: str) -> Words:
    def words(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
        said = [
            f"{field.label} {field.words(values[field.name])}"
            for field in record.fields
            if values.get(field.name) is not None and not field.name.endswith(("_id", "_at", "_fen"))
        ]
        return label, "、".join(said)

    return words


def _join(*parts: Any) -> str:
    return "、".join(str(part) for part in parts if part)


def _window(values: Mapping[str, Any], now: int) -> str:
    begin, end = values.get("window_from_at"), values.get("window_to_at")
    return window(begin, end, now) if begin and end else ""


def price(values: Mapping[str, Any]) -> str:
    """The charge in words: 无偿; 有偿·现场报价, 参考 ¥30.00-¥50.00; 有偿 ¥30.00."""
    charge = Charge.of(str(values.get("charge") or ""))
    if charge is None or charge is not Charge.PAID:
        return charge.label if charge else ""
    low, high = values.get("price_from_fen"), values.get("price_to_fen")
    amount = fen_text(low) if low is not None else ""
    if high is not None and high != low:
        amount = f"{amount}-{fen_text(high)}" if amount else fen_text(high)
    form = PriceForm.of(str(values.get("price_form") or ""))
    if form is PriceForm.ON_SITE:
        return "有偿·现场报价" + (f", 参考 {amount}" if amount else "")
    return "有偿" + (f" {amount}" if amount else "")


def _intake(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    channel = Channel.label_of(values.get("channel") or entry.did.set.get("channel"))
    return f"受理: {values.get('matter', '')}", _join(channel, _window(values, now), price(values))


def _men(values: Mapping[str, Any]) -> str:
    return _join(values.get("technician"), values.get("second_technician"))


def _dispatch(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    who = _men(values) or f"{values.get('crew', '')} 班长分派"
    tools = values.get("tools")
    return f"派工 {who}", _join(_window(values, now), price(values), f"携带 {tools}" if tools else "")


def _arrive(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    return f"{values.get('technician') or '师傅'}到场", ""


def _finish(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    return f"完工: {Result.label_of(values.get('result'))}", str(values.get("not_repaired_why") or "")


def _suspended(label: str) -> Words:
    def words(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
        until = entry.did.set.get("suspended_until_on") or values.get("suspended_until_on")
        again = entry.did.set.get("call_again_at") or values.get("call_again_at")
        return label, _join(
            values.get("suspend_note"),
            PartsFrom.label_of(values.get("parts_from")),
            f"{moment(again, now)} 再联系" if again else f"到 {until}" if until else "",
        )

    return words


def _sign(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    kind = Signature.label_of(values.get("signature"))
    more = values.get("signed_for") or UnsignedReason.label_of(values.get("unsigned_reason"))
    tick = values.get("tick")
    return f"签收: {kind}" + (f"({more})" if more else ""), f"勾选 {Tick.label_of(tick)}" if tick else ""


def _money(label: str) -> Words:
    def words(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
        received = values.get("received_fen")
        paid = f"实收 {fen_text(received)} {Payment.label_of(values.get('payment'))}" if received is not None else ""
        receipt = values.get("receipt_no")
        return label, _join(paid, f"收据 {receipt}" if receipt else "")

    return words


def _urge(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    return f"催单第 {entry.did.set.get('urges', 1)} 次", str(values.get("remark") or "")


def _answer(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    who = f"{Level.label_of(values.get('answered_level'))} {values.get('answered_by', '')}"
    return f"{who}答复: {CallAnswer.label_of(values.get('call_answer'))}", str(values.get("remark") or "")


def _hand_out(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    number = values.get("contractor_no")
    return f"转外单位 {values.get('contractor', '')}", _join(
        values.get("contractor_phone"), f"对方单号 {number}" if number else ""
    )


def _remark(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    return str(values.get("remark") or ""), ""


def _close(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    said = Satisfaction.label_of(values.get("satisfaction"))
    return ClosedBy.label_of(values.get("closed_by")), f"回访评价 {said}" if said else ""


def _inform(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    return Informed.label_of(values.get("informed_how")), _window(values, now)


def _coded(label: str, field: str, code: type[ReturnReason] | type[VoidReason]) -> Words:
    def words(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
        return f"{label}: {code.label_of(values.get(field))}", ""

    return words


def _rate(values: Mapping[str, Any], entry: Entry, now: int) -> tuple[str, str]:
    return f"住户评价: {Satisfaction.label_of(values.get('rating'))}", str(values.get("rating_words") or "")


WORDS: dict[str, Words] = {
    "intake": _intake,
    "dispatch": _dispatch,
    "reassign": lambda values, entry, now: (f"改派 {_men(values) or values.get('crew', '')}", _window(values, now)),
    "inform": _inform,
    "arrive": _arrive,
    "note_arrival": _arrive,
    "finish": _finish,
    "wait_parts": _suspended("等料"),
    "nobody_home": _suspended("未遇, 门上留条"),
    "suspend": _suspended("挂起"),
    "put_off": _suspended("挂起补写"),
    "hand_out": _hand_out,
    "answer_call": _answer,
    "sign": _sign,
    "slip_back": _money("回单"),
    "pay": _money("登记收款"),
    "urge": _urge,
    "close": _close,
    "remark": _remark,
    "rate": _rate,
    "confirm_identity": lambda values, entry, now: ("身份已核对", str(values.get("reporter") or "")),
    "ask_cancel": lambda values, entry, now: ("住户要撤销", str(values.get("remark") or "")),
    "return": _coded("退单", "return_reason", ReturnReason),
    "void": _coded("作废", "void_reason", VoidReason),
}
