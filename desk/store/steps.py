"""Taking a step: one transaction that writes the record, the op and a note of what search must catch up."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desk.domain.deciding import Context, Did, Is, Order, apply, decide
from desk.domain.errors import DeskError
from desk.domain.field import RecordType
from desk.domain.flow import Flow, Frozen, Values
from desk.domain.roles import Actor
from desk.domain.service import Rulebook
from desk.store import device, log
from desk.store.log import HEAD
from desk.store.rows import columns_of
from sync.protocol.envelope import LARGEST_OP, Envelope, pack, uuid7

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

Key = tuple[str, str]  # record name, id
NUMBERS = ("order_no", "parent_no", "rework_of_no")  # of another record, maybe one of the same group
Images = dict[Key, Values | None]
ContextOf = Callable[["Connection", str, Actor, int], Context]


@dataclass(frozen=True, slots=True)
class StepRequest:
    """What a person wants done: `values` by field name, plus `happened_at` where it was not now.

    `ent` None makes a new record. A text `"@k"` as a value or `ent` stands for the entity of the k-th request of
    the same group, whose id is not known before; in the fields of NUMBERS it stands for the number printed on it.
    """

    scope: str
    record: str
    step: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ent: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write changed: every open screen refreshes itself by this."""

    touched: frozenset[Key]
    ents: tuple[str, ...]
    ops: tuple[str, ...]

    def any_of(self, *records: str) -> bool:
        return any(name in records for name, _ in self.touched)


class StepRefused(DeskError):
    """A verdict other than ok, in words; nothing was written."""

    def __init__(self, did: Did) -> None:
        refusal = did.refusal
        if refusal is None:
            super().__init__("这一步本机的程序还不认识", "请更新程序后再试")
        else:
            super().__init__(refusal.message, refusal.advice, refusal.field)
        self.did = did


class Steps:
    """The only way records change on a desk."""

    def __init__(self, database: "Database", rules: Rulebook, clock: Callable[[], int], context_of: ContextOf) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock
        self._context_of = context_of

    def take(self, actor: Actor, *requests: StepRequest) -> Changed:
        """Decide, apply and log all of them in one transaction, or none.

        Raises StepRefused with words for the person, DeskError where the disk refuses.
        """
        now = self._clock()
        touched: set[Key] = set()
        ents: list[str] = []
        numbers: list[str] = []
        ops: list[str] = []
        with self._database.write() as connection:
            group = uuid7(now) if len(requests) > 1 else None
            for request in requests:
                taken = self._take_one(connection, actor, _resolve(request, ents, numbers), now, group)
                ents.append(taken.ent)
                numbers.append(taken.no)
                ops.append(taken.op)
                touched |= taken.images.keys()
        return Changed(frozenset(touched), tuple(ents), tuple(ops))

    def forecast(self, actor: Actor, request: StepRequest) -> Did:
        """The verdict without writing: what a screen asks before it offers a step."""
        now = self._clock()
        with self._database.trial() as connection:
            order, flow, before, _head = self._order(connection, request, now)
            return decide(flow, before, order, self._context(connection, request, actor, now))

    def _take_one(
        self, connection: "Connection", actor: Actor, request: StepRequest, now: int, group: str | None
    ) -> "_Taken":
        order, flow, before, head = self._order(connection, request, now)
        did = decide(flow, before, order, self._context(connection, request, actor, now))
        if did.verdict is not Is.OK or flow is None:
            raise StepRefused(did)
        n = device.advance(connection, device.COUNTER)
        envelope = Envelope(
            uuid7(now), request.scope, device.get(connection, device.ID), n,
            f"{order.record}.{order.step}", order.ent, actor.id, now, head, group,
        )  # fmt: skip
        body, private = split_private(flow.record, order.values)
        sealed = envelope.seal(body, private)
        if sealed.size > LARGEST_OP:
            raise DeskError("内容太长, 没有保存", "请把文字缩短一些, 长的材料作为照片附上")
        images = perform(connection, self._rules, flow, before, order, did, request.scope, sealed.id)
        log.append_outbox(connection, envelope, sealed, pack(did.wire()))
        return _Taken(order.ent, sealed.id, str(order.values.get("no") or ""), images)

    def _order(
        self, connection: "Connection", request: StepRequest, now: int
    ) -> tuple[Order, Flow | None, Values | None, str | None]:
        flow = self._rules.flow(request.record)
        step = flow.step(request.step) if flow else None
        ent = request.ent or uuid7(now)
        values = dict(request.values)
        if step is not None and step.makes_new and not values.get("no"):
            values |= _numbered(connection, request.record, values)
        before, head = load(connection, flow.record, request.scope, ent) if flow and request.ent else (None, None)
        if (request.record, request.step) == ("taking", "number") and before and not before.get("receipt_no"):
            values.setdefault("receipt_no", device.next_receipt(connection))
        return Order(request.record, request.step, ent, values, now), flow, before, head

    def _context(self, connection: "Connection", request: StepRequest, actor: Actor, now: int) -> Context:
        context = self._context_of(connection, request.scope, actor, now)
        if request.ent is None:
            return context
        past = log.newest(connection, request.scope, request.record, request.ent)
        return replace(context, history=(past,) if past else ())


def _numbered(connection: "Connection", record: str, values: Frozen) -> Values:
    """The printed number of a new record: an order's, or that of a sheet which has no order yet."""
    if record == "work_order":
        return {"no": device.next_number(connection)}
    return {"no": device.next_blank(connection)} if record == "slip" and not values.get("order_id") else {}


@dataclass(frozen=True, slots=True)
class _Taken:
    ent: str
    op: str
    no: str
    images: Images


def _resolve(request: StepRequest, ents: Sequence[str], numbers: Sequence[str]) -> StepRequest:
    def real(value: Any, known: Sequence[str]) -> Any:
        if isinstance(value, str) and value.startswith("@") and value[1:].isdigit() and int(value[1:]) < len(known):
            return known[int(value[1:])]
        return value

    def meant(name: str, value: Any) -> Any:
        if name.endswith("_id") or name == "rework_of":
            return real(value, ents)
        return real(value, numbers) if name in NUMBERS else value

    refs = {name: meant(name, value) for name, value in request.values.items()}
    return StepRequest(request.scope, request.record, request.step, refs, real(request.ent, ents))


def split_private(record: RecordType, values: Frozen) -> tuple[Values, Values]:
    """Body and pii: fields marked private travel apart, so that they can be erased."""
    private = record.private
    body: Values = {}
    pii: Values = {}
    for name, value in values.items():
        if name == "was" and isinstance(value, Mapping):
            pii |= {"was": {k: v for k, v in value.items() if k in private}} if value.keys() & private else {}
            body["was"] = {k: v for k, v in value.items() if k not in private}
        elif name in private:
            pii[name] = value
        else:
            body[name] = value
    return body, pii


def load(connection: "Connection", record: RecordType, scope: str, ent: str) -> tuple[Values | None, str | None]:
    """An entity's values and its newest op, or (None, None)."""
    columns = columns_of(record)
    row = connection.exec_driver_sql(
        columns.select("scope=? AND id=?", (*columns.names, "head")), (scope, ent)
    ).fetchone()
    if row is None:
        return None, None
    return columns.decode(tuple(row)[:-1]), row[-1]


def perform(
    connection: "Connection",
    rules: Rulebook,
    flow: Flow,
    before: Frozen | None,
    order: Order,
    did: Did,
    scope: str,
    op_id: str,
) -> Images:
    """Write what an op and its verdict say: the entity, the rows it opens, before-images, search notes."""
    after = apply(flow, before, order, did)
    assert after is not None
    images: Images = {}
    images[(flow.record.name, order.ent)] = _write(connection, flow.record, scope, order.ent, before, after, op_id, did)
    for make in did.make:
        made = rules.known(make.record).record
        there, _ = load(connection, made, scope, make.id)
        row = {**(there or {"id": make.id}), **make.values}
        images[(make.record, make.id)] = _write(connection, made, scope, make.id, there, row, op_id, did)
    connection.exec_driver_sql(
        "INSERT INTO undo (op_id, record, id, before) VALUES (?, ?, ?, ?)",
        [(op_id, record, ent, None if image is None else json.dumps(image, ensure_ascii=False))
         for (record, ent), image in images.items()],
    )  # fmt: skip
    return images


def _write(
    connection: "Connection",
    record: RecordType,
    scope: str,
    ent: str,
    before: Frozen | None,
    after: Frozen,
    op_id: str,
    did: Did,
) -> Values | None:
    """Insert or update one row; the before-image is the changed fields only, None for a row that was not there."""
    columns = columns_of(record)
    stored = columns.encode({**after, "id": ent})
    if before is None:
        names = ("scope", "head", "head_eff", *stored)
        marks = ", ".join("?" * len(names))
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.exec_driver_sql(
            f'INSERT INTO "{record.name}" ({quoted}) VALUES ({marks})', (scope, op_id, did.eff, *stored.values())
        )
        _search_due(connection, record, scope, ent, after)
        return None
    changed = {name: value for name, value in stored.items() if after.get(name) != before.get(name)}
    head = connection.exec_driver_sql(
        f'SELECT head, head_eff FROM "{record.name}" WHERE scope=? AND id=?', (scope, ent)
    ).one()
    sets = "".join(f', "{name}"=?' for name in changed)
    connection.exec_driver_sql(
        f'UPDATE "{record.name}" SET head=?, head_eff=?{sets} WHERE scope=? AND id=?',
        (op_id, did.eff, *changed.values(), scope, ent),
    )
    _search_due(connection, record, scope, ent, changed)
    return {**{name: before.get(name) for name in changed}, HEAD: list(head)}


def _search_due(connection: "Connection", record: RecordType, scope: str, ent: str, changed: Iterable[str]) -> None:
    """Only a change of something searched is noted: a change of state must not touch the search row."""
    if record.found_by.isdisjoint(changed):
        return
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO search_due (scope, kind, id) VALUES (?, ?, ?)", (scope, record.name, ent)
    )
