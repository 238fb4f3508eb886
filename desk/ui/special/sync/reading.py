"""Everything about the traffic with the server that concerns a person, in one read, in a clerk's words."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desk.domain import refusal_words
from desk.domain.deciding import Is
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.services.people.names import names_of
from desk.services.reviews import reads as review_reads
from desk.services.reviews.lines import said
from desk.services.reviews.reads import Waiting
from desk.store import device, left_inside, log, sealed_ops, standing, verdicts
from desk.store.erasing import ASKED
from desk.store.log import Entry, entry_of
from desk.store.query import visible_to
from desk.store.rewinding import GOES_ON, REWIND, STOPPED
from desk.store.rows import columns_of

if TYPE_CHECKING:
    from desk.store.database import Database

Note = tuple[int, str, str, Mapping[str, Any]]  # at, what, id, detail
MOST = 200  # rows of a part; the heading says how many there are
LOOKED_BACK = 20_000  # entries of a scope in which one that was turned away is still looked for
QUARANTINED = "quarantined"
WAITS = "SELECT op, body, pii, did, tries, next_try FROM outbox WHERE scope = ? ORDER BY pos LIMIT ?"
BACK = "seq > (SELECT COALESCE(MAX(seq), 0) FROM journal WHERE scope = ?) - ?"
TURNED_AWAY = f"""SELECT op, body, pii, did FROM journal WHERE scope = ? AND {BACK}
                  AND CAST(did AS TEXT) LIKE '%"is":"denied"%' ORDER BY seq DESC"""
GAVE_WAY = f"""SELECT op, body, pii, did FROM journal WHERE scope = ? AND {BACK}
               AND CAST(did AS TEXT) LIKE '%"lost":%' ORDER BY seq DESC"""


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `advice` is what to do; `pending` only: how often it was tried, when again; `scope`: of a stop."""

    id: str
    record: str
    ent: str
    at: int
    where: str
    words: str
    who: str
    why: str = ""
    advice: str = ""
    tries: int = 0
    next_try: int | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Traffic:
    decide: Sequence[Waiting] = ()
    stopped: Sequence[Item] = ()
    denied: Sequence[Item] = ()
    quarantined: Sequence[Item] = ()
    frozen: Sequence[Item] = ()
    waiting: Sequence[Item] = ()
    gave_way: Sequence[Item] = ()
    rewound: Sequence[Item] = ()
    total: int = 0
    elsewhere: int = 0  # what waits of estates that are not at hand
    sealed: int = 0  # complaints that were taken here by somebody who may not read them again
    locked: int = 0  # steps of complaints that are for others to read, or wait for who has the key
    hidden: int = 0  # complaints that others have to decide


@dataclass(frozen=True, slots=True)
class Asking:
    """What reading needs; handed to the db lane. What was seen before `seen` is not told again.

    `own`: the complaints' file, where it is open. People and this PC are known by name in the main one, `office`.
    """

    database: "Database"
    rules: Rulebook
    actor: Actor
    scopes: Sequence[str]
    now: int
    seen: int = 0
    own: "Database | None" = None
    main: "Database | None" = None
    mine: frozenset[str] | None = None  # of complaints and their files: what this person may read

    @property
    def office(self) -> "Database":
        return self.main or self.database

    def shows(self, ent: str) -> bool:
        return self.mine is None or ent in self.mine


def read(asking: Asking) -> Traffic:
    own, database = asking.own, asking.database
    devices = database.read("SELECT DISTINCT scope FROM outbox WHERE scope LIKE 'd/%'")
    parts = [_of_scope(asking, scope) for scope in (*asking.scopes, *(str(row[0]) for row in devices))]
    scope = complaints_of(asking.scopes[0])
    if own is not None:
        mine = _mine(own, asking.actor, scope)
        parts.append(_of_scope(replace(asking, database=own, main=database, mine=mine), scope))
    left, sealed = left_inside.known(database, own), sealed_ops.waiting(database)
    decided, shown = (len(parts[-1].decide), parts[-1].total) if own is not None else (0, 0)

    def joined(name: str) -> list[Any]:
        return [one for part in parts for one in getattr(part, name)]

    names = ("decide", "stopped", "denied", "quarantined", "frozen", "waiting", "gave_way", "rewound")
    total = sum(part.total for part in parts)
    return Traffic(
        **{name: joined(name) for name in names}, total=total,
        elsewhere=log.waiting(database) - sealed - (total - shown), sealed=sealed, locked=left.waiting - shown,
        hidden=max(left.to_decide(scope) - decided, 0),
    )  # fmt: skip


def _mine(own: "Database", actor: Actor, scope: str) -> frozenset[str]:
    found = {standing.NOT_WHOLE}
    for record in ("complaint", "attachment"):
        where, parameters = visible_to(actor, scope, record)
        found |= {str(row[0]) for row in own.read(f"SELECT id FROM {record} WHERE {where}", parameters)}
    return frozenset(found)


def _of_scope(asking: Asking, scope: str) -> Traffic:
    database = asking.database
    visible_to(asking.actor, scope)
    known = _notes(database, scope)
    notes = [note for note in known if note[0] > asking.seen]
    total = sum(asking.shows(str(row[0])) for row in database.read("SELECT ent FROM outbox WHERE scope = ?", (scope,)))
    return Traffic(
        review_reads.waiting(database, asking.rules, asking.actor, scope),
        list(_stops(scope, known)),
        list(_denied(asking, scope)),
        [
            _put_aside(asking, scope, at, ident, told)
            for at, what, ident, told in notes
            if what == QUARANTINED and asking.shows(str(told.get("ent") or ""))
        ],
        list(_frozen(asking, scope)),
        list(_waiting(asking, scope)),
        list(_gave_way(asking, scope)),
        [_rewound(scope, at, told) for at, what, _, told in notes if what == REWIND],
        total,
    )


# what waits


def _waiting(asking: Asking, scope: str) -> Iterator[Item]:
    rows = asking.database.read(WAITS, (scope, MOST))
    found = [(entry_of(row[0], row[1], row[2], row[3], True), row) for row in rows]
    found = [(entry, row) for entry, row in found if asking.shows(entry.head.ent)]
    names = names_of(asking.office, (entry.head.by for entry, _ in found))
    for entry, row in found:
        why = ""
        if entry.did.verdict is Is.DENIED:
            why = refusal_words.reason(entry.did.refusal.code if entry.did.refusal else "")
        elif entry.did.verdict is Is.CONTESTED:
            why = "两台电脑记的不一样, 上传后裁定"
        yield _item(asking, scope, entry, names, why=why, tries=int(row[4]), next_try=row[5])


# what was turned away


def _denied(asking: Asking, scope: str) -> Iterator[Item]:
    own = _own_devices(asking.office)
    found = [entry for entry in _entries(asking, scope, TURNED_AWAY) if entry.head.dev in own]
    names = names_of(asking.office, (one.head.by for one in found))
    for entry in found[:MOST]:
        if entry.did.at > asking.seen:
            code = entry.did.refusal.code if entry.did.refusal else ""
            flow = asking.rules.flow(entry.record)
            about = refusal_words.about(flow, entry.did.refusal.field if entry.did.refusal else None)
            why = refusal_words.reason(code) + (f" ({about})" if about else "")
            yield _item(asking, scope, entry, names, why=why, advice=refusal_words.advice(code))


def _put_aside(asking: Asking, scope: str, at: int, ident: str, told: Mapping[str, Any]) -> Item:
    flow, record, step = asking.rules.of_kind(str(told.get("kind") or ""))
    row = flow.step(step) if flow is not None else None
    names = names_of(asking.office, [str(told.get("by") or "")])
    ent = str(told.get("ent") or "")
    return Item(
        ident, record, ent, int(told.get("at") or at), _title(asking, scope, record, ent),
        row.label if row else "一步", names.get(str(told.get("by")), ""), "服务器收下了但不能入账, 已单独存放",
        "请打开看, 没有办上的重新办一次; 反复出现请联系管理员",
    )  # fmt: skip


def _frozen(asking: Asking, scope: str) -> Iterator[Item]:
    rows = asking.database.read(
        "SELECT record, id, seq, why FROM frozen WHERE scope = ? ORDER BY seq LIMIT ?", (scope, MOST)
    )
    for record, ent, seq, code in (row for row in rows if asking.shows(str(row[1]))):
        why, advice = standing.words(str(code))
        flow = asking.rules.flow(str(record))
        label = flow.record.label if flow is not None else "新的种类"
        title = f"全部{label}" if ent == standing.NOT_WHOLE else _title(asking, scope, str(record), str(ent))
        yield Item(f"{record}|{ent}|{seq}", str(record), str(ent), 0, title, label, "", why, advice)


# what two desks said at once, and what the server did


def _gave_way(asking: Asking, scope: str) -> Iterator[Item]:
    found = list(_entries(asking, scope, GAVE_WAY))[:MOST]
    names = names_of(asking.office, (one.head.by for one in found))
    for entry in found:
        flow = asking.rules.flow(entry.record)
        if flow is None or entry.did.at <= asking.seen:
            continue
        for name, loser in entry.did.lost.items():
            if not flow.record.has(name):
                continue
            lost = entry if loser == entry.head.id else _by_id(asking, scope, str(loser))
            words = verdicts.said(flow, name, lost.values.get(name) if lost else None, asking.now)
            one = _item(asking, scope, entry, names, why=f"{words} 被另一台电脑后改的值代替")
            yield Item(f"{one.id}|{name}", one.record, one.ent, one.at, one.where, one.words, one.who, one.why)


def _stops(scope: str, notes: Iterable[Note]) -> Iterator[Item]:
    """Somebody must say how it goes on: only while nothing has gone on since."""
    told = [note for note in notes if note[1] in (STOPPED, REWIND, GOES_ON)]
    if told and told[-1][1] == STOPPED:
        at, _, _, detail = told[-1]
        yield Item(
            f"{scope}|{at}", "", "", at, "服务器", "同步停住了", "", str(detail.get("why") or ""),
            "本机照常录入, 数据没有改动; 按 Enter 看怎么继续", scope=scope,
        )  # fmt: skip


def _rewound(scope: str, at: int, told: Mapping[str, Any]) -> Item:
    moved = int(told.get("moved") or 0)
    return Item(
        f"{scope}|{at}", "", "", at, "服务器", "服务器恢复过旧的备份", "",
        f"本机已有的 {moved} 步自动重新上传, 没有丢失",
    )  # fmt: skip


# pieces


def _item(
    asking: Asking, scope: str, entry: Entry, names: Mapping[str, str], why: str = "", advice: str = "",
    tries: int = 0, next_try: int | None = None,
) -> Item:  # fmt: skip
    flow = asking.rules.flow(entry.record)
    unknown = "删除个人信息" if entry.head.kind == ASKED else "新版程序的一步"
    words = said(entry, flow, asking.now).words if flow is not None else unknown
    where = _title(asking, scope, entry.record, entry.head.ent)
    label = "" if flow is None or entry.record == review_reads.ORDER else f"{flow.record.label} "
    return Item(
        entry.head.id, entry.record, entry.head.ent, entry.head.at, where, f"{label}{words}",
        names.get(entry.head.by, ""), why, advice, tries, next_try,
    )  # fmt: skip


def _title(asking: Asking, scope: str, record: str, ent: str) -> str:
    """What it is about, as people call it: a room, a name, a number."""
    flow = asking.rules.flow(record)
    if flow is None:
        return ""
    columns = columns_of(flow.record)
    rows = asking.database.read(columns.select("scope = ? AND id = ?"), [scope, ent])
    values: Values = columns.decode(rows[0]) if rows else {}
    told = (values.get(name) for name in ("where", "room", "name", "no", "day_on", "key"))
    return str(next((one for one in told if one), flow.record.label))


def _entries(asking: Asking, scope: str, sql: str) -> Iterator[Entry]:
    for row in asking.database.read(sql, (scope, scope, LOOKED_BACK)):
        entry = entry_of(row[0], row[1], row[2], row[3], False)
        if asking.shows(entry.head.ent):
            yield entry


def _by_id(asking: Asking, scope: str, ident: str) -> Entry | None:
    rows = asking.database.read("SELECT op, body, pii, did FROM journal WHERE scope=? AND id=?", (scope, ident))
    return entry_of(rows[0][0], rows[0][1], rows[0][2], rows[0][3], False) if rows else None


def _notes(database: "Database", scope: str) -> list[Note]:
    rows = database.read("SELECT at, what, id, detail FROM sync_note WHERE scope = ? ORDER BY n", (scope,))
    return [(int(at), str(what), str(ident or ""), json.loads(detail or "{}")) for at, what, ident, detail in rows]


def _own_devices(database: "Database") -> frozenset[str]:
    rows = database.read("SELECT value FROM device WHERE name IN (?, ?)", [device.ID, device.FORMERLY])
    return frozenset(one for row in rows for one in str(row[0]).split())
