"""The fold: ops and their verdicts onto rows, in memory, the same on desk and server; written in one go at the end.

Reads over plain SQL with `?` marks. What an op changes is kept as before-images, from which a line of steps can be
taken off again, and from which it is known what others did since a clerk looked.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from desk.domain.deciding import BRANCH, KEEP, KEPT, MAIN, OPEN, TOLD, Context, Did, Is, Order, Past, apply, opened
from desk.domain.field import RecordType
from desk.domain.flow import RESOLVE, Flow, Frozen, Values
from desk.domain.service import Rulebook
from desk.domain.taking_back import NAME as TAKE_BACK
from desk.store.rows import columns_of
from desk.store.said import Said, said_of

Key = tuple[str, str]  # record name, id
Images = dict[Key, Values | None]
Row = tuple[Any, ...]
Read = Callable[[str, Sequence[Any]], Sequence[Row]]
HEAD = "@head"  # in a before-image: the newest op and its eff before this one
MOST_MARKS = 500


class Sink(Protocol):
    """Where a fold is written: one transaction of either database."""

    def many(self, sql: str, rows: Sequence[Row]) -> None: ...

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None: ...


@dataclass(slots=True)
class Held:
    """One row in memory. `stored`: it is in the database; `changed`: which of its columns are not yet."""

    values: Values
    head: str | None
    head_eff: int | None
    stored: bool
    changed: set[str] = field(default_factory=set)


class Fold:
    """The rows of one scope that some ops touch. `logs` name the tables in which ops stand, oldest first.

    `decides` False: entries are only applied, nobody will ask for a context here.
    """

    def __init__(
        self,
        read: Read,
        rules: Rulebook,
        scope: str,
        logs: Sequence[str] = ("journal", "outbox"),
        decides: bool = True,
    ) -> None:
        self._read = read
        self._rules = rules
        self.scope = scope
        self._logs = logs
        self._decides = decides
        self._rows: dict[Key, Held | None] = {}
        self._branches: dict[str, set[str]] = {}  # ids of branches by the entity
        self._said: dict[str, Callable[[], Past]] = {}  # ops performed here: most are never asked about
        self._turn: dict[str, int] = {}  # in which order they were
        self._logged: dict[str, str] = {}  # by op: the newest one logged when it was made, where that is not `after`
        self._touched: dict[Key, list[str]] = {}
        self._dirty: dict[Key, None] = {}
        self._undo: list[Row] = []
        self.due: set[Key] = set()

    # reading

    def prefetch(self, keys: Iterable[Key]) -> None:
        """Read many rows, and their branches, in a few statements."""
        wanted: dict[str, list[str]] = {}
        for record, ent in dict.fromkeys(keys):
            if (record, ent) not in self._rows and self._rules.flow(record) is not None:
                wanted.setdefault(record, []).append(ent)
        for record, ents in wanted.items():
            for some in _parts(ents):
                self._load(self._rules.known(record).record, some)
        if not self._decides:
            return
        ents = [ent for record, some in wanted.items() if record != BRANCH for ent in some]
        for some in _parts([ent for ent in dict.fromkeys(ents) if ent not in self._branches]):
            self._load_branches(some)

    def row(self, key: Key) -> Held | None:
        if key not in self._rows:
            self._load(self._rules.known(key[0]).record, [key[1]])
        return self._rows[key]

    def values(self, key: Key) -> Values | None:
        held = self.row(key)
        return held.values if held is not None else None

    def branches(self, ent: str) -> tuple[Values, ...]:
        """Every branch the entity ever had, in turn."""
        if ent not in self._branches:
            self._load_branches([ent])
        found = [self.values((BRANCH, one)) for one in self._branches[ent]]
        return tuple(sorted((one for one in found if one), key=lambda one: int(one.get("turn") or 0)))

    def _load(self, record: RecordType, ents: Sequence[str]) -> None:
        columns = columns_of(record)
        where = f"scope=? AND id IN ({_marks(ents)})"
        for ent in ents:
            self._rows[(record.name, ent)] = None
        for row in self._read(columns.select(where, (*columns.names, "head", "head_eff")), (self.scope, *ents)):
            held = Held(columns.decode(tuple(row)[:-2]), row[-2], row[-1], stored=True)
            self._rows[(record.name, str(row[0]))] = held

    def _load_branches(self, ents: Sequence[str]) -> None:
        sql = f'SELECT id, ent FROM "{BRANCH}" WHERE scope=? AND ent IN ({_marks(ents)})'
        for ent in ents:
            self._branches.setdefault(ent, set())
        rows = self._read(sql, (self.scope, *ents))
        for one, ent in rows:
            self._branches[str(ent)].add(str(one))
        missing = [str(one) for one, _ in rows if (BRANCH, str(one)) not in self._rows]
        if missing:
            self._load(self._rules.known(BRANCH).record, missing)

    # what a decision may know

    def context(self, base: Context, order: Order, after: str | None, logged: str | None = None) -> Context:
        """The view with the entity's own past: who was at work since `after`, and on which line it stands.

        `logged`: where `after` was not logged yet when the op was made, the newest op that was (`Envelope.base`).
        """
        key = (order.record, order.ent)
        held = self.row(key)
        branches = self.branches(order.ent)
        if held is None and after is None and logged is None and not branches:
            return base  # something new
        if logged is not None:
            self._logged[order.op_id] = logged
        line, stands = None, after if logged is None else logged
        own = self._ancestors(after, logged) if logged is not None else set()
        for branch in branches:
            if after is not None and after in (branch.get("ops") or ()):
                if branch.get("status") == KEPT:  # its steps are the main line now, from the decision on
                    kept = self.row((BRANCH, str(branch["id"])))
                    stands, own = kept.head if kept else after, set()
                else:
                    line = branch
                    stands, own = self.left_at(branch)
        if order.step == RESOLVE and order.values.get(KEEP) != MAIN:
            kept_one = next((b for b in branches if b["id"] == order.values.get(KEEP)), None)
            stands, own = self.left_at(kept_one) if kept_one else (held.head if held else None, set())
        elif order.step == RESOLVE:
            stands = held.head if held else None
        since: tuple[Past, ...] = ()
        history: tuple[Past, ...] = ()
        if held is not None:
            if held.head != stands or line is not None:
                since = self.since(key, stands or None)
                since = tuple(past for past in since if past.op_id not in own)
            history = self._newest(key, held, order.step == TAKE_BACK)
        return replace(base, history=history, after=after, since=since, branches=branches, line=line)

    def left_at(self, branch: Frozen) -> tuple[str | None, set[str]]:
        """Where a branch left the main line as its clerk knew it, and his own steps on the main line behind that place.

        The op it stands on may still have waited when the branch began, and come into the log behind what others did.
        """
        stands, first = branch.get("base"), next(iter(branch.get("ops") or ()), None)
        if first is None or stands is None:
            return stands, set()
        logged = self._logged.get(str(first))
        if logged is None:
            one = said_of(self._read, self.scope, [str(first)], self._logs).get(str(first))
            logged = one.base if one is not None and one.after == stands else None
        if logged is None or logged == stands:
            return stands, set()
        return logged, self._ancestors(str(stands), logged)

    def _ancestors(self, after: str | None, logged: str) -> set[str]:
        """The ops on which one stands that was made while they still waited to be sent, and those they are one with."""
        found: set[str] = set()
        while after and after != logged and after not in found:
            found.add(after)
            one = self._here(after) or said_of(self._read, self.scope, [after], self._logs).get(after)
            if one is None:
                break
            found.update([one.one_with] if one.one_with else ())
            after = one.after
        return found

    def since(self, key: Key, after: str | None) -> tuple[Past, ...]:
        """What touched an entity behind an op, oldest first; None: everything that is still known."""
        here = self._touched.get(key, [])
        if after is not None and after in self._said:
            behind = self._turn[after]
            return tuple(self._said[op]() for op in here if self._turn[op] > behind)
        place = said_of(self._read, self.scope, [after], self._logs).get(after) if after is not None else None
        found = [one for one in self._stored_touches(key) if place is None or one.place > place.place]
        return (*(self._past(one) for one in found), *(self._said[op]() for op in here))

    def _stored_touches(self, key: Key) -> list[Said]:
        sql = "SELECT op_id FROM undo WHERE scope=? AND record=? AND id=?"
        ids = [str(row[0]) for row in self._read(sql, (self.scope, *key))]
        found = said_of(self._read, self.scope, [one for one in ids if one not in self._said], self._logs)
        return sorted(found.values(), key=lambda one: one.place)

    def _past(self, said: Said) -> Past:
        images = _images(self._read, self.scope, said.id)
        return Past(said.id, said.kind, said.by, said.eff, images, said.eff, said.ent, said.values, said.after)

    def _newest(self, key: Key, held: Held, for_taking_back: bool) -> tuple[Past, ...]:
        """The newest op that still stands; a step and its taking back cancel out."""
        seen = int(held.head_eff or 0)
        plain = Past(str(held.head or ""), "", "", seen, {}, seen)
        if not for_taking_back:
            newest = self._here(held.head)
            if newest is not None:
                return (replace(newest, seen=seen),)
            return (plain,)
        touches = self.since(key, None)
        taken_back = 0
        for past in reversed(touches):
            if past.step == TAKE_BACK and past.ent == key[1]:
                taken_back += 1
            elif taken_back:
                taken_back -= 1
            else:
                return (replace(past, seen=seen),)
        return () if touches else (plain,)

    # changing

    def perform(
        self, flow: Flow, order: Order, did: Did, by: str = "", after: str | None = None, final: bool = False
    ) -> Images:
        """Take an op and its verdict into the rows; says what each row was before (changed fields only).

        Of what is `final` no image is stored: nobody goes back behind it.
        """
        if did.verdict not in (Is.OK, Is.CONTESTED):
            if self._decides:
                self._remember(order, did, by, after, {})
            return {}
        images: Images = {}
        if did.verdict is Is.OK:
            key = (flow.record.name, order.ent)
            held = self.row(key)
            row = apply(flow, held.values if held else None, order, did, self._told(did))
            assert row is not None
            images[key] = self._put(flow.record, key, row, order.op_id, did)
        for make in did.make:
            made = self._rules.known(make.record).record
            key = (make.record, make.id)
            there = self.row(key)
            row = opened(flow, there.values if there else None, order, did, make)
            images[key] = self._put(made, key, row, order.op_id, did)
            if make.record == BRANCH and self._decides:
                self.branches(str(row["ent"]))
                self._branches[str(row["ent"])].add(make.id)
        for key, image in () if final else images.items():
            stored = None if image is None else json.dumps(image, ensure_ascii=False)
            self._undo.append((self.scope, order.op_id, *key, stored))
        if self._decides:
            self._remember(order, did, by, after, images)
        return images

    def _remember(self, order: Order, did: Did, by: str, after: str | None, images: Images) -> None:
        """What later ops of this fold may ask about this one."""
        for key in images:
            self._touched.setdefault(key, []).append(order.op_id)
        self._said[order.op_id] = partial(_past_of, order, did, by, after, images)
        self._turn[order.op_id] = len(self._turn)

    def _here(self, op_id: str | None) -> Past | None:
        said = self._said.get(op_id) if op_id is not None else None
        return said() if said is not None else None

    def _told(self, did: Did) -> Frozen | None:
        branch = self.values((BRANCH, did.keep)) if did.keep else None
        return branch.get(TOLD) if branch else None

    def _put(self, record: RecordType, key: Key, after: Values, op_id: str, did: Did) -> Values | None:
        held = self._rows[key]
        self._dirty[key] = None
        if held is None:
            self._rows[key] = Held(_said(after), op_id, did.eff, stored=False)
            if record.found_by and not record.found_by.isdisjoint(after):
                self.due.add(key)
            return None
        before = held.values
        changed = {name for name in columns_of(record).names if name in after and after[name] != before.get(name)}
        image: Values = {**{name: before.get(name) for name in changed}, HEAD: [held.head, held.head_eff]}
        self._rows[key] = Held(_said(after), op_id, did.eff, held.stored, held.changed | changed)
        if not record.found_by.isdisjoint(changed):
            self.due.add(key)
        return image

    # writing

    def flush(self, sink: Sink) -> set[Key]:
        """Write the rows and the before-images; says which rows were touched. The fold stays usable."""
        inserts: dict[tuple[str, tuple[str, ...]], list[Row]] = {}  # an empty column costs as much as a full one
        updates: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
        for key in self._dirty:
            held = self._rows[key]
            assert held is not None
            columns = columns_of(self._rules.known(key[0]).record)
            if not held.stored:
                stored = columns.encode(held.values if "id" in held.values else {**held.values, "id": key[1]})
                row = (self.scope, held.head, held.head_eff, *stored.values())
                inserts.setdefault((key[0], tuple(stored)), []).append(row)
            else:
                names = tuple(name for name in columns.names if name in held.changed)
                told = (columns.encode_one(name, held.values.get(name)) for name in names)
                updates.setdefault((key[0], names), []).append((held.head, held.head_eff, *told, self.scope, key[1]))
            held.stored, held.changed = True, set()
        for (record, names), rows in inserts.items():
            sink.copy(record, ("scope", "head", "head_eff", *names), rows)
        for (record, names), rows in updates.items():
            sets = "".join(f', "{name}"=?' for name in names)
            sink.many(f'UPDATE "{record}" SET head=?, head_eff=?{sets} WHERE scope=? AND id=?', rows)
        if self._undo:
            names = ("scope", "op_id", "record", "id", "before")
            made = [row[:-1] for row in self._undo if row[-1] is None]
            if made:
                sink.copy("undo", names[:-1], made)
            if len(made) < len(self._undo):
                sink.copy("undo", names, [row for row in self._undo if row[-1] is not None])
        touched = set(self._dirty)
        self._dirty, self._undo = {}, []
        return touched


def _past_of(order: Order, did: Did, by: str, after: str | None, images: Images) -> Past:
    """An op that was performed, as those behind it see it."""
    plain = {k: None if v is None else {n: w for n, w in v.items() if n != HEAD} for k, v in images.items()}
    merged = did.vs if did.verdict is Is.MERGED else None
    return Past(
        order.op_id, f"{order.record}.{order.step}", by, did.eff, plain, did.eff, order.ent, order.values, after, merged
    )


def _said(values: Values) -> Values:
    """Without the columns in which nothing stands."""
    if None not in values.values():
        return values
    return {name: value for name, value in values.items() if value is not None}


def open_branches(branches: Iterable[Frozen]) -> list[Frozen]:
    return [branch for branch in branches if branch.get("status") == OPEN]


def _images(read: Read, scope: str, op_id: str) -> dict[Key, Values | None]:
    rows = read("SELECT record, id, before FROM undo WHERE scope=? AND op_id=?", (scope, op_id))
    return {(str(name), str(one)): image_of(text) for name, one, text in rows}


def image_of(text: str | None) -> Values | None:
    """A before-image without what it says of the head."""
    return None if text is None else {name: value for name, value in json.loads(text).items() if name != HEAD}


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[k : k + MOST_MARKS] for k in range(0, len(values), MOST_MARKS))
