"""Entries of a log as they arrive: opened, and asked whether this program can read what they say.

They come by the hundred thousand: they are read by msgspec, and nothing is read that applying does not need.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import msgspec

from desk.domain.deciding import RESERVED, Did, Is, Order
from desk.domain.field import RecordType
from desk.domain.flow import Flow, Values
from desk.domain.service import Rulebook
from desk.store.fold import Key
from desk.store.said import values_of
from sync.protocol.envelope import PROTOCOL, digest

SYSTEM, OF_THE_SYSTEM = "sys", "sys."
KNOWN_VERSION = 1  # of every kind
WORDS = frozenset(str(one) for one in Is)
EFFECTS = (Is.OK, Is.CONTESTED)
# Why an entry is not applied: words for the table `frozen`.
DAMAGED, KIND, VERSION, VERDICT, NAMES, RAISED, BEHIND = (
    "damaged", "kind", "version", "verdict", "names", "raised", "behind",
)  # fmt: skip


class Head(msgspec.Struct, frozen=True, gc=False):
    """What applying needs of an op's head."""

    p: int
    id: str
    kind: str
    v: int
    ent: str
    by: str
    body: str
    pii: str | None
    dev: str = ""
    n: int = 0


_HEAD = msgspec.json.Decoder(Head)
_PART = msgspec.json.Decoder(dict[str, Any])


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
    dev: str = ""
    n: int = 0
    did: Did = field(default_factory=lambda: Did(Is.UNKNOWN, 0, 0))
    order: Order | None = None
    flow: Flow | None = None
    keys: tuple[Key, ...] = ()
    why: str | None = None

    @property
    def is_system(self) -> bool:
        return self.kind.startswith(OF_THE_SYSTEM) and self.did.verdict is Is.OK


def opened(rules: Rulebook, entry: Arrived) -> Logged:
    """Never raises: what cannot be read at all is kept as it came and changes nothing."""
    try:
        return _opened(rules, entry)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        name = f"#{entry.seq}"
        return Logged(entry.seq, name, "", entry.op, keys=(("", name),), why=DAMAGED)


def _opened(rules: Rulebook, entry: Arrived) -> Logged:
    head = _HEAD.decode(entry.op)
    flow, record, step = rules.of_kind(head.kind)
    found = _PART.decode(entry.did)
    did = Did.of(found)
    logged = Logged(entry.seq, head.id, head.ent, entry.op, head.kind, head.by, head.dev, head.n, did)
    if record != SYSTEM and did.verdict not in EFFECTS and found["is"] in WORDS:
        return logged
    values = values_of(entry.body, entry.pii, _PART.decode)
    logged.order = Order(record, step, head.ent, values, 0, head.id)
    if record == SYSTEM:
        return logged
    logged.keys = ((record, head.ent), *((make.record, make.id) for make in did.make))
    logged.flow = flow
    if not _is_whole(head, entry):
        logged.why = DAMAGED
    elif found["is"] not in WORDS:
        logged.why = VERDICT
    elif flow is None or flow.step(step) is None:
        logged.why = KIND
    elif head.p != PROTOCOL or head.v != KNOWN_VERSION:
        logged.why = VERSION
    elif not _is_known(rules, flow.record, values, did):
        logged.why = NAMES
    return logged


def is_alike(did: bytes, other: bytes) -> bool:
    """Whether two verdicts differ in nothing but when they were given."""
    return _but_at(did) == _but_at(other) or {**_PART.decode(did), "at": 0} == {**_PART.decode(other), "at": 0}


def _but_at(did: bytes) -> tuple[bytes, bytes]:
    """What stands around that moment, in a verdict as it is usually written."""
    given, _, rest = did.partition(b',"eff":')
    word, _, moment = given.partition(b',"at":')
    return (word, rest) if moment.isdigit() else (did, b"")


def _is_whole(head: Head, entry: Arrived) -> bool:
    """The parts are those that the head names; erased ones are missing."""
    body, pii = entry.body, entry.pii
    return (body is None or digest(body) == head.body) and (pii is None or digest(pii) == head.pii)


def _is_known(rules: Rulebook, record: RecordType, values: Values, did: Did) -> bool:
    """Whether every field that this entry sets is one of ours: what we do not know must not be lost."""
    if not (record.names.issuperset(did.set) and read_of(record).issuperset(values)):
        return False
    for make in did.make:
        made = rules.flow(make.record)
        if made is None or not made.record.names.issuperset(make.values):
            return False
    return True


@cache
def read_of(record: RecordType) -> frozenset[str]:
    """All words that an op about this record may say."""
    return record.names | RESERVED
