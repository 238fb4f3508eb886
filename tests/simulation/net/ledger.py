"""What the simulation remembers beside the machines: which steps were accepted, which histories there ever were."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.simulation.net.machines import Center, Desk

Cursor = tuple[str, int, bytes]  # scope, seq, chain


@dataclass
class Ledger:
    """`accepted`: the desk that took each step. `gone`: steps that a person lost by putting back an old file."""

    accepted: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    histories: set[Cursor] = field(default_factory=set)
    cursors: dict[tuple[int, str], int] = field(default_factory=dict)
    notes: dict[int, int] = field(default_factory=dict)
    outboxes: dict[int, set[str]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    causes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what a desk knew last when a step was taken
    restores: int = 0
    is_unsure: Callable[[Desk], bool] = lambda _desk: False  # whether a file may not know yet that it is a copy
    doubtful: set[str] = field(default_factory=set)  # steps taken then, and the things they made

    def accept(self, desk: Desk) -> None:
        """Steps of this desk that are in its file and were not known: it has accepted them."""
        before: dict[str, str] = {}
        is_unsure = self.is_unsure(desk)
        for one, scope, ent in desk.read("SELECT id, scope, ent FROM outbox ORDER BY pos"):
            if one not in self.accepted:
                self.doubtful |= {str(one), str(ent)} if is_unsure else set()
                self.accepted[str(one)] = desk.number
                newest = desk.read("SELECT id FROM journal WHERE scope=? ORDER BY seq DESC LIMIT 1", scope)
                known = [str(newest[0][0])] if newest else []
                self.causes[str(one)] = (*known, *([before[scope]] if scope in before else []))
            before[str(scope)] = str(one)

    def learn(self, center: Center) -> None:
        """Every place that this server's history has had until now."""
        with center.server.store.reading() as session:
            for scope, seq, chain in session.read("SELECT scope, seq, chain FROM journal"):
                self.histories.add((scope, seq, bytes(chain)))

    def begin(self, desk: Desk) -> None:
        """Take the desk as it stands: after its start, or after a person put another file in its place."""
        self.outboxes[desk.number] = outbox_of(desk)
        self.notes[desk.number] = note_count(desk)
        for scope, seq in desk.read("SELECT scope, seq FROM sync_state"):
            self.cursors[(desk.number, str(scope))] = int(seq)


def outbox_of(desk: Desk) -> set[str]:
    return {str(one) for (one,) in desk.read("SELECT id FROM outbox")}


def note_count(desk: Desk) -> int:
    return int(desk.read("SELECT COALESCE(MAX(n), 0) FROM sync_note")[0][0])
