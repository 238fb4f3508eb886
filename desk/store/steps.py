"""Taking a step: one transaction that writes the record, the op and a note of what search must catch up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.domain.conflicts import settle
from desk.domain.deciding import BRANCH, Context, Did, Is, Order, decide
from desk.domain.errors import DeskError
from desk.domain.field import RecordType
from desk.domain.flow import RESOLVE, Flow, Frozen, Values
from desk.domain.roles import Actor
from desk.domain.scopes import is_confidential
from desk.domain.service import Rulebook
from desk.store import device, lane, log, sealed_ops, standing
from desk.store.fold import Fold, Key
from sync.protocol.envelope import LARGEST_OP, Envelope, pack, uuid7

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

NUMBERS = ("order_no", "parent_no", "rework_of_no", "no")  # of another record, maybe one of the same group
ContextOf = Callable[["Connection", str, Actor, int], Context]


@dataclass(frozen=True, slots=True)
class StepRequest:
    """What a person wants done: `values` by field name, plus `happened_at` where it was not now.

    `ent` None makes a new record. A text `"@k"` as a value or `ent` stands for the entity of the k-th request of
    the same group, whose id is not known before; in the fields of NUMBERS it stands for the number printed on it.
    `line` is the branch on which the step goes on, where it is not the main line.
    """

    scope: str
    record: str
    step: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ent: str | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write changed: every open screen refreshes itself by this."""

    touched: frozenset[Key]
    ents: tuple[str, ...]
    ops: tuple[str, ...]

    def any_of(self, *records: str) -> bool:
        return any(name in records for name, _ in self.touched)


@dataclass(slots=True)
class Group:
    """Steps of one moment on their way: what each of them made, by its number."""

    now: int
    id: str | None
    ents: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    ops: dict[int, str] = field(default_factory=dict)
    touched: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, now: int, count: int) -> "Group":
        return cls(now, uuid7(now) if count > 1 else None)

    def changed(self) -> Changed:
        order = sorted(self.ents)
        return Changed(frozenset(self.touched), tuple(self.ents[k] for k in order), tuple(self.ops[k] for k in order))


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

    def __init__(
        self,
        database: "Database",
        rules: Rulebook,
        clock: Callable[[], int],
        context_of: ContextOf,
        seals: bool = False,
    ) -> None:
        """`seals`: what is confidential is not written into this file but sealed (desk.store.sealed_ops)."""
        self._database = database
        self._rules = rules
        self._clock = clock
        self._context_of = context_of
        self._seals = seals

    def take(self, actor: Actor, *requests: StepRequest) -> Changed:
        """Decide, apply and log all of them in one transaction, or none.

        Raises StepRefused with words for the person, DeskError where the disk refuses.
        """
        group = Group.of(self._clock(), len(requests))
        self.take_part(actor, group, dict(enumerate(requests)))
        return group.changed()

    def take_part(
        self,
        actor: Actor,
        group: "Group",
        requests: Mapping[int, StepRequest],
        within: "Callable[[Connection], None] | None" = None,
        counts: "Connection | None" = None,
    ) -> None:
        """Those of a group that belong into this file. `within` is done when they are written, before they are kept.

        `counts`: the transaction that numbers the device's ops, where that is another file's.
        """
        with self._database.write() as connection:
            folds = _Folds(connection, self._rules)
            for number, request in requests.items():
                resolved = _resolve(request, group.ents, group.numbers)
                taken = self._take_one(connection, folds, actor, resolved, group, counts or connection)
                group.ents[number], group.numbers[number], group.ops[number] = taken.ent, taken.no, taken.op
                group.touched |= folds.flush()  # the next one is decided by what this one changed, settings among it
            if within is not None:
                within(connection)

    def forecast(self, actor: Actor, request: StepRequest) -> Did:
        """The verdict without writing: what a screen asks before it offers a step."""
        now = self._clock()
        with self._database.trial() as connection:
            return self._decided(connection, _Folds(connection, self._rules), actor, request, now).did

    def _take_one(
        self,
        connection: "Connection",
        folds: "_Folds",
        actor: Actor,
        request: StepRequest,
        group: Group,
        counts: "Connection",
    ) -> "_Taken":
        decided = self._decided(connection, folds, actor, request, group.now)
        flow, order, did = decided.flow, decided.order, decided.did
        if flow is None or not (did.verdict is Is.OK or (did.verdict is Is.CONTESTED and request.line)):
            raise StepRefused(did)
        n = device.advance(counts, device.COUNTER)
        envelope = Envelope(
            order.op_id, request.scope, device.get(counts, device.ID), n,
            f"{order.record}.{order.step}", order.ent, actor.id, group.now, decided.after, group.id, base=decided.base,
        )  # fmt: skip
        body, private = split_private(flow.record, order.values)
        sealed = envelope.seal(body, private)
        if sealed.size > LARGEST_OP:
            raise DeskError("内容太长, 没有保存", "请把文字缩短一些, 长的材料作为照片附上")
        if self._seals and is_confidential(request.scope):
            sealed_ops.put(connection, envelope, sealed)
            return _Taken(order.ent, sealed.id, str(order.values.get("no") or ""))
        folds.of(request.scope).perform(flow, order, did, actor.id, decided.after)
        log.append_outbox(connection, envelope, sealed, pack(did.wire()))
        return _Taken(order.ent, sealed.id, str(order.values.get("no") or ""))

    def _decided(
        self, connection: "Connection", folds: "_Folds", actor: Actor, request: StepRequest, now: int
    ) -> "_Decided":
        flow = self._rules.flow(request.record)
        step = flow.step(request.step) if flow else None
        if self._seals and is_confidential(request.scope) and not (step and step.makes_new):
            raise sealed_ops.closed()
        ent = request.ent or uuid7(now)
        values = dict(request.values)
        if step is not None and step.makes_new and not values.get("no"):
            values |= _numbered(connection, flow.record, values) if flow else {}
        context = self._context_of(connection, request.scope, actor, now)
        order = Order(request.record, request.step, ent, values, now, uuid7(now))
        if flow is None or request.ent is None:
            return _Decided(flow, order, None, None, decide(flow, None, order, context))
        fold = folds.of(request.scope)
        held = fold.row((request.record, ent))
        if (request.record, request.step) == ("taking", "number") and held and not held.values.get("receipt_no"):
            values.setdefault("receipt_no", device.next_receipt(connection))
        after = held.head if held else None
        if request.line is not None:
            line = fold.values((BRANCH, request.line))
            after = line["ops"][-1] if line else after
        elif held is not None and not flow.record.sums.isdisjoint(values):
            seen = {name: held.values.get(name) or 0 for name in flow.record.sums.intersection(values)}
            values["was"] = {**(values.get("was") or {}), **seen}
        base = (
            None if request.line is not None else log.base_of(connection, request.scope, (request.record, ent), after)
        )
        context = fold.context(context, order, after)
        rules = settle if request.line is not None or request.step == RESOLVE else decide
        did = rules(flow, held.values if held else None, order, context)
        keys = [(request.record, ent), *((make.record, make.id) for make in did.make)]
        stands = standing.refusal(connection, request.scope, flow, keys, held is not None)
        if stands is not None:
            did = Did(Is.DENIED, now, now, refusal=stands)
        return _Decided(flow, order, after, base, did)


class _Folds:
    """One fold for each scope that a group of steps touches."""

    def __init__(self, connection: "Connection", rules: Rulebook) -> None:
        self._connection = connection
        self._rules = rules
        self._folds: dict[str, Fold] = {}

    def of(self, scope: str) -> Fold:
        if scope not in self._folds:
            self._folds[scope] = Fold(lane.reading(self._connection), self._rules, scope)
        return self._folds[scope]

    def flush(self) -> set[Key]:
        return {key for fold in self._folds.values() for key in lane.flush(fold, self._connection)}


@dataclass(frozen=True, slots=True)
class _Decided:
    flow: Flow | None
    order: Order
    after: str | None
    base: str | None
    did: Did


def _numbered(connection: "Connection", record: RecordType, values: Frozen) -> Values:
    """The printed number of a new record: an order's, or that of a sheet which has no order yet."""
    if record.numbered:
        return {"no": device.next_number(connection)}
    return {"no": device.next_blank(connection)} if record.name == "slip" and not values.get("order_id") else {}


@dataclass(frozen=True, slots=True)
class _Taken:
    ent: str
    op: str
    no: str


def _resolve(request: StepRequest, ents: Mapping[int, str], numbers: Mapping[int, str]) -> StepRequest:
    def real(value: Any, known: Mapping[int, str]) -> Any:
        if isinstance(value, str) and value.startswith("@") and value[1:].isdigit():
            return known.get(int(value[1:]), value)
        return value

    def meant(name: str, value: Any) -> Any:
        if name.endswith("_id") or name == "rework_of":
            return real(value, ents)
        return real(value, numbers) if name in NUMBERS else value

    refs = {name: meant(name, value) for name, value in request.values.items()}
    return StepRequest(request.scope, request.record, request.step, refs, real(request.ent, ents), request.line)


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
