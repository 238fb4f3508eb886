"""Two desks of one office on one log without a wire: cables in, cables out, and what two people did in between."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk.domain.flow import Values
from desk.domain.roles import Role
from desk.services.takings.receipts import receipt_id
from desk.store import device
from desk.store.applying import Incoming, apply_page, place_of
from desk.store.steps import Changed
from sync.protocol.envelope import chain_next
from sync.server.building import build_server
from sync.server.serving import Server
from sync.wire.messages import Entry
from tests.sync.estate import push_all
from tests.world import World, copy_of

SIGNED = {"signature": "self", "tick": "good"}
ENTRIES = "SELECT seq, op, body, pii, did, mac FROM journal WHERE scope=? AND seq>? ORDER BY seq"


@dataclass
class TwoDesks:
    """`here` is the desk under test, `there` another one of the same office; both know what the server knew last."""

    here: World
    there: World
    server: Server

    def cables_in(self, *desks: World) -> list[Changed]:
        """Each sends what it has, in this order, then each takes in what the log has; says what changed here."""
        for desk in desks or (self.here, self.there):
            push_all(self.server, desk)
        changed: list[Changed] = []
        for desk in (self.here, self.there):
            for scope in (desk.company, desk.scope):
                found = self._pull(desk, scope)
                if desk is self.here and found is not None:
                    changed.append(found)
        return changed

    def _pull(self, desk: World, scope: str) -> Changed | None:
        place = place_of(desk.database, scope)
        with self.server.store.reading() as session:
            entries = [Entry(*row) for row in session.read(ENTRIES, (scope, place.seq))]
        if not entries:
            return None
        chain = place.chain
        for one in entries:
            chain = chain_next(chain, one.seq, one.op, one.did)
        page = Incoming(scope, place.seq, place.chain, entries, entries[-1].seq, chain, 0)
        applied = apply_page(desk.database, desk.rules, desk.office.context, page, desk.clock())
        assert applied.done
        return applied.changed

    def branches(self) -> list[Values]:
        return self.here.rows("branch")


@contextmanager
def two_desks(here: World, built: World, folder: Path, server_file: Path | None = None) -> Iterator[TwoDesks]:
    """`here` as it is, beside a second desk with an id and numbers of its own; both have the same log.

    `server_file`: a folder with a server's prepared file, to be copied rather than made.
    """
    there = copy_of(built, folder / "there.db")
    there.clock = here.clock
    there.__post_init__()
    with there.database.write() as connection:
        device.put(connection, device.ID, "zzzz2222")
        device.put(connection, device.PREFIX, "W9")
    if server_file is not None:
        shutil.copytree(server_file, folder / "server")
    server = build_server(folder / "server", None, here.clock, calendar=here.office.calendar)
    try:
        found = TwoDesks(here, there, server)
        found.cables_in()
        yield found
    finally:
        server.close()
        there.database.close()


def dispatch(world: World, order: str, technician: str = "", role: Role = Role.CLERK, slip: bool = True) -> None:
    """Send it out with its sheet printed, as one group and a print."""
    who = {"technician": technician} if technician else {}
    no = world.row("work_order", order)["no"]
    requests = [world.request("work_order.dispatch", order, crew_id=world.crew, crew="水电班", **who)]
    if slip:
        requests.append(world.request("slip.issue", order_id=order, no=no, copy_no=1, crew="水电班", **who))
    made = world.changed(role, *requests)
    if slip:
        world.take(role, "slip.print", made.ents[1])


def finish(world: World, order: str, role: Role = Role.CLERK) -> None:
    world.clock.forward(minutes=20)
    world.take(role, "work_order.arrive", order)
    world.clock.forward(minutes=25)
    world.take(role, "work_order.finish", order, result="repaired")
    world.take(role, "work_order.sign", order, **SIGNED)


def pay(world: World, order: str, number: str, fen: int = 8000, role: Role = Role.CLERK) -> str:
    """Cash for an order, in one group as the counter writes it; says the taking."""
    row = world.row("work_order", order)
    had = int(row.get("received_fen") or 0)
    told = {"order_id": order, "order_no": row["no"], "where": row["where"], "what": "维修", "payer": row["reporter"],
            "amount_fen": fen, "payment": "cash", "receipt_no": number, "taken_by": "李敏"}  # fmt: skip
    requests = [
        world.request("taking.take", receipt_id(world.scope, number), **told),
        world.request("work_order.pay", order, received_fen=had + fen, payment="cash", receipt_no=number),
    ]
    return world.changed(role, *requests).ents[0]


def dispatched_twice(desks: TwoDesks, paid_there: bool = True, receipt: str = "0101", **values: str) -> str:
    """The same order sent to two men while the cables were out; the other desk's was finished, signed and paid."""
    here, there = desks.here, desks.there
    order = here.order(charge="paid", price_form="on_site", **values)
    desks.cables_in()
    here.clock.forward(minutes=10)
    dispatch(here, order, "王建国")
    here.clock.forward(minutes=2)
    dispatch(there, order, "李伟", Role.SUPERVISOR)
    if paid_there:
        finish(there, order, Role.SUPERVISOR)
        pay(there, order, receipt, role=Role.SUPERVISOR)
    here.clock.forward(minutes=30)
    desks.cables_in()
    return order
