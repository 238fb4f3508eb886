"""What the screens of notices read: those that call for a hand, who rang, who signed up, who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.deciding import Is
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor, Role
from desk.services.notices.audience import House, concerns, house_of
from desk.services.notices.flow import READERS
from desk.services.notices.phases import LIVE, phase_of
from desk.services.notices.record import NOTICE, NOTICE_CALL, SIGN_UP, NoticeState, SignUpState
from desk.services.notices.rules import ATTENDED, MOST_ASKED
from desk.services.notices.turns import LOGGED, WAITING, Seat, Turn, seats, turns_in
from desk.store import log
from desk.store.query import ListQuery, all_of, one, some, visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

OPEN = (str(NoticeState.DRAFT), str(NoticeState.TO_REVIEW), str(NoticeState.SENT))
CLOSED = tuple(str(state) for state in NoticeState if str(state) not in OPEN)
MOST_CLOSED = 100
AT_ONCE = 200
FIRST_ASKED = (str(Role.SUPERVISOR), str(Role.MANAGER), str(Role.CLERK), str(Role.BUTLER))


@dataclass(frozen=True, slots=True)
class Read:
    """Notices by id with the figures beside them; `readers` are names by staff id."""

    notices: dict[str, Values]
    calls: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    readers: dict[str, str] = field(default_factory=dict)
    managers: frozenset[str] = frozenset()


def read_open(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """Everything that is not over by a step: some dozens."""
    return all_of(database, actor, ListQuery(scope, NOTICE, OPEN, "from_at"))


def read_page(database: "Database", actor: Actor, scope: str, now: int, closed: int = MOST_CLOSED) -> Read:
    """What the page shows: the open ones, and the newest of those that are over."""
    where, w = visible_to(actor, scope)
    marks = ", ".join("?" * len(CLOSED))
    ids = database.read(
        f"SELECT id FROM notice WHERE {where} AND status IN ({marks}) ORDER BY sent_at DESC, id DESC LIMIT ?",
        [*w, *CLOSED, closed],
    )
    notices = {str(row["id"]): row for row in read_open(database, actor, scope)}
    notices |= some(database, actor, scope, NOTICE, [str(row[0]) for row in ids])
    names, managers = _readers(database, scope)
    people = _counts(database, actor, scope, "sign_up", "SUM(people)", "signed", "came")
    unknown = _counts(database, actor, scope, "sign_up", "SUM(COALESCE(identity_unchecked, 0))", "signed", "came")
    for ent, row in notices.items():
        if row.get("signs_up") and row.get("corrects_id"):
            root = root_of(database, actor, scope, row)
            people[ent], unknown[ent] = people.get(root, 0), unknown.get(root, 0)
    return Read(
        notices,
        _counts(database, actor, scope, "notice_call", "COUNT(*)", "logged"),
        people,
        unknown,
        names,
        managers,
    )


def _counts(
    database: "Database", actor: Actor, scope: str, record: str, figure: str, *states: str
) -> dict[str, int]:  # fmt: skip
    where, w = visible_to(actor, scope)
    marks = ", ".join("?" * len(states))
    rows = database.read(
        f"SELECT notice_id, {figure} FROM {record} WHERE {where} AND status IN ({marks}) GROUP BY notice_id",
        [*w, *states],
    )
    return {str(ent): int(count or 0) for ent, count in rows}


def _readers(database: "Database", scope: str) -> tuple[dict[str, str], frozenset[str]]:
    """Who may read a notice before it goes out, by staff id, those first whose task it is; and who is a manager."""
    marks = ", ".join("?" * len(READERS))
    rows = database.read(
        f"""SELECT s.id, s.name, g.role FROM "grant" g JOIN staff s ON s.id = g.staff_id
            WHERE g.estate_id = ? AND g.status = 'active' AND s.status = 'active' AND g.role IN ({marks})
            ORDER BY s.staff_no, s.id""",
        [scope.partition("/")[2], *sorted(map(str, READERS))],
    )
    rows = sorted(rows, key=lambda row: FIRST_ASKED.index(str(row[2])) if row[2] in FIRST_ASKED else len(FIRST_ASKED))
    names: dict[str, str] = {}
    for ident, name, _ in rows:
        names.setdefault(str(ident), str(name or ""))
    return names, frozenset(str(ident) for ident, _, role in rows if role == Role.MANAGER)


def may_read(read: Read, notice: Frozen, manager_only: bool = False) -> list[str]:
    """Names of those who can be its second reader."""
    writers = notice.get("writer_ids") or ()
    able = {ident: name for ident, name in read.readers.items() if ident not in writers}
    return [name for ident, name in able.items() if not manager_only or ident in read.managers]


def live_for(
    database: "Database", actor: Actor, scope: str, home_id: str, resident_id: str, now: int
) -> list[Values]:  # fmt: skip
    """The outages and works that somebody who rings from this home may mean, the running ones first."""
    house = house_of(database, actor, scope, home_id) if home_id else None
    if house is None:
        return []
    return concerning(read_sent(database, actor, scope, now), house, resident_id, now)


def read_sent(database: "Database", actor: Actor, scope: str, now: int) -> list[Values]:
    """Outages that are out and not over: what is over by the clock alone stays `sent` for ever, and is passed over."""
    query = ListQuery(scope, NOTICE, (str(NoticeState.SENT),), "from_at", {"restores": True})
    return [row for row in all_of(database, actor, query) if phase_of(row, now) in LIVE]


def concerning(notices: Iterable[Values], house: House, resident_id: str, now: int) -> list[Values]:
    """Of these the ones with an end to wait for, for this home."""
    order = list(LIVE_ORDER)
    found = [row for row in notices if row.get("restores") and concerns(row, house, resident_id)]
    return sorted(found, key=lambda row: (order.index(phase_of(row, now)), int(row.get("from_at") or 0)))


LIVE_ORDER = sorted(LIVE, key=lambda phase: ("running", "to_restore", "announced").index(str(phase)))


def chain(database: "Database", actor: Actor, scope: str, ent: str) -> list[Values]:
    """A notice and what was corrected of it, the first one first."""
    found: dict[str, Values] = {}
    at: str = ent
    while at and at not in found:
        values = one(database, actor, scope, NOTICE, at)
        if values is None:
            break
        found[at] = values
        at = str(values.get("corrects_id") or "")
    line = list(reversed(found.values()))
    while line:
        later = all_of(database, actor, ListQuery(scope, NOTICE, (), "id", {"corrects_id": line[-1]["id"]}))
        later = [row for row in later if row["id"] not in found and row.get("status") != NoticeState.VOID]
        if not later:
            break
        found |= {str(row["id"]): row for row in later}
        line += later
    return line


def calls_of(database: "Database", actor: Actor, scope: str, ent: str) -> list[Values]:
    query = ListQuery(scope, NOTICE_CALL, ("logged",), "-called_at", {"notice_id": ent})
    return all_of(database, actor, query)


def sign_ups_of(database: "Database", actor: Actor, scope: str, ent: str) -> list[Values]:
    return all_of(database, actor, ListQuery(scope, SIGN_UP, (), "signed_up_at", {"notice_id": ent}))


def root_of(database: "Database", actor: Actor, scope: str, notice: Frozen) -> str:
    """The first notice of a chain: people signed up on it, and stay so when its time is put right."""
    seen = [str(notice["id"])]
    at = str(notice.get("corrects_id") or "")
    while at and at not in seen:
        seen.append(at)
        before = one(database, actor, scope, NOTICE, at)
        at = str(before.get("corrects_id") or "") if before else ""
    return seen[-1]


def seats_of(database: "Database", actor: Actor, scope: str, notice: Frozen) -> tuple[list[Values], list[Seat]]:
    """Everybody who ever signed up for an activity, and the places as the log gives them."""
    rows = sign_ups_of(database, actor, scope, root_of(database, actor, scope, notice))
    turns: dict[str, Turn] = {}
    ids = [str(row["id"]) for row in rows]
    for begin in range(0, len(ids), AT_ONCE):
        some_of = ids[begin : begin + AT_ONCE]
        marks = ", ".join("?" * len(some_of))
        sql = f"{LOGGED.format(marks=marks)} UNION ALL {WAITING.format(marks=marks)}"
        turns |= turns_in(database.read(sql, [scope, *some_of, scope, *some_of]))
    return rows, seats(rows, int(notice.get("sign_up_limit") or 0), turns)


def to_ask(found: Iterable[Seat]) -> list[Values]:
    """Who is asked how it was: those that came where anybody was ticked off, else everybody who had a place.

    A hundred at the most, taken by id, which says nothing of anybody; the list of sources draws from them.
    """
    sure = [one.values for one in found if not one.waits]
    came = [row for row in sure if row.get("status") == SignUpState.CAME]
    rows = sorted(came or sure, key=lambda row: str(row["id"]))[:MOST_ASKED]
    return [{name: row[name] for name in ATTENDED if row.get(name)} for row in rows]


def notice_of(database: "Database", actor: Actor, scope: str, ent: str) -> str:
    """The notice that a call or a sign-up is of; `ent` itself where it is neither."""
    for record in (SIGN_UP, NOTICE_CALL):
        row = one(database, actor, scope, record, ent)
        if row is not None:
            return str(row["notice_id"])
    return ent


def also_read(database: "Database", ent: str) -> list[tuple[int, str]]:
    """When and who read it as well, while another reader's word was on its way: kept in the log, one with that."""
    return [
        (entry.did.eff, str(entry.values.get("reviewer") or ""))
        for entry in log.history(database, ent)
        if entry.step in ("approve", "second_read") and entry.did.verdict is Is.MERGED
    ]


def since(database: "Database", actor: Actor, scope: str, from_at: int, to_at: int) -> list[Values]:
    """Everything that went out in a stretch of time: what an assessment counts."""
    return all_of(database, actor, ListQuery(scope, NOTICE, (), "sent_at", {}, {"sent_at": (from_at, to_at)}))
