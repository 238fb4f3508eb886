"""Programs that are wrong in the ways of which sync.md warns: each a patch on the real code, each must be caught.

`python -m tests.simulation.net.mutants` says after how many seeds each one was.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from desk.domain import conflicts, deciding
from desk.domain.deciding import Context, Did, Is
from desk.domain.flow import Step
from desk.store import applying, pending, performing, rewinding
from desk.store.applying import Application
from desk.store.fold import Fold
from sync.client import exchange, pulling, pushing, taking_in
from sync.client.outcomes import Fault, What
from sync.client.session import Session
from sync.server import log as server_log
from sync.server import pulling as server_pulling
from sync.server import pushing as server_pushing
from sync.wire import framing
from sync.wire.messages import QUARANTINED, WAIT
from tests.simulation.dying import scratch
from tests.simulation.net import office
from tests.simulation.net.running import Result, run_seed
from tests.simulation.net.sim import Shape

Patches = Iterator[None]


@dataclass(frozen=True)
class Mutant:
    """`faults`: in which weather it shows; `most`: how many seeds it may take."""

    name: str
    patched: Callable[[], Any]
    faults: frozenset[str]
    most: int = 12
    length: int = 35
    desks: int = 3


@contextmanager
def confirm_on_response() -> Patches:
    """A 200 empties the outbox."""
    real = pushing._take_answer

    def wrong(session: Session, scope: str, place: Any, batch: Sequence[Any], answer: Any, outcome: Any) -> bool:
        done = [(one.pos,) for one, seq in zip(batch, answer.results, strict=False) if seq not in (WAIT, QUARANTINED)]
        if done:
            with session.database.write() as connection:
                connection.exec_driver_sql("DELETE FROM outbox WHERE pos=?", done)
        return real(session, scope, place, batch, replace_page(answer), outcome)

    def replace_page(answer: Any) -> Any:
        return answer

    with patch.object(pushing, "_take_answer", wrong):
        yield


@contextmanager
def no_chain() -> Patches:
    """A cursor is a number: whoever has it is believed."""

    def believed(session: Any, scope: str, head: Any, seq: int, chain: bytes) -> bool:
        return seq <= head.seq

    def unchecked(page: applying.Incoming) -> applying.Checked:
        from sync.protocol.envelope import chain_next

        chain, chains = page.chain, []
        for entry in page.entries:
            chain = chain_next(chain, entry.seq, entry.op, entry.did)
            chains.append(chain)
        return applying.Checked(replace(page, next_chain=chain), chains)

    with (
        patch.object(server_pulling, "is_history", believed),
        patch.object(server_pushing, "is_history", believed),
        patch.object(applying, "check", unchecked),
    ):
        yield


@contextmanager
def cursor_before_rows() -> Patches:
    """The place is committed first, the page after it."""
    real = applying.apply_page

    def wrong(database: Any, rules: Any, context_of: Any, page: Any, now: int) -> Any:
        checked = page if isinstance(page, applying.Checked) else applying.check(page)
        told = checked.page
        with database.write() as connection:
            if applying.place_in(connection, told.scope).seq == told.seq:
                connection.exec_driver_sql(applying.ADVANCE, (told.scope, told.next, told.next_chain, 0))
        with database.write() as connection:
            application = Application(connection, rules, context_of, checked, now)
            return application.run()

    def any_place(connection: Any, scope: str) -> Any:
        return real_place(connection, scope)

    real_place = applying.place_in
    real_run = Application.run

    def run(self: Application) -> Any:
        told = self._page
        begun = applying.Place(told.seq, told.chain)
        first = [True]

        def place(connection: Any, scope: str) -> Any:
            if first[0]:
                first[0] = False
                return begun
            return any_place(connection, scope)

        with patch.object(applying, "place_in", place):
            return real_run(self)

    assert real
    with patch.object(applying, "apply_page", wrong), patch.object(Application, "run", run):
        yield
