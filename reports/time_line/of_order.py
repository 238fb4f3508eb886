"""What may stand on the paper of one order's history: moments, who, when, how it was written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.field import Source
from desk.domain.flow import Flow, Frozen
from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.roles import Actor
from desk.services.people.names import names_of
from desk.services.revisits.record import REVISIT, CallCode, RevisitState, Satisfaction
from desk.services.slips import files, ledger
from desk.services.slips.record import FileKind, SlipState
from desk.services.takings.record import TAKING, TakenHow, TakingState, TakingVoid
from desk.services.work_orders.co_report import CO_REPORT, CoReportState
from desk.services.work_orders.record import WORK_ORDER, Channel, Payment, Status
from desk.services.work_orders.story import WORDS, price, story
from desk.store import log
from desk.store.query import ListQuery, all_of, one
from reports import words
from reports.slips.of_order import Office

if TYPE_CHECKING:
    from desk.store.database import Database

# What the office says to itself; and the words that would name somebody else.
INTERNAL = frozenset({"remark", "answer_call"})
NO_DETAIL = frozenset({"urge"})
VISITS = frozenset({"arrive", "note_arrival", "nobody_home"})
LIVE, LATER = "实时", "按单补录"


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: `at` when it happened, `recorded_at` when it was written down (UTC ms)."""

    at: int
    what: str
    detail: str = ""
    who: str = ""
    late: bool = False
    recorded_at: int = 0

    @property
    def source(self) -> str:
        return f"{LATER} {words.clock(self.recorded_at, self.at)}记" if self.late else LIVE


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The whole paper in words; `facts` are pairs of label and value."""

    office: Office
    no: str
    facts: tuple[tuple[str, str], ...]
    moments: tuple[Moment, ...]
    counts: str
    files: tuple[str, ...]
    printed_by: str


def read(
    database: "Database", actor: Actor, scope: str, ent: str, flow: Flow, office: Office, address: str
) -> TimeLine | None:
    """Everything about the order that this person may see; None where there is none."""
    values = one(database, actor, scope, WORK_ORDER, ent)
    if values is None:
        return None

    def of(record: Any, order: str, refers: str = "order_id") -> list[dict[str, Any]]:
        return all_of(database, actor, ListQuery(scope, record, (), order, {refers: ent}))

    entries = log.history(database, ent)
    revisits = of(REVISIT, "id", "about_id")
    names = names_of(
        database,
        [*(entry.head.by for entry in entries), *(str(call.get("by")) for one in revisits for call in _calls(one))],
    )
    # Far from any day of the office: moments inside the words are whole dates.
    lines = story(entries, flow, lambda who: names.get(who, "系统"), 0)
    told = [line for line in lines if line.step not in INTERNAL and line.stands]
    moments = [
        Moment(
            line.at,
            line.words,
            "" if line.step in NO_DETAIL or line.step not in WORDS else _without_source(line.detail),
            line.who,
            line.late,
            line.recorded_at,
        )
        for line in reversed(told)  # oldest first
    ]
    others = [row for row in of(CO_REPORT, "reported_at") if row.get("status") != CoReportState.VOID]
    moments += _others(others)
    moments += _paper(ledger.of_order(database, actor, scope, ent))
    moments += [moment for row in revisits for moment in _revisit(row, names)]
    moments += _money(of(TAKING, "taken_at"))
    visits = sum(line.step in VISITS for line in told)
    kept = files.of_order(database, actor, scope, ent)
    return TimeLine(
        office,
        str(values.get("no") or ""),
        _facts(values, address),
        tuple(sorted(moments, key=lambda moment: (moment.at, moment.recorded_at or moment.at))),
        _counts(values, visits, len(others), revisits),
        tuple(f"{FileKind.label_of(row.get('kind'))} {words.moment(row.get('added_at'))}" for row in kept),
        actor.name,
    )


def _without_source(detail: str) -> str:
    """The column beside says how it was written down."""
    return detail.removesuffix(Source.SLIP.label).removesuffix("、")


def _facts(values: Frozen, address: str) -> tuple[tuple[str, str], ...]:
    phone, forwarded = str(values.get("reporter_phone") or ""), values.get("forwarded_no")
    received = values.get("received_fen")
    paid = f"{fen_text(received)} {Payment.label_of(values.get('payment'))}" if received is not None else ""
    receipt = f"　收据 {values['receipt_no']}" if values.get("receipt_no") else ""
    man = "、".join(str(values[name]) for name in ("crew", "technician", "contractor") if values.get(name))
    pairs = (
        ("报修人", str(values.get("reporter") or "")),
        ("联系电话", mask(phone) if phone else ""),
        ("服务地址", address),
        ("报修方式", Channel.label_of(values.get("channel")) + (f"　转办编号 {forwarded}" if forwarded else "")),
        ("维修类别", str(values.get("problem_label") or "")),
        ("现在状态", Status.label_of(values.get("status"))),
        ("维修人员", man),
        ("收费约定", price(values)),
        ("应收", fen_text(values["due_fen"]) if values.get("due_fen") is not None else ""),
        ("实收", paid + receipt),
        ("报修内容", str(values.get("matter") or "")),
    )
    return tuple((label, told) for label, told in pairs if told)


def _others(rows: Iterable[Frozen]) -> list[Moment]:
    """How many, never who."""
    return [
        Moment(int(row["reported_at"]), f"同报第 {number} 人: 又有住户报了同一件事", "", str(row.get("taken_by") or ""))
        for number, row in enumerate(rows, start=1)
        if row.get("reported_at")
    ]


def _paper(slips: Iterable[Frozen]) -> list[Moment]:
    found = []
    for slip in slips:
        number = f"空白单 {slip.get('no')}" if slip.get("blank") else f"第 {slip.get('copy_no') or 1} 次打印"
        if slip.get("printed_at") and not slip.get("blank"):
            found.append(Moment(int(slip["printed_at"]), "打印派工单", number, str(slip.get("printed_by") or "")))
        if slip.get("bound_at"):
            found.append(_told(slip, "bound", "用空白派工单", number, ""))
        if slip.get("back_at"):
            found.append(_told(slip, "back", f"派工单交回: {SlipState.label_of(slip.get('status'))}", number, ""))
    return found


def _told(values: Frozen, name: str, what: str, detail: str, who: str) -> Moment:
    late = values.get(f"{name}_source") == Source.SLIP
    at = int(values[f"{name}_at"])
    return Moment(at, what, detail, who, late, int(values.get(f"{name}_recorded_at") or at))


def _calls(revisit: Frozen) -> list[dict[str, Any]]:
    return list(revisit.get("attempts") or ())


def _revisit(row: Frozen, names: Mapping[str, str]) -> list[Moment]:
    found = []
    for number, call in enumerate(_calls(row), start=1):
        if call.get("at") and call.get("code") != CallCode.ANSWERED:
            who = names.get(str(call.get("by")), "")
            found.append(
                Moment(int(call["at"]), f"回访第 {number} 次拨打: {CallCode.label_of(call.get('code'))}", "", who)
            )
    who = str(row.get("called_by") or "")
    if row.get("answered_at"):
        said = Satisfaction.label_of(row.get("satisfaction"))
        found.append(_told(row, "answered", f"回访: {said}" if said else "回访", "", who))
    elif row.get("closed_at"):
        found.append(_told(row, "closed", f"回访: {RevisitState.label_of(row.get('status'))}", "", who))
    return found


def _money(rows: Iterable[Frozen]) -> list[Moment]:
    found = []
    for row in rows:
        if row.get("taken_at") is None:
            continue
        refunded = row.get("void_reason") == TakingVoid.REFUNDED
        void = ("（已退款）" if refunded else "（已作废）") if row.get("status") == TakingState.VOID else ""
        void = "（待退款）" if row.get("status") == TakingState.REFUND_DUE else void
        amount = f"收款 {fen_text(int(row.get('amount_fen') or 0))} {TakenHow.label_of(row.get('payment'))}{void}"
        receipt = f"收据 {row['receipt_no']}" if row.get("receipt_no") else ""
        found.append(_told(row, "taken", amount, receipt, str(row.get("taken_by") or "")))
    return found


def _counts(values: Frozen, visits: int, others: int, revisits: Iterable[Frozen]) -> str:
    calls = sum(len(_calls(one)) for one in revisits)
    pairs = (
        ("上门", visits, "次"),
        ("催单", values.get("urges") or 0, "次"),
        ("同报", others, "人"),
        ("回访拨打", calls, "次"),
    )
    return "　".join(f"{word} {count} {unit}" for word, count, unit in pairs)
