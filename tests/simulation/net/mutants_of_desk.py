"""What a desk's program may do wrong: believe answers, save its place too early, keep too little, decide."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx

from desk.domain.conflicts import settle
from desk.domain.roles import Actor
from desk.domain.service import Rulebook
from desk.store import applying, lane
from desk.store.applying import Application, Checked, Incoming, Place
from desk.store.fold import Fold
from desk.store.logged import opened
from desk.store.performing import Performing
from desk.store.rewinding import _Rewinding
from sync.client import exchange, pulling, pushing, taking_in
from sync.client.loading import _Loading
from sync.client.outcomes import Fault, What
from sync.client.session import Session
from sync.protocol.envelope import Envelope, chain_next
from sync.wire.framing import WholePage
from sync.wire.messages import Diverged, Head, NotYours, Push, PushAnswer, Trailer
from sync.wire.squeezing import Broken
from tests.simulation.net.office import Template
from tests.simulation.net.quick import Quick

Patch = Callable[[Template], AbstractContextManager[None]]


@contextmanager
def confirm_on_response(_template: Template) -> Iterator[None]:
    """A good answer empties the outbox; the log may come later."""
    real = exchange.ask

    def ask(session: Session, path: str, message: object, kind: Any, meanwhile: Any = None) -> Any:
        answer = real(session, path, message, kind, meanwhile)
        if isinstance(message, Push) and isinstance(answer, PushAnswer):
            _forget(session, [op.op for op, seq in zip(message.ops, answer.results, strict=True) if seq > 0])
            return PushAnswer(answer.results, None)
        return answer

    with patch.object(pushing, "ask", ask):
        yield


@contextmanager
def both_go_back(_template: Template) -> Iterator[None]:
    """Who asked for the common place goes back there, though another program of this desk has done so meanwhile."""
    real = taking_in.rewind

    def rewind(*told: Any, seen: int, **more: Any) -> Any:
        return real(*told, **more)

    with patch.object(taking_in, "rewind", rewind):
        yield


@contextmanager
def step_not_on_the_disk(_template: Template) -> Iterator[None]:
    """A clerk's step waits for the disk no more than a page of the log does."""
    with patch.object(Quick, "write", Quick.follow):
        yield


@contextmanager
def drop_on_4xx(_template: Template) -> Iterator[None]:
    """What a server turns away is thrown away."""
    real = exchange.ask

    def ask(session: Session, path: str, message: object, kind: Any, meanwhile: Any = None) -> Any:
        try:
            return real(session, path, message, kind, meanwhile)
        except Fault as fault:
            if isinstance(message, Push) and fault.what in (What.SUSPECT, What.TOO_LARGE, What.REFUSED):
                _forget(session, [op.op for op in message.ops])
            raise

    with patch.object(pushing, "ask", ask):
        yield


def _forget(session: Session, ops: Sequence[bytes]) -> None:
    if ops:
        with session.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM outbox WHERE op=?", [(op,) for op in ops])


@contextmanager
def cursor_before_rows(_template: Template) -> Iterator[None]:
    """The place is committed, then the page."""

    def apply_all(
        database: Any, rules: Any, context_of: Any, checked: Checked, now: int, meanwhile: object
    ) -> Iterator[Any]:
        page = checked.page
        with database.write() as connection:
            begun = real_place(connection, page.scope)
            if (begun.seq, begun.chain) == (page.seq, page.chain):
                connection.exec_driver_sql(applying.ADVANCE, (page.scope, page.next, page.next_chain, 0))
        with patch.object(applying, "place_in", lambda _connection, _scope: begun), database.write() as connection:
            applied = Application(connection, rules, context_of, checked, now).run()
        yield applied

    real_place = applying.place_in
    with patch.object(taking_in, "apply_all", apply_all):
        yield


@contextmanager
def no_compare_and_set(_template: Template) -> Iterator[None]:
    """A page is taken in wherever the desk stands by now."""
    real = Application.run

    def run(self: Application) -> Any:
        believed = Place(self._page.seq, self._page.chain)
        with patch.object(applying, "place_in", lambda _connection, _scope: believed):
            return real(self)

    with patch.object(Application, "run", run):
        yield


@contextmanager
def prune_at_once(_template: Template) -> Iterator[None]:
    """What undo needs is thrown away as soon as the server has confirmed."""
    real = Application._advance

    def advance(self: Application, place: Place) -> Place:
        reached = real(self, place)
        run = self._connection.exec_driver_sql
        run("UPDATE sync_state SET keep_from=seq WHERE scope=?", (self._scope,))
        run(
            "DELETE FROM undo WHERE scope=? AND op_id IN (SELECT id FROM journal WHERE scope=?)",
            (self._scope, self._scope),
        )
        return replace(reached, keep_from=reached.seq)

    with patch.object(Application, "_advance", advance):
        yield


@contextmanager
def no_trailer(_template: Template) -> Iterator[None]:  # noqa: C901
    """What came before the line was cut is a page, and leads to where its head said."""

    class Lenient:
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[Any]:
            page: WholePage | None = None
            try:
                for part in self._stream:
                    if isinstance(part, Diverged | NotYours):
                        yield part
                    elif isinstance(part, Head):
                        page = WholePage(part)
                    elif isinstance(part, Trailer):
                        assert page is not None
                        yield page.ended(part)
                        page = None
                    elif page is not None:
                        page.entries += part.entries
            except (Broken, httpx.HTTPError):
                pass
            if page is not None:
                page.trailer = Trailer(page.head.scope, len(page.entries), page.head.seq, b"")
                yield page

    def check(rules: Rulebook, page: Incoming) -> Checked:
        chain, chains = page.chain, []
        for entry in page.entries:
            chain = chain_next(chain, entry.seq, entry.op, entry.did)
            chains.append(chain)
        return Checked(replace(page, next_chain=chain), chains, [opened(rules, entry) for entry in page.entries])

    def part(self: Checked, start: int, count: int) -> Checked:
        return self

    with (
        patch.object(pulling, "Pages", Lenient),
        patch.object(taking_in, "check", check),
        patch.object(Checked, "part", part),
    ):
        yield


@contextmanager
def decide_on_every_replica(template: Template) -> Iterator[None]:
    """The rules are asked again by everybody, with the roles and settings that he knows."""

    def fold_in(self: Performing, some: Sequence[Any]) -> None:
        read = lane.reading(self._connection)
        fold = Fold(read, self._rules, self._scope)
        for one in some:
            actor = Actor(one.by, frozenset())
            base = template.world.office.context(self._connection, self._scope, actor, one.did.at)
            context = fold.context(base, one.order, Envelope.open(one.op).after)
            did = settle(one.flow, fold.values((one.order.record, one.order.ent)), one.order, context)
            fold.perform(one.flow, one.order, did, one.by)
        self.changed |= lane.flush(fold, self._connection)

    with patch.object(Performing, "_fold_in", fold_in):
        yield


@contextmanager
def own_first(_template: Template) -> Iterator[None]:
    """After a restore a desk sends its own entries first, then those of others."""
    real = _Rewinding._move

    def move(self: _Rewinding, above: Sequence[Any]) -> None:
        real(self, above)
        run = self._connection.exec_driver_sql
        me = str(run("SELECT value FROM device WHERE name='id'").fetchall()[0][0])
        rows = run("SELECT pos, op FROM outbox WHERE scope=? ORDER BY pos", (self._scope,)).fetchall()
        own = [pos for pos, op in rows if Envelope.open(op).dev == me]
        others = [pos for pos, op in rows if Envelope.open(op).dev != me]
        lowest = int(run("SELECT MIN(pos) FROM outbox").fetchall()[0][0]) - 2 * len(rows) - 2
        for number, pos in enumerate([*own, *others]):
            run("UPDATE outbox SET pos=? WHERE pos=?", (lowest + number, pos))

    with patch.object(_Rewinding, "_move", move):
        yield


@contextmanager
def snapshot_without_tail(_template: Template) -> Iterator[None]:
    """Records and the place are enough to begin with: neither the log's tail nor its undo is kept."""
    real = _Loading.end

    def end(self: _Loading) -> None:
        real(self)
        for table in ("journal", "undo"):
            self._connection.exec_driver_sql(f"DELETE FROM {table} WHERE scope=?", (self._head.scope,))

    with patch.object(_Loading, "end", end):
        yield
