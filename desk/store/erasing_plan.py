"""Asking for an erasure: what the log of this desk says of a person, for the head office to look at and to send."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.store import device, log
from desk.store.erasing import ASKED, MOST, Wanted
from desk.store.fold import Key
from desk.store.rows import columns_of
from sync.protocol.envelope import Envelope, pack, uuid7

if TYPE_CHECKING:
    from desk.store.database import Database

PHONE = 7  # digits that make a number a person's
BETWEEN = " -()"  # how a landline is written
BY_ENT = """SELECT id, body, pii FROM journal WHERE scope=? AND ent=?
            UNION ALL SELECT id, body, pii FROM outbox WHERE scope=? AND ent=?"""
BY_WORD = " UNION ALL ".join(
    f"""SELECT id, ent, json_extract(CAST(op AS TEXT), '$.kind'), instr(body, ?1), instr(pii, ?1) FROM {table}
        WHERE scope=?2 AND (instr(body, ?1) > 0 OR instr(pii, ?1) > 0)"""
    for table in ("journal", "outbox")
)
OF_RESIDENT = "SELECT id FROM complaint WHERE scope=? AND resident_id=?"
FILES = "SELECT id, sha256 FROM attachment WHERE scope=? AND about_id=?"
PHOTOS = "SELECT sha256 FROM attachment WHERE scope=? AND about_id=?"


@dataclass(frozen=True, slots=True)
class Plan:
    """`wanted` names the person for certain: the person's own entries, and those with the same telephone number.

    `maybe` are ops that only say the same name, or are another person's own with the same telephone number (a couple
    has one); `photos` hang on orders of the person. A person decides on both.
    """

    wanted: Wanted
    maybe: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    maybe_bodies: tuple[str, ...] = ()  # those of `maybe` that say it in the open part

    def whole(self, maybe: bool, photos: bool) -> Wanted:
        """What is asked for, with the person's two answers."""
        ops, bodies, blobs = self.wanted.ops, self.wanted.bodies, self.wanted.blobs
        return Wanted(
            (*ops, *self.maybe) if maybe else ops, (*bodies, *self.maybe_bodies) if maybe else bodies,
            (*blobs, *self.photos) if photos else blobs,
        )  # fmt: skip


def plan(database: "Database", rules: Rulebook, scope: str, persons: Sequence[Key]) -> Plan:
    """What is known here of these residents (or other entities that are persons)."""
    names, phones = _words(database, rules, scope, persons)
    ops: dict[str, None] = {}
    bodies: dict[str, None] = {}
    maybe: dict[str, None] = {}
    ents: dict[str, None] = {}
    for _record, ent in persons:
        for one, body, pii in database.read(BY_ENT, (scope, ent, scope, ent)):
            ops |= {str(one): None} if pii else {}
            bodies |= {str(one): None} if _says(body, (*names, *phones)) else {}
    own = {ent for _, ent in persons}
    maybe_bodies: dict[str, None] = {}
    for words, same_person in ((phones, True), (names, False)):
        for word in words:
            for one, ent, kind, in_body, in_pii in database.read(BY_WORD, (word.encode(), scope)):
                others = str(kind).partition(".")[0] in {record for record, _ in persons} and ent not in own
                if not same_person or others:
                    maybe[str(one)] = None
                    maybe_bodies |= {str(one): None} if in_body else {}
                    continue
                ents[str(ent)] = None
                ops |= {str(one): None} if in_pii else {}
                bodies |= {str(one): None} if in_body else {}
    photos = [str(sha256) for ent in ents for (sha256,) in database.read(PHOTOS, (scope, ent))]
    only_names = tuple(one for one in maybe if one not in ops and one not in bodies)
    return Plan(
        Wanted(tuple(ops), tuple(bodies)), only_names, tuple(dict.fromkeys(photos)),
        tuple(one for one in maybe_bodies if one in only_names),
    )  # fmt: skip


def beside(
    own: "Database", main: "Database", rules: Rulebook, scope: str, persons: Sequence[Key]
) -> Wanted:  # fmt: skip
    """The same in the complaints' file: all that was said in complaints of these residents, or with their telephone,
    and what was photographed for them."""
    names, phones = _words(main, rules, scope, persons)
    inner = complaints_of(scope)
    rows = [one for _, ent in persons for one in own.read(OF_RESIDENT, (inner, ent))]
    found = [one for word in phones for one in own.read(BY_WORD, (word.encode(), inner))]
    ents = dict.fromkeys(str(row[0]) for row in (*rows, *((ent,) for _, ent, *_ in found)))
    files = {str(one): str(sha256) for ent in ents for one, sha256 in own.read(FILES, (inner, ent))}
    ops: dict[str, None] = {}
    bodies: dict[str, None] = {}
    for ent in (*ents, *files):
        for one, body, pii in own.read(BY_ENT, (inner, ent, inner, ent)):
            ops |= {str(one): None} if pii else {}
            bodies |= {str(one): None} if _says(body, (*names, *phones)) else {}
    return Wanted(tuple(ops), tuple(bodies), tuple(dict.fromkeys(files.values())))


def parts(wanted: Wanted) -> list[Wanted]:
    """In askings that are not too large for one op, in the log's order."""
    all_of = [*((one, "op") for one in wanted.all_ops), *((one, "blob") for one in wanted.blobs)]
    found: list[Wanted] = []
    for start in range(0, len(all_of), MOST):
        some = all_of[start : start + MOST]
        ids = {one for one, what in some if what == "op"}
        found.append(
            Wanted(
                tuple(one for one in wanted.ops if one in ids), tuple(one for one in wanted.bodies if one in ids),
                tuple(one for one, what in some if what == "blob"),
            )
        )  # fmt: skip
    return found


def ask_all(
    database: "Database", actor: Actor, scope: str, wanted: Wanted, reason: str, now: int,
    main: "Database | None" = None,
) -> list[str]:  # fmt: skip
    """Ask for all of it, in as many askings as it takes. `main`: the file that numbers ops, where it is another one."""
    return [ask(database, actor, scope, part, reason, now, main) for part in parts(wanted) or [wanted]]


def ask(
    database: "Database", actor: Actor, scope: str, wanted: Wanted, reason: str, now: int,
    main: "Database | None" = None,
) -> str:  # fmt: skip
    """Put the asking into the outbox; returns its op. Nothing goes before the server has said so."""
    if not actor.may(frozenset({Role.HEAD_OFFICE})):
        raise DeskError("您的岗位不能删除个人信息", "请找总部管理员办理")
    if not reason.strip():
        raise DeskError("还缺删除的原因", "请写明是谁、按什么要求删除的")
    if not 0 < len(wanted.all_ops) + len(wanted.blobs) <= MOST:
        raise DeskError("一次要删的太多, 或没有要删的", f"请分几次办理, 每次不超过 {MOST} 条")
    ident = uuid7(now)
    with ExitStack() as both:
        counts = both.enter_context((main or database).write())
        connection = counts if main is None else both.enter_context(database.write())
        envelope = Envelope(ident, scope, device.get(counts, device.ID), device.advance(counts, device.COUNTER),
                            ASKED, ident, actor.id, now)  # fmt: skip
        sealed = envelope.seal({**wanted.told(), "reason": reason.strip()}, {})
        log.append_outbox(connection, envelope, sealed, pack({"is": "ok", "at": now, "eff": now}))
    return ident


def _words(database: "Database", rules: Rulebook, scope: str, persons: Sequence[Key]) -> tuple[list[str], list[str]]:
    """Names and telephone numbers in the private fields of these rows."""
    names: dict[str, None] = {}
    phones: dict[str, None] = {}
    for record, ent in persons:
        columns = columns_of(rules.known(record).record)
        private = columns.record.private
        for row in database.read(columns.select("scope=? AND id=?"), (scope, ent)):
            for name, value in columns.decode(row).items():
                for text in _texts(value) if name in private else ():
                    digits = "".join(one for one in text if one not in BETWEEN)
                    if digits.isdigit() and len(digits) >= PHONE:
                        phones |= {text: None, digits: None}
                    elif name == "name":
                        names[text] = None
    return list(names), list(phones)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _says(part: bytes | None, words: Iterable[str]) -> bool:
    return part is not None and any(word.encode() in bytes(part) for word in words)
