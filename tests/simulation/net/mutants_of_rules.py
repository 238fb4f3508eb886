"""What a server, or the rules of both ends, may do wrong: believe a number, log twice, drop facts, end what waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from desk.domain import conflicts, deciding
from desk.domain.deciding import Did, Is
from desk.domain.flow import Make
from desk.store import applying
from desk.store.applying import Checked, Incoming
from sync.protocol.envelope import chain_next
from sync.server import pulling, pushing
from sync.server.log import Batch, Refused
from tests.simulation.net.office import Template


@contextmanager
def no_chain(_template: Template) -> Iterator[None]:
    """A place in the log is a number, and whoever has it is believed."""

    def is_history(session: Any, scope: str, head: Any, seq: int, chain: bytes) -> bool:
        return int(seq) <= int(head.seq)

    def check(page: Incoming) -> Checked:
        chain, chains = page.chain, []
        for entry in page.entries:
            chain = chain_next(chain, entry.seq, entry.op, entry.did)
            chains.append(chain)
        return Checked(replace(page, next_chain=chain), chains)

    with (
        patch.object(pulling, "is_history", is_history),
        patch.object(pushing, "is_history", is_history),
        patch.object(applying, "check", check),
    ):
        yield


@contextmanager
def no_dedupe(_template: Template) -> Iterator[None]:
    """An op is logged whenever it comes."""
    real = Batch._one

    def one(self: Batch, op: Any, pusher: Any, known: Any) -> int:
        if isinstance(op, Refused):
            return real(self, op, pusher, known)
        return self.enter(op, pusher.offset)

    with patch.object(Batch, "_one", one):
        yield


@contextmanager
def contested_facts_dropped(_template: Template) -> Iterator[None]:
    """What happened on a side that does not stand is not kept with it."""
    real = conflicts._on_branch

    def on_branch(flow: Any, step: Any, before: Any, order: Any, context: Any, line: Any) -> Did:
        did = real(flow, step, before, order, context, line)
        if did.verdict is not Is.CONTESTED or not step.fact:
            return did
        make = did.make[0]
        return replace(did, make=(Make(make.record, make.id, {**make.values, "sets": dict(line.get("sets") or {})}),))

    with patch.object(conflicts, "_on_branch", on_branch):
        yield


@contextmanager
def gate_removed(_template: Template) -> Iterator[None]:
    """What waits for a decision can be closed, void or exempt."""
    with patch.object(deciding, "_undecided", lambda _step, _context: None):
        yield
