"""删除个人信息: what a resident's data is here, in people's words, and how far an asking to erase it has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.deciding import Did, Is
from desk.domain.flow import Values
from desk.domain.service import Rulebook
from desk.store import erasing_plan
from desk.store.erasing import DONE, Wanted
from desk.store.erasing_plan import Plan
from desk.store.rows import columns_of
from desk.ui.remembered import recall
from sync.protocol.envelope import Envelope, unpack

if TYPE_CHECKING:
    from desk.store.database import Database

RESIDENT, ORDER, COMPLAINT = "resident", "work_order", "complaint"
AT_ONCE = 400
LOGGED = "SELECT op, did FROM journal WHERE ent=? ORDER BY seq"
WAITS = "SELECT 1 FROM outbox WHERE id=?"


@dataclass(frozen=True, slots=True)
class Found:
    """`sure` by the record's label with how many of them; `namesakes` as lines: 3-2-1901 W1-0012 报修单."""

    plan: Plan
    name: str
    sure: Sequence[tuple[str, int]]
    namesakes: Sequence[str]
    homes: int
    open_orders: int
    beside: Wanted  # in the complaints' file, where that is open

    def count(self, maybe: bool, photos: bool) -> int:
        """Askings for so many entries and photos: the number that is typed."""
        whole = self.plan.whole(maybe, photos)
        return len(whole.all_ops) + len(whole.blobs) + len(self.beside.all_ops) + len(self.beside.blobs)


def find(
    database: "Database", rules: Rulebook, scope: str, person: Values, own: "Database | None" = None
) -> Found:  # fmt: skip
    """Reads the whole log of the estate: for the lane of long work."""
    ent = str(person["id"])
    plan = erasing_plan.plan(database, rules, scope, [(RESIDENT, ent)])
    counted: dict[str, set[str]] = {}
    for record, one in _ents(database, plan.wanted.all_ops):
        counted.setdefault(record, set()).add(one)
    labels = [(_label(rules, record), len(ents)) for record, ents in counted.items()]
    beside = Wanted() if own is None else erasing_plan.beside(own, database, rules, scope, [(RESIDENT, ent)])
    if own is not None and beside.all_ops:
        said = {one for record, one in _ents(own, beside.all_ops) if record == COMPLAINT}
        labels.append((_label(rules, COMPLAINT), len(said)))
        labels += [("投诉的照片", len(beside.blobs))] if beside.blobs else []
    namesakes = [_line(database, rules, scope, *key) for key in dict.fromkeys(_ents(database, plan.maybe))]
    lives = "SELECT COUNT(*) FROM residence WHERE scope=? AND resident_id=? AND status='active' AND to_on IS NULL"
    homes = int(database.read(lives, (scope, ent))[0][0])
    return Found(
        plan, str(person.get("name") or ""), labels, namesakes, homes,
        sum(_is_open(database, scope, one) for one in counted.get(ORDER, ())), beside,
    )  # fmt: skip


def _is_open(database: "Database", scope: str, order: str) -> bool:
    sql = "SELECT 1 FROM work_order WHERE scope=? AND id=? AND status NOT IN ('closed', 'void')"
    return bool(database.read(sql, (scope, order)))


def _ents(database: "Database", ops: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Record and entity of these ops."""
    for start in range(0, len(ops), AT_ONCE):
        some = ops[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        for table in ("journal", "outbox"):
            for (op,) in database.read(f"SELECT op FROM {table} WHERE id IN ({marks})", some):
                head = Envelope.open(bytes(op))
                yield head.kind.partition(".")[0], head.ent


def _label(rules: Rulebook, record: str) -> str:
    flow = rules.flow(record)
    return flow.record.label if flow is not None else "新版程序的记录"


def _line(database: "Database", rules: Rulebook, scope: str, record: str, ent: str) -> str:
    flow = rules.flow(record)
    if flow is None:
        return _label(rules, record)
    columns = columns_of(flow.record)
    rows = database.read(columns.select("scope=? AND id=?"), (scope, ent))
    values = columns.decode(rows[0]) if rows else {}
    parts = (values.get("where") or values.get("room") or values.get("name"), values.get("no"), flow.record.label)
    return " ".join(str(one) for one in parts if one)


# what became of it


def remembered_as(resident: str) -> str:
    """Of this PC: under which name the askings for a resident are remembered."""
    return f"erasure.{resident}"


def state(database: "Database", person: Values) -> tuple[str, str]:
    """Words and tone for the card; empty where nothing was asked and nothing is gone."""
    asked = [str(one) for one in recall(database, remembered_as(str(person["id"]))) or ()]
    if any(database.read(WAITS, (one,)) for one in asked):
        return "已要求删除个人信息, 等服务器", "warn"
    places, denied = 0, False
    for one in asked:
        for op, did in database.read(LOGGED, (one,)):
            denied = denied or Did.of(unpack(bytes(did))).verdict is Is.DENIED
            places += Envelope.open(bytes(op)).kind == DONE
    if denied:
        return "要求删除个人信息没有生效: 当时的岗位不能删, 请总部管理员再办一次", "bad"
    if places or not person.get("name"):
        return "个人信息已按要求删除", "good"
    return "", ""
