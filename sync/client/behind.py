"""What a desk does behind the steps, when nothing of them waits: whole snapshots, indexes, photos, old entries."""

from dataclasses import dataclass, field

from desk.domain.calendar import DAY, HOUR, minute_of_day
from desk.store import erasing, indexes, pruning
from desk.store.standing import NOT_WHOLE
from desk.store.steps import Changed
from sync.client import blobs, kept, snapshot
from sync.client.blobs import Behind
from sync.client.outcomes import NOT_YOURS, Fault
from sync.client.session import Session
from sync.client.snapshot import Download

NOT_READ = "SELECT DISTINCT scope, record FROM frozen WHERE id=?"
QUIET = range(0, 5)  # o'clock
PHOTOS_MS = 60_000
PHOTOS = Changed(frozenset({("attachment", "")}), (), ())  # where photos are is another: what shows them reads anew


@dataclass
class Memory:
    """From one look to the next. It begins anew with the program."""

    photos: Behind = field(default_factory=Behind)
    download: Download | None = None
    looked_on: int | None = None  # the day of the daily work


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look did. `retry_ms`: when to look again (0: at once); None: with the next change."""

    sent: int = 0
    fetched: int = 0
    retry_ms: int | None = None
    fault: Fault | None = None
    changed: tuple[Changed, ...] = ()


def look_after(session: Session, memory: Memory) -> Looked:
    """A bounded piece of everything. A Fault is given back: steps go on whatever becomes of photos."""
    changed: list[Changed] = []
    try:
        _snapshots(session, memory, changed)
        if indexes.due(session.database):
            indexes.make(session.database, session.rules.records)
        sent = blobs.push_blobs(session)
        changed += [PHOTOS] if sent.done else []
        fetched = blobs.fetch_blobs(session, memory.photos)
        changed += [PHOTOS] if fetched.done else []
        more = sent.more or fetched.more or _daily(session, memory)
    except Fault as fault:
        return Looked(fault=fault, retry_ms=fault.retry_ms or PHOTOS_MS, changed=tuple(changed))
    retry = 0 if more else PHOTOS_MS if memory.photos.later else None
    return Looked(sent.done, fetched.done, retry, None, tuple(changed))


def _snapshots(session: Session, memory: Memory, changed: list[Changed]) -> None:
    """Scopes that are new to this desk, and those of which an older program could not read all."""
    database = session.database
    have = {str(row[0]) for row in database.read("SELECT scope FROM sync_state WHERE seq > 0")}
    not_read = {str(s) for s, record in database.read(NOT_READ, (NOT_WHOLE,)) if session.rules.flow(record)}
    for scope in session.pulled():
        again = scope in not_read and scope in have
        if scope in have and not again:
            continue
        if memory.download is None or memory.download.scope != scope:
            memory.download = Download(scope)
        try:
            if snapshot.begin(session, memory.download, instead=again).rows:
                changed.append(Changed(frozenset((record.name, "") for record in session.rules.records), (), ()))
        except Fault as fault:
            if fault.code != NOT_YOURS:
                raise
            session.not_ours.add(scope)
        memory.download = None


def _daily(session: Session, memory: Memory) -> bool:
    """Once a day, and when the program starts; whether more of it is to be done at once."""
    now = session.clock()
    is_start = memory.looked_on is None
    is_quiet = minute_of_day(now) * 60_000 // HOUR in QUIET
    if (is_start or is_quiet) and erasing.scrub_due(session.database) and erasing.is_found_no_more(session.database):
        erasing.scrub(session.database)
    if memory.looked_on == now // DAY:
        return False
    days = pruning.HEAD_OFFICE_DAYS if kept.is_head_office(session.database) else pruning.COUNTER_DAYS
    if pruning.prune(session.database, now, days):
        return True
    lost = blobs.audit(session)
    memory.looked_on = now // DAY
    return lost > 0
