"""Entries of a log as they arrive: opened, and asked whether this program can read what they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from desk.domain.deciding import RESERVED, Did, Is, Order
from desk.domain.field import RecordType
from desk.domain.flow import Flow, Values
from desk.domain.service import Rulebook
from desk.store.fold import Key
from desk.store.said import values_of
from sync.protocol.envelope import PROTOCOL, Envelope, digest, unpack

SYSTEM = "sys"
KNOWN_VERSION = 1  # of every kind
WORDS = frozenset(str(one) for one in Is)
EFFECTS = (Is.OK, Is.CONTESTED)
# Why an entry is not applied: words for the table `frozen`.
DAMAGED, KIND, VERSION, VERDICT, NAMES, RAISED, BEHIND = (
    "damaged", "kind", "version", "verdict", "names", "raised", "behind",
)  # fmt: skip


class Arrived(Protocol):
    """An entry in exact bytes."""

    @property
    def seq(self) -> int: ...
    @property
    def op(self) -> bytes: ...
    @property
    def body(self) -> bytes | None: ...
    @property
    def pii(self) -> bytes | None: ...
    @property
    def did(self) -> bytes: ...
    @property
    def mac(self) -> bytes | None: ...


@dataclass(slots=True)
class Logged:
    """One entry, opened. `keys`: the rows that it is about. `why`: why its effect cannot be applied, if so."""

    seq: int
    id: str
    ent: str
    op: bytes
    kind: str = ""
    by: str = ""
    did: Did = field(default_factory=lambda: Did(Is.UNKNOWN, 0, 0))
    order: Order | None = None
    flow: Flow | None = None
    keys: tuple[Key, ...] = ()
    why: str | None = None

    @property
    def is_system(self) -> bool:
        return self.kind.startswith(f"{SYSTEM}.") and self.did.verdict is Is.OK


def opened(rules: Rulebook, entry: Arrived) -> Logged:
    """Never raises: what cannot be read at all is kept as it came and changes nothing."""
    try:
        return _opened(rules, entry)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        name = f"#{entry.seq}"
        return Logged(entry.seq, name, "", entry.op, keys=(("", name),), why=DAMAGED)


def _opened(rules: Rulebook, entry: Arrived) -> Logged:
    wire = unpack(entry.op)
    head = Envelope.of(wire)
    flow, record, step = rules.of_kind(head.kind)
    found = unpack(entry.did)
    did = Did.of(found)
    logged = Logged(entry.seq, head.id, head.ent, entry.op, head.kind, head.by, did)
    if record == SYSTEM:
        logged.order = Order(record, step, head.ent, values_of(entry.body, entry.pii), head.at, head.id)
        return logged
    is_new_verdict = found["is"] not in WORDS
    if did.verdict not in EFFECTS and not is_new_verdict:
        return logged
    logged.keys = ((record, head.ent), *((make.record, make.id) for make in did.make))
    logged.flow = flow
    values = values_of(entry.body, entry.pii)
    logged.order = Order(record, step, head.ent, values, head.at, head.id)
    if not _is_whole(wire, entry):
        logged.why = DAMAGED
    elif is_new_verdict:
        logged.why = VERDICT
    elif flow is None or flow.step(step) is None:
        logged.why = KIND
    elif wire["p"] != PROTOCOL or head.v != KNOWN_VERSION:
        logged.why = VERSION
    elif not _is_known(rules, flow.record, values, did):
        logged.why = NAMES
    return logged


def _is_whole(wire: Mapping[str, Any], entry: Arrived) -> bool:
    """The parts are those that the head names; erased ones are missing."""
    body, pii = entry.body, entry.pii
    return (body is None or digest(body) == wire["body"]) and (pii is None or digest(pii) == wire["pii"])


def _is_known(rules: Rulebook, record: RecordType, values: Values, did: Did) -> bool:
    """Whether every field that this entry sets is one of ours: what we do not know must not be lost."""
    names = names_of(record)
    if not (names.issuperset(did.set) and names.issuperset(values.keys() - RESERVED)):
        return False
    for make in did.make:
        made = rules.flow(make.record)
        if made is None or not names_of(made.record).issuperset(make.values):
            return False
    return True


@cache
def names_of(record: RecordType) -> frozenset[str]:
    return frozenset(one.name for one in record.fields)
